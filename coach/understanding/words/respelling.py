"""Words written as they are said in a dialect, and short forms of typing, in standard spelling: "meenit" is "minute".

What stands for what is data: scripts/respellings/LANGUAGE.yaml, by kind. A word that is plain English too ("fit",
"far") counts only beside words that are unmistakably of that dialect, or where it begins a question.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from coach.understanding.words.concept_file import read_as
from coach.understanding.words.numbers_shape import Shape

ENOUGH = 2
"""So many unmistakable words of a dialect make its other words likely."""

DROPPED, SHORTEST = "in", 5
"""The end of a word that lost its g, and how long such a word is at least: "pin", "thin" and "chin" lost none."""

ENDING = re.compile(r"'(?:s|re|ve|ll|d|m)$")
BREAK = ","


class Kind(Shape):
    """One dialect or way of typing: what is written, one word or several, and the standard words for it."""

    words: dict[str, str] = Field(default_factory=dict)
    """Unmistakable."""
    shared: dict[str, str] = Field(default_factory=dict)
    """English words too: only beside `ENOUGH` of `words`."""
    asking: dict[str, str] = Field(default_factory=dict)
    """English words too: only where they begin a question."""


class RespellingsFile(Shape):
    """scripts/respellings/LANGUAGE.yaml."""

    language: str
    ask: frozenset[str] = frozenset()
    """Verbs behind the word that begins a question."""
    subjects: frozenset[str] = frozenset()
    """Words behind such a verb; where another stands, one unmistakable word is needed as well."""
    whole_in: frozenset[str] = frozenset()
    """Words that end like those that lost their g, and lost none."""
    kinds: dict[str, Kind] = Field(default_factory=dict)


def read_respellings(path: Path) -> RespellingsFile:
    """A file of respellings as it is written; raises ContentError with every fault and its place."""
    return read_as(RespellingsFile, path)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a remark: as it was written, as wordings are looked for in it, and in standard spelling."""

    written: tuple[str, ...]
    said: tuple[str, ...]
    standard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    written: tuple[str, ...]
    standard: tuple[str, ...]
    kind: str
    how: str


class Respelling:
    """Respells the words of remarks in one language."""

    def __init__(self, file: RespellingsFile, wordings: frozenset[str], is_word: Callable[[str], bool]) -> None:
        """`wordings`: words of wordings, which are looked for as they are written: the lifter's own may be in dialect.
        `is_word`: whether a common English word is written so; a dropped g is put back where that makes one."""
        self._file, self._wordings, self._is_word = file, wordings, is_word
        self._by_first: dict[str, list[_Entry]] = defaultdict(list)
        for name, kind in file.kinds.items():
            for how in ("words", "asking", "shared"):
                for written, standard in getattr(kind, how).items():
                    words = tuple(written.split())
                    self._by_first[words[0]].append(_Entry(words, tuple(standard.split()), name, how))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry.written))
        self._figured = _figured(file)

    def figures(self, text: str) -> str:
        """A text with the short forms that hold figures written out, before letters and figures are parted: "b4"."""
        found, table = self._figured
        return found.sub(lambda match: table[match[0].casefold()], text)

    def __call__(self, words: Sequence[str]) -> Iterator[Part]:
        """The parts of a remark, in their order; breaks are words."""
        counts = self._counts(words)
        at = 0
        while at < len(words):
            part = self._part(words, at, counts)
            yield part
            at += len(part.written)

    def _counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """How many unmistakable words of each kind there are."""
        counts: dict[str, int] = defaultdict(int)
        at = 0
        while at < len(words):
            plain = [entry for entry, _ in self._entries(words, at) if entry.how == "words"]
            longest = len(plain[0].written) if plain else 1
            for kind in {entry.kind for entry in plain if len(entry.written) == longest}:
                counts[kind] += 1
            at += longest
        return counts

    def _part(self, words: Sequence[str], at: int, counts: Mapping[str, int]) -> Part:
        for entry, ending in self._entries(words, at):
            if self._holds(entry, words, at, counts):
                return self._as_part(
                    words[at : at + len(entry.written)], *entry.standard[:-1], entry.standard[-1] + ending
                )
        return self._as_part([words[at]], self._with_g(words[at]))

    def _as_part(self, words: Sequence[str], *standard: str) -> Part:
        written = tuple(words)
        return Part(written, written if self._wordings.issuperset(written) else standard, standard)

    def _entries(self, words: Sequence[str], at: int) -> Iterator[tuple[_Entry, str]]:
        """What may stand here, the longest first, with the ending of its last word: "meenit'S"."""
        word = words[at]
        stem = ENDING.sub("", word)
        for entry in (*self._by_first.get(word, ()), *(self._by_first.get(stem, ()) if stem != word else ())):
            *before, last = words[at : at + len(entry.written)]
            if (*before, last) == entry.written:
                yield entry, ""
            elif (*before, ENDING.sub("", last)) == entry.written:
                yield entry, last[len(entry.written[-1]) :]

    def _holds(self, entry: _Entry, words: Sequence[str], at: int, counts: Mapping[str, int]) -> bool:
        if entry.how == "words":
            return True
        if entry.how == "shared":
            return counts[entry.kind] >= ENOUGH
        if at and words[at - 1] != BREAK:
            return False
        behind = [*words[at + 1 : at + 3], "", ""]
        if words[at] == entry.written[0] and behind.pop(0) not in self._file.ask:
            return False
        return behind[0] in self._file.subjects or counts[entry.kind] > 0

    def _with_g(self, word: str) -> str:
        if len(word) < SHORTEST or not word.endswith(DROPPED) or word in self._file.whole_in or self._is_word(word):
            return word
        return f"{word}g" if self._is_word(f"{word}g") else word


def _figured(file: RespellingsFile) -> tuple[re.Pattern[str], Mapping[str, str]]:
    table = {
        written: standard
        for kind in file.kinds.values()
        for written, standard in kind.words.items()
        if re.search(r"\d", written)
    }
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, table)) or '(?!)'})(?!\w)", re.IGNORECASE), table
