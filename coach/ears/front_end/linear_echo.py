"""A linear echo canceller: takes out what follows from the loudspeaker's samples, and leaves a voice over it alone.

A partitioned-block frequency-domain Kalman filter: G. Enzner and P. Vary, "Frequency-domain adaptive Kalman filter for
acoustic echo control in hands-free telephones", Signal Processing 86 (2006), in the form for partitions of F. Kuech,
E. Mabande and G. Enzner, "State-space architecture of the partitioned-block-based acoustic echo controller", ICASSP
2014. In each frequency it knows how unsure it is of the way from loudspeaker to microphone, and how much else there is
to hear: so it learns quickly at first and holds still while somebody speaks, and nothing has to detect that.
"""

from typing import Any

import numpy as np

from coach.ports import Pcm16

BLOCK = 320
"""Samples it works on at a time: 20 ms. The transforms are twice as long."""
PARTITIONS = 26
"""Blocks of the loudspeaker's past: half a second of delay and of the room's answer."""
FORGETTING = 0.997
"""How much of the way stays as it was from block to block; what does not comes back as unsureness."""
SPREAD = 0.5
"""So much of that is shared out over all delays: the way may become a longer one, where there was nothing before."""
UNSURE = 0.1
"""How unsure it is at first, as the squared gain of each partition."""
SMOOTHING = 0.7
"""Of the power of what is left, in each frequency, from block to block."""
QUIET = 100.0
"""Power of a frequency below which nothing is learnt."""
SLOWLY = 0.95
"""Of the powers that tell whether it makes things worse, from block to block."""
WORSE = 1.5
"""So many times as powerful as the microphone, what is left shows that the way is another now."""
KNOWN, KNOWN_FOR = 10**-1.5, 200
"""What is left of the microphone's power where the way is known, 15 dB less; and for how many blocks that holds when it
can no more be seen, as somebody speaks over the loudspeaker: four seconds of sound."""
DROWNED, FADING = 0.1, 0.9
"""The way is known as well where of all that is left no more than this is echo, as far as it knows how unsure it is: a
room is too loud to see 15 dB less. And how much of both counts from block to block."""
AUDIBLE = 0.1
"""Power of an echo that can be expected at all."""
ABSENT, LISTENED, FORGOTTEN = 0.02, 150, 0.99
"""No more alike are the microphone and the echo that is expected of it where there is none; after so many blocks of
sound, three seconds; and how much of what was seen counts from block to block. Found with noise of 1 to 400: 0.013 at
most without an echo, 0.03 and more with one that is 20 dB softer than the loudspeaker and drowned by the room."""

Spectra = np.ndarray[Any, np.dtype[np.complex64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]


class LinearEcho:
    """The way from one loudspeaker to one microphone, learnt while the one plays and the other hears it."""

    def __init__(self) -> None:
        self._far: Floats = np.zeros(2 * BLOCK, np.float32)
        self._played: Spectra = np.zeros((PARTITIONS, BLOCK + 1), np.complex64)
        self._other: Floats = np.zeros(BLOCK + 1, np.float32)
        self._before = self._after = 0.0
        self._since_known = KNOWN_FOR
        self._echo_left, self._all_left = 1.0, 0.0
        self._alike = 0.0
        self._listened = 0
        self._forget()

    @property
    def known(self) -> bool:
        """Whether it has lately taken out an echo that was there, or what it leaves of one is drowned by all else."""
        return self._since_known < KNOWN_FOR or self._echo_left < DROWNED * self._all_left

    @property
    def absent_so_far(self) -> bool:
        """Whether nothing of the loudspeaker has been found in the microphone lately; at first nothing is found yet."""
        return self._alike < ABSENT

    @property
    def absent(self) -> bool:
        """Whether there is nothing of it: headphones, or a device that takes its echo out."""
        return self.absent_so_far and self._listened >= LISTENED

    def process(self, near: Pcm16, far: Pcm16) -> Pcm16:
        """`BLOCK` samples of the microphone without the echo of `far`, the loudspeaker's samples of the same time."""
        self._far = np.concatenate([self._far[BLOCK:], far.astype(np.float32)])
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(self._far)
        heard = near.astype(np.float32)
        echo = np.fft.irfft((self._played * self._way).sum(axis=0), 2 * BLOCK)[BLOCK:].astype(np.float32)
        left = heard - echo
        self._compare(heard, echo)
        self._learn(left)
        self._doubt(heard, left)
        cleaned: Pcm16 = np.clip(np.round(left), -32768, 32767).astype(np.int16)
        return cleaned

    def _forget(self) -> None:
        self._way: Spectra = np.zeros((PARTITIONS, BLOCK + 1), np.complex64)
        self._unsure: Floats = np.full((PARTITIONS, BLOCK + 1), UNSURE, np.float32)

    def _learn(self, left: Floats) -> None:
        """One step of the Kalman filter, every frequency by itself."""
        heard = np.fft.rfft(np.concatenate([np.zeros(BLOCK, np.float32), left]))
        self._other = SMOOTHING * self._other + (1 - SMOOTHING) * np.abs(heard).astype(np.float32) ** 2
        power = np.abs(self._played) ** 2
        gain = self._unsure / ((self._unsure * power).sum(axis=0) + 2 * self._other + QUIET)
        change = np.fft.irfft(gain * np.conj(self._played) * heard, axis=1).astype(np.float32)
        change[:, BLOCK:] = 0.0  # a partition answers for its own delays only
        self._way = self._way + np.fft.rfft(change, axis=1).astype(np.complex64)
        size = np.abs(self._way) ** 2
        moved = (1 - SPREAD) * size + SPREAD * size.mean(axis=0)
        self._unsure = FORGETTING**2 * (1 - gain * power / 2) * self._unsure + (1 - FORGETTING**2) * moved
        self._echo_left = FADING * self._echo_left + (1 - FADING) * float((self._unsure * power).sum())
        self._all_left = FADING * self._all_left + (1 - FADING) * float(self._other.sum())

    def _compare(self, near: Floats, echo: Floats) -> None:
        """How much of the echo comes true that was expected before this block was heard. Low sounds count less: rooms
        hum, and chance is alike for longer there.
        """
        heard, expected = np.diff(near), np.diff(echo)
        if float(np.mean(expected**2)) > AUDIBLE:
            alike = float(np.dot(heard, expected)) / float(np.linalg.norm(heard) * np.linalg.norm(expected) + 1.0)
            self._alike = FORGOTTEN * self._alike + (1 - FORGOTTEN) * alike
            self._listened += 1

    def _doubt(self, near: Floats, left: Floats) -> None:
        """Begin anew where taking out an echo adds one: somebody moved the loudspeaker, or a clock jumped."""
        self._before = SLOWLY * self._before + (1 - SLOWLY) * float(np.mean(near**2))
        self._after = SLOWLY * self._after + (1 - SLOWLY) * float(np.mean(left**2))
        if self._after > WORSE * self._before:
            self._forget()
            self._after, self._since_known = self._before, KNOWN_FOR
        self._since_known = 0 if self._after < KNOWN * self._before else min(KNOWN_FOR, self._since_known + 1)
