"""The shapes of scripts, stock lines, ladders and the complaint table, as a trainer writes them."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from coach.core.plan import Start
from coach.script.shapes.amounts import Number
from coach.script.shapes.profile import Condition, Profile
from coach.script.shapes.speakable import FIELDS, field_faults, suggestion

Region = Literal[
    "low_back", "upper_back", "neck", "shoulder", "hamstring", "hip", "knee", "groin", "glute", "calf", "ankle",
    "thigh", "belly", "grip", "wrist", "elbow", "chest", "head", "brace", "load", "general",
]  # fmt: skip
Sensation = Literal[
    "tight", "cramp", "pumped", "taking_over", "pinching", "blocked", "pulling", "sharp", "shooting", "numb",
    "tingling", "electric", "pop", "pain", "tired", "going", "lost", "drifted", "rounded", "heavy", "light", "clicking",
    "unstable", "weird", "fever",
    "scared", "racing", "leak", "bruise", "breathless", "chest_pain", "dizzy", "faint", "vision", "speech", "headache",
    "bladder", "weak", "gave_way", "tear", "bulge", "sick", "bleeding", "accident", "emergency",
]  # fmt: skip
RED_FLAGS = frozenset(
    {"sharp", "shooting", "numb", "tingling", "electric", "pop", "dizzy", "faint", "vision", "speech", "headache"}
    | {"chest_pain", "bladder", "gave_way", "tear", "bulge", "sick", "bleeding", "bruise", "accident", "emergency"}
)
"""Sensations that always end the loading; a complaint table that says otherwise is refused."""
OF_THE_HAND = frozenset({("grip", "tear"), ("grip", "bleeding"), ("grip", "bruise")})
"""A torn callus is none of them."""
RED_PAIRS = frozenset(
    {("chest", felt) for felt in ("tight", "pain", "pulling", "breathless", "cramp", "pumped", "weird", "heavy")}
    | {(where, "weak") for where in ("general", "hip", "thigh", "hamstring", "knee", "calf", "ankle", "glute", "groin")}
    | {("head", felt) for felt in ("pain", "weird", "blocked")}
    | {("belly", "pain")}
)
"""What is a red flag only there."""


def is_red_flag(region: str, sensation: str) -> bool:
    """Whether this complaint must end the loading, whatever the table says."""
    pair = (region, sensation)
    return pair in RED_PAIRS or (sensation in RED_FLAGS and pair not in OF_THE_HAND)


REGIONS: tuple[str, ...] = get_args(Region)
SENSATIONS: tuple[str, ...] = get_args(Sensation)

Implement = Literal["none", "barbell", "kettlebell", "sandbag", "bucket", "ruck", "dowel", "band", "dumbbell"]
LOADED = frozenset({"barbell", "kettlebell", "sandbag", "bucket", "ruck", "dumbbell"})
_TEMPO = re.compile(r"^(\d)-(\d)-(\d|X)-(\d)$")


FREE = "free"
"""The tempo of a set done at the lifter's own pace: nothing is counted, "done" ends it."""


def one_or_more(value: object) -> object:
    """A plain word stands for a list of one."""
    return [value] if isinstance(value, str) else value


def _line(value: object) -> object:
    return {"say": value} if isinstance(value, str) else value


