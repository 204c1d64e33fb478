"""More or fewer sets than planned: skip a lift or the warm-up, one more set, the last one."""

from dataclasses import replace

from coach.core.plan import Answer, Ask, Breaths, Reps, Rest, Role, Side, Talk, Work
from coach.core.state import Asking, Briefing, Closing, Resting, SettingUp, Speaking, Working
from tests.core.plans import SETS, STEPS, line, plan
from tests.core.stories import Story

PULL = Work("pull", Reps(4), Role.WORKING, load=80.0)
DRILL = Work("breathing", Breaths(2), Role.WARM_UP)
TWO_LIFTS = (*SETS, Rest(60.0), PULL)


def works(story: Story) -> list[tuple[str, int, int]]:
    return [(step.exercise, step.number, step.of) for step in story.state.ahead if isinstance(step, Work)]


def test_skip_this_exercise_leaves_out_all_its_sets_and_rests() -> None:
    story = Story(plan(*TWO_LIFTS)).until(SettingUp).hear("skip_exercise")
    assert "We leave out the rest of Romanian deadlift." in story.said()
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step == PULL


def test_in_the_middle_of_a_drill_it_leaves_out_its_other_side_too() -> None:
    both = (replace(DRILL, side=Side.LEFT), replace(DRILL, side=Side.RIGHT))
    story = Story(plan(*both, PULL)).until(Working).count_starts().hear("skip_exercise")
    assert story.state.phase.step == PULL  # type: ignore[union-attr]


def test_in_the_middle_of_a_set_what_was_done_is_logged_and_the_others_are_left_out() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Working).count_starts().hear("skip_exercise", after=15.0)
    assert [(done.cut_short, bool(done.reps_done)) for done in story.state.today.log] == [(True, True)]
    assert works(story) == []
    assert story.state.phase.step == PULL  # type: ignore[union-attr]


def test_in_the_middle_of_a_drill_the_rest_of_the_warm_up_is_left_out() -> None:
    story = Story(plan(*STEPS)).until(Working).count_starts().hear("skip_warm_up")
    assert "Then the light sets warm you up." in story.said()
    assert story.state.phase.step.role is Role.RAMP  # type: ignore[union-attr]


def test_done_before_the_first_rep_goes_on_and_says_that_nothing_is_logged() -> None:
    story = Story(plan(*TWO_LIFTS)).until(SettingUp).hear("done")
    assert story.said().startswith("Nothing was counted yet, so nothing is logged.")
    assert (isinstance(story.state.phase, Resting), story.state.today.log) == (True, ())


def test_in_a_rest_it_means_the_exercise_that_comes() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).hear("skip_exercise")
    assert story.state.phase.step == PULL  # type: ignore[union-attr]


def test_next_exercise_between_two_sets_leaves_out_those_to_come() -> None:
    story = Story(plan(SETS[0], Rest(60.0), SETS[0], Rest(60.0), PULL)).until(Resting).hear("next", exercise=1)
    assert story.state.phase.step == PULL  # type: ignore[union-attr]


def test_next_exercise_behind_the_last_set_goes_to_the_exercise_that_comes() -> None:
    story = Story(plan(SETS[0], Rest(60.0), PULL, Rest(60.0), DRILL)).until(Resting).hear("next", exercise=1)
    assert story.state.phase.step == PULL  # type: ignore[union-attr]


def test_next_exercise_before_any_work_leaves_none_out() -> None:
    story = Story(plan(Talk((line("Now the floor."),)), *TWO_LIFTS)).until(Speaking).hear("next", exercise=1)
    assert [name for name, _, _ in works(story)] == ["hinge", "hinge", "hinge", "pull"]


def test_a_lesson_between_two_lifts_is_kept() -> None:
    story = Story(plan(*SETS, Talk((line("Now the floor."),)), PULL)).until(SettingUp).hear("skip_exercise")
    assert isinstance(story.state.phase, Speaking)


