"""How a clip is made fit to be heard: trimmed, levelled to one loudness, without clicks, its loud start measured.

Loudness is that of ITU-R BS.1770 (the K-weighting of EBU R 128) in LUFS, with gating blocks of 100 ms in place of 400:
a counted word is shorter than one block of the standard. The ready-made meters need scipy.signal, which costs a second
and 95 MB at the start; the weighting is two filters, applied here as their frequency response.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.ports import Clip, Samples

SILENT = -120.0
"""The loudness given to what holds no sound at all, in LUFS."""

PEAK = 0.89
"""No sample of a clip goes above this: one decibel under full scale."""

LONGEST_KEPT = 1 << 18
"""Samples up to which a weighting is kept for the next sound of that length: 2 MB, for a sentence of 5 s at 48 kHz."""

ONSET_SHARE = 0.35
"""A word is felt to begin where its envelope first reaches this share of the peak of its first syllables."""


def biquad_response(b: tuple[float, float, float], a: tuple[float, float, float], turns: NDArray[Any]) -> NDArray[Any]:
    """The complex response of one second-order filter at `turns` (radians per sample)."""
    z = np.exp(-1j * turns)
    return np.asarray((b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z))


def k_weighting(frequencies: NDArray[Any], rate: int) -> NDArray[Any]:
    """The response of both K-weighting filters at `frequencies` (Hz), designed for `rate` samples per second."""
    turns = 2 * np.pi * frequencies / rate
    gain, quality, corner = 3.999843853973347, 0.7071752369554196, 1681.974450955533
    k, high = np.tan(np.pi * corner / rate), 10 ** (gain / 20)
    mid = high**0.4996667741545416
    shelf = biquad_response(
        (high + mid * k / quality + k * k, 2 * (k * k - high), high - mid * k / quality + k * k),
        (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k),
        turns,
    )
    quality, corner = 0.5003270373238773, 38.13547087602444
    k = np.tan(np.pi * corner / rate)
    rumble = biquad_response(
        (1.0, -2.0, 1.0), (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k), turns
    )
    return np.asarray(shelf * rumble)


def _weighting_of(size: int, rate: int) -> NDArray[Any]:
    """The response for a spectrum of so many samples, which takes longer to make than all else of a measurement."""
    return _made_weighting(size, rate) if size <= LONGEST_KEPT else k_weighting(np.fft.rfftfreq(size, 1 / rate), rate)


@lru_cache(maxsize=6)  # the sizes are powers of two: the phrases of a voice have four or five
def _made_weighting(size: int, rate: int) -> NDArray[Any]:
    return k_weighting(np.fft.rfftfreq(size, 1 / rate), rate)


def loudness(samples: Samples, rate: int) -> float:
    """Gated loudness in LUFS of mono samples; `SILENT` when there is nothing to hear."""
    if not len(samples):
        return SILENT
    size = 1 << int(np.ceil(np.log2(len(samples) + rate // 5)))  # room for the filters to ring out
    spectrum = np.fft.rfft(samples.astype(np.float64), size)
    weighted = np.fft.irfft(spectrum * _weighting_of(size, rate), size)[: len(samples)]
    powers = _block_powers(weighted, rate // 10)
    powers = powers[powers > _power(-70.0)]
    if not len(powers):
        return SILENT
    kept = powers[powers >= powers.mean() / 10]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def _power(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))


def _block_powers(samples: NDArray[Any], block: int) -> NDArray[Any]:
    """Mean squares of blocks which overlap by three quarters; one block when the sound is shorter than that."""
    if len(samples) <= block:
        return np.array([np.mean(samples**2)])
    sums = np.concatenate(([0.0], np.cumsum(samples**2)))
    starts = np.arange(0, len(samples) - block + 1, max(1, block // 4))
    return np.asarray((sums[starts + block] - sums[starts]) / block)


def envelope(samples: Samples, rate: int, window: float = 0.010) -> NDArray[Any]:
    """The running level (root mean square over `window` seconds around each sample)."""
    width = max(1, round(window * rate))
    padded = np.pad(samples.astype(np.float64) ** 2, (width // 2, width - width // 2))
    sums = np.cumsum(padded)
    return np.asarray(np.sqrt(np.maximum(sums[width:] - sums[:-width], 0.0) / width))


def trim(samples: Samples, rate: int, *, below: float = 0.003) -> Samples:
    """Without the silence at both ends, a hair of it kept (5 ms before, 20 ms after); nothing stays nothing."""
    loud = np.flatnonzero(np.abs(samples) > below * max(float(np.max(np.abs(samples), initial=0.0)), 1e-9))
    if not len(loud) or not np.any(samples):
        return samples[:0]
    begin = max(0, int(loud[0]) - round(0.005 * rate))
    return samples[begin : int(loud[-1]) + 1 + round(0.020 * rate)]


def faded(samples: Samples, rate: int, seconds: float = 0.003) -> Samples:
    """A copy whose first and last few milliseconds rise from and fall to nothing, so that no end clicks."""
    result = samples.astype(np.float32, copy=True)
    count = min(round(seconds * rate), len(result) // 2)
    if count:
        ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / count)).astype(np.float32)
        result[:count] *= ramp
        result[-count:] *= ramp[::-1]
    return result


def levelled(samples: Samples, rate: int, target: float, peak: float = PEAK) -> Samples:
    """Brought to the `target` loudness in LUFS, or as near as the highest peak allows; silence stays silence."""
    now = loudness(samples, rate)
    highest = float(np.max(np.abs(samples), initial=0.0))
    if now <= SILENT or highest == 0:
        return samples
    gain = min(10 ** ((target - now) / 20), peak / highest)
    return (samples * np.float32(gain)).astype(np.float32)


def onset(samples: Samples, rate: int) -> int:
    """The sample at which the first word is felt to begin: where its envelope climbs highest fastest.

    That is the vowel of "three", not its hiss: the envelope of the first 400 ms crosses `ONSET_SHARE` of its peak.
    """
    first = envelope(samples[: round(0.4 * rate)], rate)
    if not len(first) or not first.max():
        return 0
    return int(np.argmax(first >= ONSET_SHARE * first.max()))


def finished(samples: Samples, rate: int, target: float) -> Clip:
    """Raw engine output made into a clip: trimmed, levelled to `target` LUFS, faded, its onset measured."""
    ready = faded(levelled(trim(samples, rate), rate, target), rate)
    return Clip(ready, rate, onset(ready, rate))
