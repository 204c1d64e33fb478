"""Numbers, durations, loads and repetitions in a remark, in every way people say them.

Words are those of a `Remark`, without breaks. Numbers are read with the phrase file's numerals; what is added here is
how amounts are put together around them: halves, quarters, dozens, clock-like times, units.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from coach.phrases.numerals import Numerals, read_number
from coach.understanding.words.concepts import NumbersShape

CLOCK = re.compile(r"^(\d{1,2}):(\d\d)$")
DIGITS = re.compile(r"^\d+(?:\.\d+)?$")
LARGEST = 1e9
"""Beyond it, digits in a row are no number that anybody means."""
FILLED_AT_MOST = 3
"""So many words may stand between a number and its unit."""
ROUND = frozenset({5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55})
"""What may stand bare behind minutes or hours: "a minute TWENTY"."""

SPELLED_FROM = 3
"""So many digits in a row are one number."""

WEIGHTS = ("kg", "lb")

Words = Sequence[str]


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
    """"s", "kg", "lb", "rep", "plate", "percent", "rpe" (out of ten), or none."""
    parts: tuple[float, ...] = ()
    """Of what may be read as minutes and seconds ("two thirty", "1:30"): both."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """Reads amounts with one language's numerals and units."""

    numbers: NumbersShape
    numerals: Numerals

    def __call__(self, words: Words, breaks: Collection[int] = ()) -> list[Quantity]:
        """Every amount, in the order of the words. No number reaches over a break: "sixty, six zero" are two.

        `breaks`: indices of words before which there is one.
        """
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
        unit = self._unit(words[amount.end]) if amount.end < len(words) and not amount.unit else ""
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
        return self._duration(words, at) or self._measured(words, at)

    # ---- plain numbers

    def number(self, words: Words, at: int) -> tuple[float, int] | None:
        """The number that begins at this word, fractions included, and the index behind it."""
        if at >= len(words):
            return None
        counted = self._counted(words, at)
        if counted is not None:
            return counted
        if words[at] in self.numerals.point:
            return self._tenths(words, at + 1)
        base = self._spelled(words, at) or read_number(words, at, self.numerals)
        if base is None and DIGITS.match(words[at]):
            base = (float(words[at]), at + 1)
        if base is None or base[0] > LARGEST or self._is_no_number(words, at, base[1]):
            return None
        value, end = base
        return self._with_fraction(words, value, end)

    def _spelled(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "one four five": three digits or more, one after the other."""
        digits = {**self.numerals.units, **self.numerals.zero}
        if words[at] in self.numbers.doubled and at + 1 < len(words) and words[at + 1] in self.numerals.units:
            return 11.0 * digits[words[at + 1]], at + 2
        end = at
        while end < len(words) and words[end] in digits:
            end += 1
        tens = end - at == 2 and words[at + 1] in self.numerals.zero and words[at + 1] not in self.numbers.no_digit
        weighed = end - at == 2 and end < len(words) and self._unit(words[end]) in WEIGHTS
        if words[at] not in self.numerals.units or not (tens or weighed or end - at >= SPELLED_FROM):
            return None
        if weighed and not tens:
            return 10.0 * digits[words[at]] + digits[words[at + 1]], end  # "nine five pounds"
        if tens:
            return 10.0 * digits[words[at]], end
        if words[at + 1] in self.numerals.zero:
            return None  # "one oh five", "one oh two five" are read as numbers
        return float("".join(str(digits[word]) for word in words[at:end])), end

    def _counted(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "a dozen", "half a dozen", "a couple of"."""
        share = self.numbers.fractions.get(words[at])
        index = at + (share is not None)
        if index < len(words) and self._is_one(words[index]):
            index += 1
        if index >= len(words) or words[index] not in self.numbers.counts:
            return None
        end = index + 1
        while end < len(words) and words[end] in self.numbers.of:
            end += 1
        return self.numbers.counts[words[index]] * (share or 1.0), end

    def _tenths(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "point five"."""
        value, scale, end = 0.0, 0.1, at
        digits = {**self.numerals.units, **self.numerals.zero}
        while end < len(words) and words[end] in digits:
            value, scale, end = value + digits[words[end]] * scale, scale / 10, end + 1
        return (round(value, 3), end) if end > at else None

    def _is_no_number(self, words: Words, begin: int, end: int) -> bool:
        """ "this one", "one of", a lone "oh"."""
        if end != begin + 1 or words[begin] in self.numerals.zero:
            return end == begin + 1 and words[begin] in self.numbers.no_digit
        if self.numerals.units.get(words[begin]) != 1:
            return False
        before = words[begin - 1] if begin else ""
        behind = words[end] if end < len(words) else ""
        if self._of_scale(words, end):
            return False  # "one of ten"
        if begin > 1 and words[begin - 2] in self.numbers.only and before in self.numbers.the:
            return False  # "just the one"
        return before in self.numbers.not_before_one or behind in self.numbers.not_behind_one

    def _of_scale(self, words: Words, end: int) -> bool:
        """Whether the top of the scale of ratings follows: "OF TEN"."""
        last = self._behind(words, end, self.numbers.out_of)
        return end < last < len(words) and words[last] in self.numbers.scale

    def _with_fraction(self, words: Words, value: float, end: int) -> tuple[float, int]:
        """ "and a half", "and three quarters", "half", and lifters' "ninety seven five" (97.5)."""
        if value != int(value):
            return value, end
        joined = end + (end < len(words) and words[end] in self.numbers.joints)
        part = self._part(words, joined)
        if part is not None and (
            joined > end or words[end] not in self.numerals.one_before_hundred or part[1] > end + 1
        ):
            behind = words[part[1]] if part[1] < len(words) else ""
            if joined > end or (behind not in self.numerals.one_before_hundred and value >= 1):
                return value + part[0], part[1]
        half = end < len(words) and words[end] in self.numbers.halves
        if half and 20 < value < 400 and value % 10 in (2, 7):
            behind = words[end + 1] if end + 1 < len(words) else ""
            if not behind or self._unit(behind) in ("kg", "lb"):
                return value + 0.5, end + 1
        return value, end

    def _part(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "a half", "three quarters", "quarter": the share and the index behind it."""
        index, times = at, 1.0
        if index < len(words) and self._is_one(words[index]):
            index += 1
        elif index + 1 < len(words) and self.numerals.units.get(words[index]) == 3:
            index, times = index + 1, 3.0
        word = words[index] if index < len(words) else ""
        share = self.numbers.fractions.get(word) or (
            self.numbers.fractions.get(word.removesuffix("s")) if times > 1 else None
        )
        return (times * share, index + 1) if share is not None else None

    def _is_one(self, word: str) -> bool:
        return word in self.numerals.one_before_hundred or self.numerals.units.get(word) == 1

    # ---- durations

    def _duration(self, words: Words, at: int) -> Quantity | None:
        """A time with its unit: "two and a half minutes", "minute and a half", "half a minute", "a minute thirty"."""
        first = self._time(words, at)
        if first is None:
            return None
        value, end, unit = first
        if unit >= 60.0:
            value, end = self._and_rest(words, value, end, unit)
        return Quantity(value, at, end, "s")

    def _time(self, words: Words, at: int) -> tuple[float, int, float] | None:
        """Seconds, the index behind, and the seconds of the unit."""
        part = self._part(words, at)
        if part is not None:
            index = part[1]
            while index < len(words) and words[index] in self.numbers.of | self.numbers.articles:
                index += 1
            if (unit := self._seconds(words, index)) is not None:
                return part[0] * unit[0], unit[1], unit[0]
        if words[at] in self.numbers.articles and (unit := self._seconds(words, at + 1)) is not None:
            return unit[0], unit[1], unit[0]
        if words[at] in self.numbers.units_alone and not (at and words[at - 1] in self.numbers.not_before_one):
            return self.numbers.seconds[words[at]], at + 1, self.numbers.seconds[words[at]]
        found = self.number(words, at)
        if found is None:
            return None
        unit = self._seconds(words, self._beyond(words, found[1]))
        return (found[0] * unit[0], unit[1], unit[0]) if unit else None

    def _seconds(self, words: Words, at: int) -> tuple[float, int] | None:
        at = self._beyond(words, at)
        if at < len(words) and words[at] in self.numbers.seconds:
            return self.numbers.seconds[words[at]], at + 1
        return None

    def _beyond(self, words: Words, at: int) -> int:
        """The index behind words that may stand before a unit."""
        end = at
        while end < len(words) and words[end] in self.numbers.between and end - at < FILLED_AT_MOST:
            end += 1
        return end

    def _and_rest(self, words: Words, value: float, end: int, unit: float) -> tuple[float, int]:
        """What follows minutes or hours: "and a half", "and a quarter", "thirty", "and twenty seconds"."""
        joined = end + (end < len(words) and words[end] in self.numbers.joints)
        part = self._part(words, joined)
        if part is not None and joined > end and self._seconds(words, part[1]) is None:
            return value + part[0] * unit, part[1]
        inner = self._time(words, joined) if joined < len(words) else None
        if inner is not None and inner[2] < unit:
            return value + inner[0], inner[1]
        bare = self.number(words, joined) if joined < len(words) else None
        if joined < len(words) and self._spelled(words, joined) is not None:
            return value, end  # "forty minutes, four zero" says the same twice
        if bare is not None and bare[0] in ROUND and not self._unit(words[bare[1]] if bare[1] < len(words) else ""):
            return value + bare[0] * unit / 60, bare[1]
        return value, end

    # ---- other measures

    def _measured(self, words: Words, at: int) -> Quantity | None:
        found = self.number(words, at)
        if found is None:
            return self._one_of(words, at)
        value, end = found
        behind = self._beyond(words, end)
        unit = self._unit(words[behind]) if behind < len(words) else ""
        if unit:
            value, end = self._and_half(words, value, behind + 1)
            return Quantity(value, at, end, unit)
        if self._of_scale(words, end):
            return Quantity(value, at, self._behind(words, end, self.numbers.out_of) + 1, "rpe")
        if (last := self._behind(words, end, self.numbers.percent_phrase)) > end:
            return Quantity(value, at, last, "percent")
        return Quantity(value, at, end, "", self._as_clock(words, at, end))

    def _and_half(self, words: Words, value: float, end: int) -> tuple[float, int]:
        """ "forty-two kilos AND A HALF"."""
        part = self._part(words, end + 1) if end < len(words) and words[end] in self.numbers.joints else None
        return (value + part[0], part[1]) if part is not None and value == int(value) else (value, end)

    @staticmethod
    def _behind(words: Words, at: int, phrases: frozenset[str]) -> int:
        """The index behind the longest of these phrases that stands here, `at` where none does."""
        split = (phrase.split() for phrase in phrases)
        return at + max((len(each) for each in split if each == list(words[at : at + len(each)])), default=0)

    def _unit(self, word: str) -> str:
        return next((unit for unit, names in self.numbers.units.items() if word in names), "")

    def _one_of(self, words: Words, at: int) -> Quantity | None:
        """ "a rep", "a kilo", "half a kilo", "a plate"."""
        share = self.numbers.fractions.get(words[at])
        index = at + (share is not None)
        if index < len(words) and words[index] in self.numbers.articles | self.numbers.of:
            index += 1
        if index == at or index >= len(words) or words[index] in self.numbers.no_unit:
            return None
        unit = self._unit(words[index])
        return Quantity(share or 1.0, at, index + 1, unit) if unit else None

    def _as_clock(self, words: Words, begin: int, end: int) -> tuple[float, ...]:
        """ "two thirty" as two and thirty, where it was said in two parts."""
        if end - begin < 2 or words[begin] not in self.numerals.units:
            return ()
        rest = read_number(words, begin + 1, self.numerals)
        if rest is None or rest[1] != end or not 10 <= rest[0] < 60:
            return ()
        return (float(self.numerals.units[words[begin]]), rest[0])
