"""How the microphone's sound is: what is wrong with it, whether the ear takes that out by itself, and what mends it.

The same for a recording, for `coach calibrate` and for `coach doctor --sound`, in the words of whoever can mend it.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from coach.ears.decision.overload import CLIPPED, share_at_the_top
from coach.ports import EAR_RATE, Pcm16

OFFSET = 0.01
"""Of full scale: a mean that is no sound."""
TONES_CUT = 0.6
"""The share of a chirp at its very top from which on it is cut off: 0.4 of a whole one is there, 0.67 of one driven
half as far again as it may be, 0.89 of one four times too loud."""
FAINT = -50.0
"""Decibels below full scale of the loudest tenth of a second: with less, words are near the last bits."""
HUM, HUMS = -50.0, 0.5
"""Decibels below full scale, and the share of all that is heard, from which on the mains hum is worth a word."""
MAINS = (50, 60)
OVERTONES = 6
BURST, BURSTS = 16.0, 3.0
"""How far a click stands above the level around it, as a factor, and so many a second are no clicks of a door."""
WINDOW = EAR_RATE
"""Samples that are looked at in one go."""

Sound = NDArray[np.float64]

Fault = tuple[str, str]
"""The name of its kind, and what is wrong with what mends it."""


class Condition:
    """Takes what the microphone gives, block by block, and tells what is wrong with it; a few numbers are kept.

    Where nobody is meant to have `spoken`, it may be as soft as it likes; of what are `chirps`, more stands at the top
    than of a voice.
    """

    def __init__(self, *, spoken: bool = True, chirps: bool = False) -> None:
        self._spoken = spoken
        self._cut_from = TONES_CUT if chirps else CLIPPED
        self._rest: list[Pcm16] = []
        self._samples = self._sum = self._most = 0
        self._levels: list[float] = []
        self._cut: list[float] = []
        self._hums: list[tuple[float, float, float, int]] = []
        self._clicks = 0

    def take(self, block: Pcm16) -> None:
        """The next block, mono at `EAR_RATE`."""
        self._rest.append(block)
        if sum(map(len, self._rest)) >= WINDOW:
            self._look()

    def told(self) -> Iterator[str]:
        """What is wrong, with what becomes of it or what mends it; nothing for a sound that is as it should be."""
        yield from (words for _, words in self.faults())

    @property
    def loudest(self) -> float:
        """Decibels below full scale of the loudest tenth of a second of what was looked at."""
        return float(20 * np.log10(max(max(self._levels, default=0.0), 1e-9)))

    def faults(self) -> Iterator[Fault]:
        """The same, each after the name of its kind."""
        self._look()
        if not self._samples:
            return
        if not self._most:
            yield "silent", "there is nothing but digital silence: the microphone is muted, unplugged or broken"
            return
        offset = self._sum / self._samples / 32768
        if abs(offset) >= OFFSET:
            yield "offset", f"it stands at an offset of {100 * offset:+.0f} % of full scale, which is taken out"
        yield from self._told_of_loudness()
        yield from self._told_of_noise()

    def _told_of_loudness(self) -> Iterator[Fault]:
        cut = max(self._cut, default=0.0)
        if cut >= self._cut_from:
            yield "clipped", "it is cut off where it is loud, and words are lost: turn the microphone's level down"
        if self._spoken and self._levels and self.loudest < FAINT:
            how = f"it is faint ({self.loudest:.0f} dB at its loudest)"
            yield "faint", f"{how}: turn the microphone's level up, or bring it nearer"

    def _told_of_noise(self) -> Iterator[Fault]:
        if self._clicks > BURSTS * self._samples / EAR_RATE:
            yield "crackles", "it crackles: use another plug or cable, and let other programs have less to do"
        quietest = sorted(self._hums)[: max(1, len(self._hums) // 3)]  # a voice hides it, and it never ends
        if not quietest or min(share for _, _, share, _ in quietest) < HUMS:
            return
        _, level, _, mains = quietest[-1]
        if level >= 10 ** (HUM / 20):
            how = f"the mains hum at {mains} Hz ({20 * np.log10(level):.0f} dB)"
            yield "hum", f"{how}, of which the lowest tone is softened: use another socket, cable or power supply"

    def _look(self) -> None:
        """Look at what has come, and keep the numbers."""
        sound = np.concatenate([*self._rest, np.zeros(0, np.int16)])
        self._rest = []
        if not len(sound):
            return
        self._samples += len(sound)
        self._sum += int(sound.sum(dtype=np.int64))
        self._most = max(self._most, int(np.abs(sound.astype(np.int32)).max()))
        level: Sound = (sound - sound.mean()) / 32768
        tenths = level[: len(level) // 1600 * 1600].reshape(-1, 1600)
        self._levels += [float(np.sqrt((tenths**2).mean(axis=1)).max())] if len(tenths) else []
        if np.sqrt((level**2).mean()) > 10 ** (FAINT / 20):
            self._cut.append(share_at_the_top(sound))
        if len(sound) >= WINDOW:
            self._hums.append(_hum(level[:WINDOW]))
        self._clicks += _clicks(level)


def _hum(level: Sound) -> tuple[float, float, float, int]:
    """Of one second: the level of all, that of the mains hum, its share of the power, and its frequency."""
    spectrum = np.abs(np.fft.rfft(level * np.hanning(len(level)))) ** 2
    whole = float(spectrum[5:].sum()) or 1.0
    powers = {mains: sum(float(spectrum[mains * n - 1 : mains * n + 2].sum()) for n in range(1, OVERTONES + 1))
              for mains in MAINS}  # fmt: skip
    mains = max(powers, key=lambda each: powers[each])
    share = powers[mains] / whole
    power = float((level**2).mean())
    return power**0.5, (power * share) ** 0.5, share, mains


def _clicks(level: Sound) -> int:
    """How often a single moment stands far above what is around it."""
    steps = np.abs(np.diff(level))
    if not len(steps):
        return 0
    usual = max(float(np.percentile(steps, 90)), 1e-4)
    high = np.flatnonzero(steps > BURST * usual)
    return int((np.diff(high, prepend=-EAR_RATE) > EAR_RATE // 100).sum())


LEVELS = ("clipped", "faint")
"""Whether the microphone's level is right; only something loud tells."""


def levels_of(loud: Iterable[Pcm16], *, chirps: bool = False) -> list[str]:
    """What is wrong with the microphone's level, by somebody's remarks or by chirps that came back."""
    condition = Condition(chirps=chirps)
    for sound in loud:
        condition.take(sound)
    return [words for kind, words in condition.faults() if kind in LEVELS]


def condition_of(blocks: Iterable[Pcm16], *, spoken: bool = True) -> list[str]:
    """What is wrong with all of this sound."""
    condition = Condition(spoken=spoken)
    for block in blocks:
        condition.take(block)
    return list(condition.told())
