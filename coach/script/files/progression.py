"""scripts/progress.yaml: how each movement gets heavier, and the sentences that say so and look back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from coach.core.loading.progression import Ceiling, Guard, Policy
from coach.core.plan import Feedback, Unit
from coach.script.files.load import Names, load
from coach.script.files.progression_rules import (
    Count,
    DoubleShape,
    EffortShape,
    LinearShape,
    LoadShape,
    Percent,
    TrainingMaxShape,
    fault,
)
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
    "nothing-lighter": frozenset(),
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
            raise fault("two rules at once; keep one of 'linear', 'double', 'effort' and 'training_max'")
        if self.training_max and self.light_week:
            raise fault("a wave has its own light days; leave out 'light_week'")
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
            raise fault("the usual rule is missing; give one of 'linear', 'double' and 'effort'")
        return self


class LighterShape(Shape):
    """From this effort on, or with these many reps missing, the next sets are done with so many per cent."""

    percent: Percent


class FromEffortShape(LighterShape):
    """From this effort on, the next sets are done with so many per cent."""

    effort: Annotated[float, Field(ge=1, le=10)]


class EasyShape(Shape):
    """Up to this effort on the last ramp-up set, so many per cent of it are offered for the working sets."""

    effort: Annotated[float, Field(ge=1, le=10)]
    percent: Annotated[float, Field(gt=100, le=110)]


class FeedbackShape(Shape):
    """What a set says of those after it, today. The rest after a missed rep, or at the limit, is so much longer."""

    missed_one: LighterShape
    missed_more: LighterShape
    limit: FromEffortShape
    near: FromEffortShape
    easy: EasyShape
    more_rest: Annotated[float, Field(ge=0, le=300)]

    def feedback(self) -> Feedback:
        """The numbers as the core takes them."""
        return Feedback(
            missed_one=self.missed_one.percent / 100,
            missed_more=self.missed_more.percent / 100,
            limit=self.limit.effort,
            at_limit=self.limit.percent / 100,
            near=self.near.effort,
            at_near=self.near.percent / 100,
            more_rest=self.more_rest,
            easy=self.easy.effort,
            more=self.easy.percent / 100,
        )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.near.effort > self.limit.effort:
            raise fault("'near' begins above 'limit'; give it the smaller effort")
        return self


class ProgressFile(Shape):
    """The whole file."""

    usual: UsualShape
    feedback: FeedbackShape | None = None
    movements: dict[ScriptName, ProgressShape] = Field(default_factory=dict)
    sentences: dict[str, str]

    @property
    def judging(self) -> Feedback:
        """What a set says of those after it; as usual where the file does not say."""
        return self.feedback.feedback() if self.feedback is not None else Feedback()

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
