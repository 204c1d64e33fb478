"""The words that are likely near a coach: those of the phrases and of the concepts a remark is read with.

In noise what was said and some other word are often nearly as likely; then the one that may mean something is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ELSEWHERE = 1.0
"""The log probability that a piece is charged with for leading out of the expected words: it is written nevertheless
where it is e ** ELSEWHERE times as likely as any that does not."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The word that is being written: its letters, and whether an expected one begins like that."""

    letters: str = ""
    expected: bool = True


NO_WORD = Begun()


class Expected:
    """Expected words, as a transcript comes piece by piece; without any, nothing is expected and nothing charged."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = frozenset(words)
        self._beginnings = frozenset(word[:end] for word in self._words for end in range(1, len(word) + 1))

    def on(self, begun: Begun, letters: str | None) -> tuple[Begun, bool]:
        """The word in hand behind these letters of a piece, None for a piece of no word, and whether the piece leads
        out of the expected words. In the rest of a word that is none nothing does."""
        if not self._words:
            return begun, False
        if letters is None:
            return Begun("", expected=False), begun.expected
        out = False
        for letter in letters:
            begun, here = self._letter(begun, letter)
            out = out or here
        return begun, out

    def _letter(self, begun: Begun, letter: str) -> tuple[Begun, bool]:
        if letter == " ":
            return NO_WORD, begun.expected and not self._is(begun.letters, self._words)
        letters = begun.letters + letter
        expected = begun.expected and self._is(letters, self._beginnings)
        return Begun(letters, expected), begun.expected and not expected

    @staticmethod
    def _is(letters: str, known: frozenset[str]) -> bool:
        """Whether they are among these, or a number in digits, with its unit behind it or not."""
        word = letters.rstrip(".")
        return not word or word == "%" or word[0].isdigit() or word in known
