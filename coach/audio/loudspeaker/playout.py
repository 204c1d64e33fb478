"""What leaves the loudspeaker, for any thread: which words sound at a time, and the reference of the echo."""

from collections.abc import Iterable

from coach.audio.clock import SampleClock
from coach.audio.loudspeaker.placement import Booking, Span
from coach.audio.loudspeaker.reference import SteadyReference, at_ear_rate
from coach.audio.mixer.timeline import Timeline
from coach.clocks import SessionTime
from coach.ports import EAR_RATE, Pcm16


class Playout:
    """Tells what is played and was; only `book` belongs to the loop's thread."""

    def __init__(self, timeline: Timeline, clock: SampleClock) -> None:
        self._timeline, self._clock = timeline, clock
        self._said: tuple[Span, ...] = ()

    def book(self, bookings: Iterable[Booking]) -> None:
        """These are the words from now on, as one tuple, swapped whole: the ear's thread reads it."""
        self._said = tuple(span for booking in bookings for span in booking.spans if span.spoken)

    def saying_at(self, time: SessionTime) -> str:
        """The words sounding at that session time, tones left out."""
        position = self._clock.position_at(time)
        return " ".join(span.word for span in self._said if span.begin <= position < span.end)

    def speaks_between(self, begin: SessionTime, end: SessionTime) -> bool:
        """Whether words sound anywhere in that stretch of session time."""
        first, last = self._clock.position_at(begin), self._clock.position_at(end)
        return any(span.meets(first, last) for span in self._said)

    def reference(self, until: SessionTime, count: int) -> Pcm16:
        """What the loudspeaker played in the last `count` ear samples before session time `until`."""
        begin = self._clock.position_at(until - count / EAR_RATE)
        return at_ear_rate(self._timeline.played, begin, count, self._timeline.rate)

    def steady_reference(self) -> SteadyReference:
        """The same for one block after the other of a live microphone, whose times are known to some milliseconds."""
        return SteadyReference(self._clock.position_at, self._timeline.played, self._timeline.rate)
