"""The first stages of hearing: take the coach's own sound out, then the steady noise."""

from typing import Any

import numpy as np

from coach.ports import EAR_RATE, Pcm16

HOP = EAR_RATE // 100
"""Both stages work in frames of 10 ms."""
TALKING_TAIL = 50
"""Frames after the loudspeaker fell silent in which its echo may still be in the room."""


class EchoControl:
    """Takes out what the loudspeaker plays. `active` says whether it has played within the last half second."""

    def __init__(self) -> None:
        from pywebrtc_audio import EchoCanceller

        self._canceller: Any = EchoCanceller(sample_rate=EAR_RATE)
        self._since_sound = TALKING_TAIL

    @property
    def active(self) -> bool:
        return self._since_sound < TALKING_TAIL

    def process(self, near: Pcm16, far: Pcm16 | None) -> Pcm16:
        """One frame of `HOP` samples without the echo of `far`, the loudspeaker's frame of the same time."""
        sounding = far is not None and bool(np.abs(far).max(initial=0) > 8)
        self._since_sound = 0 if sounding else min(TALKING_TAIL, self._since_sound + 1)
        if not self.active:
            return near
        played = np.zeros(HOP, np.int16) if far is None else far
        cleaned: Pcm16 = self._canceller.process(near, played)
        return cleaned


class NoiseControl:
    """Takes out steady noise. Kept running so that its picture of the room stays fresh, also where it is not used."""

    def __init__(self, level: int = 2) -> None:
        from pywebrtc_audio import NoiseSuppressor

        self._suppressor: Any = NoiseSuppressor(sample_rate=EAR_RATE, level=level)

    def process(self, frame: Pcm16) -> Pcm16:
        """One frame of `HOP` samples with less noise."""
        cleaned: Pcm16 = self._suppressor.process(frame)
        return cleaned


class Room:
    """How loud the room is while nobody speaks, to know whether a remark needs its noise taken out.

    Suppression bends clear speech out of shape and rescues noisy speech, so it is used only where it pays.
    """

    CLEAR = 28.0
    """Decibels of speech over the room above which it is left as it was spoken."""
    SLOW = 0.05

    def __init__(self) -> None:
        self._noise = 1.0

    def rest(self, chunk: Pcm16) -> None:
        """A chunk in which nobody spoke."""
        self._noise += self.SLOW * (_power(chunk) - self._noise)

    def clear(self, remark: Pcm16) -> bool:
        """Whether the loud part of a remark stands well above the room."""
        whole = remark[: len(remark) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
        loud = float(np.percentile((whole**2).mean(axis=1), 90)) if len(whole) else 0.0
        return 10 * float(np.log10(max(loud, 1.0) / max(self._noise, 1.0))) >= self.CLEAR


def _power(sound: Pcm16) -> float:
    return float(np.mean(sound.astype(np.float64) ** 2))
