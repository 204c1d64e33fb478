"""What is said instead of an amount that is taken back or denied, in its unit: "two minutes, no wait, make it four"."""

from dataclasses import dataclass, replace
from itertools import pairwise

from coach.understanding.amounts.said import Said
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantity

LIKE_A_LOAD = 4
"""So many times less than a load is no load that takes its place."""
FEW_OF_TIME = 5
"""Beside so few minutes three times as many are seconds, and beside so few hours minutes."""
COUNTED = ("", "kg", "lb", "rep", "plate", "percent")
"""Units that leave a number as it was said."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The amounts of a remark that others take the place of."""

    said: Said

    def with_units(self) -> Said:
        """The same, where the only number that is meant has the unit of the one denied: "fifty, not fifteen KILOS"."""
        if self.takes_unit:
            return self._taken_over()
        denied = [each for each in self.said.amounts if each.unit and each not in self.said.undenied()]
        meant = [each for each in self.said.of("") if not self.said.is_aside(each)]
        if len(meant) != 1 or len(denied) != 1 or denied[0].unit not in (*COUNTED, "s"):
            return self.said
        named = self._in_unit_of(denied[0], meant[0])
        return replace(self.said, amounts=[named if each is meant[0] else each for each in self.said.amounts])

    @property
    def takes_unit(self) -> bool:
        """Whether a bare number takes back a time or a weight: "two minutes, NO WAIT, MAKE IT FOUR"."""
        return any(self._takes_back(one, other) for one, other in pairwise(self.said.amounts))

    def _taken_over(self) -> Said:
        """The same without the amounts that are taken back; what stands for them has their units."""
        kept = list(self.said.amounts[:1])
        for one, other in pairwise(self.said.amounts):
            if self._takes_back(one, other):
                kept[-1] = self._in_unit_of(one, other)
            else:
                kept.append(other)
        return replace(self.said, amounts=kept)

    def _takes_back(self, one: Quantity, other: Quantity) -> bool:
        """Whether the second, which has no unit, is said instead of the first, which has one."""
        away = (*self.said.numbers.instead, *self.said.numbers.aims)
        if one.unit not in ("s", "percent", *WEIGHTS) or other.unit or self.said.right_behind(other, away):
            return False
        if one.unit in WEIGHTS and other.value * LIKE_A_LOAD < one.value:
            return False  # "sixty kilos, sorry, I did five"
        between = f" {' '.join(self.said.words[one.end : other.begin])} "
        anew = any(f" {phrase} " in between for phrase in self.said.numbers.corrects)
        return anew or self.said.right_behind(other, self.said.numbers.corrects_before)

    def _in_unit_of(self, one: Quantity, other: Quantity) -> Quantity:
        """The second in the unit of the first; as it was said where nobody says so many: "two minutes, no, NINETY"."""
        if one.unit != "s":
            return replace(other, unit=one.unit)
        times = self.said.numbers.seconds.get(self.said.words[one.end - 1])
        if times is None or one.parts or other.parts or (one.value <= times * FEW_OF_TIME <= times * other.value / 3):
            return other
        return replace(other, value=other.value * times, unit="s")
