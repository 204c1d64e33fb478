"""Words as they are compared: lower case, contractions and units written out, what means nothing left out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from coach.understanding.words.concepts import Concepts
from coach.understanding.words.patterns import as_matched
from coach.understanding.words.respelling import Part, Respelling

QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": " ", "”": " ", "–": "-", "—": ",", "…": ","})
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
OUT_OF = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
POINTED_CLOCK = re.compile(r"(?<=\bat )(\d{1,2})\.([0-5]\d)\b")
OF_TEN = re.compile(r"\bout of 10\b")
BY = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)")
TIMES_BEFORE = re.compile(r"(?<![\w.])x\s*(\d+)(?![\w.:])")
"""A count with its sign in front of it: "x8"."""
CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?!\d)")
SIGNED = re.compile(r"(?<![\w.])([+-])\s*(?=\d)")
PARTING = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
BREAKS = re.compile(r"(?<!\d)[.,](?!\d)|(?<=\d)[.,](?!\d)|[;!?:]+")
NOT_WORDS = re.compile(r"[^\w\s.,':%|]|_|(?<!\w)'|'(?!\w)|(?<!\d)[.](?!\d)")
REPEATED = re.compile(r"\b(\w+)(?: \1\b)+")
STRETCHED = re.compile(r"([a-z])\1{2,}")
CALLED = re.compile(r",\s+([A-Z][a-z]+)\s*(?=[,.!?]|$)|(?<![\w'])([a-z']+) ([A-Z][a-z]+)(?=[,!])")
"""A name by itself behind a comma, or before one: "turn it down, Pekka", "ten more Pekka, come on". Recognisers of
free text and people write names large."""
BREAK = ","
"""The word that stands for a break between clauses."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark in the forms that the readers want."""

    said: tuple[str, ...]
    """Its words, contractions as they were said; clauses are parted by `BREAK`."""
    plain: tuple[str, ...]
    """The same with contractions written out, without fillers, politeness and names at its ends."""
    clock: str = "{minutes} {seconds}"
    """How a time like "1:30" is read out."""
    addressed: bool = False
    """Whether the coach was called by name."""
    called: bool = False
    """Whether somebody was called by a name that no wording knows."""

    @property
    def words(self) -> list[str]:
        """The plain words without breaks."""
        return [word for word in self.plain if word != BREAK]

    @property
    def breaks(self) -> frozenset[int]:
        """Indices of `words` before which there is a break."""
        found, at = set(), 0
        for word in self.plain:
            if word == BREAK:
                found.add(at)
            else:
                at += 1
        return frozenset(found)

    @property
    def matched(self) -> str:
        """The plain words without breaks, as the concept expressions want them."""
        return as_matched(self.words)

    @property
    def text(self) -> str:
        """The plain words, for people and for the learner; times like "1:30" read out."""
        return " ".join(self._read_out(word) for word in self.words)

    def _read_out(self, word: str) -> str:
        minutes, colon, seconds = word.partition(":")
        if not colon or not minutes.isdigit() or not seconds.isdigit():
            return word
        return self.clock.format(minutes=minutes, seconds=seconds)


def words_of(text: str, spellings: Mapping[str, str]) -> list[str]:
    """The words of a text and its breaks: lower case, "1:30" kept, "102,5" as 102.5, "45s" as two words."""
    plain = text.casefold().translate(QUOTES)
    plain = DECIMAL_COMMA.sub(".", THOUSANDS.sub("", plain))
    plain = TIMES_BEFORE.sub(r"\1 x", BY.sub(" by ", OUT_OF.sub(" out of ", plain)))
    plain = POINTED_CLOCK.sub(r"\1:\2", plain)
    plain = plain.replace("@", " at ")
    plain = OF_TEN.sub("out of ten", plain)
    plain = SIGNED.sub(lambda found: " plus " if found[1] == "+" else " minus ", plain)
    plain = BREAKS.sub(f" {BREAK} ", CLOCK.sub(r"\1§\2", plain)).replace("§", ":")
    plain = NOT_WORDS.sub(" ", plain.replace("%", " percent "))
    plain = STRETCHED.sub(r"\1\1", PARTING.sub(" ", plain))
    return [spelled for word in plain.split() for spelled in spellings.get(word, word).split()]


