"""What a remark says of no body: figures of speech, noes that only answer, what is supposed, a bare call for help."""

import re
from functools import lru_cache
from itertools import pairwise

from coach.understanding.safety.clauses import BETWEEN
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import BREAK, Remark
from coach.understanding.words.patterns import as_matched

MASK = "§"
"""Stands for a word of a figure of speech."""

KEPT = 4
"""Remarks whose words are kept without figures: several readers look at the same one."""

END = "."
"""In a template: where a clause begins or ends."""


class Sayings:
    """Finds them with one language's concepts."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        self._unfigured = lru_cache(maxsize=KEPT)(self._masked)

    def answered(self, remark: Remark) -> str:
        """What is said behind a no that only answers; "" where none opens it."""
        text = remark.matched
        while (found := self._concepts.answering.match(text)) is not None and found.start() == 0:
            text = text.partition(" ")[2]
        return text.strip() if text != remark.matched else ""

    def saying(self, remark: Remark) -> bool:
        """Whether there is a figure of speech in it."""
        return self.without_figures(remark) != remark.matched

    def own_part(self, remark: Remark) -> bool:
        """Whether a part of the speaker's own body is named."""
        return self._concepts.loose_figures[1].search(self.without_figures(remark)) is not None

    def supposed(self, remark: Remark) -> bool:
        """Whether what is felt is only supposed."""
        return self._concepts.listed("supposed").search(remark.matched) is not None

    def holds_load(self, remark: Remark) -> bool:
        """Whether nothing is said but that a load is held to the body."""
        return self._concepts.listed("held_load").fullmatch(remark.matched) is not None

    def cries(self, remark: Remark) -> bool:
        """Whether nothing is said but a call for help."""
        said = as_matched(word for word in remark.said if word != BREAK)
        return self._concepts.listed("cries").fullmatch(said) is not None

    def without_figures(self, remark: Remark) -> str:
        """The words as they are matched, those of figures of speech masked."""
        return self._unfigured(remark)

    def _masked(self, remark: Remark) -> str:
        anywhere, in_clause = self._concepts.figures
        words = self._without_loose(anywhere.sub(masked, remark.matched)).split()
        begins = sorted({0, *(each for each in remark.breaks if each < len(words))})
        for begin, end in pairwise([*begins, len(words)]):
            clause = as_matched([END, *words[begin:end], END])
            words[begin:end] = in_clause.sub(masked, clause).split()[1:-1]
        return as_matched(words)

    def _without_loose(self, text: str) -> str:
        """Without the figures that no part of the speaker's own is beside, nor any right behind: "pop in THE HIP"."""
        loose, own_part = self._concepts.loose_figures
        if loose.search(text) is None:
            return text
        own = [each.span() for each in own_part.finditer(text)]

        def unless_own(found: re.Match[str]) -> str:
            beside = any(begin <= found.end() and end >= found.start() for begin, end in own)
            beside = beside or self._names_part(text, found.end())
            return found[0] if beside else masked(found)

        return loose.sub(unless_own, text)

    def _names_part(self, text: str, at: int) -> bool:
        """Whether a part of the body is named from here on, with words like "the" or "left" before it or without."""
        for word in text[at:].split():
            if any(part.match(text, at) for _, part in self._concepts.body):
                return True
            if word not in BETWEEN:
                return False
            at += len(word) + 1
        return False


def masked(found: re.Match[str]) -> str:
    """So many masks as there are words."""
    return as_matched(word if word == END else MASK for word in found[0].split())
