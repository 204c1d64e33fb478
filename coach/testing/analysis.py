"""Measuring a recording: where sounds begin, where there is sound at all, and whether anything was clipped."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


def envelope(samples: Samples, rate: int, window: float = 0.002) -> NDArray[np.float64]:
    """Loudness over time: the root mean square of consecutive windows of `window` seconds, one value each."""
    size = max(1, round(rate * window))
    whole = len(samples) // size * size
    squares = samples[:whole].astype(np.float64).reshape(-1, size) ** 2
    loudness: NDArray[np.float64] = np.sqrt(squares.mean(axis=1))
    return loudness


def sounding(
    samples: Samples, rate: int, *, threshold: float = 0.01, silence: float = 0.06
) -> list[tuple[float, float]]:
    """The stretches of sound as (begin, end) in seconds; gaps shorter than `silence` seconds do not split one."""
    window = 0.002
    loud = np.flatnonzero(envelope(samples, rate, window) > threshold)
    if not len(loud):
        return []
    splits = np.flatnonzero(np.diff(loud) > silence / window)
    begins = loud[np.concatenate([[0], splits + 1])]
    ends = loud[np.concatenate([splits, [len(loud) - 1]])] + 1
    return [(float(b * window), float(e * window)) for b, e in zip(begins, ends, strict=True)]


def onsets(samples: Samples, rate: int, *, threshold: float = 0.01, silence: float = 0.06) -> NDArray[np.float64]:
    """The times in seconds at which sound begins after at least `silence` seconds without."""
    return np.array([begin for begin, _ in sounding(samples, rate, threshold=threshold, silence=silence)])


def clipped(samples: Samples, ceiling: float = 0.999) -> int:
    """How many samples stand at or above the ceiling: flat tops that a listener hears as crackling."""
    return int(np.count_nonzero(np.abs(samples) >= ceiling))


def offset_between(recording: Samples, rate: int, clip: Samples, expected: float, search: float = 0.5) -> float | None:
    """How much later than `expected` seconds `clip` (at `rate`) really stands in the recording, in seconds.

    Found by normalised cross-correlation within `search` seconds either way; None when nothing there resembles it.
    """
    first = max(0, round((expected - search) * rate))
    window = recording[first : first + round(2 * search * rate) + len(clip)].astype(np.float64)
    if len(window) <= len(clip):
        return None
    size = 1 << (len(window) + len(clip)).bit_length()
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size)), size)
    places = len(window) - len(clip)
    energy = np.concatenate([[0.0], np.cumsum(window**2)])
    local = np.sqrt(np.maximum(energy[len(clip) : len(clip) + places] - energy[:places], 1e-9))
    likeness = product[:places] / (local * np.sqrt(np.sum(clip.astype(np.float64) ** 2)) + 1e-9)
    best = int(np.argmax(likeness))
    return None if likeness[best] < 0.6 else (first + best) / rate - expected
