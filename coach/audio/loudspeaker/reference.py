"""What the loudspeaker played, as the ears need it to take the coach's own voice out of the microphone.

To the sample: a block's time is known to some milliseconds only, as callbacks come unevenly. Were each block's
reference looked up by its time, the way from loudspeaker to microphone would seem to change from block to block, and no
echo canceller could learn it.
"""

from collections.abc import Callable

import numpy as np

from coach.clocks import SamplePosition, SessionTime
from coach.ports import EAR_RATE, Pcm16, Samples

Played = Callable[[SamplePosition, SamplePosition], Samples]
"""What the loudspeaker played between two positions."""

LOST = 0.1
"""Seconds between where it is and where it should be after which it begins anew: a stream stood still."""
AWAY, BACK = 0.006, 0.001
"""Seconds it may be away, on average, before it is led back; and when it is back."""
BELIEVED = 0.01
"""How much a single block's time counts in that average: two seconds tell."""
YOUNG, QUICKLY = 100, 0.1
"""Blocks after it began in which it finds its place, and how much of the way at each of them."""
SLOWLY = 0.33
"""Samples at each block that it is led back by afterwards: what listens to it can follow, and clocks differ by less."""


class SteadyReference:
    """Follows the loudspeaker at the microphone's own pace: each block begins where the last one ended.

    `position_at` tells which of the loudspeaker's samples leaves at a session time, `played` gives them, at `rate`.
    """

    def __init__(self, position_at: Callable[[SessionTime], SamplePosition], played: Played, rate: int) -> None:
        self._position_at, self._played, self._rate = position_at, played, rate
        self._next: float | None = None
        self._away = 0.0
        self._led = False
        self._blocks = 0

    def before(self, until: SessionTime, count: int) -> Pcm16:
        """What was played in the last `count` ear samples before session time `until`; call it for each block."""
        wanted = self._position_at(until - count / EAR_RATE)
        if self._next is None or abs(wanted - self._next) > LOST * self._rate:
            self._next, self._away, self._led, self._blocks = float(wanted), 0.0, False, 0
        self._away += BELIEVED * (wanted - self._next - self._away)
        self._lead_back()
        begin = SamplePosition(round(self._next))
        self._next += count * self._rate / EAR_RATE
        return at_ear_rate(self._played, begin, count, self._rate)

    def _lead_back(self) -> None:
        """A part of a sample at a time, once it is too far away: two clocks are never the same."""
        self._blocks += 1
        away = abs(self._away) / self._rate
        self._led = away > (BACK if self._led else AWAY)
        if self._next is None or (self._blocks > YOUNG and not self._led):
            return
        step = QUICKLY * self._away if self._blocks <= YOUNG else SLOWLY * (1 if self._away > 0 else -1)
        self._next += step
        self._away -= step


def at_ear_rate(played: Played, begin: SamplePosition, count: int, rate: int) -> Pcm16:
    """`count` ear samples of what was played from position `begin` on; a little more is read, so that no edge shows."""
    import soxr

    edge = EAR_RATE // 100
    first = begin - round(edge * rate / EAR_RATE)
    needed = round((count + 2 * edge) * rate / EAR_RATE)
    sound = soxr.resample(played(first, first + needed), rate, EAR_RATE, quality="LQ")[edge : edge + count]
    padded = np.zeros(count, dtype=np.float32)
    padded[: len(sound)] = sound
    return np.asarray(np.clip(padded * 32767, -32768, 32767), dtype=np.int16)
