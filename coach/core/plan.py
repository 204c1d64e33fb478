"""The resolved workout: what is said and done, in order, with everything a branch may need.

A plan is made once, by `coach.script.compiler.compile`, and never changes. Loads are in the plan's unit, times in
seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Side(StrEnum):
    """The side of the body a drill works or a complaint is about."""

    LEFT = "left"
    RIGHT = "right"


class Unit(StrEnum):
    """The lifter's unit of load."""

    KILOS = "kg"
    POUNDS = "lb"


class Role(StrEnum):
    """What a piece of work is for; only `RAMP` and `WORKING` load the lifter."""

    WARM_UP = "warm-up"
    RAMP = "ramp"
    WORKING = "working"
    RESET = "reset"
    COOL_DOWN = "cool-down"


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

    `implement` is what is held: barbell, kettlebell, sandbag, dowel or none. `relative_load` is a usual load as a
    share of a conventional deadlift's, so that a swap on the ladder can carry the load over without ever adding to it.
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


@dataclass(frozen=True, slots=True)
class Talk:
    """Something said between pieces of work, one line after the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One set of one exercise, on one side where it has sides. `load` None is the lifter's own body.

    `get_ready` is how many seconds getting into position takes; None takes what is usual for its role.
    `importance` 1 (shed first) to 5 (kept to the last) serves the anchored warm-up, and so does `floor`: the sets, or
    the seconds of a hold, that are kept while anything else can go. `effort` is how hard it is meant to
    be, an RPE, where the session says.
    """

    exercise: str
    dose: Dose
    role: Role
    number: int = 1
    of: int = 1
    side: Side | None = None
    load: float | None = None
    get_ready: float | None = None
    importance: int = 3
    effort: float | None = None
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest of so many seconds; `since_start` counts from the start of the set before it (EMOM), not its end."""

    seconds: float
    since_start: bool = False


# ------------------------------------------------------------------------- what answers and complaints lead to


@dataclass(frozen=True, slots=True)
class Lighten:
    """Multiply every load still to come by `factor` (below one after a complaint, above one when offered)."""

    factor: float


@dataclass(frozen=True, slots=True)
class StepDown:
    """Swap the movement for one `rungs` easier on its ladder, for every set of it still to come."""

    rungs: int = 1


@dataclass(frozen=True, slots=True)
class StepUp:
    """Swap back to the next harder rung; only ever as the answer to a question."""

    rungs: int = 1


@dataclass(frozen=True, slots=True)
class SlowLowering:
    """Add so many seconds to the eccentric of every set still to come."""

    seconds: int = 1


@dataclass(frozen=True, slots=True)
class ShortenSets:
    """Take so many reps off every set still to come; never below one."""

    reps: int


@dataclass(frozen=True, slots=True)
class LongerRest:
    """Lengthen every rest still to come by so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Insert:
    """Do these steps next, before everything still to come."""

    steps: "tuple[Step, ...]"


@dataclass(frozen=True, slots=True)
class Utter:
    """Say this line."""

    line: Line


