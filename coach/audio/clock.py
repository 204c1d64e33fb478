"""The one place where sample positions and the session clock meet; and what the session clock counts."""

import time
from collections import deque
from collections.abc import Callable, Iterator

from coach.clocks import SESSION_START, MachineTime, SamplePosition, SessionTime

STILL = 3.0
"""Seconds in which nothing ran, after which that is told: the machine slept, or the program was frozen."""


STOOD_STILL = 0.1
"""Seconds of difference from which on a stream stood still; callbacks that come unevenly differ by less."""

Stall = tuple[SessionTime, SessionTime]
"""When the next sample was to leave, and when it leaves after the stream stood still; session time."""


def seconds() -> MachineTime:
    """Seconds of a clock that only goes forward, and goes on while the machine sleeps."""
    return MachineTime(time.clock_gettime(time.CLOCK_BOOTTIME))


def session_clock(begin_at: SessionTime = SESSION_START) -> Callable[[], SessionTime]:
    """A session clock that reads `begin_at` now."""
    begun = seconds()
    return lambda: begin_at + (seconds() - begun)


class SampleClock:
    """At which session time a sample leaves the loudspeaker. The card tells, again and again; the rate is its own."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._zero = SESSION_START
        self._anchored = False
        self._stalls: deque[Stall] = deque()

    def time_at(self, position: SamplePosition) -> SessionTime:
        """The session time, in seconds, at which the sample at `position` leaves."""
        return self._zero + position / self.rate

    def position_at(self, time: SessionTime) -> SamplePosition:
        """The sample that leaves at session time `time`; may be negative before the first."""
        return SamplePosition(round((time - self._zero) * self.rate))

    def anchor(self, position: SamplePosition, time: SessionTime) -> None:
        """Learn that the sample at `position` leaves at `time`.

        Callbacks come unevenly, so a small difference is believed slowly and only a large one (a stream that stood
        still) at once.
        """
        zero = time - position / self.rate
        difference = zero - self._zero
        if not self._anchored or abs(difference) > STOOD_STILL:
            if self._anchored and difference > 0:
                self._stalls.append((self.time_at(position), time))
            self._zero, self._anchored = zero, True
        else:
            self._zero += 0.02 * difference

    def stalls(self) -> Iterator[Stall]:
        """The times the stream stood still since the last call, in order; for the planning side."""
        while self._stalls:
            yield self._stalls.popleft()
