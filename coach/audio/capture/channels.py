"""One sound out of several channels: the mean of those that hear, and one alone where the mean would be silence.

Of an array of more than two microphones those are taken that hear the same: one of its channels may be what the
loudspeaker plays, or be put together from the others and late.
"""

import numpy as np
from numpy.typing import NDArray

from coach.ports import Samples

DEAD = 10**-3.0
"""Power of a channel, as a part of the loudest one's, below which it hears nothing: 30 dB less."""
CANCELLED = 0.1
"""Power of the mean, as a part of the channels' own, below which they cancel each other: one is wired the wrong way."""
ARRAY = 3
"""Channels from which on it is an array."""
ALIKE = 0.5
"""Likeness of two microphones of an array that hear the same, from -1 to 1."""
SLOW = 4000
"""Samples per second at which they are compared: some centimetres apart, they hear only what is slow at one time."""
REMEMBERED = 2.0
"""Seconds of sound that tell which channels hear."""


class Channels:
    """Mixes pieces of one stream of `rate` samples per second, as float32 of (frames, channels)."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._products: NDArray[np.float64] = np.zeros((0, 0))
        self._group: NDArray[np.intp] = np.zeros(0, np.intp)

    def mixed(self, samples: Samples) -> Samples:
        """The piece as one channel."""
        if samples.shape[1] == 1 or not len(samples):
            return np.ascontiguousarray(samples[:, 0])
        self._listen(samples)
        return np.ascontiguousarray(samples[:, self._hearing()].mean(axis=1, dtype=np.float32))

    def told(self) -> str:
        """What is wrong with the channels, and which are taken; nothing where all hear the same."""
        powers = np.diag(self._products)
        if len(powers) < 2 or not powers.max():
            return ""
        taken, all_of = self._hearing(), len(powers)
        if len(taken) == all_of:
            return ""
        which = " and ".join(str(number + 1) for number in taken)
        dead = int((powers < DEAD * powers.max()).sum())
        if dead == all_of - len(taken):
            return f"{dead} of its {all_of} channels hear nothing; of the others the sound is taken ({which})"
        why = "they cancel each other out" if all_of < ARRAY else "the others hear something else"
        return f"of its {all_of} channels only {which} is taken, as {why}"

    def _listen(self, samples: Samples) -> None:
        sound, seconds = samples.astype(np.float64), len(samples) / self._rate
        if samples.shape[1] >= ARRAY:
            sound = _slowed(sound, max(1, self._rate // SLOW))
        # What changes from sample to sample: a channel that only has an offset hears nothing.
        changes = np.diff(sound, axis=0, prepend=sound[:1])
        here = changes.T @ changes
        if self._products.shape != here.shape:
            self._products = np.zeros_like(here)
        self._products = self._products * np.exp(-seconds / REMEMBERED) + here

    def _hearing(self) -> NDArray[np.intp]:
        """The channels that are to be mixed."""
        powers = np.diag(self._products)
        if len(powers) >= ARRAY:
            return self._alike()
        alive = np.flatnonzero(powers >= DEAD * powers.max())
        together = self._products[np.ix_(alive, alive)].mean()
        if together < CANCELLED * powers[alive].mean():
            return np.array([int(powers.argmax())])
        return alive

    def _alike(self) -> NDArray[np.intp]:
        """The largest number of channels that hear the same, now or before; one of usual loudness until some do.

        What is played may be far louder than what is heard, or there may be nothing to hear yet but each channel's own
        noise: neither makes the loudspeaker's channel the one that hears.
        """
        every = np.diag(self._products)
        usual = _usual(every)
        alive = np.flatnonzero(every >= DEAD * every[usual])
        powers = every[alive]
        likeness = self._products[np.ix_(alive, alive)] / np.sqrt(np.maximum(np.outer(powers, powers), 1e-30))
        same = likeness > ALIKE
        group = alive[same[int(same.sum(axis=0).argmax())]]
        if len(group) > max(1, np.isin(self._group, alive).sum()):
            self._group = group
        known = self._group[np.isin(self._group, alive)]
        return known if len(known) else np.array([usual])


def _usual(powers: NDArray[np.float64]) -> int:
    """The channel in the middle of those that give anything, by power; the softer one of two."""
    order = np.argsort(powers, kind="stable")
    giving = order[powers[order] > 0]
    return int(giving[(len(giving) - 1) // 2]) if len(giving) else 0


def _slowed(sound: NDArray[np.float64], times: int) -> NDArray[np.float64]:
    """The mean of every so many samples; nothing of a piece that has fewer."""
    whole = len(sound) // times * times
    slowed: NDArray[np.float64] = sound[:whole].reshape(-1, times, sound.shape[1]).mean(axis=1)
    return slowed if len(slowed) else sound[:1]
