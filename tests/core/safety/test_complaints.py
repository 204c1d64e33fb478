"""A complaint is never answered by going on."""

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Count, Rank, Say
from coach.core.plan import (
    Answer,
    Ask,
    EndSession,
    Exercise,
    Plan,
    Reps,
    Rest,
    Role,
    Side,
    StepDown,
    Work,
)
from coach.core.safety.complaints import choose_branch
from coach.core.session.machine import Session
from coach.core.state import Asking, Briefing, Carrying, Closing, Finished, Paused, Resting, SettingUp, Working
from coach.core.steps.effects import lengthened
from coach.core.tempo import LEAD_IN
from tests.core.plans import BRANCHES, HINGE, RE_ASK, STEPS, line, plan
from tests.core.session.test_machine import BREATHING, CARRY, TWO_SETS, in_set, resting
from tests.core.stories import Story


def loads(session: Session) -> list[float | None]:
    return [step.load for step in session.ahead if isinstance(step, Work) and step.role is Role.WORKING]


def back(story: Story, after: float = 1.0) -> Story:
    return story.hear("complaint", after=after, region="low_back", sensation="tight")


def test_a_complaint_in_a_set_silences_names_what_was_heard_and_ends_the_set() -> None:
    story = back(in_set(), after=LEAD_IN + 6)
    assert story.hushed()
    assert story.said().startswith("I heard low back, tight. Stopping the count. Rack the bar. Set it down.")
    assert story.state.today.log[0].cut_short
    assert not story.of(Count)


def test_what_is_said_about_a_complaint_outranks_everything() -> None:
    story = back(in_set())
    assert {say.rank for say in story.of(Say)[:3]} == {Rank.SAFETY}


def test_the_drill_comes_next_and_then_the_question() -> None:
    story = back(in_set())
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.role is Role.RESET
    assert story.until(Asking).said() == "Good. How does it feel now?"


def test_better_goes_on_lighter_and_slower() -> None:
    story = back(in_set()).until(Asking).hear("better")
    (step,) = [step for step in story.state.ahead if isinstance(step, Work)]
    assert step.load == 50.0
    assert isinstance(step.dose, Reps)
    assert step.dose.tempo is not None
    assert step.dose.tempo.eccentric == 4


def test_the_same_goes_down_the_ladder_with_less_load() -> None:
    story = back(in_set()).until(Asking).hear("same")
    (step,) = [step for step in story.state.ahead if isinstance(step, Work)]
    assert (step.exercise, step.load) == ("kettlebell", 30.0)


def test_silence_after_a_complaint_ends_the_loading() -> None:
    story = back(in_set()).until(Asking).spoken().wake().spoken().wake()
    assert not [step for step in story.state.ahead if isinstance(step, Work) and step.role is Role.WORKING]


def test_the_same_complaint_twice_ends_the_loading_and_cools_down() -> None:
    story = back(back(in_set()).until(Asking))
    assert "No more loading today." in story.said()
    assert story.until(Finished).state.today.log[-1].role is Role.COOL_DOWN


def test_a_complaint_lengthens_the_rests_and_the_coach_says_so() -> None:
    story = back(in_set()).until(Asking).hear("better")
    assert "Rest two minutes." in story.said() or "Take two minutes." in story.said()
    assert "longer after that complaint" in story.said()


def test_a_red_flag_ends_everything_in_one_utterance() -> None:
    story = in_set().hear("complaint", region="general", sensation="sharp")
    assert isinstance(story.state.phase, Closing)
    assert "See a professional." in story.said()
    assert story.state.ahead == ()
    assert story.until(Finished).state.phase == Finished("red-flag")


def test_a_red_flag_in_a_pause_ends_everything_too() -> None:
    story = in_set().hear("pause")
    story.state = story.state
    from coach.core.events import Heard

    story.tell(Heard(SessionTime(30.0), "complaint", {"region": "head", "sensation": "dizzy"}))
    assert isinstance(story.state.phase, Closing)


def test_a_complaint_in_a_rest_keeps_what_is_left_of_the_rest() -> None:
    story = resting().hear("complaint", after=30.0, region="grip", sensation="going")
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until - story.state.at == 60.0


