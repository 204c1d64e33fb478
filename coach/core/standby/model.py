"""The box on the shelf, between sessions: what it knows, what it waits for, what it may want."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SessionTime
from coach.core.commands import Count, Countdown, Hush, Say, SetVolume
from coach.core.doubts import HURT
from coach.core.events import Slot
from coach.core.plan import Branch, Line, Unit
from coach.core.standby.lesson import JudgeTakes, Lesson
from coach.core.standby.rebooking import AskCalendar, EditCalendar, Proposed
from coach.core.standby.wishes import AskedBack, BeginAsked, KeepWorkout


@dataclass(frozen=True, slots=True)
class Box:
    """What the box knows: its stock lines, sessions by name with their spoken titles, and what today brings.

    `today` are words such as "deadlift day at half past six"; `first` the session that comes first; `works` the devices
    ("speaker", "microphone") and `broken` the things of which the self test found so. It `learns` a phrase by voice
    where its ear can tell sounds; `branches` is the table of complaints, of which it says what to do at once. What the
    program that is followed brings next, on another day, is `program_next`. A load
    said without a unit is in `unit`, a workout that names no lift is of the `usual` one. `page` is where its page is
    found, as it is said: empty while none runs, None where nothing is let in.
    """

    lines: Mapping[str, Line]
    titles: Mapping[str, str]
    today: tuple[str, ...] = ()
    first: str | None = None
    works: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()
    learns: bool = False
    branches: tuple[Branch, ...] = ()
    program_next: str = ""
    unit: Unit = Unit.KILOS
    usual: str = ""
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A planned session is offered until `until`."""

    session: str
    until: SessionTime
    gun_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A complaint was half heard, with these slots, and is asked about until `until`.

    `about` is which of the questions of `core/doubts.py` is open, `times` how often it was put.
    """

    slots: Mapping[str, Slot]
    until: SessionTime
    about: str = HURT
    times: int = 1


@dataclass(frozen=True, slots=True)
class Warned:
    """A red flag was heard: its emergency `lines` are said once more at `until`."""

    lines: tuple[Line, ...]
    until: SessionTime


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer runs, and is over at `until`; it was set for so many `seconds`."""

    seconds: float
    until: SessionTime


@dataclass(frozen=True, slots=True)
class Idle:
    """Waiting. `again` is an offer put off, to be made at its `until`; asleep it makes none.

    `proposed` is a change of the calendar that waits for a yes, `lesson` a phrase that is being taught, `doubt` a
    complaint that was half heard, `warned` a red flag whose line is said again. `asked` is a workout that was read
    back, or the question whether to keep one; `unkept` the last one done, as it can be kept; `timer` one that runs.
    `gun_at` is when the race starts that was warmed up for.
    """

    offer: Offer | None = None
    again: Offer | None = None
    proposed: Proposed | None = None
    lesson: Lesson | None = None
    doubt: Doubt | None = None
    warned: Warned | None = None
    asked: AskedBack | None = None
    unkept: str = ""
    timer: Timer | None = None
    gun_at: SessionTime | None = None
    asleep: bool = False
    volume: float = 1.0
    length: str = "normal"
    next_cue: int = 1
    used: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin this session; for a race, its gun goes in so many minutes."""

    session: str
    length: str = "normal"
    gun_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class SwitchLifter:
    """From now on this is who trains."""

    name: str


@dataclass(frozen=True, slots=True)
class KeepFact:
    """The lifter told something of himself or of the room, to be kept."""

    name: str
    value: str


Sound = Say | Hush | SetVolume | Count | Countdown
"""What is sounded."""

Wanted = KeepFact | Sound | Begin | SwitchLifter | AskCalendar | EditCalendar | JudgeTakes | BeginAsked | KeepWorkout
