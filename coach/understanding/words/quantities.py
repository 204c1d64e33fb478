"""Numbers, durations, loads and repetitions in a remark, in every way people say them.

Words are those of a `Remark`, without breaks. Numbers are read with the phrase file's numerals; what is added here is
how amounts are put together around them: halves, quarters, dozens, clock-like times, units.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from coach.phrases.numerals import Numerals, read_number
from coach.understanding.words.durations import Durations
from coach.understanding.words.numbers_shape import NumbersShape
from coach.understanding.words.plain_numbers import WEIGHTS, PlainNumbers

FEW = re.compile(r"^[1-9]$")
CLOCK = re.compile(r"^(\d{1,2}):(\d\d)$")
Words = Sequence[str]
KEPT = 16
"""Forms of the last remarks whose amounts are kept: several readers look at the same words."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount."""

    value: float
    """In seconds where the unit is "s", else as it was said."""
    begin: int
    """Index of its first word."""
    end: int
    """Index behind its last word, its unit included."""
    unit: str = ""
    """"s", "kg", "lb", "rep", "plate", "percent", "rpe" (out of ten), "each" (several of one plate), or none."""
    parts: tuple[float, ...] = ()
    """Of what may be read as minutes and seconds ("two thirty", "1:30"): both. Of "two fifteens": how many, and what
    each weighs."""