def _lines(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


def spoken_line(text: str, info: ValidationInfo, fields: frozenset[str] = frozenset()) -> str:
    """The text, where it can be said and has no field but these; the context's linter judges its wording."""
    faults = list(field_faults(text, fields))
    linter = (info.context or {}).get("wording")
    if not faults and linter:
        faults = list(linter(text))
    if faults:
        raise PydanticCustomError("faults", "{faults}", {"faults": faults})
    return text


def _stock(text: str, info: ValidationInfo) -> str:
    return spoken_line(text, info, FIELDS)


def _tempo(text: str) -> str:
    if not _TEMPO.match(text):
        raise PydanticCustomError("faults", "", {"faults": [f"{text!r} is no tempo; write it as 3-1-X-1"]})
    if not text.strip("0-"):
        raise PydanticCustomError("faults", "", {"faults": [f"{text!r} takes no time; write a second somewhere"]})
    return text


def _tempo_or_free(text: str) -> str:
    return text if text == FREE else _tempo(text)


def known(kind: str, article: str) -> AfterValidator:
    """A name that must be among those the library has of this kind."""

    def check(name: str, info: ValidationInfo) -> str:
        names = (info.context or {}).get(kind)
        if names is not None and name not in names:
            raise PydanticCustomError(
                "faults", "", {"faults": [f"there is no {article} {name!r}{suggestion(name, names)}"]}
            )
        return name

    return AfterValidator(check)


OneOrMore = BeforeValidator(one_or_more, json_schema_input_type=str | list[str])
Spoken = Annotated[str, AfterValidator(spoken_line)]
StockSpoken = Annotated[str, AfterValidator(_stock)]
TempoText = Annotated[str, AfterValidator(_tempo)]
StepTempoText = Annotated[str, AfterValidator(_tempo_or_free)]
ScriptName = Annotated[str, known("scripts", "script")]
IntentName = Annotated[str, known("intents", "intent")]
SessionName = Annotated[str, known("sessions", "session")]


class Shape(BaseModel):
    """The base of everything written in YAML: unknown keys are faults, nothing changes after reading.

    It is built with the first file of its kind that is read, what it holds with it: most commands read few kinds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class LineShape(Shape):
    """Something said: one wording or several, and why; plain text is a line with one wording."""

    say: Annotated[tuple[Spoken, ...], OneOrMore, Field(min_length=1)]
    why: Spoken | None = None
    when: Condition | None = None


class CueShape(LineShape):
    """A working cue: it always has its reason."""

    why: Spoken


class FaultShape(CueShape):
    """A fault one can see or feel, with the cue that mends it."""

    name: str


OneLine = Annotated[LineShape, BeforeValidator(_line, json_schema_input_type=str | LineShape)]
Lines = Annotated[
    tuple[OneLine, ...], BeforeValidator(_lines, json_schema_input_type=str | LineShape | list[str | LineShape])
]


class GateShape(Shape):
    """What stands before a movement that "harder" leads to: for whom it is, after how many clean days of the one
    below, and with how many percent of the load there it begins.
    """

    when: Condition | None = None
    clean: Annotated[int, Field(ge=0, le=20), Number] = 0
    first: Annotated[float, Field(gt=0, le=100), Number] = 100


class CapShape(Shape):
    """The most a movement is loaded with: percents of the best of other movements, `kg` or `lb` while none is known."""

    percent: Annotated[float, Field(gt=0, le=100), Number]
    of: Annotated[tuple[ScriptName, ...], OneOrMore, Field(min_length=1)]
    kg: Annotated[float, Field(gt=0, le=400), Number]
    lb: Annotated[float, Field(gt=0, le=900), Number]


class ScriptShape(Shape):
    """One movement or drill: how to set it up, what to say in it, how fast it goes, how it ends safely."""

    title: str
    kind: Literal["movement", "drill"]
    why: Spoken
    implement: Implement = "none"
    estimates_max: bool = False
    relative_load: Annotated[float, Field(gt=0, le=1.5), Number] = 1.0
    fit: Annotated[str, Field(pattern=r"^[a-z_]+(/[a-z_]+)?$")] | None = None
    tempo: TempoText = "2-1-1-1"
    pace: Annotated[float, Field(gt=0, le=20), Number] | None = None
    start: Start = Start.ECCENTRIC
    get_ready: Annotated[float, Field(ge=0, le=120), Number] | None = None
    gate: GateShape | None = None
    at_most: CapShape | None = None
    setup: Annotated[Lines, Field(min_length=1)]
    brace: Lines = ()
    cues: Annotated[tuple[CueShape, ...], Field(min_length=1)]
    faults: tuple[FaultShape, ...] = ()
    between_sets: Lines = ()
    safe_end: OneLine

    @property
    def loaded(self) -> bool:
        """Whether it has a load to announce, lighten and keep."""
        return self.implement in LOADED

    @model_validator(mode="after")
    def _a_movement_is_complete(self) -> "ScriptShape":
        missing = [] if self.kind == "drill" else [
            name for name in ("start", "tempo", "brace", "faults", "between_sets") if name not in self.model_fields_set
        ]  # fmt: skip
        if missing:
            raise PydanticCustomError(
                "faults", "", {"faults": [f"a movement also needs {name!r}; add it" for name in missing]}
            )
        return self


class StockLine(LineShape):
    """A stock line of the coach, said in every session; it may hold fields such as {reps}."""

    say: Annotated[tuple[StockSpoken, ...], OneOrMore, Field(min_length=1)]


class LinesFile(Shape):
    """scripts/lines.yaml: what the coach says around the work, by name."""

    lines: dict[str, StockLine]


class ProfileFile(Shape):
    """profile.yaml in the lifter's own folder: traits that are known better than by asking."""

    profile: Profile


class LadderShape(Shape):
    """Rungs from hardest to easiest; movements that share a rung stand in one list, the usual one first."""

    name: str
    rungs: Annotated[
        tuple[Annotated[tuple[ScriptName, ...], OneOrMore, Field(min_length=1)], ...],
        Field(min_length=2),
    ]


class LaddersFile(Shape):
    """scripts/ladders.yaml: which movement is the next easier and the next harder."""

    ladders: tuple[LadderShape, ...]

    def neighbours(self, script: str) -> tuple[str | None, str | None]:
        """The next easier and the next harder movement, from the first ladder that has the script."""
        for ladder in self.ladders:
            for place, rung in enumerate(ladder.rungs):
                if script in rung:
                    easier = ladder.rungs[place + 1][0] if place + 1 < len(ladder.rungs) else None
                    return easier, ladder.rungs[place - 1][0] if place else None
        return None, None
