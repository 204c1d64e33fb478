"""The one place where sample positions and the session clock meet."""


class SampleClock:
    """At which session time a sample leaves the loudspeaker. The card tells, again and again; the rate is its own."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._offset = 0.0
        self._anchored = False

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
        if not self._anchored or abs(difference) > 0.1:
            self._offset, self._anchored = offset, True
        else:
            self._offset += 0.02 * difference
