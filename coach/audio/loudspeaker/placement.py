"""Who may sound when: what is booked on the timeline, where a new sound fits, who gives way. All in samples; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.clocks import SamplePosition
from coach.core.commands import Count, Countdown, Rank, Say, Sound
from coach.ports import COUNTED, Samples, Sounding

PATIENCE = {Rank.CHATTER: 3.0, Rank.CUE: 12.0}
"""Seconds a sound may be moved by more important ones before it is dropped; the ranks not named are never dropped."""

KINDS: Mapping[type[Sound], Sounding] = {
    Say: Sounding.SAY,
    Count: Sounding.COUNT,
    Countdown: Sounding.COUNTDOWN,
}
"""What each sound is told as; every other is a tone."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where one clip sounds: [begin, end), with the word it is and the sample of its perceived onset."""

    begin: SamplePosition
    end: SamplePosition
    word: str
    onset: SamplePosition
    samples: Samples
    spoken: bool = True

    def meets(self, begin: SamplePosition, end: SamplePosition) -> bool:
        """Whether it sounds anywhere in [begin, end)."""
        return self.begin < end and begin < self.end


@dataclass(slots=True)
class Booking:
    """One sound on the timeline, as it is placed now. `end` is when it is reported finished.

    `wished` is where it would have begun without more important sounds in its way, `why` what moved it from there.
    """

    key: int
    sound: Sound
    rank: Rank
    begin: SamplePosition
    end: SamplePosition
    spans: tuple[Span, ...]
    wished: SamplePosition
    begun: bool = False
    why: str = ""

    @property
    def kind(self) -> Sounding:
        return KINDS.get(type(self.sound), Sounding.TONE)

    @property
    def cue(self) -> int | None:
        return getattr(self.sound, "cue", None)

    @property
    def text(self) -> str:
        return ", ".join(span.word for span in self.spans)

    @property
    def last(self) -> SamplePosition:
        """Where its last clip ends, which for a count may be after `end`."""
        return max((span.end for span in self.spans), default=self.end)

    def covers(self, begin: SamplePosition, end: SamplePosition) -> bool:
        """Whether any of it sounds in [begin, end)."""
        return any(span.meets(begin, end) for span in self.spans)

    def ended_at(self, position: SamplePosition) -> None:
        """Nothing of it sounds from this sample on."""
        self.spans = tuple(
            Span(span.begin, min(span.end, position), span.word, span.onset, span.samples, span.spoken)
            for span in self.spans
            if span.begin < position
        )

    def shifted(self, by: int) -> None:
        """Stand `by` samples later, as a whole."""
        self.begin += by
        self.end += by
        self.spans = tuple(
            Span(span.begin + by, span.end + by, span.word, span.onset + by, span.samples, span.spoken)
            for span in self.spans
        )


def speech_end(bookings: Iterable[Booking], *, at_least: Rank, from_: SamplePosition) -> SamplePosition:
    """Where speech already placed ends: everything said at this rank or above, and whatever sounds at `from_`."""
    ends = [
        booking.last
        for booking in bookings
        if booking.kind is Sounding.SAY and (booking.rank >= at_least or booking.begin <= from_)
    ]
    return max((from_, *ends))


def first_gap(start: SamplePosition, length: int, busy: Sequence[Span], margin: int) -> SamplePosition:
    """The first place from `start` on where `length` samples fit between the busy spans, `margin` clear of each."""
    for span in sorted(busy, key=lambda span: span.begin):
        if span.meets(start - margin, start + length + margin):
            start = span.end + margin
    return start


def obstacles(bookings: Iterable[Booking], rank: Rank, start: SamplePosition) -> list[Span]:
    """The counted beats a sentence of `rank` must not cover: those at least as important, and one now sounding."""
    return [
        span
        for booking in bookings
        if booking.kind in COUNTED
        for span in booking.spans
        if booking.rank >= rank or span.begin <= start < span.end
    ]


def gives_way(booking: Booking, rank: Rank, from_: SamplePosition) -> bool:
    """Whether a booked sound can still be moved, and has to for one of `rank`: less important and not begun."""
    return (
        booking.kind in (Sounding.SAY, Sounding.COUNT)
        and booking.rank < rank
        and booking.begin > from_
        and not booking.begun
    )


def too_late(rank: Rank, moved: int, rate: int) -> bool:
    """Whether a sound moved by so many samples has lost its sense."""
    return moved > PATIENCE.get(rank, float("inf")) * rate