def test_a_complaint_before_a_set_puts_the_set_after_its_branch() -> None:
    story = back(Story(plan(*TWO_SETS)).until(SettingUp))
    assert len(loads(story.state)) == 2


def test_a_complaint_in_a_drill_ends_the_drill() -> None:
    story = back(in_set(BREATHING, *TWO_SETS))
    assert "Rack the bar." not in story.said()
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.role is Role.RESET


def test_a_complaint_in_a_carry_ends_it() -> None:
    story = back(Story(plan(CARRY, *TWO_SETS)).until(Carrying), after=10.0)
    assert "Stopping the count." in story.said()
    assert story.state.today.log[0].cut_short


def test_a_complaint_while_being_asked_about_stopping_is_not_lost() -> None:
    story = back(in_set().hear("stop"))
    assert story.notes("branch")[0].fields["name"] == "back"


def test_a_failing_grip_shortens_the_sets_to_come_and_is_remembered() -> None:
    story = in_set().hear("complaint", region="grip", sensation="going")
    step = next(step for step in story.state.ahead if isinstance(step, Work))
    assert step.dose == Reps(2)
    assert story.state.today.findings == {"grip": "going"}
    assert "Use straps." in story.said()


def test_a_failing_grip_leaves_what_carries_no_load_as_it_is() -> None:
    walk = Work("breathing", Reps(3), Role.WORKING)
    story = in_set(Work("hinge", Reps(4), Role.WORKING, load=60.0), Rest(30.0), walk)
    story.hear("complaint", region="grip", sensation="going")
    assert walk in story.state.ahead


def test_too_heavy_drops_the_load_of_the_sets_to_come() -> None:
    story = in_set().hear("complaint", region="load", sensation="heavy")
    assert loads(story.state) == [52.5]


def test_too_light_lets_the_set_go_on_and_asks_after_it() -> None:
    story = in_set().hear("complaint", region="load", sensation="light")
    assert isinstance(story.state.phase, Working)
    story.spoken(30.0)
    assert isinstance(story.state.phase, Asking)


def test_more_load_is_offered_by_a_question_and_rounded_to_the_plates() -> None:
    story = resting().hear("complaint", region="load", sensation="light").until(Asking).hear("yes")
    assert loads(story.state) == [62.5] or isinstance(story.state.phase, Briefing)


def test_the_side_that_complains_is_the_one_worked_on() -> None:
    story = in_set().hear("complaint", region="hamstring", sensation="tight", side="right")
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.side is Side.RIGHT
    assert "I heard right hamstring, tight." in story.said()


def test_a_side_that_pulls_is_dropped_and_with_it_all_loading_of_both_legs() -> None:
    story = in_set().hear("complaint", region="hamstring", sensation="pulling", side="left")
    assert loads(story.state) == []


def test_dropping_one_side_keeps_the_other() -> None:
    left = Work("hinge", Reps(4), Role.WORKING, 1, 1, Side.LEFT, 20.0)
    right = Work("hinge", Reps(4), Role.WORKING, 1, 1, Side.RIGHT, 20.0)
    story = resting(BREATHING, Rest(30.0), left, right)
    story.hear("complaint", region="hamstring", sensation="pulling", side="left")
    assert [step.side for step in story.state.ahead if isinstance(step, Work)] == [Side.RIGHT]


def test_two_clean_sets_after_stepping_down_offer_the_way_back_as_a_question() -> None:
    story = back(in_set(*STEPS[7:], *STEPS[-5:])).until(Asking).hear("same").until(Asking)
    assert "Go back up to Romanian deadlift" in story.said()
    ahead = story.hear("yes").state
    assert any(isinstance(step, Work) and step.exercise == "hinge" for step in (*ahead.behind[-1:], *ahead.ahead))


def test_the_load_does_not_rise_with_the_way_back_up() -> None:
    story = back(in_set(*STEPS[7:], *STEPS[-5:])).until(Asking).hear("same").until(Asking).hear("yes")
    assert all(load is not None and load <= 30.0 for load in loads(story.state))