def test_with_nothing_to_come_there_is_nothing_to_skip() -> None:
    story = Story(plan(SETS[0], Rest(60.0))).until(Resting).hear("skip_exercise")
    assert story.said() == "Nothing more. This is the end."


def test_skip_the_warm_up_goes_to_the_first_loaded_set() -> None:
    story = Story(plan(*STEPS)).until(SettingUp).hear("skip_warm_up")
    assert "Then the light sets warm you up." in story.said()
    assert story.state.phase.step.role is Role.RAMP  # type: ignore[union-attr]


def test_a_question_in_the_warm_up_is_still_put() -> None:
    cleared = Ask("cleared", line("Has a professional cleared you?"), (Answer(("yes",), ()),))
    story = Story(plan(Talk((line("Hello."),)), DRILL, cleared, PULL)).began().spoken().hear("skip_warm_up")
    assert isinstance(story.state.phase, Asking)


def test_after_the_first_loaded_set_there_is_no_warm_up_to_skip() -> None:
    story = Story(plan(*STEPS)).until(Resting).hear("skip_warm_up")
    assert story.said() == "The warm-up is behind us."


def test_a_session_of_drills_is_no_warm_up_for_anything() -> None:
    story = Story(plan(DRILL, replace(DRILL, exercise="psoas"))).until(SettingUp).hear("skip_warm_up")
    assert story.said() == "The warm-up is behind us."


def test_before_loaded_work_that_no_warm_up_leads_to_there_is_none_to_skip() -> None:
    story = Story(plan(Talk((line("Hello."),)), PULL)).began().spoken().hear("skip_warm_up")
    assert story.said() == "The warm-up is behind us."


def test_one_more_set_comes_after_the_last_with_its_rest() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).hear("one_more_set")
    assert works(story) == [("hinge", 2, 4), ("hinge", 3, 4), ("hinge", 4, 4), ("pull", 1, 1)]
    assert sum(isinstance(step, Rest) for step in story.state.ahead) == 3
    assert story.said() == "One set is added."


def test_after_the_last_set_one_more_comes_next() -> None:
    story = Story(plan(SETS[-1], Rest(60.0), PULL)).until(Resting).hear("one_more_set")
    assert works(story)[0] == ("hinge", 4, 4)
    story = Story(plan(SETS[-1], Talk((line("Walk."),)), PULL)).until(SettingUp)
    story.hear("start").count_starts().spoken(30.0).hear("one_more_set")
    assert isinstance(story.state.ahead[0], Rest)
    assert works(story)[0] == ("hinge", 4, 4)


def test_while_the_last_set_is_set_up_one_more_comes_after_it() -> None:
    story = Story(plan(SETS[-1])).until(SettingUp).hear("one_more_set")
    assert works(story) == [("hinge", 4, 4)]


def test_after_a_complaint_there_is_no_more() -> None:
    story = Story(plan(*SETS)).until(Resting).hear("complaint", region="low_back", sensation="tight")
    story.until(Asking).hear("better").until(Resting)
    before = works(story)
    assert works(story.hear("one_more_set")) == before


def test_without_a_set_there_is_nothing_to_add_to_or_to_end() -> None:
    story = Story(plan(DRILL)).until(SettingUp).hear("one_more_set")
    assert story.said() == "There is no set to change here."
    assert story.hear("last_set").said() == "There is no set to change here."


def test_last_set_while_it_is_set_up_drops_those_after_it() -> None:
    story = Story(plan(*TWO_LIFTS)).until(SettingUp).hear("last_set")
    assert works(story) == [("pull", 1, 1)]
    assert (story.state.phase.step.number, story.state.phase.step.of) == (1, 1)  # type: ignore[union-attr]
    assert isinstance(story.state.ahead[0], Rest)


def test_last_set_in_a_rest_keeps_the_one_that_comes() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).hear("last_set")
    assert works(story) == [("hinge", 2, 2), ("pull", 1, 1)]