class Quantities:
    """Reads amounts with one language's numerals and units."""

    def __init__(self, numbers: NumbersShape, numerals: Numerals) -> None:
        self.numbers, self.numerals = numbers, numerals
        self._plain = PlainNumbers(numbers, numerals)
        self._durations = Durations(self._plain)
        self._read = lru_cache(maxsize=KEPT)(self._amounts)

    def __call__(self, words: Words, breaks: Collection[int] = ()) -> list[Quantity]:
        """Every amount, in the order of the words. No number reaches over a break: "sixty, six zero" are two.

        `breaks`: indices of words before which there is one.
        """
        return list(self._read(tuple(words), frozenset(breaks)))

    def _amounts(self, words: tuple[str, ...], breaks: frozenset[int]) -> list[Quantity]:
        found: list[Quantity] = []
        begin = 0
        inner = (each for each in breaks if 0 < each < len(words) and words[each] not in self.numerals.point)
        for end in (*sorted(inner), len(words)):
            for each in self._between_breaks(words[begin:end]):
                found.append(self._named_behind(words, replace(each, begin=each.begin + begin, end=each.end + begin)))
            begin = end
        return found

    def _named_behind(self, words: Words, amount: Quantity) -> Quantity:
        """ "forty five, pounds": the unit behind a break."""
        unit = self._plain.unit(words[amount.end]) if amount.end < len(words) and not amount.unit else ""
        return replace(amount, unit=unit, end=amount.end + 1) if unit else amount

    def _between_breaks(self, words: Words) -> list[Quantity]:
        found: list[Quantity] = []
        at = 0
        while at < len(words):
            each = self._at(words, at)
            if each is None:
                at += 1
            else:
                found.append(each)
                at = each.end
        return found

    def _at(self, words: Words, at: int) -> Quantity | None:
        clock = CLOCK.match(words[at])
        if clock:
            minutes, seconds = int(clock[1]), int(clock[2])
            return Quantity(60.0 * minutes + seconds, at, at + 1, "s", (minutes, seconds))
        timed = self._durations(words, at)
        return Quantity(timed[0], at, timed[1], "s") if timed else self._measured(words, at)

    def _measured(self, words: Words, at: int) -> Quantity | None:
        if (several := self._several(words, at)) is not None:
            return several
        found = self._plain.number(words, at)
        if found is None:
            return self._one_of(words, at)
        value, end = found
        behind = self._durations.beyond(words, end)
        unit = self._plain.unit(words[behind]) if behind < len(words) else ""
        if unit and (one := self._one_of_several(words, at, behind)) is not None:
            return Quantity(one, at, behind + 1, unit)
        if unit:
            value, end = self._and_half(words, value, behind + 1)
            return Quantity(value, at, end, unit)
        if self._plain.of_scale(words, end):
            return Quantity(value, at, self._plain.behind(words, end, self.numbers.out_of) + 1, "rpe")
        if (last := self._plain.behind(words, end, self.numbers.percent_phrase)) > end:
            return Quantity(value, at, last, "percent")
        return Quantity(value, at, end, "", self._as_clock(words, at, end))

    def _several(self, words: Words, at: int) -> Quantity | None:
        """ "two fifteens", "a pair of twenty fives": so many of one plate."""
        count, begin = self.numerals.units.get(words[at]) or self.numbers.counts.get(words[at]), at + 1
        while begin < len(words) and words[begin] in self.numbers.of:
            begin += 1
        for end in (begin + 2, begin + 1):
            weight = self.numbers.denominations.get(" ".join(words[begin:end])) if end <= len(words) else None
            if count and weight:
                return Quantity(count * weight, at, end, "each", (count, weight))
        written = count or (float(words[at]) if FEW.match(words[at]) else None)
        return self._in_figures(words, at, begin, written) if written else None

    def _one_of_several(self, words: Words, at: int, unit_at: int) -> float | None:
        """What one weighs: "two TWENTY FOUR kilo kettlebells" are no 224 kilos; None where nothing counts them.
        Of several plates it is what they weigh together."""
        named = words[unit_at + 1] if unit_at + 1 < len(words) else ""
        inner = self._plain.number(words, at + 1)
        count = self.numerals.units.get(words[at], 0)
        if count < 2 or inner is None or self._durations.beyond(words, inner[1]) != unit_at:
            return None
        if named in self.numbers.pairs:
            return inner[0]
        return count * inner[0] if self._plain.unit(named) == "plate" else None

    def _in_figures(self, words: Words, at: int, begin: int, count: float) -> Quantity | None:
        """ "two 45s a side", whose s was read as seconds."""
        if begin + 1 >= len(words) or not words[begin].isdigit() or words[begin + 1] not in self.numbers.seconds:
            return None
        weight, behind = float(words[begin]), f"{' '.join(words[begin + 2 :])} "
        sides = (phrase for form in self.numbers.sides for phrase in (form, f"on {form}"))
        if weight not in self.numbers.denominations.values() or not behind.startswith(tuple(f"{s} " for s in sides)):
            return None
        return Quantity(count * weight, at, begin + 2, "each", (count, weight))

    def _and_half(self, words: Words, value: float, end: int) -> tuple[float, int]:
        """ "forty-two kilos AND A HALF"."""
        part = self._plain.part(words, end + 1) if end < len(words) and words[end] in self.numbers.joints else None
        return (value + part[0], part[1]) if part is not None and value == int(value) else (value, end)

    def _one_of(self, words: Words, at: int) -> Quantity | None:
        """ "a rep", "a kilo", "half a kilo", "a plate"."""
        share = self.numbers.fractions.get(words[at])
        index = at + (share is not None)
        if index < len(words) and words[index] in self.numbers.articles | self.numbers.of:
            index += 1
        if index == at or index >= len(words) or words[index] in self.numbers.no_unit:
            return None
        unit = self._plain.unit(words[index])
        if unit in WEIGHTS and share is None:
            value, end = self._and_half(words, 1.0, index + 1)  # "a kilo and a quarter"
            return Quantity(value, at, end, unit)
        return Quantity(share or 1.0, at, index + 1, unit) if unit else None

    def _as_clock(self, words: Words, begin: int, end: int) -> tuple[float, ...]:
        """ "two thirty" as two and thirty, where it was said in two parts."""
        if end - begin < 2 or words[begin] not in self.numerals.units:
            return ()
        rest = read_number(words, begin + 1, self.numerals)
        if rest is None or rest[1] != end or not 10 <= rest[0] < 60:
            return ()
        return (float(self.numerals.units[words[begin]]), rest[0])