class Normaliser:
    """Text to `Remark`, with one language's concepts."""

    def __init__(
        self,
        concepts: Concepts,
        spellings: Mapping[str, str],
        mend: Callable[[str], str] = lambda word: word,
        known: frozenset[str] = frozenset(),
        *,
        respell: Respelling,
    ) -> None:
        """`spellings`: short forms written out; `mend`: what to do with words that may be misspelt; `known`: words
        that are nobody's name, however they are written; `respell`: what is written in a dialect."""
        self._concepts, self._spellings, self._mend, self._known = concepts, spellings, mend, known
        self._respell = respell

    def __call__(self, text: str) -> Remark:
        written = words_of(self._respell.figures(text), self._spellings)
        addressed, written = self._without_address(written)
        written = [self._unit(word, before) for before, word in pairwise(["", *written])]
        parts = [self._mended(part) for part in self._respell(written)]
        said = [word for part in parts for word in part.said]
        standard = [word for part in parts for word in part.standard]
        plain = [word for each, behind in pairwise([*standard, ""]) for word in self._written_out(each, behind)]
        kept = self._without_courtesy(self._without_fillers(plain))
        called = any(map(self._is_called, CALLED.finditer(text)))
        return Remark(tuple(said), tuple(kept or plain), self._concepts.file.numbers.clock, addressed, called)

    def _is_called(self, found: re.Match[str]) -> bool:
        """Whether a word written large is somebody's name who is called: "I did eight IN Oslo, easy" calls nobody."""
        by_itself, before, name = found.groups()
        return (by_itself or name).casefold() not in self._known and before not in self._concepts.file.belongs

    def _mended(self, part: Part) -> Part:
        """A word that nothing stands for, mended."""
        word = part.written[0]
        if part.standard != (word,) or word in self._concepts.contractions:
            return part
        mended = (self._mend(word),)
        return Part(mended, mended, mended)

    def _unit(self, word: str, before: str) -> str:
        return self._concepts.file.numbers.after_figures.get(word, word) if before[-1:].isdigit() else word

    def _without_address(self, words: list[str]) -> tuple[bool, list[str]]:
        """Whether the coach is called at the beginning or the end, and the words without that."""
        for name in self._concepts.address:
            size = len(name)
            if tuple(words[:size]) == name and len(words) > size:
                return True, words[size + (words[size] == BREAK) :]
            if tuple(words[-size:]) == name and len(words) > size:
                return True, words[: -size - (words[-size - 1] == BREAK)]
        return False, words

    def _written_out(self, word: str, behind: str) -> list[str]:
        concepts = self._concepts
        if behind in concepts.file.unshortened.get(word, ()):
            return [word]
        if word in concepts.contractions:
            return concepts.contractions[word].split()
        if word.endswith("'s") and len(word) > 2:
            stem = word[:-2]
            if behind.endswith("ing") or behind in concepts.said_of or concepts.is_body_word(stem):
                return [stem, "is"]
            theirs = stem not in concepts.file.own_nothing and concepts.is_body_word(behind)
            return [stem, concepts.file.somebodys] if theirs else [stem]
        for ending, full in (("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), ("'m", "am")):
            if word.endswith(ending):
                return [word[: -len(ending)], full]
        return [word.replace("'", "")] if "'" in word else [word]

    def _without_courtesy(self, words: list[str]) -> list[str]:
        """Without what is polite or calls somebody, at both ends, as long as something is left."""
        while True:
            shorter = self._shorter(words)
            if not shorter or shorter == words:
                return words
            words = shorter

    def _shorter(self, words: list[str]) -> list[str]:
        kept = [word for word in words[:1] + words[-1:] if word == BREAK]
        if kept:
            return words[words[0] == BREAK : len(words) - (words[-1] == BREAK and len(words) > 1)]
        text = as_matched(words)
        found = self._concepts.opening.match(text)
        if found and found.end() < len(text):
            return text[found.end() :].split()
        for each in self._concepts.closing.finditer(text):
            before = text[: each.start()].split()
            if each.end() == len(text) and before and not self._is_a_thing(before, each[0]):
                return before
        return words

    def _is_a_thing(self, before: list[str], name: str) -> bool:
        """Whether a friendly name calls nobody here: "give it a MISS"."""
        file = self._concepts.file
        return before[-1] in file.not_friendly_behind and name.strip() in file.friendly

    def _without_fillers(self, words: list[str]) -> list[str]:
        text = self._concepts.fillers.sub("", as_matched(words))
        return REPEATED.sub(self._once, text).split()

    def _once(self, found: re.Match[str]) -> str:
        """A word said twice in a row is a false start; a number said twice is two numbers, and a cry stays one."""
        word = found[1]
        number = word.isdigit() or self._concepts.number.fullmatch(as_matched([word]))
        return found[0] if number or word == "no" else word
