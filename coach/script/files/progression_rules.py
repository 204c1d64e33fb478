"""The rules a movement may get heavier by, as they are written."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from coach.core.loading.rules import DoubleProgression, EffortCapped, Linear, Rule, TrainingMax
from coach.core.plan import Unit
from coach.script.shapes.schema import Shape

Percent = Annotated[float, Field(gt=0, le=100)]


Count = Annotated[int, Field(ge=1, le=100)]


Over = Annotated[int, Field(ge=0, le=2)]


class LoadShape(Shape):
    """A weight in both units: plates of one are not plates of the other."""

    kg: Annotated[float, Field(gt=0, le=50)]
    lb: Annotated[float, Field(gt=0, le=100)]

    def of(self, unit: Unit) -> float:
        """The weight in this unit."""
        return self.kg if unit is Unit.KILOS else self.lb


class LinearShape(Shape):
    """Add a step after a day with so many reps `over` in every set, or with reps to spare."""

    reps: Count
    step: LoadShape
    misses: Count = 2
    back: Percent = 90
    over: Over = 1

    def rule(self, unit: Unit) -> Rule:
        """The rule with its loads in this unit."""
        return Linear(self.step.of(unit), self.reps, self.misses, self.back / 100, self.over)


class DoubleShape(Shape):
    """Add reps from the first number to `over` more than the second, or to it with reps to spare; then a step."""

    reps: tuple[Count, Count]
    step: LoadShape
    back: Percent = 95
    over: Over = 1

    def rule(self, unit: Unit) -> Rule:
        """The rule with its loads in this unit."""
        return DoubleProgression(self.step.of(unit), *self.reps, self.back / 100, self.over)

    @field_validator("reps")
    @classmethod
    def _upwards(cls, reps: tuple[int, int]) -> tuple[int, int]:
        if reps[0] >= reps[1]:
            raise fault(f"reps {list(reps)} leave nothing to add; write the fewer first, as [6, 10]")
        return reps


class EffortShape(Shape):
    """Add a step while the hardest set stays below the cap, an effort from 1 to 10."""

    reps: Count
    step: LoadShape
    cap: Annotated[float, Field(ge=1, le=10)] = 8
    back: Percent = 95

    def rule(self, unit: Unit) -> Rule:
        """The rule with its loads in this unit."""
        return EffortCapped(self.step.of(unit), self.reps, self.cap, self.back / 100)


class WaveShape(Shape):
    """One day of the wave: how much of the training max, how often."""

    percent: Percent
    reps: Count


class TrainingMaxShape(Shape):
    """Waves of parts of a training max: at first a part of the best estimate, then a step more a clean wave."""

    of_best: Percent = 90
    step: LoadShape
    back: Percent = 95
    wave: Annotated[tuple[WaveShape, ...], Field(min_length=1)]

    def rule(self, unit: Unit) -> Rule:
        """The rule with its loads in this unit."""
        wave = tuple((day.percent / 100, day.reps) for day in self.wave)
        return TrainingMax(self.step.of(unit), wave, self.of_best / 100, self.back / 100)


def fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("faults", "", {"faults": [message]})
