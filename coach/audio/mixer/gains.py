"""How loud each layer of the mix is: the volume, what is lowered or held while the lifter talks, and the limiter."""

import numpy as np

from coach.audio.mixer.messages import Duck, Volume
from coach.clocks import SamplePosition
from coach.core.commands import Rank
from coach.ports import Samples

FADE = 0.005
"""Seconds in which a cut sound dies away, and in which another volume is reached."""

DUCKING = 0.03
"""Seconds in which what is said becomes softer when the lifter talks over it, or as loud as before."""

DUCKED_AT_MOST = 3.5
"""Seconds after which a voice that was lowered rises by itself: whoever lowered it may have died."""

COUNTED = frozenset({Rank.COUNT, Rank.COUNTDOWN})
"""A lifter groans under a count; it must stay as clear as it was, unless something else is asked for."""


class Layers:
    """The sounds of one block before they are one: warnings, counts, everything else said, and tones."""

    def __init__(self, frames: int) -> None:
        self.said, self.counted, self.warned, self.tones = (np.zeros(frames, dtype=np.float32) for _ in range(4))
        self._spoken = {Rank.SAFETY: self.warned, **dict.fromkeys(COUNTED, self.counted)}

    def of(self, rank: Rank, *, spoken: bool) -> Samples:
        """Where a clip of this rank is to be added."""
        return self._spoken.get(rank, self.said) if spoken else self.tones


class Loudness:
    """What the layers are multiplied by, block after block, at `rate` samples a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._fade = fade_length(rate)
        self._volume = self._wanted = 1.0
        self._said, self._counted = _Factor(rate), _Factor(rate)
        self._ducked_until = SamplePosition(0)

    def take(self, order: Volume | Duck, position: SamplePosition) -> None:
        """Go there, from this sample on."""
        if isinstance(order, Volume):
            self._wanted = order.factor
            return
        self._said.wanted, self._counted.wanted = order.said, order.counted
        self._ducked_until = position + round(DUCKED_AT_MOST * self._rate)

    def together(self, layers: Layers, position: SamplePosition) -> Samples:
        """The layers as one block that begins at this sample, within -1 to 1."""
        frames = len(layers.tones)
        self._rise(position)
        said, counted = self._said.over(frames), self._counted.over(frames)
        voice: Samples = layers.warned + counted * layers.counted + said * layers.said
        return limited(voice * self._volume_over(frames) + layers.tones)

    def silence(self, frames: int, position: SamplePosition) -> Samples:
        """A block in which nothing sounds; what goes to another loudness goes on meanwhile."""
        self._rise(position)
        for factor in (self._said, self._counted):
            factor.over(frames)
        self._volume_over(frames)
        return np.zeros(frames, dtype=np.float32)

    def _rise(self, position: SamplePosition) -> None:
        if self._ducked_until <= position and (self._said.wanted, self._counted.wanted) != (1.0, 1.0):
            self.take(Duck(1.0), position)

    def _volume_over(self, frames: int) -> Samples | float:
        if self._volume == self._wanted:
            return self._volume
        ramp = np.full(frames, self._wanted, dtype=np.float32)
        count = min(frames, self._fade)
        ramp[:count] = np.linspace(self._volume, self._wanted, count, dtype=np.float32)
        self._volume = self._wanted
        return ramp


class _Factor:
    """A loudness that goes to the one `wanted` within `DUCKING`."""

    def __init__(self, rate: int) -> None:
        self.wanted = self._now = 1.0
        self._step = 1 / (DUCKING * rate)

    def over(self, frames: int) -> Samples | np.float32:
        """Its values over the next samples; a single one where they are all alike."""
        before, after = self._now, self.wanted
        if before == after:
            return np.float32(after)
        step = (np.arange(frames) + 1) * self._step
        ramp = np.maximum(before - step, after) if after < before else np.minimum(before + step, after)
        self._now = float(ramp[-1])
        return np.asarray(ramp, dtype=np.float32)


def fade_length(rate: int) -> int:
    """The samples of one fade."""
    return max(1, round(FADE * rate))


def limited(block: Samples) -> Samples:
    """The block kept within -1 to 1: untouched up to 0.9, bent softly above, so that a sum of sounds never cracks."""
    size = np.abs(block)
    if size.max(initial=0.0) <= 0.9:
        return block
    bent = np.sign(block) * (0.9 + 0.1 * np.tanh((size - 0.9) / 0.1))
    return np.where(size <= 0.9, block, bent).astype(np.float32)
