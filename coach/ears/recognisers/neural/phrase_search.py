"""Walking through the armed phrases letter by letter, as the pieces of a transcript come.

A transcript writes numbers in digits and short forms in letters; the phrases are written as they are spoken. Both ways
lead to the same place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from coach.phrases.automaton import Automaton
from coach.phrases.numerals import Numerals

NUMBER = re.compile(r"\d{1,3}(?:\.\d{0,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the machine, the words that led there, and the letters of the word that has begun."""

    state: int = 0
    words: tuple[str, ...] = ()
    begun: str = ""


@dataclass
class Walk:
    """Ways through one machine. `spellings` are short forms and what is said for them."""

    machine: Automaton
    numerals: Numerals
    spellings: Mapping[str, str]
    _beginnings: dict[int, frozenset[str]] = field(default_factory=dict)

    def on(self, place: Place, letters: str) -> Place | None:
        """Where these letters lead; None where no armed phrase goes on like that."""
        found: Place | None = place
        for letter in letters:
            if found is None:
                return None
            found = self._letter(found, letter)
        return found

    def phrase(self, place: Place) -> str | None:
        """The whole phrase that ends here; None where none does."""
        done = self._word_done(place)
        return " ".join(done.words) if done is not None and done.words and done.state in self.machine.ends else None

    def _letter(self, place: Place, letter: str) -> Place | None:
        begun = place.begun
        if letter == " " or (letter == "." and not begun.isdigit()):
            return self._word_done(place)
        if letter == "%":
            done = self._word_done(place)
            return None if done is None else Place(done.state, done.words, "%")
        if begun[-1:].isdigit() and letter.isalpha():  # 90kg
            done = self._word_done(place)
            return None if done is None else self._letter(done, letter)
        if begun.endswith(".") and not letter.isdigit():
            return None
        begun += letter
        return Place(place.state, place.words, begun) if self._may_begin(place.state, begun) else None

    def _may_begin(self, state: int, begun: str) -> bool:
        if begun[0].isdigit():
            return NUMBER.fullmatch(begun) is not None
        return begun in self._beginnings_at(state) or begun in self._short_beginnings

    def _beginnings_at(self, state: int) -> frozenset[str]:
        if state not in self._beginnings:
            words = self.machine.arcs[state]
            self._beginnings[state] = frozenset(word[:end] for word in words for end in range(1, len(word) + 1))
        return self._beginnings[state]

    @cached_property
    def _short_beginnings(self) -> frozenset[str]:
        return frozenset(short[:end] for short in self.spellings for end in range(1, len(short) + 1))

    def _word_done(self, place: Place) -> Place | None:
        """Behind the word that has begun; None where it is none."""
        word = place.begun.rstrip(".")
        if not word:
            return place
        for reading in self._readings(word):
            state: int | None = place.state
            for each in reading:
                state = None if state is None else self.machine.arcs[state].get(each)
            if state is not None:
                return Place(state, (*place.words, *reading))
        return None

    def _readings(self, word: str) -> Iterator[tuple[str, ...]]:
        """What may have been said where this is written."""
        yield (word,)
        if word[0].isdigit():
            yield from said_for(word, self.numerals)
        elif word in self.spellings:
            yield tuple(self.spellings[word].split())


def said_for(digits: str, numerals: Numerals) -> Iterator[tuple[str, ...]]:
    """The ways to say a number that is written in digits, such as "102" or "2.5"; none where a word is missing."""
    whole, _, tenths = digits.partition(".")
    names = {value: word for table in (numerals.zero, numerals.units, numerals.teens) for word, value in table.items()}
    behind = _behind(tenths, numerals, names)
    for said in _whole(int(whole), numerals, names):
        for rest in behind:
            yield (*said, *rest)


def _behind(tenths: str, numerals: Numerals, names: Mapping[int, str]) -> list[tuple[str, ...]]:
    if not tenths:
        return [()]
    spelled = tuple(names[int(digit)] for digit in tenths if int(digit) in names)
    ways: list[tuple[str, ...]] = [(point, *spelled) for point in numerals.point if len(spelled) == len(tenths)]
    same = float(f"0.{tenths}")
    return ways + [tuple(phrase.split()) for phrase, amount in numerals.fractions.items() if amount == same]


def _whole(number: int, numerals: Numerals, names: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    if number < 100:
        yield from _below_hundred(number, numerals, names)
        return
    hundreds, rest = divmod(number, 100)
    if hundreds > 9:
        return
    first = [(names[hundreds],)] if hundreds in names else []
    heads = first + ([(word,) for word in numerals.one_before_hundred] if hundreds == 1 else [])
    for head in heads:
        for hundred in numerals.hundred:
            if not rest:
                yield (*head, hundred)
                continue
            for below in _below_hundred(rest, numerals, names):
                yield (*head, hundred, *below)
                yield from ((*head, hundred, joint, *below) for joint in numerals.joints)
    for head in first:
        for below in _below_hundred(rest, numerals, names) if rest else ():
            yield from ((*head, *below),) if rest >= 10 else ((*head, zero, *below) for zero in numerals.zero)


def _below_hundred(number: int, numerals: Numerals, names: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    if number in names:
        yield (names[number],)
        return
    tens, unit = number // 10 * 10, number % 10
    for word, value in numerals.tens.items():
        if value == tens and not unit:
            yield (word,)
        elif value == tens and unit in names:
            yield word, names[unit]
