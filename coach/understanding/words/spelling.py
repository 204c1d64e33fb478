"""Words that were typed in a hurry, or misheard by a letter: "secodns" is "seconds"."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from coach.reading.files import Kind, UnreadableError, read_bytes

DICTIONARY = Path("model", "en-us", "cmudict-en-us.dict")
"""Where the small recogniser's package keeps its 134,000 words, each at the beginning of a line."""
LIMIT = Kind("a dictionary", 16_000_000)

SHORTEST = 4
"""Of shorter words too many are like each other."""


class Dictionary:
    """English words as the small recogniser's package lists them; none where it is not installed."""

    def knows(self, word: str) -> bool:
        """Whether it is a word: then it is no slip of another. The lines are in the order of their bytes."""
        content, wanted = self._content, word.encode()
        at = bisect_left(range(len(content)), wanted, key=lambda place: _word_at(content, place))
        return at < len(content) and _word_at(content, at) == wanted

    @cached_property
    def _content(self) -> bytes:
        package = find_spec("pocketsphinx")
        if package is None or package.origin is None:
            return b""
        try:
            return read_bytes(Path(package.origin).parent / DICTIONARY, LIMIT)
        except UnreadableError:
            return b""


def _word_at(content: bytes, place: int) -> bytes:
    """The word of the line at this place, without the number of one of several pronunciations."""
    begin = content.rfind(b"\n", 0, place) + 1
    return content[begin : content.find(b" ", begin)].partition(b"(")[0]


class Spelling:
    """Mends words that nobody knows to the word of the lexicon that is one slip away, where there is just one."""

    def __init__(self, known: Callable[[str], bool], lexicon: Iterable[str]) -> None:
        self._known = known
        self._lexicon = frozenset(word for word in lexicon if len(word) >= SHORTEST)

    def __call__(self, word: str) -> str:
        """The word, mended if need be."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._lexicon:
            return word
        near = {other for left in _shortened(word) for other in self._by_shortened.get(left, ())}
        found = [other for other in near if one_slip(word, other)]
        # A dictionary is looked through last, it is the slowest.
        return found[0] if len(found) == 1 and not self._known(word) else word

    @cached_property
    def _by_shortened(self) -> Mapping[str, Sequence[str]]:
        """The lexicon by its words and by what is left of each without one of its letters."""
        found: dict[str, list[str]] = {}
        for word in self._lexicon:
            for left in _shortened(word):
                found.setdefault(left, []).append(word)
        return found


def _shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter: words one slip apart have one of these in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip(one: str, other: str) -> bool:
    """Whether a letter wrong, left out, too many, or two swapped make one word of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) == len(other):
        swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]
