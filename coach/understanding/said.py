"""The amounts of a remark among its words: which are meant, and which are aims, scales, sums or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.understanding.words.concept_file import NumbersShape
from coach.understanding.words.quantities import Quantity

MOST_LEFT = 5
"""Repetitions that may be left in somebody who says that nothing is."""
EVERY_PLATE = 25
"""What lies behind plates and is more than this is no plate but a sum."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A remark's words and the amounts in them."""

    words: Words
    amounts: Sequence[Quantity]
    numbers: NumbersShape

    def of(self, *units: str) -> list[Quantity]:
        """The amounts in these units."""
        return [each for each in self.amounts if each.unit in units]

    def reported(self, *units: str) -> list[Quantity]:
        """Those that are meant: not behind "not", "at", "said" and the like, unless there are no others."""
        meant = [each for each in self.amounts if not self._aside(each)]
        return [each for each in meant or self.amounts if each.unit in units]

    def _aside(self, amount: Quantity) -> bool:
        """Whether the words before it say that it is not the one meant."""
        if amount.begin == 0:
            return False
        before = self.words[: amount.begin]
        if before[-1] in self.numbers.beside | self.numbers.lasts:
            return True
        if self.words[amount.begin] in self.numbers.articles and before[-1] in self.numbers.nots:
            return True  # "not a second less"
        text = f" {' '.join(before)}"
        return any(text.endswith(f" {phrase}") for phrase in self.numbers.aims) or self._ends_range(amount)

    def _ends_range(self, amount: Quantity) -> bool:
        """ "between seven AND NINE"."""
        one = next((each for each in self.amounts if each.end == amount.begin - 1), None)
        return (
            one is not None
            and one.begin > 0
            and self.words[one.begin - 1] in self.numbers.ranges
            and self.words[one.end] in self.numbers.joints
        )

    def middle(self) -> float | None:
        """What lies between two numbers that are all that was named: "between eight and nine"."""
        bare = self.of("")
        return (bare[0].value + bare[1].value) / 2 if len(bare) == 2 and self._ends_range(bare[1]) else None

    @property
    def rated_out(self) -> bool:
        """Whether it is a rating with its reason: "ten, there was nothing left"; so many are never left."""
        values = [each.value for each in self.of("") if each.begin == 0]
        return self.says(self.numbers.nothing_left) and any(value > MOST_LEFT for value in values)

    def worked_out(self) -> list[Quantity]:
        """The sum behind what it is made of: "two plates a side, that is TWO TWENTY-FIVE"."""
        return [
            each
            for each in self.of("", "kg", "lb")
            if each.begin and each.value > EVERY_PLATE and self.words[each.begin - 1] in self.numbers.amounts_to
        ]

    def on_each_side(self, amount: Quantity) -> bool:
        """Whether so much goes on each side of the bar: "five EACH SIDE", "five ON EACH SIDE"."""
        behind = " ".join(self.words[amount.end : amount.end + 3]) + " "
        return any(behind.startswith(f"{lead}{phrase} ") for lead in ("", "on ") for phrase in self.numbers.sides)

    def total(self, *units: str) -> list[Quantity]:
        """The amount that is said to be all of it: "ten IN TOTAL", "ten plus one, ELEVEN"; empty without one."""
        fitting = self.of(*units)
        for each in fitting:
            behind = " ".join(self.words[each.end : each.end + 3]) + " "
            if any(behind.startswith(f"{phrase} ") for phrase in self.numbers.totals):
                return [each]
        added = bool(self.numbers.sums & set(self.words)) and len(self.amounts) > 2
        return fitting[-1:] if added else []

    def last_word(self, *units: str) -> list[Quantity]:
        """Those reported; of several the last that takes an earlier one back comes first."""
        meant = self.reported(*units)
        for one, other in zip(reversed(meant[:-1]), reversed(meant[1:]), strict=True):
            between = f" {' '.join(self.words[one.end : other.begin])} "
            if any(f" {phrase} " in between for phrase in self.numbers.takes_back):
                return [other, *(each for each in meant if each is not other)]
        return meant

    def rated(self) -> list[Quantity]:
        """The numbers that may be a rating: not the ends of the scale, where another is named."""
        bare = self.reported("")
        within = [each for each in bare if not (self._tops_scale(each) or self._spans_scale(each))]
        return within or bare

    def _spans_scale(self, amount: Quantity) -> bool:
        """An end of the scale where both are named: "on that ONE TO TEN thing"."""
        for at in (amount.begin, amount.begin - 2):
            low, up_to, top = (*self.words[max(0, at) : at + 3], "", "", "")[:3]
            if low in self.numbers.bottom and up_to in self.numbers.up_to and top in self.numbers.scale:
                return True
        return False

    def places(self, phrase: str) -> list[tuple[int, int]]:
        """Where the phrase stands: the indices of its first word and behind its last."""
        size = len(phrase.split())
        begins = range(len(self.words) - size + 1)
        return [(begin, begin + size) for begin in begins if " ".join(self.words[begin : begin + size]) == phrase]

    def _tops_scale(self, amount: Quantity) -> bool:
        before, behind = self.words[: amount.begin][-1:], self.words[amount.end :][:1]
        top = self.words[amount.begin] in self.numbers.scale
        return top and bool(set(before) & self.numbers.scale_before or set(behind) & self.numbers.scale_behind)

    def says(self, phrases: Sequence[str]) -> bool:
        """Whether one of these phrases is in it."""
        text = f" {' '.join(self.words)} "
        return any(f" {phrase} " in text for phrase in phrases)

    @property
    def in_sets(self) -> bool:
        """Whether it speaks of sets by reps: "five by five"."""
        return any(
            " ".join(self.words[one.end : other.begin]) in self.numbers.by for one, other in pairwise(self.amounts)
        )

    @property
    def beyond(self) -> int:
        """Words that belong to no amount."""
        return len(self.words) - sum(each.end - each.begin for each in self.amounts)