def test_the_last_set_said_of_the_last_set_changes_nothing() -> None:
    story = Story(plan(SETS[-1], Talk((line("Walk."),)))).until(SettingUp).hear("last_set")
    assert story.until(Closing).state.today.log[0].number == 3


def test_one_set_less_leaves_out_the_last_one_and_its_rest() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).hear("last_set", fewer=1)
    assert works(story) == [("hinge", 2, 2), ("pull", 1, 1)]
    assert sum(isinstance(step, Rest) for step in story.state.ahead) == 1
    assert story.said() == "One set less."


def test_one_set_less_while_a_set_is_set_up_keeps_that_set() -> None:
    story = Story(plan(*TWO_LIFTS)).until(SettingUp).hear("last_set", fewer=1)
    assert works(story) == [("hinge", 2, 2), ("pull", 1, 1)]
    assert (story.state.phase.step.number, story.state.phase.step.of) == (1, 2)  # type: ignore[union-attr]


def test_one_set_less_in_the_ramp_up_is_one_working_set_less() -> None:
    ramp = replace(SETS[0], role=Role.RAMP, of=1)
    story = Story(plan(ramp, Rest(60.0), *TWO_LIFTS)).until(SettingUp).hear("last_set", fewer=1)
    assert works(story) == [("hinge", 1, 2), ("hinge", 2, 2), ("pull", 1, 1)]
    assert story.state.phase.step.of == 1  # type: ignore[union-attr]


def test_of_a_last_set_there_is_none_less() -> None:
    story = Story(plan(SETS[-1], Talk((line("Walk."),)))).until(SettingUp).hear("last_set", fewer=1)
    assert story.said() == "There is no set to change here."


def test_one_set_less_of_a_set_that_comes_without_a_rest_leaves_out_that_set() -> None:
    story = Story(plan(SETS[0], SETS[1])).until(SettingUp).hear("last_set", fewer=1)
    assert works(story) == []


SIDED = tuple(
    step
    for number in (1, 2, 3)
    for step in (
        *(Work("hinge", Reps(4), Role.WORKING, number, 3, side, 20.0) for side in (Side.LEFT, Side.RIGHT)),
        Rest(90.0 if number < 3 else 120.0),
    )
)


def sides(story: Story) -> list[tuple[int, int, Side | None]]:
    return [(step.number, step.of, step.side) for step in story.state.ahead if isinstance(step, Work)]


def test_one_set_less_of_a_lift_with_two_sides_leaves_out_both_of_them() -> None:
    story = Story(plan(*SIDED, PULL)).until(Resting).hear("last_set", fewer=1)
    assert sides(story) == [(2, 2, Side.LEFT), (2, 2, Side.RIGHT), (1, 1, None)]
    assert [step.seconds for step in story.state.ahead if isinstance(step, Rest)] == [120.0]


def test_one_set_less_while_the_first_side_is_set_up_keeps_both_sides_of_that_set() -> None:
    story = Story(plan(*SIDED)).until(SettingUp).hear("last_set", fewer=1)
    assert sides(story) == [(1, 2, Side.RIGHT), (2, 2, Side.LEFT), (2, 2, Side.RIGHT)]


def test_of_a_set_whose_first_side_has_begun_the_other_side_is_not_left_out() -> None:
    story = Story(plan(*SIDED[-3:])).until(SettingUp).hear("last_set", fewer=1)
    assert sides(story) == [(3, 3, Side.RIGHT)]
    assert story.said() == "There is no set to change here."


def test_one_more_set_of_a_lift_with_two_sides_is_one_of_each() -> None:
    story = Story(plan(*SIDED[-3:])).until(SettingUp).hear("one_more_set")
    assert sides(story) == [(3, 4, Side.RIGHT), (4, 4, Side.LEFT), (4, 4, Side.RIGHT)]


