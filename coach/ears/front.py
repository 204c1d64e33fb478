"""The first stage of hearing: take the coach's own sound out. And how far a remark stands clear of the room."""

from typing import Any

import numpy as np

from coach.ports import EAR_RATE, Pcm16

HOP = EAR_RATE // 100
"""It works in frames of 10 ms."""
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


def clearance(remark: Pcm16) -> float:
    """How far the loud frames of a remark stand above its quiet ones, in decibels.

    The moments around it are part of it, so this tells how loud the room is, with nothing to be learnt about it first.
    """
    frames = remark[: len(remark) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
    if not len(frames):
        return 0.0
    quiet, loud = np.maximum(np.percentile((frames**2).mean(axis=1), (10, 90)), 1.0)
    return 10 * float(np.log10(loud / quiet))
