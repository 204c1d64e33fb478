"""The command reader: the wordings of the phrase file, found among lead-ins, politeness, tails and corrections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.phrases.intents import Phrases, Understood
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import BREAK, Remark
from coach.understanding.words.patterns import as_matched

STRIPPED_AT_MOST = 4
"""So many lead-ins or tails are taken off one remark."""

TAKEN_BACK = 4
"""So many words a correction takes back, if what stands behind it is to be all that was said."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of the phrase file that was found."""

    understood: Understood
    whole: bool
    """Whether it is all that was said, but for what means nothing."""


class CommandReader:
    """Finds wordings of one language's phrase file."""

    def __init__(self, phrases: Phrases, concepts: Concepts) -> None:
        self._phrases, self._concepts = phrases, concepts

    def __call__(self, remark: Remark, armed: frozenset[str] | None, *, spoken: bool = False) -> Wording | None:
        """The wording that comes nearest to all that was said; None when there is none."""
        for words, whole in self._forms(remark):
            understood = self._phrases.match(" ".join(words), armed, spoken=spoken)
            if understood is not None:
                return Wording(understood, whole and not self._of_what_was_taken_back(understood, words, remark))
        return None

    def _of_what_was_taken_back(self, understood: Understood, words: Sequence[str], remark: Remark) -> bool:
        """Whether it is a bare number, and what of stands in the words it takes back: "one more, no TWO", "two minutes,
        no wait, MAKE IT FOUR"."""
        text = as_matched(words)
        anew = self._concepts.says_anew.match(text)
        number = text[anew.end() :] if anew is not None else text
        bare = understood.intent == "log_reps" and self._concepts.number.fullmatch(number) is not None
        said = [word for word in remark.said if word != BREAK]
        return bare and any(self.corrected(form) != form for form in (said, remark.words))

    def _forms(self, remark: Remark) -> Iterator[tuple[Sequence[str], bool]]:
        """What is compared, the most of it first; without doubles."""
        seen: set[tuple[str, ...]] = set()
        for words, whole in self._candidates(remark):
            form = tuple(words)
            if form and form not in seen:
                seen.add(form)
                yield form, whole

    def _candidates(self, remark: Remark) -> Iterator[tuple[Sequence[str], bool]]:
        said = [word for word in remark.said if word != BREAK]
        yield said, True
        for words in (said, remark.words):
            spare = self._concepts.spare(as_matched(words))
            yield spare, True
            yield from ((form, True) for form in self.stripped(spare))
            corrected = self.corrected(spare)
            if corrected != spare:
                whole = len(spare) - len(corrected) <= TAKEN_BACK + 1
                yield corrected, whole
                yield from ((form, whole) for form in self.stripped(corrected))
        for clause in clauses(remark.said):
            yield clause, False
            yield from ((form, False) for form in self.stripped(clause))

    def stripped(self, words: list[str]) -> Iterator[list[str]]:
        """The words without lead-ins, without tails, without both, a little more each time."""
        for _ in range(STRIPPED_AT_MOST):
            shorter = self._without_lead(words)
            yield shorter
            without_tail = self._without_tail(words)
            yield without_tail
            both = self._without_tail(shorter)
            yield both
            if both == words:
                return
            words = both

    def _without_lead(self, words: list[str]) -> list[str]:
        found = self._concepts.leads.match(as_matched(words))
        kept = as_matched(words)[found.end() :].split() if found else words
        return _once(kept) or words

    def _without_tail(self, words: list[str]) -> list[str]:
        text = as_matched(words)
        for found in self._concepts.tails.finditer(text):
            if found.end() == len(text) and found.start() > 0:
                return text[: found.start()].split()
        return words

    def corrected(self, words: list[str]) -> list[str]:
        """What counts of a remark that takes part of itself back: what stands behind the last correction."""
        text = as_matched(words)
        last = None
        for found in self._concepts.corrections.finditer(text):
            before = text[: found.start()].rpartition(" ")[0].rpartition(" ")[2]
            last = last if before in self._concepts.file.surely else found
        if last is None:
            return words
        behind = text[last.end() :]
        if self._concepts.number.search(last[0]):
            behind = text[last.start() :].partition(" ")[2]
        return behind.split() or words


def clauses(words: Sequence[str]) -> Iterator[list[str]]:
    """The parts between breaks, where there is more than one."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == BREAK:
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    if len(parts) > 1:
        yield from parts


def _once(words: list[str]) -> list[str]:
    """ "next next" is one "next"."""
    half = len(words) // 2
    if words and len(words) % 2 == 0 and words[:half] == words[half:] and half <= 3:
        return words[:half]
    return words
