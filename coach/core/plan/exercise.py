"""A movement or a drill, what is said about it, and the doses it is done in. Times are in seconds.

The names of the doses are kept in every journal: see `coach.journal.storage.codec`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Side(StrEnum):
    """The side of the body a drill works or a complaint is about."""

    LEFT = "left"
    RIGHT = "right"


class Role(StrEnum):
    """What a piece of work is for."""

    WARM_UP = "warm-up"
    RAMP = "ramp"
    WORKING = "working"
    RESET = "reset"
    COOL_DOWN = "cool-down"


LOADED_ROLES = frozenset({Role.RAMP, Role.WORKING})
"""The work that loads the lifter."""


class Start(StrEnum):
    """Which phase a rep begins with: a pull from the floor is concentric, a Romanian deadlift eccentric."""

    ECCENTRIC = "eccentric"
    CONCENTRIC = "concentric"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of eccentric, pause at the bottom, concentric and pause at the top; a concentric of 0 is X, fast."""

    eccentric: int
    bottom: int
    concentric: int
    top: int


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say: interchangeable wordings, and the reason for it, spoken on "why".

    Wordings may hold fields such as {reps}, filled in by `coach.core.wording`.
    """

    variants: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault one can see or feel, and the cue that mends it."""

    name: str
    cue: Line


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before a movement that "harder" leads to: it `fits` this lifter, and so many `clean` days in a row of
    the one below came before; the first time it begins with the part `first` of the load there.
    """

    fits: bool = True
    clean: int = 0
    first: float = 1.0


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a movement is ever loaded with, in the kit's unit: the part `part` of the best of the movements `of`."""

    load: float
    of: tuple[str, ...]
    part: float


@dataclass(frozen=True, slots=True)
class Exercise:
    """A movement or a drill, as its script describes it. `easier` and `harder` are its neighbours on the ladder.

    `implement` is what is held: barbell, kettlebell, sandbag, bucket, ruck, dowel or none. `relative_load` is a usual
    load as a share of a conventional deadlift's, so that a swap on the ladder can carry it over and never adds to it.
    `pace` is the seconds a rep takes when nobody counts; None takes those of the tempo.
    """

    name: str
    title: str
    kind: Literal["movement", "drill"]
    why: str
    setup: tuple[Line, ...] = ()
    brace: tuple[Line, ...] = ()
    cues: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    between_sets: tuple[Line, ...] = ()
    safe_end: Line = Line(("Set the weight down with care.",))
    tempo: Tempo = Tempo(2, 1, 1, 1)
    start: Start = Start.ECCENTRIC
    loaded: bool = False
    estimates_max: bool = False
    easier: str | None = None
    harder: str | None = None
    implement: str = "none"
    relative_load: float = 1.0
    pace: float | None = None
    gate: Gate | None = None
    cap: Cap | None = None


@dataclass(frozen=True, slots=True)
class Reps:
    """A counted set; `tempo` None takes the exercise's own. One that is `free` is not counted: "done" ends it.

    One that is `open` has as many reps as are clean: `count` is the most that are expected, and the lifter tells.
    From `at_least` reps on nothing is missing; None where every rep is meant.
    """

    count: int
    tempo: Tempo | None = None
    free: bool = False
    open: bool = False
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """So many seconds of a stretch, a hold or a carry."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Breaths:
    """So many slow breaths, each `breathe_in` then `breathe_out` seconds long."""

    count: int
    breathe_in: float = 4.0
    breathe_out: float = 6.0


@dataclass(frozen=True, slots=True)
class Distance:
    """So many metres; the lifter says "done", or `limit` seconds end it."""

    metres: float
    limit: float = 120.0


Dose = Reps | Hold | Breaths | Distance
