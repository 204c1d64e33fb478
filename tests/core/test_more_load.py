"""More weight, when the lifter says yes to it: the smallest step that can be made, and never a big one."""

from dataclasses import replace

import pytest

from coach.core.effects import scaled
from coach.core.plan import Kit
from coach.core.session import begin
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
    assert scaled(Turn(workout, begin(workout), 0.0), load, factor, "hinge") == expected


def test_without_small_plates_the_load_stays() -> None:
    workout = plan()
    exercises = {**workout.exercises, "hinge": replace(workout.exercises["hinge"], implement="barbell")}
    workout = replace(workout, exercises=exercises, kit=Kit(pairs=((10.0, 1),)))
    turn = Turn(workout, begin(workout), 0.0)
    assert (scaled(turn, 20.0, 1.05, "hinge"), scaled(turn, 40.0, 1.05, "hinge")) == (20.0, 40.0)
