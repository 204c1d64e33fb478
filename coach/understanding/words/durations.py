"""Times among words: "two and a half minutes", "minute and a half", "half a minute", "a minute thirty"."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.understanding.words.plain_numbers import PlainNumbers

FILLED_AT_MOST = 3
"""So many words may stand between a number and its unit."""
ROUND = frozenset({5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55})
"""What may stand bare behind minutes or hours: "a minute TWENTY"."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Durations:
    """Reads times with their units."""

    plain: PlainNumbers

    def __call__(self, words: Words, at: int) -> tuple[float, int] | None:
        """A time with its unit: "two and a half minutes", "minute and a half", "half a minute", "a minute thirty"."""
        first = self._time(words, at)
        if first is None:
            return None
        value, end, unit = first
        if unit >= 60.0:
            value, end = self._and_rest(words, value, end, unit)
        return value, end

    def _time(self, words: Words, at: int) -> tuple[float, int, float] | None:
        """Seconds, the index behind, and the seconds of the unit."""
        articles = self.plain.shape.articles
        part = self.plain.part(words, at + (words[at] in articles and at + 1 < len(words)))  # "a half hour"
        if part is not None:
            index = part[1]
            while index < len(words) and words[index] in self.plain.shape.of | articles:
                index += 1
            if (unit := self._seconds(words, index)) is not None:
                return part[0] * unit[0], unit[1], unit[0]
        if words[at] in articles and (unit := self._seconds(words, at + 1)) is not None:
            return unit[0], unit[1], unit[0]
        if words[at] in self.plain.shape.units_alone and not (at and words[at - 1] in self.plain.shape.not_before_one):
            return self.plain.shape.seconds[words[at]], at + 1, self.plain.shape.seconds[words[at]]
        found = self.plain.number(words, at)
        if found is None:
            return None
        unit = self._seconds(words, self.beyond(words, found[1]))
        return (found[0] * unit[0], unit[1], unit[0]) if unit else None

    def _seconds(self, words: Words, at: int) -> tuple[float, int] | None:
        at = self.beyond(words, at)
        if at < len(words) and words[at] in self.plain.shape.seconds:
            return self.plain.shape.seconds[words[at]], at + 1
        return None

    def beyond(self, words: Words, at: int) -> int:
        """The index behind words that may stand before a unit."""
        end = at
        while end < len(words) and words[end] in self.plain.shape.between and end - at < FILLED_AT_MOST:
            end += 1
        return end

    def _and_rest(self, words: Words, value: float, end: int, unit: float) -> tuple[float, int]:
        """What follows minutes or hours: "and a half", "and a quarter", "thirty", "and twenty seconds"."""
        joined = end + (end < len(words) and words[end] in self.plain.shape.joints)
        part = self.plain.part(words, joined)
        if part is not None and joined > end and self._seconds(words, part[1]) is None:
            return value + part[0] * unit, part[1]
        inner = self._time(words, joined) if joined < len(words) else None
        if inner is not None and inner[2] < unit:
            return value + inner[0], inner[1]
        bare = self.plain.number(words, joined) if joined < len(words) else None
        if joined < len(words) and self.plain.spelled(words, joined) is not None:
            return value, end  # "forty minutes, four zero" says the same twice
        behind = words[bare[1]] if bare is not None and bare[1] < len(words) else ""
        if bare is not None and bare[0] in ROUND and not self.plain.unit(behind):
            return value + bare[0] * unit / 60, bare[1]
        return value, end
