"""What is happening right now: one frozen type for each situation, with just the fields that mean something in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Count
from coach.core.events import Slot
from coach.core.plan import Ask, Line, Rest, Step, Talk, Verbosity, Work
from coach.core.tempo import CountMode
from coach.core.today import Complained, Today


@dataclass(frozen=True, slots=True)
class Unstarted:
    """Nothing has been said yet."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Lines are being spoken; when `cue` has left the loudspeaker the next step begins."""

    step: Talk | None
    cue: int
    patience: SessionTime


@dataclass(frozen=True, slots=True)
class Briefing:
    """A piece of work is being announced; `cue` is the last of its lines."""

    step: Work
    cue: int
    patience: SessionTime


@dataclass(frozen=True, slots=True)
class SettingUp:
    """The lifter gets into position. A set that `waits` begins with "ready" and nothing else; any other at `until`.

    `ready_by` is when one will be in position; `nudges` is how often "ready" was asked for.
    """

    step: Work
    until: SessionTime
    ready_by: SessionTime = SESSION_START
    waits: bool = False
    nudges: int = 0


@dataclass(frozen=True, slots=True)
class Working:
    """The count runs. `began` is when its first sample left; `before` are reps (or seconds) done before a pause."""

    step: Work
    count: Count
    patience: SessionTime
    began: SessionTime | None = None
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class Carrying:
    """Work that the lifter ends by saying "done", or the limit does; `asked` is how often that was asked for."""

    step: Work
    began: SessionTime
    until: SessionTime
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Resting:
    """Rest until the session clock reads `until`.

    At `tells` the set after it is announced; `told` is that set, once it was.
    """

    step: Rest
    began: SessionTime
    until: SessionTime
    tells: SessionTime | None = None
    told: Work | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question was put; `until` is None while it is still being spoken."""

    step: Ask
    cue: int
    patience: SessionTime
    until: SessionTime | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Paused:
    """All waits for "resume" or for the `lost` devices; `held` is what was going on, `since` when it was broken off."""

    held: "Live"
    since: SessionTime
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Confirming:
    """A yes or no is awaited before something is done.

    `about` is stop, carry-on, one of the doubts of `coach.core.safety.doubt` and `coach.core.intents.numbers.amounts`,
    or the unclear intent; `slots` are those of what was half heard or is asked back.
    """

    held: "Live | Closing"
    since: SessionTime
    about: str
    question: str
    until: SessionTime
    times: int = 1
    slots: Mapping[str, Slot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A red flag that ends the session.

    `lines` are its own, `again` what is said once more; `before` is the session that a false alarm goes back to, None
    when there is no way back. `waits` is the deadline while nothing is spoken.
    """

    raised: SessionTime
    lines: tuple[Line, ...] = ()
    again: tuple[Line, ...] = ()
    complained: Complained | None = None
    before: "Session | None" = None
    waits: SessionTime | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The last words are being spoken; `outcome` is why the session ends, `alarm` the red flag that ends it."""

    cue: int
    outcome: str
    patience: SessionTime
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """Over: done, stopped, red-flag, cut-short, or changed for another that was asked for."""

    outcome: str


Live = Unstarted | Speaking | Briefing | SettingUp | Working | Carrying | Resting | Asking
Phase = Live | Paused | Confirming | Closing | Finished


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A line of safety that has not been heard to its end yet: silenced before `until`, it is said again first."""

    cue: int
    line: Line
    until: SessionTime


@dataclass(frozen=True, slots=True)
class Asked:
    """A workout asked for in words: the remark's intent and slots, which whoever knows the content makes a plan of."""

    intent: str
    slots: Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class SaidLast:
    """What the lifter said last, if it had a number: intent and slots, and the `load` planned before it of `exercise`.

    `done` is whether it was obeyed at once or agreed to, and not only asked back.
    """

    intent: str
    slots: Mapping[str, Slot]
    load: float | None = None
    exercise: str = ""
    done: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state. `ahead` are the steps to come, `behind` those done (latest last), `at` the last event's time.
    Of those behind, the first `closed` lie before a complaint: "back" does not reach them.

    `next_lifter` is who stepped up in mid-session and trains after it; `instead` the workout that takes
    this one's place. `asked` is the topic last asked about, and the exercise then at hand.

    What goes on the bar is said with every new load where the lifter wants it: `says_plates`.

    A `race` session is tied to a gun: `gun_at` is when it goes, on the session clock; `gun_said` the minutes last said.
    """

    phase: Phase
    ahead: tuple[Step, ...]
    behind: tuple[Step, ...] = ()
    closed: int = 0
    today: Today = field(default_factory=Today)
    at: SessionTime = SESSION_START
    next_cue: int = 1
    used: Mapping[str, int] = field(default_factory=dict)
    last_said: tuple[str, ...] = ()
    last_line: Line | None = None
    work_began: SessionTime | None = None
    volume: float = 1.0
    verbosity: Verbosity = Verbosity.NORMAL
    mode: CountMode = CountMode.FULL
    race: bool = False
    gun_at: SessionTime | None = None
    gun_said: float = 0.0
    next_lifter: str | None = None
    instead: Asked | None = None
    asked: tuple[str, str] = ("", "")
    said_last: SaidLast | None = None
    unsaid: tuple[Unsaid, ...] = ()
    says_plates: bool = False
