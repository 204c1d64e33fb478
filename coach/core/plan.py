"""The resolved workout: what is said and done, in order, with everything a branch may need.

A plan is made once, by `coach.script.compiler.compile`, and never changes. Loads are in the plan's unit, times in
seconds.

The names of the steps and effects are kept in every journal: see `coach.journal.storage.codec`. What a plan is made of
besides them, an exercise with its doses and the kit, stands in modules of its own and is had from here as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.exercise import (
    Breaths,
    Cap,
    Distance,
    Dose,
    Exercise,
    Fault,
    Gate,
    Hold,
    Line,
    Reps,
    Role,
    Side,
    Start,
    Tempo,
)
from coach.core.kit import Kit, Unit

__all__ = [
    "Answer",
    "Ask",
    "Branch",
    "Breaths",
    "Cap",
    "Distance",
    "Dose",
    "DropSide",
    "Effect",
    "EndLoading",
    "EndSession",
    "Exercise",
    "Fault",
    "FindLoad",
    "Gate",
    "Gun",
    "Hold",
    "Insert",
    "Kit",
    "Lighten",
    "Line",
    "LongerRest",
    "Plan",
    "Remember",
    "RememberSaid",
    "Reps",
    "Rest",
    "Role",
    "ShortenSets",
    "Side",
    "SlowLowering",
    "Start",
    "Step",
    "StepDown",
    "StepUp",
    "Talk",
    "TellFault",
    "Tempo",
    "Unit",
    "Utter",
    "Verbosity",
    "Work",
]


class Verbosity(StrEnum):
    """How much is said besides what has to be."""

    QUIET = "quiet"
    NORMAL = "normal"
    TALKATIVE = "talkative"


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

    `verbosity` and `count` (a `tempo.CountMode`) are how it begins; both can change by voice
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
    verbosity: Verbosity = Verbosity.NORMAL
    count: str = "full"
    best_loads: Mapping[str, float] = field(default_factory=dict)
    says_plates: bool = False
    waits: bool = False
    clean_outings: Mapping[str, int] = field(default_factory=dict)
    feedback: Feedback = field(default_factory=Feedback)
