"""A remark's words as the safety reader looks at them: where each begins, and where its clauses do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

OWN = frozenset({"i", "my", "me", "mine", "myself"})
"""Words for the speaker."""

ANEW = OWN | {"it", "there"}
"""At the beginning of a clause they begin a sentence of its own."""

TOWARDS = frozenset(
    {"in", "from", "of", "with", "on", "at", "to", "into", "down", "behind", "under", "across", "along"}
)
"""What is named behind these is no subject: "pain IN my knee"."""

BETWEEN = frozenset({"my", "the", "both", "left", "right", "lower", "upper"})
"""Words that may stand between."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words `begin` to `end` (exclusive)."""

    begin: int
    end: int

    def apart(self, other: "Span") -> int:
        """Words between the two; 0 where they touch or overlap."""
        return max(0, other.begin - self.end, self.begin - other.end)


@dataclass(frozen=True)
class Parted:
    """The words of a remark, and the indices of words before which there is a break."""

    text: str
    breaks: frozenset[int]
    named: frozenset[int] = frozenset()
    """Indices of words that belong to what is felt or to a part of the body."""

    @cached_property
    def words(self) -> list[str]:
        return self.text.split()

    @cached_property
    def _starts(self) -> Mapping[int, int]:
        """The index of the word that begins at each place of the text."""
        return {found.start(): index for index, found in enumerate(re.finditer(r"\S+", self.text))}

    def span(self, found: re.Match[str]) -> Span:
        """The words that were found."""
        begin = self._starts[found.start()]
        return Span(begin, begin + len(found[0].split()))

    def towards(self, at: int) -> bool:
        """Whether what is named from this word on belongs to what stands before: "in my LEFT HIP"."""
        while at and at not in self.breaks and self.words[at - 1] in BETWEEN:
            at -= 1
        return at > 0 and at not in self.breaks and self.words[at - 1] in TOWARDS

    def parted(self, span: Span) -> bool:
        """Whether there is a break before one of these words or behind the last."""
        return any(span.begin <= each <= span.end for each in self.breaks)

    def clause_of(self, span: Span) -> int:
        """The index of the first word of the clause a sign stands in, if it is a sentence of its own; else 0.

        "not really, I can't breathe" denies nothing; "no numbness, tingling or weakness" denies all of it.
        """
        begins = (each for each in self.breaks if each <= span.begin < len(self.words) and self.words[each] in ANEW)
        return max(begins, default=0)
