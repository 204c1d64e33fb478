"""What is done, step by step, and what answers and complaints change of it.

One module, for a question leads to effects, and an effect puts steps in. Their names are kept in every journal: see
`coach.journal.storage.codec`.
"""

from dataclasses import dataclass

from coach.core.plan.exercise import Dose, Line, Role, Side


@dataclass(frozen=True, slots=True)
class Talk:
    """Something said between pieces of work, one line after the other."""

    lines: tuple[Line, ...]
    of: str | None = None
    """The exercise whose load the lines tell; None where they tell no load."""
    load: float | None = None
    """That load; where no set to come has it, nothing is said."""


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
    """Keep a finding (a check's result, what helped) under a name, in the journal and for later questions.

    `told` is a stock line that says it back, where what was heard could be wrong.
    """

    name: str
    value: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class RememberSaid:
    """Keep what was said in the answer under a name: the first of these slots that was filled, or `every` one of them.

    `worded` holds the field {value}; a load is kept with its unit where one was said. `told` as for `Remember`.
    """

    name: str
    slots: tuple[str, ...]
    worded: str = "{value}"
    every: bool = False
    told: str = ""


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
class LeaveOut:
    """Drop all that is to come of these exercises, rests with it; of the lift at hand where none is named."""

    exercises: tuple[str, ...] = ()


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
    | LeaveOut
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
