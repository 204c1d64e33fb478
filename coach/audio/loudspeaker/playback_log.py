"""What the loudspeaker did, for the transcript: what began and when, what was moved, dropped or cut, and why.

And when the sound stood still: what was told before of that stretch and of what follows without a pause comes later.
"""

from collections.abc import Sequence

from coach.audio.clock import SampleClock
from coach.audio.loudspeaker.placement import Booking
from coach.clocks import SamplePosition
from coach.ports import COUNTED, Sounded, Sounding

SILENCED = "silenced"
LATE = "it came too late for its place"
RAN_DRY = "the sound stood still"


def way_of(text: str) -> str:
    """The reason that something more important was in the way."""
    return f"it gave way to: {text}"


class SoundLog:
    """Collects what became of every sound; positions in samples, told as session time."""

    def __init__(self, clock: SampleClock) -> None:
        self._clock = clock
        self._told: list[Sounded] = []

    def began(self, booking: Booking) -> None:
        """It begins to sound; when that is not where it was wished, it was moved."""
        if booking.begin > booking.wished:
            self.note(Sounding.MOVED, booking.text, booking.wished, booking.begin, booking.why)
        spans = booking.spans if booking.kind in COUNTED else ()
        self._told.append(
            Sounded(
                booking.kind,
                booking.text,
                self._clock.time_at(booking.begin),
                self._clock.time_at(booking.end),
                tuple(self._clock.time_at(span.onset) for span in spans),
                tuple(span.word for span in spans),
            )
        )

    def note(self, kind: Sounding, text: str, begin: SamplePosition, end: SamplePosition, why: str) -> None:
        """It was dropped or cut between these samples, or moved from the one to the other."""
        self._told.append(Sounded(kind, text, self._clock.time_at(begin), self._clock.time_at(end), why=why))

    def drain(self) -> Sequence[Sounded]:
        """What was told since the last call."""
        told, self._told = self._told, []
        return [*(Sounded(Sounding.UNDERRUN, "", due, left, why=RAN_DRY) for due, left in self._clock.stalls()), *told]
