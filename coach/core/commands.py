"""Wishes, in the imperative: what the session wants done in the world, once.

`cue` numbers are the session's own; the speaker reports them back in `CueStarted` and `CueFinished`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from coach.clocks import SessionTime
from coach.core.events import Slot


class Rank(IntEnum):
    """Who gives way to whom when two sounds want the same moment; the higher rank is kept."""

    CHATTER = 0
    CUE = 1
    COUNTDOWN = 2
    COUNT = 3
    REPLY = 4
    SAFETY = 5


class Tone(StrEnum):
    """Short sounds that are not words."""

    TICK = "tick"
    ACCENT = "accent"
    HEARD = "heard"
    PAUSED = "paused"
    GO = "go"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Beat:
    """A word or a tone whose loud start stands `offset` seconds after the start of its score."""

    offset: float
    sound: str | Tone


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text` after whatever is already being spoken."""

    cue: int
    text: str
    rank: Rank = Rank.CUE


@dataclass(frozen=True, slots=True)
class Count:
    """The beats of a whole set or hold, as one object; it starts when the speech before it has ended.

    `length` is the whole duration in seconds, also when the last beat is shorter; `CueFinished` comes at its end.
    """

    cue: int
    beats: tuple[Beat, ...]
    length: float
    rank: Rank = Rank.COUNT


@dataclass(frozen=True, slots=True)
class Countdown:
    """Beats anchored so that offset 0 is the session-clock time `zero`; offsets are negative or zero.

    Beats already past when it is given are left out.
    """

    cue: int
    beats: tuple[Beat, ...]
    zero: SessionTime
    rank: Rank = Rank.COUNTDOWN


@dataclass(frozen=True, slots=True)
class Play:
    """A single tone, now, over or under whatever sounds."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class Hush:
    """Silence with a short fade: everything placed below or at `up_to`, sounding or still to come.

    Hushed cues are not reported as finished.
    """

    up_to: Rank = Rank.SAFETY


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The loudness of all speech from now on, as a factor on the voice's own; 1 is normal."""

    factor: float


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the transcript that is no sound: kind "intent", "state", "load", "branch", "set" and so on."""

    kind: str
    fields: Mapping[str, Slot | None]


Sound = Say | Count | Countdown | Play | Hush | SetVolume
Command = Sound | Note
