"""What was missed, beside what was done: "four, and the fifth would not go", "two short", "lost the last one"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.understanding.amounts.said import Said
from coach.understanding.words.quantities import Quantity

MISSED_WITHIN = 2
"""So many words may stand between "missed" and how many, or the one that failed."""
MOST_MISSED, MOST_FAILED = 5, 3
"""More than this is what was done; and of what is only told to have failed, behind what was done."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The misses of a remark."""

    said: Said

    def so_many(self, amount: Quantity) -> bool:
        """Whether so many were missed: "MISSED the last two", "two SHORT"; not "two, then I missed the third"."""
        return amount.value <= MOST_MISSED and any(
            self._before(begin, end, amount) or self._behind(begin, end, amount)
            for phrase in self.said.numbers.missed
            for begin, end in self.said.places(phrase)
        )

    def _would_not(self, amount: Quantity) -> bool:
        """Whether so many failed behind others that were done: "four went up, ONE STAYED down"."""
        begins = {begin for phrase in self.said.numbers.failing for begin, _ in self.said.places(phrase)}
        last = (place for phrase in self.said.numbers.failing_last for place in self.said.places(phrase))
        begins |= {begin for begin, end in last if end == len(self.said.words)}
        behind = (self.said.words[amount.end : begin] for begin in begins if begin >= amount.end)
        near = any(len(words) <= MISSED_WITHIN and self.said.numbers.follows.isdisjoint(words) for words in behind)
        return near and amount is not self.said.amounts[0] and amount.value <= MOST_FAILED

    def beside(self, done: Quantity) -> int:
        """How many were missed, beside so many done; 0 for none that was told."""
        numbers = self.said.numbers
        if done.value + 1 in self._ordinals() or any(self.is_next(each) for each in self.said.amounts):
            return 1
        if self.said.says(numbers.others_missed):
            return 0
        others = [each for each in self.said.amounts if each is not done]
        counted = [each for each in others if self.so_many(each) or self._would_not(each)]
        if counted:
            return int(counted[0].value)
        return int(self.said.says(numbers.missed) or self._failed_next())

    def is_next(self, amount: Quantity) -> bool:
        """Whether it is the place of the one that failed: "got five but COULD NOT GET SIX"."""
        counted = any(each.value == amount.value - 1 for each in self.said.amounts)
        numbers = self.said.numbers
        failed = any(begin == amount.end for phrase in numbers.failing for begin, _ in self.said.places(phrase))
        return counted and (failed or self._right_behind((*numbers.missed, *numbers.missed_at), amount))

    def of_all(self) -> tuple[int, int] | None:
        """All and how many of them are missing: "two short OF TEN", "seven OUT OF EIGHT"; None where not both are."""
        for one, whole in pairwise(self.said.of("", "rep")):
            between = self.said.words[one.end : whole.begin]
            if whole.value > one.value and self.said.numbers.of & set(between) and self.so_many(one):
                return int(whole.value), int(one.value)
            if whole.value >= one.value > 0 and self._out_of(between):
                return int(whole.value), int(whole.value - one.value)
        tens = [each for each in self.said.amounts[:1] if each.unit == "rpe" and not self.said.of("rep")]
        return (10, int(10 - tens[0].value)) if tens else None

    def _out_of(self, between: Sequence[str]) -> bool:
        """Whether all of them follow: "seven OUT OF eight", "four done OUT OF THE six"."""
        words = [word for word in between if word not in self.said.numbers.the]
        other = " ".join(words) in {*self.said.numbers.by, *self.said.numbers.instead}
        return len(words) <= MISSED_WITHIN + 1 and not other and words[-1:] != [] and words[-1] in self.said.numbers.of

    def is_place(self, amount: Quantity) -> bool:
        """Whether it is the place of the one that failed, alone: "got STUCK ON five", "missed REP six"."""
        numbers, before = self.said.numbers, self.said.words[: amount.begin][-1:]
        named = not numbers.units.get("rep", frozenset()).isdisjoint(before)
        return self._right_behind((*numbers.missed_at, *(numbers.missed if named else ())), amount)

    def the_one(self) -> int | None:
        """Which one failed, where only that was told: "FAILED on the fifth", "the FIFTH would not go"."""
        phrases = (*self.said.numbers.missed, *self.said.numbers.missed_at, *self.said.numbers.failing)
        if not self.said.says(phrases):
            return None
        return max(self._ordinals(), default=None)

    def _right_behind(self, phrases: Iterable[str], amount: Quantity) -> bool:
        """Whether the number stands right behind one of these, but for what it counts: "failed ON THE REP six"."""
        numbers = self.said.numbers
        named = numbers.the | numbers.units.get("rep", frozenset())
        ends = (end for phrase in phrases for _, end in self.said.places(phrase) if end <= amount.begin)
        return any(named.issuperset(self.said.words[end : amount.begin]) for end in ends)

    def _ordinals(self) -> list[int]:
        """The repetitions that were named by their place: "the FIFTH", but not "the second set"."""
        numbers, words = self.said.numbers, self.said.words
        return [
            numbers.ordinals[word]
            for word, behind in zip(words, [*words[1:], ""], strict=True)
            if word in numbers.ordinals and behind not in numbers.not_behind_ordinal
        ]

    def _failed_next(self) -> bool:
        """Whether the last one or the one after failed: "the LAST ONE I COULD NOT get up"."""
        numbers = self.said.numbers
        return any(
            0 <= begin - end <= MISSED_WITHIN
            for next_one in (*numbers.nexts, *sorted(numbers.lasts))
            for _, end in self.said.places(next_one)
            for phrase in numbers.failing
            for begin, _ in self.said.places(phrase)
        )

    def _before(self, begin: int, end: int, amount: Quantity) -> bool:
        """ "MISSED the last two", "LOST TWO", but not "FAILED the third but got two"."""
        between = self.said.words[end : amount.begin]
        numbers = self.said.numbers
        other = any(end <= each.begin < amount.begin for each in self.said.amounts)  # "all but ONE, four"
        apart = not other and (numbers.follows | numbers.beside | numbers.leaves).isdisjoint(between)
        return begin < amount.begin and len(between) <= MISSED_WITHIN and apart

    def _behind(self, begin: int, end: int, amount: Quantity) -> bool:
        """ "two SHORT", "two reps SHORT of it", and nothing more."""
        between = self.said.words[amount.end : begin]
        last = end == len(self.said.words) or self.said.words[end] in self.said.numbers.of | self.said.numbers.leaves
        other = any(amount.end <= each.begin < begin for each in self.said.amounts)
        near = begin >= amount.end and len(between) <= 1 and not other
        return near and last and self.said.numbers.follows.isdisjoint(between)
