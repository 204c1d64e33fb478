"""Facts, in the past tense, each stamped `at`: seconds on the session clock.

The journal stores these and nothing else, so replaying them gives the session back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SessionTime

Slot = str | float | int


@dataclass(frozen=True, slots=True)
class Began:
    """The session began."""

    at: SessionTime


@dataclass(frozen=True, slots=True)
class Heard:
    """The lifter said or typed something that is an intent. `text` is what was understood, `confidence` 0 to 1."""

    at: SessionTime
    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    text: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class HeardUnclear:
    """Something was said that may have been `guess` (an intent name) with `slots`; it is asked about.

    `nearest` is what could be said instead, or empty, where it was certainly meant for the coach: typed, said after its
    name, behind a question or a press; else None.
    """

    at: SessionTime
    guess: str
    text: str = ""
    confidence: float = 0.0
    slots: Mapping[str, Slot] = field(default_factory=dict)
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words that were certainly meant for the coach mean nothing; `nearest` is what could be said, or empty."""

    at: SessionTime
    text: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class CueStarted:
    """The first sample of this cue, count or countdown has left the loudspeaker."""

    at: SessionTime
    cue: int


@dataclass(frozen=True, slots=True)
class CueFinished:
    """The last sample of this cue, count or countdown has left the loudspeaker."""

    at: SessionTime
    cue: int


@dataclass(frozen=True, slots=True)
class Woke:
    """The deadline the session published has come."""

    at: SessionTime


@dataclass(frozen=True, slots=True)
class SoundLost:
    """The loudspeaker or the microphone ("speaker", "microphone") has gone."""

    at: SessionTime
    device: str


@dataclass(frozen=True, slots=True)
class SoundBack:
    """The loudspeaker or the microphone is back."""

    at: SessionTime
    device: str


@dataclass(frozen=True, slots=True)
class FellSilent:
    """The microphone gives nothing at all: it is muted, unplugged or broken. `SoundBack` when there is sound again.

    Or the "voice" could not speak, and a tone stands for its words; `trouble` is why.
    """

    at: SessionTime
    device: str = "microphone"
    trouble: str = "silent"


@dataclass(frozen=True, slots=True)
class Recovered:
    """A part of the coach, "ear" or "voice", had died or hung and was started anew; `trouble` is what it died of.

    Or an "other_voice" speaks from here, as the voice that was wished cannot, or that "own_voice" speaks again.
    """

    at: SessionTime
    part: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Impaired:
    """Something is wrong with what the microphone gives; `trouble` is what, such as "clipped"."""

    at: SessionTime
    trouble: str


@dataclass(frozen=True, slots=True)
class StoodStill:
    """The machine slept, or the program was frozen: for the last so many `seconds`, which `at` counts, nothing ran."""

    at: SessionTime
    seconds: float


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The person at the machine broke off (Ctrl-C, shutdown)."""

    at: SessionTime


@dataclass(frozen=True, slots=True)
class Resumed:
    """The program came back after it died in mid-session; the lifter is asked whether to carry on."""

    at: SessionTime


@dataclass(frozen=True, slots=True)
class Reminded:
    """The calendar says that a session begins in so many minutes (0: now); `missed` when it was to begin earlier.

    `gun_minutes` is how long until the start of the race it is for.
    """

    at: SessionTime
    session: str
    minutes: float = 0.0
    missed: bool = False
    gun_minutes: float | None = None


Event = (
    Began
    | Heard
    | HeardUnclear
    | NotUnderstood
    | CueStarted
    | CueFinished
    | Woke
    | SoundLost
    | SoundBack
    | FellSilent
    | Recovered
    | Impaired
    | StoodStill
    | Interrupted
    | Resumed
    | Reminded
)
