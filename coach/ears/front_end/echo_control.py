"""The first stage of hearing: take the coach's own sound out. And how far a remark stands clear of the room."""

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.ears.front_end.linear_echo import LinearEcho
from coach.ports import EAR_RATE, Pcm16

HOP = EAR_RATE // 100
"""Frames of 10 ms."""
ROUND_TRIP = 25
"""Blocks of `BLOCK` samples, half a second: no echo that is known of takes longer, or is in the room for longer after
the loudspeaker fell silent."""

PLAYED = 10
"""Blocks of the coach's voice that must have been played for their echo to be missed: a short word of a count."""
VOICE = 10_000.0
"""The power of a block of it, at least."""
FAINT = 10**-3.5
"""Of the loudspeaker's power, what the microphone hears at most where there is no echo worth a thought: 35 dB less."""
DIGITAL_SILENCE = 2.0
"""Power up to which it is from no room, but from a device that has not begun."""
FAINT_FOR = 250
"""Blocks for which that holds when it can no more be seen: five seconds, as somebody speaks."""


class Faintness:
    """Whether all that the microphone hears under the loudspeaker's sound is so soft that it has no echo in it.

    A second tells in a quiet room; in a loud one only what the linear canceller learns does.
    """

    def __init__(self) -> None:
        self._heard: deque[float] = deque(maxlen=2 * ROUND_TRIP)
        self._sent: deque[float] = deque(maxlen=2 * ROUND_TRIP)
        self._since = FAINT_FOR

    @property
    def seen(self) -> bool:
        """Whether it was lately."""
        return self._since < FAINT_FOR

    def take(self, near: Pcm16, far: Pcm16) -> None:
        """The next block of both."""
        self._heard.append(float(frame_powers(near).mean()))
        self._sent.append(float(frame_powers(far).mean()))
        self._since = min(FAINT_FOR, self._since + 1)
        if len(self._sent) < 2 * ROUND_TRIP:
            return
        echoed = list(self._sent)[:ROUND_TRIP]  # whose echo has come by now
        voiced = sum(power > VOICE for power in echoed)
        if voiced >= PLAYED and DIGITAL_SILENCE * len(self._heard) < sum(self._heard) <= FAINT * sum(echoed):
            self._since = 0


class EchoControl:
    """Takes out what the loudspeaker plays. `active` says whether it has played within the last half second.

    By two cancellers. WebRTC's takes out all of the echo, and much of a voice over it: what it leaves tells whether
    anybody but the coach is speaking. The linear one leaves that voice as it was, with a little echo: where it knows
    the way from the loudspeaker to the microphone, what it leaves is recognised. Until then the other's is. Where the
    microphone turns out to hear nothing of the loudspeaker, there is nothing to take out but the voice.
    """

    def __init__(self) -> None:
        from pywebrtc_audio import EchoCanceller

        self._linear = LinearEcho()
        self._thorough: Any = EchoCanceller(sample_rate=EAR_RATE)
        self._faintness = Faintness()
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
        self._faintness.take(near, far)
        if not self.active:
            return np.stack([near, near])
        linear = self._linear.process(near, far)
        halves = zip(near.reshape(-1, HOP), far.reshape(-1, HOP), strict=True)
        thorough = np.concatenate([self._thorough.process(heard, played) for heard, played in halves])
        if self._linear.absent or (self._faintness.seen and self._linear.absent_so_far):
            return np.stack([near, near])
        return np.stack([linear if self._linear.known else thorough, thorough])


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