@dataclass(frozen=True, slots=True)
class TellFault:
    """Say the cue that mends the lift's own fault in whose name one of these words stands, the earliest word first."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep a finding (a check's result, what helped) under a name, in the journal and for later questions."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RememberSaid:
    """Keep what was said in the answer under a name: the first of these slots that was filled, or `every` one of them.

    `worded` holds the field {value}; a load is kept with its unit where one was said.
    """

    name: str
    slots: tuple[str, ...]
    worded: str = "{value}"
    every: bool = False


@dataclass(frozen=True, slots=True)
class FindLoad:
    """Find the working load of a lift nobody knows yet: by the `effort` of a set at `load`, told as an RPE or by words.

    `heaviest` is the most that may be tried, `tries` how many heavier sets may still follow; None is an effort that
    was not told.
    """

    exercise: str
    load: float
    heaviest: float
    tries: int
    effort: float | None = None


@dataclass(frozen=True, slots=True)
class DropSide:
    """Drop everything still to come for the complaining side, and all loading when it has no sides."""


@dataclass(frozen=True, slots=True)
class EndLoading:
    """Drop all loaded work still to come and go to the cool-down."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """End the whole session now. `reason` is one word for the journal, such as red-flag."""

    reason: str


Effect = (
    Lighten
    | StepDown
    | StepUp
    | SlowLowering
    | ShortenSets
    | LongerRest
    | Insert
    | Utter
    | TellFault
    | Remember
    | RememberSaid
    | FindLoad
    | DropSide
    | EndLoading
    | EndSession
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer to a question leads to; `intents` are the intent names that mean it."""

    intents: tuple[str, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A spoken question. With no answer within `seconds` after it is asked twice, `silence` holds."""

    name: str
    ask: Line
    answers: tuple[Answer, ...]
    silence: tuple[Effect, ...] = ()
    seconds: float = 12.0


Step = Talk | Work | Rest | Ask


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the complaint table. Empty `regions` or `sensations` match any; the first matching row wins.

    `times` is how often this region must have complained today, this one included, for the row to hold, `in_all` how
    often the body in all. `again` is said once more some seconds later, in case nobody acted. Only a remark that is no
    complaint ("too light") may leave the count running: `stops` False.
    """

    name: str
    regions: tuple[str, ...]
    sensations: tuple[str, ...]
    at_once: tuple[Line, ...]
    effects: tuple[Effect, ...]
    times: int = 1
    red_flag: bool = False
    stops: bool = True
    in_all: int = 0
    again: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """The bar and the plates the lifter owns (each plate size in pairs), in the lifter's unit; and what else there is.

    `sizes` are the loads of other implements, lightest first: of a pair of dumbbells both together. One that is not
    named there comes in whole units. `lacks` are the things the room is known not to have, such as barbell or rack.
    """

    unit: Unit = Unit.KILOS
    bar: float = 20.0
    pairs: tuple[tuple[float, int], ...] = ((20.0, 4), (15.0, 1), (10.0, 2), (5.0, 2), (2.5, 2), (1.25, 2))
    sizes: tuple[tuple[str, tuple[float, ...]], ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gun:
    """A session tied to the start of a race: it ends `ends_before` seconds before the gun, and its `holding` steps keep
    the lifter warm, over and over, while a start is delayed; a delay told when all was done ends with `again`."""

    ends_before: float
    holding: tuple[Step, ...]
    again: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a working set says of those after it: a part of its load, for missed reps or an effort (RPE).

    `more_rest` is in seconds; an effort up to `easy` on the last ramp-up set has the factor `more` offered.
    """

    missed_one: float = 0.95
    missed_more: float = 0.9
    limit: float = 9.5
    at_limit: float = 0.95
    near: float = 9.0
    at_near: float = 0.975
    more_rest: float = 60.0
    easy: float = 6.0
    more: float = 1.025


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one session needs. `lines` are the stock lines by name; `seed` picks wordings.

    `verbosity` (quiet, normal, talkative) and `count` (a `tempo.CountMode`) are how it begins; both can change by voice
    or from session to session. `best_loads` are the heaviest lifted ever, by exercise. `says_plates`: what goes on the
    bar is said with every new load. `waits` is whether somebody can say "ready", so that a loaded set waits for it;
    `clean_outings` how many days in a row were clean, by exercise.
    """

    session: str
    title: str
    steps: tuple[Step, ...]
    exercises: Mapping[str, Exercise]
    lines: Mapping[str, Line]
    branches: tuple[Branch, ...] = ()
    welcome: tuple[Line, ...] = ()
    close: tuple[Line, ...] = ()
    cool_down: tuple[Step, ...] = ()
    kit: Kit = field(default_factory=Kit)
    seed: int = 0
    gun: Gun | None = None
    verbosity: str = "normal"
    count: str = "full"
    best_loads: Mapping[str, float] = field(default_factory=dict)
    says_plates: bool = False
    waits: bool = False
    clean_outings: Mapping[str, int] = field(default_factory=dict)
    feedback: Feedback = field(default_factory=Feedback)
