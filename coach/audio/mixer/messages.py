"""What the planning side tells the sample timeline, and what that tells back. Positions and lengths are in samples."""

from dataclasses import dataclass
from typing import Literal

from coach.clocks import SamplePosition
from coach.core.commands import Rank
from coach.ports import Samples


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip at an absolute sample position; `spoken` clips follow the volume, tones do not."""

    start: SamplePosition
    samples: Samples
    spoken: bool = True

    @property
    def end(self) -> SamplePosition:
        return self.start + len(self.samples)


@dataclass(frozen=True, slots=True)
class Score:
    """Clips that belong together, from `begin` to `end` (samples); both ends are reported. A tone has no `cue`.

    A score taken too late moves as a whole, or, when `fixed`, loses the clips whose start has passed.
    """

    key: int
    cue: int | None
    rank: Rank
    begin: SamplePosition
    end: SamplePosition
    clips: tuple[Placed, ...]
    fixed: bool = False
    immune: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back, before they sound, the clips of score `key` (all that have not begun when `starts` is None)."""

    key: int
    starts: frozenset[SamplePosition] | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Fade out and drop every score of this rank or below."""

    up_to: Rank


@dataclass(frozen=True, slots=True)
class Volume:
    """The factor on everything spoken, reached within one fade."""

    factor: float


@dataclass(frozen=True, slots=True)
class Duck:
    """Further factors on what is said and on what is counted, reached within `DUCKING`; warnings stay as they are.

    They hold until the next one, and for `DUCKED_AT_MOST` seconds at most.
    """

    said: float
    counted: float = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """The score `key` began or ended at this sample position, or will stand `by` samples later than it was placed."""

    kind: Literal["began", "ended", "moved"]
    key: int
    cue: int | None
    position: SamplePosition
    by: int = 0


Order = Score | Withdraw | Cut | Volume | Duck
"""What the timeline takes."""
