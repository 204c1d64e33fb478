"""The amounts of a remark among its words: which are meant, and which are aims, scales, sums or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.understanding.words.numbers_shape import NumbersShape
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantity

MOST_LEFT = 5
"""Repetitions that may be left in somebody who says that nothing is."""
FEW = 30
"""A set has hardly more repetitions; beside fewer a larger number is what was lifted."""
FEWEST = 15
"""What a load shall be is more than this; less is what it changes by."""
SIDE_WITHIN = 2
"""So many words may stand between what is added and "each side"."""
EVERY_PLATE, NO_PLATE = 25, 50
"""What is said to be the sum of plates is more than the first; beside plates more than the second is it anyway."""

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
        meant = [each for each in self.amounts if not self.is_aside(each)]
        return [each for each in meant or self.amounts if each.unit in units]

    def is_aside(self, amount: Quantity) -> bool:
        """Whether the words before it say that it is not the one meant."""
        if amount.begin == 0:
            return False
        before = self.words[: amount.begin]
        if self.right_behind(amount, self.numbers.came_to):
            return False
        if before[-1] in self.numbers.beside | self.numbers.lasts:
            return True
        if self.words[amount.begin] in self.numbers.articles and before[-1] in self.numbers.nots:
            return True  # "not a second less"
        away = (*self.numbers.aims, *self.numbers.instead)
        return self.right_behind(amount, away) or self._ends_range(amount)

    def right_behind(self, amount: Quantity, phrases: Sequence[str]) -> bool:
        """Whether it stands right behind one of these."""
        text = f" {' '.join(self.words[: amount.begin])}"
        return any(text.endswith(f" {phrase}") for phrase in phrases)

    @property
    def of_the_clock(self) -> bool:
        """Whether one of its numbers is a time of the clock: "rest TILL THE HALF HOUR", "until TEN PAST"."""
        numbers = self.numbers
        behind = {begin for phrase in numbers.clock_behind for begin, _ in self.places(phrase)}
        if any(self.right_behind(each, numbers.clock_before) or each.end in behind for each in self.amounts):
            return True
        return any(
            self.right_behind(one, numbers.clock_until) and set(self.words[one.end : other.begin]) <= numbers.up_to
            for one, other in pairwise(self.amounts)
        )

    @property
    def becomes(self) -> bool:
        """Whether what a load shall be is told, and no change of it: "drop it DOWN TO ninety"."""
        loads = self.of("", *WEIGHTS)
        return len(loads) == 1 and loads[0].value > FEWEST and self.right_behind(loads[0], self.numbers.becomes)

    def undenied(self) -> list[Quantity]:
        """Those that are not denied, unless there are no others: of "fifty, NOT FIFTEEN" the first."""
        meant = [each for each in self.amounts if not self.right_behind(each, self.numbers.instead)]
        return meant or list(self.amounts)

    def is_bar(self, amount: Quantity) -> bool:
        """Whether it is what the bar itself weighs: "on the twenty kilo BAR"."""
        return amount.end < len(self.words) and self.words[amount.end] in self.numbers.bars

    @property
    def all_aside(self) -> bool:
        """Whether none of its amounts is the one meant: "sorry, I TOLD YOU fifty"."""
        return bool(self.amounts) and all(self.is_aside(each) for each in self.amounts)

    def lifted(self) -> tuple[Quantity, Quantity] | None:
        """A load and how often it was lifted: "a hundred for five", "eight at sixty"; None where nothing says so."""
        for one, other in pairwise(self.amounts):
            load, reps = (one, other) if one.value > other.value else (other, one)
            weighed = load.unit in WEIGHTS or (not load.unit and load.value > FEW)
            few = reps.unit in ("", "rep") and reps.value <= FEW and reps.value == int(reps.value)
            between = " ".join(self.words[one.end : other.begin])
            joined = between in self.numbers.lifted_at or (load is one and between in self.numbers.lifted_for)
            if weighed and few and joined:
                return load, reps
        return None

    @property
    def reps_first(self) -> bool:
        """Whether repetitions stand before their load: "eight at sixty"."""
        found = self.lifted()
        return found is not None and found[1].begin < found[0].begin

    def _ends_range(self, amount: Quantity) -> bool:
        """ "between seven AND NINE", "between a seven AND A NINE"."""
        before = self._before(amount.begin)
        one = next((each for each in self.amounts if each.end == before), None)
        if one is None or self.words[before] not in self.numbers.joints:
            return False
        lead = self._before(one.begin)
        return lead >= 0 and self.words[lead] in self.numbers.ranges

    def _before(self, begin: int) -> int:
        """The index of the word before, but for an article; -1 where there is none."""
        article = begin > 0 and self.words[begin - 1] in self.numbers.articles
        return begin - 1 - article

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
        """The sum beside what it is made of: "two plates a side, that is TWO TWENTY-FIVE"."""
        return [
            each
            for each in self.of("", "kg", "lb")
            if each.value > NO_PLATE
            or (each.begin and each.value > EVERY_PLATE and self.words[each.begin - 1] in self.numbers.amounts_to)
        ]

    def on_each_side(self, amount: Quantity) -> bool:
        """Whether so much goes on each side of the bar: "five EACH SIDE", "five more ON EACH SIDE"."""
        nearer = min((each.begin for each in self.amounts if each.begin >= amount.end), default=len(self.words))
        begins = (begin for phrase in self.numbers.sides for begin, _ in self.places(phrase))
        between = (self.words[amount.end : begin] for begin in begins if amount.end <= begin <= nearer)
        return any(len(words) <= SIDE_WITHIN and self.numbers.nots.isdisjoint(words) for words in between)

    def total(self, *units: str) -> list[Quantity]:
        """The amount that is said to be all of it: "ten IN TOTAL", "ten plus one, ELEVEN"; empty without one."""
        fitting = self.of(*units)
        for each in fitting:
            behind = " ".join(self.words[each.end : each.end + 3]) + " "
            if any(behind.startswith(f"{phrase} ") for phrase in self.numbers.totals):
                return [each]
        if (concluded := self._concluded(*units)) is not None:
            return [concluded]
        added = bool(self.numbers.sums & set(self.words)) and len(self.amounts) > 2
        return fitting[-1:] if added else []

    def _concluded(self, *units: str) -> Quantity | None:
        """What the amounts before come to, at the end: "eight a side SO SIXTEEN"; None without it."""
        last = self.amounts[-1] if len(self.amounts) > 1 else None
        ends = last is not None and last.unit in units and last.end == len(self.words)
        return last if ends and last is not None and self.right_behind(last, sorted(self.numbers.concludes)) else None

    def last_word(self, *units: str) -> list[Quantity]:
        """Those reported; of several the last that takes an earlier one back comes first."""
        meant = self.reported(*units)
        anew = self.taken_back(*units)
        return [anew, *(each for each in meant if each is not anew)] if anew is not None else meant

    def taken_back(self, *units: str) -> Quantity | None:
        """The last of those reported that takes an earlier one back: "eight reps, WAIT, NINE"; None without one."""
        meant = self.reported(*units)
        for one, other in zip(reversed(meant[:-1]), reversed(meant[1:]), strict=True):
            between = f" {' '.join(self.words[one.end : other.begin])} "
            adds = self.numbers.joints & set(between.split())  # "eight reps AND it was a nine"
            if not adds and any(f" {phrase} " in between for phrase in self.numbers.takes_back):
                return other
        return None

    def rated(self) -> list[Quantity]:
        """The numbers that may be a rating: not the ends of the scale, where another is named."""
        bare = self.reported("")
        within = [each for each in bare if not (self._tops_scale(each) or self._spans_scale(each))]
        return within or bare

    def now(self, rated: Sequence[Quantity]) -> Sequence[Quantity]:
        """Those of these ratings that hold now, unless none does: of "it WAS A FIVE, now three" the last."""
        return [each for each in rated if not self.right_behind(each, self.numbers.was_once)] or rated

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
    def none_done(self) -> bool:
        """Whether it tells that no repetition was done: "NONE, it would not budge"; not "none left"."""
        none = bool(self.words) and self.words[0] in self.numbers.none_done
        return none and not self.says(self.numbers.nothing_left) and self.says(self.numbers.failing)

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
