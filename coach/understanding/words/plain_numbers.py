"""Plain numbers among words: spelled out or in figures, with halves, quarters, dozens, and digits in a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.phrases.numerals import Numerals, read_number
from coach.understanding.words.numbers_shape import NumbersShape

DIGITS = re.compile(r"^\d+(?:\.\d+)?$")
LARGEST = 1e9
"""Beyond it, digits in a row are no number that anybody means."""
SPELLED_FROM = 3
"""So many digits in a row are one number."""
WEIGHTS = ("kg", "lb")

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class PlainNumbers:
    """Reads numbers with one language's numerals."""

    shape: NumbersShape
    numerals: Numerals

    def number(self, words: Words, at: int) -> tuple[float, int] | None:
        """The number that begins at this word, fractions included, and the index behind it."""
        if at >= len(words):
            return None
        counted = self._counted(words, at)
        if counted is not None:
            return counted
        if words[at] in self.numerals.point:
            return self._tenths(words, at + 1)
        base = self.spelled(words, at) or self._ones_first(words, at) or read_number(words, at, self.numerals)
        if base is not None and base[1] > at + 1 and self._is_name(words, at):
            return None  # "the next ONE, ten kilos more" is no hundred and ten
        if base is None and DIGITS.match(words[at]):
            base = (float(words[at]), at + 1)
        if base is None or base[0] > LARGEST or self._is_no_number(words, at, base[1]):
            return None
        value, end = base
        if end < len(words) and words[end] in self.shape.counts and words[end] not in self.shape.doubled:
            return value * self.shape.counts[words[end]], end + 1  # "two DOZEN"
        return self._with_fraction(words, value, end)

    def spelled(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "one four five": three digits or more, one after the other."""
        digits = {**self.numerals.units, **self.numerals.zero}
        if words[at] in self.shape.doubled and at + 1 < len(words) and words[at + 1] in self.numerals.units:
            return 11.0 * digits[words[at + 1]], at + 2
        end = at
        while end < len(words) and words[end] in digits:
            end += 1
        tens = end - at == 2 and words[at + 1] in self.numerals.zero and words[at + 1] not in self.shape.no_digit
        named = self.unit(words[end]) if end - at == 2 and end < len(words) else ""
        weighed = named in WEIGHTS or (named == "rep" and digits.get(words[at]) == 1)  # "one four reps"
        if words[at] not in self.numerals.units or not (tens or weighed or end - at >= SPELLED_FROM):
            return None
        if weighed and not tens:
            return 10.0 * digits[words[at]] + digits[words[at + 1]], end  # "nine five pounds"
        if tens:
            return 10.0 * digits[words[at]], end
        if words[at + 1] in self.numerals.zero:
            return None  # "one oh five", "one oh two five" are read as numbers
        return float("".join(str(digits[word]) for word in words[at:end])), end

    def _ones_first(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "five and twenty minutes": only before a unit, for others name two numbers so."""
        tens = self.numerals.tens.get(words[at + 2]) if at + 3 < len(words) else None
        ones = self.numerals.units.get(words[at], 0)
        if tens is None or not 0 < ones < 10 or words[at + 1] not in self.shape.joints:
            return None
        counted = words[at + 3] in self.shape.seconds or self.unit(words[at + 3]) != ""
        return (float(tens + ones), at + 3) if counted else None

    def _is_name(self, words: Words, at: int) -> bool:
        """Whether it is the one of "the next ONE", "this ONE", behind which a number of its own begins."""
        return at > 0 and self.numerals.units.get(words[at]) == 1 and words[at - 1] in self.shape.names_one

    def _counted(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "a dozen", "half a dozen", "a couple of"."""
        share = self.shape.fractions.get(words[at])
        index = at + (share is not None)
        if index < len(words) and self.is_one(words[index]):
            index += 1
        if index >= len(words) or words[index] not in self.shape.counts:
            return None
        end = index + 1
        if words[index] in self.shape.doubled and end < len(words) and words[end] in self.numerals.units:
            return None  # "DOUBLE five" is fifty-five
        while end < len(words) and words[end] in self.shape.of:
            end += 1
        return self.shape.counts[words[index]] * (share or 1.0), end

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
            return end == begin + 1 and words[begin] in self.shape.no_digit
        if self.numerals.units.get(words[begin]) != 1:
            return False
        before = words[begin - 1] if begin else ""
        behind = words[end] if end < len(words) else ""
        if self.of_scale(words, end):
            return False  # "one of ten"
        if begin > 1 and words[begin - 2] in self.shape.only and before in self.shape.the:
            return False  # "just the one"
        return before in self.shape.not_before_one | self.shape.ordinals.keys() or behind in self.shape.not_behind_one

    def of_scale(self, words: Words, end: int) -> bool:
        """Whether the top of the scale of ratings follows: "OF TEN"."""
        last = self.behind(words, end, self.shape.out_of)
        return end < last < len(words) and words[last] in self.shape.scale

    def _with_fraction(self, words: Words, value: float, end: int) -> tuple[float, int]:
        """ "and a half", "and three quarters", "half", and lifters' "ninety seven five" (97.5)."""
        if value != int(value):
            return value, end
        joined = end + (end < len(words) and words[end] in self.shape.joints)
        part = self.part(words, joined)
        if part is not None and (
            joined > end or words[end] not in self.numerals.one_before_hundred or part[1] > end + 1
        ):
            behind = words[part[1]] if part[1] < len(words) else ""
            if joined > end or (behind not in self.numerals.one_before_hundred and value >= 1):
                return value + part[0], part[1]
        half = end < len(words) and words[end] in self.shape.halves
        if half and 20 < value < 400 and value % 10 in (2, 7):
            behind = words[end + 1] if end + 1 < len(words) else ""
            if not behind or self.unit(behind) in WEIGHTS or behind in self.shape.behind_halves:
                return value + 0.5, end + 1
        return value, end

    def part(self, words: Words, at: int) -> tuple[float, int] | None:
        """ "a half", "three quarters", "quarter": the share and the index behind it."""
        index, times = at, 1.0
        if index < len(words) and self.is_one(words[index]):
            index += 1
        elif index + 1 < len(words) and self.numerals.units.get(words[index]) == 3:
            index, times = index + 1, 3.0
        word = words[index] if index < len(words) else ""
        share = self.shape.fractions.get(word) or (
            self.shape.fractions.get(word.removesuffix("s")) if times > 1 else None
        )
        return (times * share, index + 1) if share is not None else None

    def is_one(self, word: str) -> bool:
        """Whether it means one before a unit or a part: "a", "one"."""
        return word in self.numerals.one_before_hundred or self.numerals.units.get(word) == 1

    def unit(self, word: str) -> str:
        """ "kg", "lb", "rep" ... for a word that names one of them, empty for others."""
        return next((unit for unit, names in self.shape.units.items() if word in names), "")

    @staticmethod
    def behind(words: Words, at: int, phrases: frozenset[str]) -> int:
        """The index behind the longest of these phrases that stands here, `at` where none does."""
        split = (phrase.split() for phrase in phrases)
        return at + max((len(each) for each in split if each == list(words[at : at + len(each)])), default=0)
