"""What a recogniser is to the ear: a segment of speech in, words with a confidence out."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from coach.phrases.grammar import Grammar
from coach.ports import Pcm16


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was probably said: `text` of whole words ("" for nothing), `confidence` 0 to 1 that it really was that.

    `why` names what spoke against it, for the live screen; times are in seconds from the start of the segment.
    `may_go_on`: more words could follow and mean something else, as "and twenty" after "a hundred".
    """

    text: str
    confidence: float = 0.0
    why: str = ""
    begin: float = 0.0
    end: float = 0.0
    may_go_on: bool = False


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
