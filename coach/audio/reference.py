"""What the loudspeaker played, as the ears need it to take the coach's own voice out of the microphone."""

from collections.abc import Callable

import numpy as np

from coach.ports import EAR_RATE, Pcm16, Samples


def at_ear_rate(played: Callable[[int, int], Samples], begin: int, count: int, rate: int) -> Pcm16:
    """`count` ear samples of what was played from position `begin` on; a little more is read, so that no edge shows."""
    import soxr

    edge = EAR_RATE // 100
    first = begin - round(edge * rate / EAR_RATE)
    needed = round((count + 2 * edge) * rate / EAR_RATE)
    sound = soxr.resample(played(first, first + needed), rate, EAR_RATE, quality="LQ")[edge : edge + count]
    padded = np.zeros(count, dtype=np.float32)
    padded[: len(sound)] = sound
    return np.asarray(np.clip(padded * 32767, -32768, 32767), dtype=np.int16)
