"""The one place where sample positions and the session clock meet; and what the session clock counts."""

import time
from collections import deque
from collections.abc import Iterator

STILL = 3.0
"""Seconds in which nothing ran, after which that is told: the machine slept, or the program was frozen."""


STOOD_STILL = 0.1
"""Seconds of difference from which on a stream stood still; callbacks that come unevenly differ by less."""

Stall = tuple[float, float]
"""When the next sample was to leave, and when it leaves after the stream stood still; session time."""


def seconds() -> float:
    """Seconds of a clock that only goes forward, and goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SampleClock:
    """At which session time a sample leaves the loudspeaker. The card tells, again and again; the rate is its own."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._offset = 0.0
        self._anchored = False
        self._stalls: deque[Stall] = deque()

    def time_at(self, position: int) -> float:
        """The session time, in seconds, at which the sample at `position` leaves."""
        return position / self.rate + self._offset

    def position_at(self, time: float) -> int:
        """The sample that leaves at session time `time`; may be negative before the first."""
        return round((time - self._offset) * self.rate)

    def anchor(self, position: int, time: float) -> None:
        """Learn that the sample at `position` leaves at `time`.

        Callbacks come unevenly, so a small difference is believed slowly and only a large one (a stream that stood
        still) at once.
        """
        offset = time - position / self.rate
        difference = offset - self._offset
        if not self._anchored or abs(difference) > STOOD_STILL:
            if self._anchored and difference > 0:
                self._stalls.append((self.time_at(position), time))
            self._offset, self._anchored = offset, True
        else:
            self._offset += 0.02 * difference

    def stalls(self) -> Iterator[Stall]:
        """The times the stream stood still since the last call, in order; for the planning side."""
        while self._stalls:
            yield self._stalls.popleft()
