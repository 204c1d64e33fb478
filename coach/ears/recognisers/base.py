"""What a recogniser is to the ear: a segment of speech in; what was said, and which armed phrase it may have been."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from coach.phrases.grammar import Grammar
from coach.ports import Pcm16


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, written down by a recogniser that is free to write anything.

    `likely` is the mean natural log probability of its pieces: near 0 for clear speech, below -1 for noise.
    """

    text: str
    likely: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was probably said, the same for all recognisers: the armed phrase that fits best, and free transcripts.

    `text` is the armed phrase in whole words ("" for none), `confidence` 0 to 1 that it really was that; `why` names
    what spoke against it, for the live screen; times are in seconds from the start of the segment. `may_go_on`: more
    words could follow and mean something else, as "and twenty" after "a hundred".
    `free` are the transcripts, best first; empty for a recogniser that knows the armed phrases only. `likely` is how
    likely the armed phrase is in itself, as for a transcript; 0 where nobody tells. `witness` is what another
    recogniser made of the same segment.
    """

    text: str
    confidence: float = 0.0
    why: str = ""
    begin: float = 0.0
    end: float = 0.0
    may_go_on: bool = False
    free: tuple[Transcript, ...] = ()
    likely: float = 0.0
    witness: "Hypothesis | None" = None

    @property
    def transcript(self) -> Transcript | None:
        """The best of the free ones."""
        return self.free[0] if self.free else None


NOTHING = Hypothesis("")


class Recogniser(Protocol):
    """Speech to words. One segment at a time."""

    name: str

    def arm(self, grammar: Grammar) -> None:
        """From now on only the phrases of this grammar can be recognised."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """The best phrase for one whole segment (mono int16 at EAR_RATE), or `NOTHING`."""

    def close(self) -> None:
        """Give the memory back."""


@runtime_checkable
class Divisible(Protocol):
    """A recogniser that can share its work with another processor."""

    def divide(self) -> None:
        """From now on do so, in a process that ends with this one."""


@runtime_checkable
class Foreseeing(Protocol):
    """A recogniser that can be told what it will be asked for, and works on it meanwhile."""

    def foresee(self, segment: Pcm16) -> None:
        """Soon `recognise` may be called with this very segment; or never, when it is spoken on."""


class Tended(Recogniser, Foreseeing, Protocol):
    """A recogniser in processes of its own, which are started anew when they die or hang."""

    troubles: list[str]
    """What was recovered from since this was last emptied."""

    @property
    def hears_sounds(self) -> bool:
        """Whether it can tell the sounds of a remark."""

    def last_sounds(self) -> str:
        """The sounds of the segment recognised last, with spaces between; "" where there are none."""

    def become(self, make: Callable[[], Recogniser]) -> None:
        """From now on let what hears sounds be what this makes; to be armed anew. Raises EarError."""

    @property
    def alive(self) -> bool:
        """Whether its processes run."""

    def revive(self) -> None:
        """Start anew those that have ended, armed as they were; raises EarError when that does not work."""

    def mend(self) -> None:
        """Start it, or start it anew, armed as it was; raises EarError when that does not work."""
