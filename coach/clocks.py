"""The three clocks as types, and the positions of the sample clock: what is of one clock is not taken for another's.

To a type checker a moment is a number that knows its clock: a moment and seconds are a moment, two moments of one clock
are seconds apart, and a moment of one clock is refused where one of another, or a bare number, is expected. At run time
each is a `NewType`, the plain number, so nothing of this shows in the journal or costs anything in a callback.

    SessionTime(12.5)       what the coach decides by; begins with the session, goes on while the machine sleeps
    MachineTime(84_012.3)   this machine's monotonic clock; told to nobody, kept nowhere
    WallTime(1.7e9)         unix seconds; may jump by hours, so only the calendar waits on it
    SamplePosition(96_000)  how many samples the loudspeaker was given before this one

`coach.audio.clock` is where session time and sample positions meet.
"""

# mypy: disable-error-code="no-overload-impl, overload-cannot-match, overload-overlap, override"
# Narrower than the arithmetic of floats on purpose, and the overloads have no bodies: only a type checker reads them.

from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from typing import Self, overload

    class ClocksMixed:
        """What a sum or a difference across two clocks is: nothing can be done with it."""

    class Moment(float):
        """A time of any clock."""

        @overload
        def __add__(self, other: "Moment", /) -> ClocksMixed: ...
        @overload
        def __add__(self, other: float, /) -> Self: ...
        def __radd__(self, other: float, /) -> Self: ...
        @overload
        def __sub__(self, other: Self, /) -> float: ...
        @overload
        def __sub__(self, other: "Moment", /) -> ClocksMixed: ...
        @overload
        def __sub__(self, other: float, /) -> Self: ...

    class SessionTime(Moment):
        """Seconds on the session clock."""

    class MachineTime(Moment):
        """Seconds on a clock of this machine that only goes forward."""

    class WallTime(Moment):
        """Unix seconds, right or wrong."""

    class SamplePosition(int):
        """A place in the loudspeaker's stream; lengths in samples are plain numbers."""

        def __add__(self, other: int, /) -> Self: ...
        def __radd__(self, other: int, /) -> Self: ...
        @overload
        def __sub__(self, other: Self, /) -> int: ...
        @overload
        def __sub__(self, other: int, /) -> Self: ...

else:
    SessionTime = NewType("SessionTime", float)
    MachineTime = NewType("MachineTime", float)
    WallTime = NewType("WallTime", float)
    SamplePosition = NewType("SamplePosition", int)

SESSION_START = SessionTime(0.0)
"""Where the clock of every session begins."""
