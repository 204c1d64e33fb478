"""More weight, when the lifter says yes to it: the smallest step that can be made, and never a big one."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START
from coach.core.commands import Say
from coach.core.plan import Fault, Kit, Line, Reps, Role, TellFault, Work
from coach.core.session.machine import begin
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
