"""What no voice is: an offset of the microphone, and the slow part of its hum, taken out before anything listens."""

import math
from typing import Any

import numpy as np

from coach.ears.front_end.linear_echo import BLOCK
from coach.ports import EAR_RATE, Pcm16

LOWEST = 60.0
"""Hertz below which nothing is kept; the deepest voices begin at 80."""
QUALITIES = (0.5412, 1.3066)
"""Of the two halves of a Butterworth filter of the fourth order."""

Doubles = np.ndarray[Any, np.dtype[np.float64]]


class HighPass:
    """Takes `BLOCK` samples at a time. What stands still from the first block on is taken out without a click."""

    def __init__(self) -> None:
        self._halves = [_Half(quality) for quality in QUALITIES]
        self._offset: float | None = None

    def process(self, block: Pcm16) -> Pcm16:
        """The block without its slow part."""
        if self._offset is None:
            self._offset = float(block.mean())
        sound: Doubles = block.astype(np.float64) - self._offset
        for half in self._halves:
            sound = half.process(sound)
        cleaned: Pcm16 = np.clip(np.round(sound), -32768, 32767).astype(np.int16)
        return cleaned


class _Half:
    """One filter of the second order, worked out for a whole block at once: the same as sample by sample."""

    def __init__(self, quality: float) -> None:
        turn = 2 * math.pi * LOWEST / EAR_RATE
        slope = math.sin(turn) / (2 * quality)
        whole = 1 + slope
        gain = (1 + math.cos(turn)) / 2 / whole
        back = np.array([-2 * math.cos(turn), 1 - slope]) / whole
        ahead = gain * np.array([1.0, -2.0, 1.0])
        step = np.array([[-back[0], 1.0], [-back[1], 0.0]])
        enter = ahead[1:] - back * ahead[0]
        powers = [np.eye(2)]
        for _ in range(BLOCK):
            powers.append(step @ powers[-1])
        answer = np.array([ahead[0], *(power[0] @ enter for power in powers[: BLOCK - 1])])
        later = np.arange(BLOCK)[:, None] - np.arange(BLOCK)
        self._sound: Doubles = np.where(later >= 0, answer[np.maximum(later, 0)], 0.0)
        self._ringing: Doubles = np.array([power[0] for power in powers[:BLOCK]])
        self._enter: Doubles = np.array([power @ enter for power in powers[BLOCK - 1 :: -1]]).T
        self._through: Doubles = powers[BLOCK]
        self._state: Doubles = np.zeros(2)

    def process(self, sound: Doubles) -> Doubles:
        out: Doubles = self._sound @ sound + self._ringing @ self._state
        self._state = self._through @ self._state + self._enter @ sound
        return out


def cleaned(sound: Pcm16) -> Pcm16:
    """All of a sound as the ear hears it, without what no voice is."""
    high = HighPass()
    padded = np.concatenate([sound, np.zeros(-len(sound) % BLOCK, np.int16)])
    blocks = [high.process(padded[at : at + BLOCK]) for at in range(0, len(padded), BLOCK)]
    return np.concatenate([np.zeros(0, np.int16), *blocks])[: len(sound)]
