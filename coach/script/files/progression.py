"""scripts/progress.yaml: how each movement gets heavier, and the sentences that say so and look back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from coach.core.loading.progression import Ceiling, Guard, Policy
from coach.core.loading.rules import DoubleProgression, EffortCapped, Linear, Rule, TrainingMax
from coach.core.plan import Unit
from coach.script.files.load import Names, load
from coach.script.shapes.schema import ScriptName, Shape
from coach.script.shapes.speakable import field_faults, wording_faults

SENTENCES: Mapping[str, frozenset[str]] = {
    "advice": frozenset({"title", "load", "reps"}),
    "clean": frozenset({"step"}),
    "missed": frozenset(),
    "missed-again": frozenset({"percent"}),
    "all-reps": frozenset({"reps", "step"}),
    "more-reps": frozenset({"reps"}),
    "too-few": frozenset({"reps"}),
    "fewer-planned": frozenset(),
    "easy": frozenset({"effort", "step"}),
    "at-the-cap": frozenset({"effort"}),
    "too-hard": frozenset({"effort", "percent"}),
    "no-effort-told": frozenset(),
    "wave": frozenset({"percent"}),
    "no-max": frozenset(),
    "after-complaint": frozenset({"percent"}),
    "after-red-flag": frozenset({"percent"}),
    "after-ended": frozenset({"percent"}),
    "after-break": frozenset({"days"}),
    "light-week": frozenset({"weeks"}),
    "light-week-on": frozenset(),
    "at-the-ceiling": frozenset(),
    "way-back": frozenset(),
    "first-time": frozenset(),
    "last-time": frozenset({"when", "title", "sets"}),
    "last-time-load": frozenset({"when", "title", "sets", "load"}),
    "nothing-hurt": frozenset(),
    "complained": frozenset({"region", "times"}),
    "no-best": frozenset({"title"}),
    "best": frozenset({"title", "reps", "load", "when"}),
    "best-max": frozenset({"max", "formula"}),
    "best-no-max": frozenset({"title"}),
    "today": frozenset({"sets", "reps"}),
    "today-moved": frozenset({"sets", "reps", "load"}),
    "more-than-last": frozenset({"percent"}),
    "less-than-last": frozenset({"percent"}),
    "same-as-last": frozenset(),
    "when-today": frozenset(),
    "when-yesterday": frozenset(),
    "when-days": frozenset({"days"}),
}
"""Every sentence there is, and the fields it may hold; the program fills them with words."""

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
            raise _fault(f"reps {list(reps)} leave nothing to add; write the fewer first, as [6, 10]")
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


class OutingsShape(Shape):
    """For so many outings after it, at most this much of the load."""

    outings: Count
    percent: Percent


class DaysShape(Shape):
    """After so many days away, this much of the load."""

    days: Count
    percent: Percent


class WeeksShape(Shape):
    """After so many weeks, one at this much of the load."""

    weeks: Count
    percent: Annotated[float, Field(gt=0, le=80)]


class CeilingShape(Shape):
    """The most a week may add."""

    percent: Annotated[float, Field(gt=0, le=20)]
    at_least: LoadShape


class ProgressShape(Shape):
    """How one movement progresses: one rule, and what stands above it. What is left out is as usual."""

    linear: LinearShape | None = None
    double: DoubleShape | None = None
    effort: EffortShape | None = None
    training_max: TrainingMaxShape | None = None
    ceiling: CeilingShape | None = None
    after_complaint: OutingsShape | None = None
    after_red_flag: OutingsShape | None = None
    after_ended: OutingsShape | None = None
    after_break: DaysShape | None = None
    light_week: WeeksShape | None = None
    way_back: Annotated[float, Field(gt=100, le=110)] | None = None

    @property
    def rules(self) -> list[LinearShape | DoubleShape | EffortShape | TrainingMaxShape]:
        """The rules that are given."""
        return [rule for rule in (self.linear, self.double, self.effort, self.training_max) if rule is not None]

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if len(self.rules) > 1:
            raise _fault("two rules at once; keep one of 'linear', 'double', 'effort' and 'training_max'")
        if self.training_max and self.light_week:
            raise _fault("a wave has its own light days; leave out 'light_week'")
        return self


class UsualShape(ProgressShape):
    """What holds for every loaded movement that does not say otherwise: nothing may be left out but the light week."""

    ceiling: CeilingShape
    after_complaint: OutingsShape
    after_red_flag: OutingsShape
    after_ended: OutingsShape = OutingsShape(outings=1, percent=80)
    after_break: DaysShape
    way_back: Annotated[float, Field(gt=100, le=110)]

    @model_validator(mode="after")
    def _a_rule(self) -> Self:
        if not self.rules:
            raise _fault("the usual rule is missing; give one of 'linear', 'double' and 'effort'")
        return self


class ProgressFile(Shape):
    """The whole file."""

    usual: UsualShape
    movements: dict[ScriptName, ProgressShape] = Field(default_factory=dict)
    sentences: dict[str, str]

    def policy(self, movement: str, unit: Unit) -> Policy:
        """The policy of this movement, its loads in this unit."""
        own, usual = self.movements.get(movement, ProgressShape()), self.usual
        rule = (own.rules or usual.rules)[0].rule(unit)
        ceiling = own.ceiling or usual.ceiling
        pain, flag = own.after_complaint or usual.after_complaint, own.after_red_flag or usual.after_red_flag
        ended = own.after_ended or usual.after_ended
        away = own.after_break or usual.after_break
        light = own.light_week or (None if own.training_max else usual.light_week)
        return Policy(
            rule,
            Ceiling(ceiling.percent / 100, ceiling.at_least.of(unit)),
            Guard(pain.outings, pain.percent / 100),
            Guard(flag.outings, flag.percent / 100),
            Guard(away.days, away.percent / 100),
            Guard(light.weeks, light.percent / 100) if light else None,
            (own.way_back or usual.way_back) / 100,
            Guard(ended.outings, ended.percent / 100),
        )

    @field_validator("sentences")
    @classmethod
    def _speakable(cls, sentences: dict[str, str]) -> dict[str, str]:
        faults = [f"the sentence {name!r} is missing; add it" for name in SENTENCES if name not in sentences]
        for name, text in sentences.items():
            if name not in SENTENCES:
                faults.append(f"{name!r} is no sentence of the coach; remove it")
            else:
                broken = list(field_faults(text, SENTENCES[name] or frozenset({"nothing"})))
                faults += [f"{name}: {fault}" for fault in broken or wording_faults(text)]
        if faults:
            raise PydanticCustomError("faults", "", {"faults": faults})
        return sentences


def read_progress(path: Path, names: Names | None = None) -> ProgressFile:
    """The file, checked; raises ContentError with every fault. `names` are the movements there are."""
    return load(path, ProgressFile, names)


def _fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("faults", "", {"faults": [message]})
