"""The shapes of a session's steps, of questions, and of what answers and complaints lead to."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from coach.core.plan import Role
from coach.script.shapes.amounts import InKilos, InSeconds, Number, with_open_reps, without_ranges
from coach.script.shapes.by_length import (
    AmountByLength,
    DurationByLength,
    RepsByLength,
    SomeSeconds,
    Whole,
    WholeByLength,
)
from coach.script.shapes.profile import Condition, Length
from coach.script.shapes.schema import (
    IntentName,
    Lines,
    OneLine,
    OneOrMore,
    ScriptName,
    SessionName,
    Shape,
    StepTempoText,
)

Percent = Annotated[float, Field(gt=0, le=60), Number]
Seconds = Annotated[float, InSeconds, Field(ge=0, le=3600)]


DOSES = ("reps", "hold", "breaths", "metres")


class RampShape(Shape):
    """A ramp-up set: its share of the working load and its reps."""

    percent: Annotated[float, Field(gt=0, lt=100), Number]
    reps: Annotated[int, Field(ge=1, le=20), Number]


class DoStep(Shape):
    """One exercise: its sets, its dose (reps, hold, breaths or metres), its sides, load and rests."""

    do: ScriptName
    role: Role | None = None
    sets: WholeByLength = Whole(short=1, normal=1, long=1)
    reps: RepsByLength | None = None
    at_least: WholeByLength | None = None
    amrap: bool = False
    effort: Annotated[float, Field(ge=1, le=10), Number] | None = None
    hold: DurationByLength | None = None
    breaths: WholeByLength | None = None
    metres: AmountByLength | None = None
    limit: Annotated[float, InSeconds, Field(gt=0, le=1800)] = 120.0
    breathe_in: Annotated[float, Field(gt=0, le=12), Number] = 4.0
    breathe_out: Annotated[float, Field(gt=0, le=12), Number] = 6.0
    sides: Literal["none", "left", "right", "both"] = "none"
    tempo: StepTempoText | None = None
    load: Annotated[float, InKilos, Field(gt=0, le=400)] | None = None
    ramp: tuple[RampShape, ...] = ()
    ramp_rest: Seconds = 60
    rest: Seconds = 0
    rest_after: Seconds = 0
    get_ready: Annotated[float, InSeconds, Field(ge=0, le=300)] | None = None
    importance: Annotated[int, Field(ge=1, le=5), Number] = 3
    floor: Annotated[float, Field(ge=0, le=600), Number] = 0
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _ranges(cls, data: object) -> object:
        return without_ranges(with_open_reps(data))

    @model_validator(mode="after")
    def _one_dose(self) -> "DoStep":
        given = [name for name in DOSES if getattr(self, name) is not None]
        if len(given) != 1:
            fault = f"has {' and '.join(given) or 'no dose'}; give exactly one of {', '.join(DOSES)}"
            raise PydanticCustomError("faults", "", {"faults": [fault]})
        if self.at_least and not self.reps:
            fault = "'at_least' goes with reps; add them, or take it out"
            raise PydanticCustomError("faults", "", {"faults": [fault]})
        if self.amrap and not self.reps:
            raise PydanticCustomError("faults", "", {"faults": ["'amrap' goes with reps; write reps: amrap"]})
        if self.ramp and (self.load is None or self.reps is None):
            raise PydanticCustomError("faults", "", {"faults": ["a ramp needs a load and reps; add both"]})
        return self


class SayStep(Shape):
    """Something said between pieces of work."""

    say: Annotated[Lines, Field(min_length=1)]
    when: Condition | None = None


class RestStep(Shape):
    """A rest of so many seconds."""

    rest: SomeSeconds
    when: Condition | None = None


class UseStep(Shape):
    """The steps of another session, in the form given or today's."""

    use: SessionName
    length: Length | None = None
    when: Condition | None = None


class SupersetStep(Shape):
    """Exercises done one after the other, round after round, resting after each round."""

    superset: Annotated[tuple[DoStep, ...], Field(min_length=2)]
    rounds: WholeByLength
    rest: Seconds = 90
    between: Seconds = 0
    when: Condition | None = None


class EmomStep(Shape):
    """A set every so many seconds, through the exercises in turn; what is left of the time is rest."""

    emom: Annotated[tuple[DoStep, ...], Field(min_length=1)]
    rounds: WholeByLength
    every: Annotated[float, InSeconds, Field(ge=20, le=600)] = 60
    when: Condition | None = None


class DensityStep(Shape):
    """A fixed time and so many rounds, spread evenly over it; next time the same time holds more rounds."""

    density: Annotated[tuple[DoStep, ...], Field(min_length=1)]
    rounds: WholeByLength
    minutes: Annotated[float, Field(gt=0, le=60), Number]
    when: Condition | None = None


