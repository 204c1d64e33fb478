"""More weight, when the lifter says yes to it: the smallest step that can be made, and never a big one."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START
from coach.core.commands import Say
from coach.core.plan import (
    Effect,
    Fault,
    Kit,
    LeaveOut,
    Lighten,
    Line,
    Plan,
    Remember,
    Reps,
    Rest,
    Role,
    Step,
    TellFault,
    Work,
)
from coach.core.session.machine import Session, begin
from coach.core.steps.effects import apply_all
from coach.core.steps.loads.scaling import scaled
from coach.core.turn import Turn
from tests.core.plans import plan


@pytest.mark.parametrize(
    ("implement", "load", "factor", "expected"),
    [
        ("barbell", 100.0, 1.05, 105.0),
        ("barbell", 30.0, 1.05, 32.5),
        ("barbell", 20.0, 1.05, 22.5),
        ("barbell", 30.0, 0.95, 27.5),
        ("kettlebell", 16.0, 1.05, 17.0),
        ("kettlebell", 4.0, 1.05, 4.0),
    ],
)
def test_a_yes_to_more_is_worth_the_smallest_step(implement: str, load: float, factor: float, expected: float) -> None:
    workout = plan()
    exercises = {**workout.exercises, "hinge": replace(workout.exercises["hinge"], implement=implement)}
    workout = replace(workout, exercises=exercises, kit=Kit())
    assert scaled(Turn(workout, begin(workout), SESSION_START), load, factor, "hinge") == expected


def test_without_small_plates_the_load_stays() -> None:
    workout = plan()
    exercises = {**workout.exercises, "hinge": replace(workout.exercises["hinge"], implement="barbell")}
    workout = replace(workout, exercises=exercises, kit=Kit(pairs=((10.0, 1),)))
    turn = Turn(workout, begin(workout), SESSION_START)
    assert (scaled(turn, 20.0, 1.05, "hinge"), scaled(turn, 40.0, 1.05, "hinge")) == (20.0, 40.0)


def told_after(*behind: Work, words: tuple[str, ...] = ("round", "bending")) -> list[str]:
    """What is said of a fault after these sets of a lift that has two faults."""
    workout = plan()
    faults = (Fault("bending from the low back", Line(("Long spine.",))), Fault("rounding", Line(("Chest long.",))))
    hinge = replace(workout.exercises["hinge"], faults=faults)
    workout = replace(workout, exercises={**workout.exercises, "hinge": hinge})
    turn = Turn(workout, replace(begin(workout), behind=behind), SESSION_START)
    assert apply_all(turn, (TellFault(words),))
    return [command.text for command in turn.commands if isinstance(command, Say)]


LIFTED = Work("hinge", Reps(4), Role.WORKING, load=60.0)


def test_the_lifts_own_fault_is_told_by_the_earliest_word() -> None:
    assert told_after(LIFTED) == ["Chest long."]
    assert told_after(LIFTED, words=("bending", "round")) == ["Long spine."]


def test_a_fault_that_the_lift_does_not_have_is_not_told() -> None:
    assert told_after(LIFTED, words=("drifting",)) == []


def test_before_anything_was_lifted_no_fault_is_told() -> None:
    assert told_after() == []


def left_after(effect: Effect, *ahead: Step, lifted: tuple[Step, ...] = (LIFTED,)) -> tuple[Session, list[str]]:
    """The session after this effect, and what was said of it."""
    workout: Plan = replace(plan(), kit=Kit(), cool_down=())
    turn = Turn(workout, replace(begin(workout), behind=lifted, ahead=ahead), SESSION_START)
    assert apply_all(turn, (effect,))
    return turn.session, [command.text for command in turn.commands if isinstance(command, Say)]


PULLED = Work("pull", Reps(4), Role.WORKING, load=60.0)
EASY = Work("breathing", Reps(4), Role.WARM_UP)


def test_what_is_left_out_goes_with_its_rests_and_all_else_stays() -> None:
    ahead = (Rest(60.0), LIFTED, Rest(60.0), EASY, Rest(30.0), PULLED)
    assert left_after(LeaveOut(("hinge",)), *ahead)[0].ahead == (EASY, Rest(30.0), PULLED)
    assert left_after(LeaveOut(("hinge", "pull")), *ahead, lifted=())[0].ahead == (EASY, Rest(30.0))


def test_the_lift_at_hand_can_end_and_where_it_was_the_only_one_all_loading_does() -> None:
    assert left_after(LeaveOut(), LIFTED, Rest(60.0), PULLED)[0].ahead == (PULLED,)
    session, _ = left_after(LeaveOut(), LIFTED, EASY)
    assert session.today.loading_ended
    assert LIFTED not in session.ahead


def test_before_anything_was_lifted_no_lift_ends() -> None:
    assert left_after(LeaveOut(), LIFTED, lifted=(EASY,))[0].ahead == (LIFTED,)


def test_a_finding_that_could_be_misheard_is_kept_and_said_back() -> None:
    session, said = left_after(Remember("name", "anna", told="idle.who"))
    assert session.today.findings["name"] == "anna"
    assert said == ["Hello Anna."]


LIGHTEST = "That is the lightest there is. Take it slowly."


@pytest.mark.parametrize(
    ("load", "factor", "said"), [(20.0, 0.9, [LIGHTEST]), (60.0, 0.9, []), (20.0, 1.05, []), (None, 0.9, [])]
)
def test_where_nothing_lighter_can_be_made_that_is_said(load: float | None, factor: float, said: list[str]) -> None:
    assert left_after(Lighten(factor), replace(PULLED, load=load))[1] == said
