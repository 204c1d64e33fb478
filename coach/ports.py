"""What the coach needs of the world: small interfaces, each with one real adapter and one fake in the tests.

Audio is mono float32 in -1..1 for the loudspeaker, mono int16 at `EAR_RATE` for the ears.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.clocks import SessionTime
from coach.core.commands import Sound
from coach.core.events import Event
from coach.core.session.machine import Session, SessionTurn, View

Samples = NDArray[np.float32]
Pcm16 = NDArray[np.int16]

EAR_RATE = 16_000
"""Samples per second of everything the ears are given."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A rendered phrase: mono float32 `samples` at `rate` per second, already trimmed and levelled.

    `onset` is the sample index of its perceived onset, the loud start of the first word.
    """

    samples: Samples
    rate: int
    onset: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


class Voice(Protocol):
    """Text to sound."""

    name: str

    def render(self, text: str) -> Clip:
        """The spoken text; raises VoiceError after its own retries."""


class Speaker(Protocol):
    """The loudspeaker: one sample timeline; reports `CueStarted` and `CueFinished` through the world's inbox."""

    def perform(self, sound: Sound, now: SessionTime) -> None:
        """Place the sound on the timeline at once; never blocks for longer than a render. `now`: session clock."""

    def drain_log(self) -> Sequence["Sounded"]:
        """What was placed, moved, dropped or cut since the last call, for the transcript."""


class Sounding(StrEnum):
    """What a loudspeaker does; the transcript keeps these names."""

    SAY = "say"
    COUNT = "count"
    COUNTDOWN = "countdown"
    TONE = "tone"
    MOVED = "moved"
    DROPPED = "dropped"
    CUT = "cut"
    UNDERRUN = "underrun"


COUNTED = frozenset({Sounding.COUNT, Sounding.COUNTDOWN})
"""What is made of beats, each with its place."""


@dataclass(frozen=True, slots=True)
class Sounded:
    """One thing the loudspeaker did, in session time.

    For counts and countdowns, `beats` are the times at which the perceived onsets leave, `words` what sounds there.
    What was moved should have begun at `begin` and begins at `end`; `why` is the reason it was moved, dropped or cut.
    An underrun is sound that stood still: what was to leave at `begin` leaves at `end`, and all that was placed behind
    it as much later.
    """

    kind: Sounding
    text: str
    begin: SessionTime
    end: SessionTime
    beats: tuple[SessionTime, ...] = ()
    words: tuple[str, ...] = ()
    why: str = ""


class Ear(Protocol):
    """Sound to intents. Called from one thread only."""

    name: str

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next utterance on, only these intents are armed."""

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """Take the next block (mono int16 at EAR_RATE) whose last sample was spoken at session time `at`.

        `reference` is what the loudspeaker played over the same span, `saying` the words it is saying.
        Returns what became clear with this block: `Heard` and `HeardUnclear` events, usually none.
        """

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken, on which nothing has been decided yet."""

    @property
    def perhaps_stop(self) -> bool:
        """Whether that remark may be a complaint, a "stop" or a "pause": it should not be talked over."""

    def close(self) -> None: ...


class World(Protocol):
    """Where time passes: the live machine, sound files, or virtual time."""

    def now(self) -> SessionTime:
        """Seconds on the session clock."""

    def wait(self, deadline: SessionTime | None) -> Event:
        """The next event: something heard, a cue that left, or `Woke` when the deadline comes first."""


class Journal(Protocol):
    """The memory of what happened; append-only."""

    def append(self, turn: SessionTurn) -> None:
        """Keep the turn's event, and what it changes in the history; when this returns it survives a power cut.

        Never raises for the disk's sake: it degrades and says so.
        """


class Display(Protocol):
    """A screen across the garage."""

    def show(self, view: View, session: Session) -> None:
        """Show this picture from now on."""

    def heard(self, text: str, meant: str) -> None:
        """Show what was heard and the intent it was taken for."""

    def sounding(self, sounded: Sounded) -> None:
        """Show what the loudspeaker does."""


class Transcript(Protocol):
    """What happened, for reading afterwards: one record a line."""

    def write(self, at: SessionTime, kind: str, fields: Mapping[str, object]) -> None: ...