class SaidShape(Shape):
    """What to keep of an answer: under the name `fact` the first of these slots that was said, or `every` one.

    `worded` is how it is kept, {value} standing for what was said; `told` the stock line that says it back as {what}.
    """

    fact: str
    slots: Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)]
    worded: str = "{value}"
    every: bool = False
    told: str = ""


class EffectShape(Shape):
    """One thing an answer or a complaint leads to. Percents are of the load; exactly one key."""

    say: OneLine | None = None
    fault: Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)] | None = None
    lighten: Percent | None = None
    heavier: Annotated[float, Field(gt=0, le=10), Number] | None = None
    easier: Annotated[int, Field(ge=1, le=5), Number] | None = None
    harder: Annotated[int, Field(ge=1, le=1), Number] | None = None
    slow_lowering: Annotated[int, Field(ge=1, le=4), Number] | None = None
    shorten_sets: Annotated[int, Field(ge=1, le=10), Number] | None = None
    longer_rest: Annotated[float, InSeconds, Field(gt=0, le=300)] | None = None
    insert: "tuple[StepShape, ...] | None" = None
    remember: dict[str, str] | None = None
    remember_said: SaidShape | None = None
    drop_side: Literal[True] | None = None
    leave_out: Annotated[tuple[ScriptName, ...], OneOrMore, Field(min_length=1)] | None = None
    end_lift: Literal[True] | None = None
    end_loading: Literal[True] | None = None
    end_session: str | None = None

    @model_validator(mode="after")
    def _one_effect(self) -> "EffectShape":
        if len(self.model_fields_set) != 1:
            fault = f"an effect has exactly one key, this has {len(self.model_fields_set)}; give each its own dash"
            raise PydanticCustomError("faults", "", {"faults": [fault]})
        return self


def _flag(value: object) -> object:
    """`- end_loading` is short for `- end_loading: true`."""
    return {value: True} if isinstance(value, str) else value


Flag = Literal["drop_side", "end_lift", "end_loading"]
Effects = tuple[Annotated[EffectShape, BeforeValidator(_flag, json_schema_input_type=Flag | EffectShape)], ...]


class AnswerShape(Shape):
    """What was heard, as intent names, and what then happens."""

    heard: Annotated[tuple[IntentName, ...], OneOrMore, Field(min_length=1)]
    then: Effects = ()


class AskStep(Shape):
    """A spoken question; with no answer after asking twice, `silence` happens."""

    ask: OneLine
    name: str
    answers: Annotated[tuple[AnswerShape, ...], Field(min_length=1)]
    silence: Effects = ()
    seconds: Annotated[float, InSeconds, Field(gt=0, le=120)] = 12.0
    when: Condition | None = None


_VERBS: dict[str, type[Shape]] = {
    "do": DoStep, "ask": AskStep, "use": UseStep, "superset": SupersetStep, "emom": EmomStep, "density": DensityStep,
    "say": SayStep, "rest": RestStep,
}  # fmt: skip


def _verb(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else type(value).model_fields if isinstance(value, Shape) else ()
    return next((shape.__name__ for verb, shape in _VERBS.items() if verb in keys), None)


StepShape = Annotated[
    Annotated[DoStep, Tag("DoStep")]
    | Annotated[AskStep, Tag("AskStep")]
    | Annotated[UseStep, Tag("UseStep")]
    | Annotated[SupersetStep, Tag("SupersetStep")]
    | Annotated[EmomStep, Tag("EmomStep")]
    | Annotated[DensityStep, Tag("DensityStep")]
    | Annotated[SayStep, Tag("SayStep")]
    | Annotated[RestStep, Tag("RestStep")],
    Discriminator(
        _verb, custom_error_type="verb", custom_error_message=f"a step starts with one of {', '.join(_VERBS)}; add one"
    ),
]


class GunShape(Shape):
    """A warm-up that ends so many minutes before the start; `holding` keeps the lifter warm when that is delayed.

    `again` comes last when the delay was told after everything was done.
    """

    ends_before: Annotated[float, Field(ge=0, le=60), Number]
    holding: "Annotated[tuple[StepShape, ...], Field(min_length=1)]"
    again: "tuple[StepShape, ...]" = ()


class SessionShape(Shape):
    """One session: for whom, how long, with what, and its steps in order."""

    title: str
    minutes: WholeByLength
    for_whom: Annotated[str, Field(alias="for")]
    equipment: tuple[str, ...]
    light: Annotated[int, Field(ge=10, le=100), Number] | None = None
    """Per cent of the loads that would be due today; what is lifted in it neither adds a load nor takes one off."""
    welcome: Lines = ()
    gun: GunShape | None = None
    steps: Annotated[tuple[StepShape, ...], Field(min_length=1)]
    close: Lines = ()
    cool_down: tuple[StepShape, ...] = ()