@pytest.mark.parametrize(("times", "name"), [(1, "back"), (2, "back-again"), (3, "third")])
def test_the_row_is_chosen_by_how_often_today(times: int, name: str) -> None:
    assert choose_branch(plan().branches, "low_back", "tight", times).name == name


def test_a_complaint_no_row_knows_ends_the_session() -> None:
    bare = Plan("x", "X", (), {}, {}, branches=BRANCHES[1:2])
    branch = choose_branch(bare.branches, "knee", "pain", 1)
    assert branch.effects == (EndSession("red-flag"),)


def test_stepping_down_off_the_ladder_stays_on_the_last_rung() -> None:
    from coach.core.steps.loads.ladder import step_down
    from coach.core.turn import Turn

    turn = Turn(plan(*TWO_SETS), resting().state, SESSION_START)
    step_down(turn, StepDown(9))
    assert [step.exercise for step in turn.session.ahead if isinstance(step, Work)] == ["breathing"]


def test_a_rung_without_load_carries_none() -> None:
    story = resting().hear("complaint", region="low_back", sensation="tight").until(Asking).hear("same")
    story.hear("easier")
    assert [load for load in loads(story.state) if load] == []


def test_a_neighbour_that_the_plan_does_not_carry_ends_the_ladder() -> None:
    from coach.core.steps.loads.ladder import walk
    from coach.core.turn import Turn

    lonely: dict[str, Exercise] = {"hinge": HINGE}
    small = Plan("x", "X", (), lonely, {})
    assert walk(Turn(small, resting().state, SESSION_START), "hinge", "easier", 1).name == "hinge"


def test_finished_is_not_moved_by_a_complaint() -> None:
    story = in_set().hear("complaint", region="general", sensation="sharp").until(Finished)
    assert back(story).state.phase == Finished("red-flag")


def test_a_pause_after_a_complaint_resumes_with_the_drill_and_not_the_set() -> None:
    story = back(in_set()).hear("pause")
    assert isinstance(story.state.phase, Paused)
    story.hear("resume")
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.role is Role.RESET


def test_the_re_ask_stands_between_the_drill_and_any_further_load() -> None:
    story = back(in_set())
    steps = list(story.state.ahead)
    assert steps.index(RE_ASK) < next(i for i, step in enumerate(steps) if isinstance(step, Rest))


def test_a_movement_that_is_not_on_the_ladder_stays_what_it_is_when_stepping_down() -> None:
    carries = [Work("carry", Reps(4), Role.WORKING, number, 2, load=20.0) for number in (1, 2)]
    story = back(in_set(*carries)).until(Asking).hear("same")
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.exercise == "carry"


def test_without_sets_to_come_the_way_back_up_is_not_offered() -> None:
    sets = [Work("hinge", Reps(4), Role.WORKING, number, 3, load=60.0) for number in (1, 2, 3)]
    story = back(in_set(*sets)).until(Asking).hear("same")
    story.until(Finished)
    assert "Go back up" not in " ".join(story.state.used)


def test_back_never_reaches_the_set_that_a_complaint_ended() -> None:
    story = back(in_set())
    story.hear("back")
    assert story.said().startswith("Rack the bar. This is the first one.")
    assert isinstance(story.state.phase, Briefing)
    assert story.state.phase.step.role is Role.RESET


def test_skipping_the_question_after_a_complaint_takes_the_safe_answer() -> None:
    story = back(in_set()).until(Asking).hear("next")
    assert story.notes("loading-ended")
    assert loads(story.state) == []


def test_skipping_a_question_whose_safe_answer_ends_the_session_ends_it() -> None:
    last = Ask("enough", line("Enough?"), (Answer(("yes",), ()),), (EndSession("stopped"),))
    assert isinstance(Story(plan(last, *TWO_SETS)).until(Asking).hear("next").state.phase, Closing)


@pytest.mark.parametrize(("planned", "by", "expected"), [(90, 30, 120), (170, 30, 180), (240, 30, 240)])
def test_complaints_lengthen_a_rest_only_so_far(planned: float, by: float, expected: float) -> None:
    assert lengthened(planned, by) == expected
