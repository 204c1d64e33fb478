"""The first stage of hearing: take the coach's own sound out. And how far a remark stands clear of the room."""

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.ears.echo import LinearEcho
from coach.ports import EAR_RATE, Pcm16

HOP = EAR_RATE // 100
"""Frames of 10 ms."""
LOUD = 300
"""The peak of a block of the coach's voice."""
ROUND_TRIP = 25
"""Blocks of `BLOCK` samples, half a second: no echo that is known of takes longer, or is in the room for longer after
the loudspeaker fell silent."""
PLAYED = 10
"""Blocks of the coach's voice that must have been played for their echo to be missed: a short word of a count."""
INAUDIBLE = 2.0
"""So many times the power of the silent room may what is heard under the loudspeaker's sound have, if that has no echo
in it: 3 dB."""
DIGITAL_SILENCE = 2.0
"""Power of a block up to which it is from no room, but from a device that has not begun."""
ROOM_LATER = 1.03
"""How quickly, from block to block, a room that has become louder is taken for silent again: 3 dB in half a second."""
DRY_FOR = 250
"""Blocks for which it holds that there is no echo, when that can no more be seen: five seconds, as somebody speaks."""


class Dryness:
    """Whether the microphone hears nothing of the loudspeaker: headphones, or a device that takes its own echo out."""

    def __init__(self) -> None:
        self._room = 0.0
        self._played = 0
        self._heard: deque[float] = deque(maxlen=ROUND_TRIP)
        self._since = DRY_FOR

    @property
    def dry(self) -> bool:
        return self._since < DRY_FOR

    def silent(self, near: Pcm16) -> None:
        """A block without anything from the loudspeaker: what is heard is the room, or somebody who is louder."""
        power = float(frame_powers(near).mean())
        if power > DIGITAL_SILENCE:
            self._room = min(power, self._room * ROOM_LATER) if self._room else power
        self._played = 0
        self._heard.clear()

    def sounding(self, near: Pcm16, far: Pcm16) -> None:
        """A block with the loudspeaker's sound, or of a pause in it."""
        self._heard.append(float(frame_powers(near).mean()))
        self._played += bool(np.abs(far).max() > LOUD)
        self._since = min(DRY_FOR, self._since + 1)
        heard_out = self._played >= PLAYED and len(self._heard) == ROUND_TRIP
        if heard_out and float(np.mean(self._heard)) <= INAUDIBLE * self._room:
            self._since = 0


class EchoControl:
    """Takes out what the loudspeaker plays. `active` says whether it has played within the last half second.

    By two cancellers. WebRTC's takes out all of the echo, and much of a voice over it: what it leaves tells whether
    anybody but the coach is speaking. The linear one leaves that voice as it was, with a little echo: where it knows
    the way from the loudspeaker to the microphone, what it leaves is recognised. Until then, and where there is no echo
    to learn from, the other's is. Where no echo is heard at all, neither has anything to take out but the voice.
    """

    def __init__(self) -> None:
        from pywebrtc_audio import EchoCanceller

        self._linear = LinearEcho()
        self._thorough: Any = EchoCanceller(sample_rate=EAR_RATE)
        self._dryness = Dryness()
        self._since_sound = ROUND_TRIP

    @property
    def active(self) -> bool:
        return self._since_sound < ROUND_TRIP

    def process(self, near: Pcm16, far: Pcm16) -> Pcm16:
        """`BLOCK` samples without the echo of `far`, the loudspeaker's of the same time.

        Two rows of as many samples: what to recognise, and what to look for a voice in.
        """
        sounding = bool(np.abs(far).max(initial=0) > 8)
        self._since_sound = 0 if sounding else min(ROUND_TRIP, self._since_sound + 1)
        if not self.active:
            self._dryness.silent(near)
            return np.stack([near, near])
        self._dryness.sounding(near, far)
        linear = self._linear.process(near, far)
        halves = zip(near.reshape(-1, HOP), far.reshape(-1, HOP), strict=True)
        thorough = np.concatenate([self._thorough.process(heard, played) for heard, played in halves])
        if self._linear.known:
            return np.stack([linear, thorough])
        left = near if self._dryness.dry else thorough
        return np.stack([left, left])


def clearance(remark: Pcm16) -> float:
    """How far the loud frames of a remark stand above its quiet ones, in decibels.

    The moments around it are part of it, so this tells how loud the room is, with nothing to be learnt about it first.
    """
    powers = frame_powers(remark)
    if not len(powers):
        return 0.0
    quiet, loud = np.maximum(np.percentile(powers, (10, 90)), 1.0)
    return 10 * float(np.log10(loud / quiet))


def frame_powers(sound: Pcm16) -> NDArray[np.float64]:
    """The mean square of each whole frame of `HOP` samples."""
    frames = sound[: len(sound) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
    powers: NDArray[np.float64] = (frames**2).mean(axis=1)
    return powers