def test_the_last_set_said_of_the_first_side_keeps_the_other_side_of_it() -> None:
    story = Story(plan(*SIDED, PULL)).until(SettingUp).hear("last_set")
    assert sides(story) == [(1, 1, Side.RIGHT), (1, 1, None)]
    assert [step.seconds for step in story.state.ahead if isinstance(step, Rest)] == [120.0]


def test_of_a_lift_that_comes_twice_today_the_last_set_of_the_second_time_is_left_out() -> None:
    story = Story(plan(*SIDED[:2], Rest(60.0), *SIDED[:2])).until(SettingUp).until(Working).until(SettingUp)
    story.hear("last_set", fewer=1)
    assert sides(story) == []
    again = Story(plan(SETS[-1], Rest(60.0), SETS[-1])).until(SettingUp).hear("last_set", fewer=1)
    assert (again.state.ahead, again.state.phase.step.of) == ((), 3)  # type: ignore[union-attr]


def test_in_the_rest_before_the_last_set_one_set_less_leaves_out_the_rest_after_it() -> None:
    story = Story(plan(SETS[0], Rest(90.0), SETS[-1], Rest(120.0), PULL)).until(Resting)
    until = story.state.phase.until  # type: ignore[union-attr]
    story.hear("last_set", fewer=1)
    assert story.state.ahead == (PULL,)
    assert [countdown.zero for countdown in story.countdowns()] == [until]
    assert story.hushed()
    assert story.until(Briefing).state.at == until


LIFTS_IN_TURN = (
    replace(SETS[0], of=2), Rest(60.0), replace(PULL, of=2), Rest(90.0),
    replace(SETS[2], number=2, of=2), Rest(120.0), replace(PULL, number=2, of=2),
)  # fmt: skip


def test_in_the_rest_before_a_set_that_is_left_out_the_set_behind_it_is_told() -> None:
    story = Story(plan(*LIFTS_IN_TURN)).until(Resting).until(Working).until(Resting).hear("last_set", fewer=1)
    story.wake()
    assert story.state.phase.told == LIFTS_IN_TURN[-1]  # type: ignore[union-attr]


def test_where_the_set_that_is_left_out_was_told_the_set_behind_it_is_told_as_well() -> None:
    story = Story(plan(*LIFTS_IN_TURN)).until(Resting).until(Working).until(Resting).wake()
    assert story.state.phase.told == LIFTS_IN_TURN[4]  # type: ignore[union-attr]
    story.hear("more_rest", seconds=60.0).hear("last_set", fewer=1).wake()
    assert story.state.phase.told == LIFTS_IN_TURN[-1]  # type: ignore[union-attr]


def test_told_too_late_to_tell_another_the_set_behind_is_told_when_the_rest_is_over() -> None:
    story = Story(plan(*LIFTS_IN_TURN)).until(Resting).until(Working).until(Resting).wake()
    story.hear("last_set", after=10.0, fewer=1).until(Briefing)
    assert story.state.phase.step == LIFTS_IN_TURN[-1]  # type: ignore[union-attr]


def test_the_set_under_way_begins_anew_when_it_is_started_over() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).until(Working).count_starts().hear("back", again=1, after=2.0)
    assert (isinstance(story.state.phase, Briefing), story.state.phase.step.number) == (True, 2)  # type: ignore[union-attr]


def test_a_paused_set_begins_anew_when_it_is_started_over_and_what_was_done_is_logged() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Working).count_starts().hear("pause", after=15.0).hear("back", again=1)
    assert (isinstance(story.state.phase, Briefing), story.state.phase.step.number) == (True, 1)  # type: ignore[union-attr]
    assert [done.cut_short for done in story.state.today.log] == [True]


def test_in_a_rest_starting_over_is_the_set_before_it() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).hear("back", again=1)
    assert story.state.phase.step.number == 1  # type: ignore[union-attr]


def test_from_a_pause_it_goes_back_to_the_work_before() -> None:
    story = Story(plan(*TWO_LIFTS)).until(Resting).until(SettingUp).hear("pause").hear("back")
    assert story.state.phase.step.number == 1  # type: ignore[union-attr]
