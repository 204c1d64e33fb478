"""What was missed, beside what was done: "four, and the fifth would not go", "two short", "lost the last one"."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.understanding.said import Said
from coach.understanding.words.quantities import Quantity

MISSED_WITHIN = 2
"""So many words may stand between "missed" and how many, or the one that failed."""
MOST_MISSED = 5
"""More than this is what was done."""


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

    def beside(self, done: Quantity) -> int:
        """How many were missed, beside so many done; 0 for none that was told."""
        numbers = self.said.numbers
        if done.value + 1 in self._ordinals() or any(self.is_next(each) for each in self.said.amounts):
            return 1
        if self.said.says(numbers.others_missed):
            return 0
        counted = [each for each in self.said.amounts if each is not done and self.so_many(each)]
        if counted:
            return int(counted[0].value)
        return int(self.said.says(numbers.missed) or self._failed_next())

    def is_next(self, amount: Quantity) -> bool:
        """Whether it is the place of the one that failed: "got five but COULD NOT GET SIX"."""
        counted = any(each.value == amount.value - 1 for each in self.said.amounts)
        return counted and self._right_behind(self.said.numbers.missed, amount)

    def is_place(self, amount: Quantity) -> bool:
        """Whether it is the place of the one that failed, with nothing else told: "got STUCK ON five"."""
        return self._right_behind(self.said.numbers.missed_at, amount)

    def the_one(self) -> int | None:
        """Which one failed, where only that was told: "FAILED on the fifth", "the FIFTH would not go"."""
        phrases = (*self.said.numbers.missed, *self.said.numbers.missed_at, *self.said.numbers.failing)
        if not self.said.says(phrases):
            return None
        return max(self._ordinals(), default=None)

    def _right_behind(self, phrases: Iterable[str], amount: Quantity) -> bool:
        """Whether the number stands right behind one of these."""
        return any(end == amount.begin for phrase in phrases for _, end in self.said.places(phrase))

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
        apart = (self.said.numbers.follows | self.said.numbers.beside).isdisjoint(between)
        return begin < amount.begin and len(between) <= MISSED_WITHIN and apart

    def _behind(self, begin: int, end: int, amount: Quantity) -> bool:
        """ "two SHORT", "two reps SHORT of it", and nothing more."""
        between = self.said.words[amount.end : begin]
        last = end == len(self.said.words) or self.said.words[end] in self.said.numbers.of
        return begin >= amount.end and last and len(between) <= 1 and self.said.numbers.follows.isdisjoint(between)
