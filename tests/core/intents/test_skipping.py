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
