"""Reads a workout written in one line, such as "5x5 deadlift 80, rest 3:00"; docs/notation.md has the grammar.

A line is items between semicolons; an item is one exercise, or several with a plus between them. The parts of an
exercise stand in any order: what is no sets, load, effort, rest, tempo or side is its name.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from coach.core.plan import Unit
from coach.errors import ContentError, Problem
from coach.script.shapes.amounts import seconds_of
from coach.script.shapes.habits import leveled
from coach.script.shapes.schema import ScriptShape
from coach.script.shapes.shorthand.aliases import plain
from coach.script.shapes.shorthand.parts import PARTS, PER_SIDE
from coach.script.shapes.shorthand.words import MOST_SETS, FaultError, Words
from coach.script.shapes.shorthand.workout import LONGEST_NAME, Item, Part, Workout

LONGEST = 2000
"""Characters of a workout; nobody trains longer."""

_LOOKS = re.compile(
    r"\d\s*(?:[x×*]|by|sets?\s+(?:of|x))\s*(?:\d|amrap|max)|\d ?sets?[ ,]+(?:by )?[-–]? *\d"
    r"|\d[/,]\d+[/,]\d|;|warm-?up\s*:|\bemom\b|\b(?:every |e)\d|(?:kg|lb)s? ?[x×] ?\d",
    re.IGNORECASE,
)
_WARM_UP = re.compile(r"\s*warm[- ]?up ?: ?([^;,\n]*)[;,\n]?", re.IGNORECASE)
_ITEMS = re.compile(r"[;\n]")
_EVERY = re.compile(
    r"[\s,/|]*(?:emom(?: for)? ?(?P<minutes>\d{1,2})(?: ?min(?:ute)?s?)?"
    r"|(?:every|e) ?(?P<every>\d{1,2}:\d\d|\d{1,3} ?(?:s|secs?|seconds?|m|mins?|minutes?)(?![a-z]))"
    r"(?:,? ?(?:x|×|for) ?(?P<rounds>\d{1,2})(?: ?(?:rounds|sets|times))?)?) ?:?(?![\w:])"
)
"""A set every minute or every so many seconds, before the exercises it is of."""


def looks_like_workout(text: str) -> bool:
    """Whether this is meant as a workout and not as a name or a file: it has sets, a semicolon or a warm-up."""
    return not text.endswith((".yaml", ".yml")) and _LOOKS.search(text) is not None


_SAYS = re.compile(r"\b(?:by|sets?|reps?|kilos?|kg|lbs?|pounds?)\b|\d", re.IGNORECASE)
_NUMERAL = re.compile(
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|forty|hundred"
    "|(?:thir|four|fif|six|seven|eigh|nine)(?:teen|ty)"
)


def says_workout(text: str) -> bool:
    """Whether this, which cannot be read, says a workout in words all the same: "five by five deadlift at eighty"."""
    return " " in text and _SAYS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be named: `scripts` by every plain name, `titles` and `loaded` by script name, the `sessions`.

    `fillers` mean nothing around a name, `rest` in seconds holds where none is written, `unit` where a load has none.
    """

    known: Mapping[str, str]
    scripts: Callable[[str], ScriptShape]
    sessions: Collection[str]
    fillers: frozenset[str] = frozenset()
    rest: float = 90
    unit: Unit = Unit.KILOS


def read_workout(text: str, vocabulary: Vocabulary) -> Workout:
    """The workout; raises ContentError with the first fault, at its line and column."""
    try:
        return _Reading(text, vocabulary).workout()
    except FaultError as fault:
        line, column = text.count("\n", 0, fault.at) + 1, fault.at - text.rfind("\n", 0, fault.at)
        raise ContentError([Problem("workout", line, column, fault.message)]) from fault


class _Reading:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text, self.vocabulary = text, vocabulary
        self.text = text = leveled(text)
        self.plain = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)

    def workout(self) -> Workout:
        if len(self.text) > LONGEST:
            raise FaultError(LONGEST, f"the workout has more than {LONGEST} characters; write it as a session file")
        place, warm_ups = 0, []
        while warm_up := _WARM_UP.match(self.plain, place):
            warm_ups.append(self._session(warm_up))
            place = warm_up.end()
        items = []
        while place < len(self.text):
            cut = _ITEMS.search(self.text, place)
            end = cut.start() if cut else len(self.text)
            if self.text[place:end].strip():
                items.append(self._item(place, end))
            place = end + 1
        if not items:
            raise FaultError(len(self.text), "there is no exercise; write one such as 3x8 rdl 60")
        return Workout(tuple(items), tuple(warm_ups))

    def _session(self, found: re.Match[str]) -> str:
        name = plain(found[1]).replace(" ", "-")
        if name not in self.vocabulary.sessions:
            near = get_close_matches(name, self.vocabulary.sessions, n=1)
            help_ = f"did you mean {near[0]!r}?" if near else "'coach sessions' lists them"
            raise FaultError(found.start(1), f"there is no session {found[1].strip()!r} to warm up with; {help_}")
        return name

    def _item(self, start: int, end: int) -> Item:
        parts: list[Part] = []
        begin = start
        pace = _EVERY.match(self.plain, start, end)
        if pace:
            start = pace.end()
        while (cut := self.text.find("+", start, end)) >= 0:
            words = self._words(start, cut, paced=pace is not None)
            if words.rest:
                raise FaultError(words.rest[0], "the rest of a superset stands at its end; move it there")
            self._add(parts, words)
            start = cut + 1
        words = self._words(start, end, paced=pace is not None)
        self._add(parts, words)
        if pace:
            return self._paced(pace, parts, words)
        if len(parts) > 1 and any(each.dose.last_open for each in parts):
            told = "as many as are clean in the last set goes with one exercise alone; take the plus out"
            raise FaultError(begin, told)
        return Item(tuple(parts), words.rest[1] if words.rest else self.vocabulary.rest)

    def _add(self, parts: list[Part], words: Words) -> None:
        part = self._part(words)
        if parts and words.sets and parts[0].sets != part.sets:
            told = f"a superset has as many sets of each; write {parts[0].sets}x here as well"
            raise FaultError(words.sets[0], told)
        parts.append(part)

    def _paced(self, pace: re.Match[str], parts: list[Part], words: Words) -> Item:
        """A set every so often: as many rounds as fit into the minutes, or as are told, or as the sets are."""
        if words.rest:
            raise FaultError(words.rest[0], "what is left of the time is the rest; take this out")
        every = seconds_of(pace["every"]) if pace["every"] else 60.0
        told = int(pace["minutes"]) // len(parts) if pace["minutes"] else int(pace["rounds"] or parts[0].sets)
        if every is None or not 20 <= every <= 600 or not 1 <= told <= MOST_SETS:
            told_of = "every how long, and how often? write emom 10: 3 deadlift 80, or every 90s x 6: 3 deadlift 80"
            raise FaultError(pace.start() + len(pace[0]) - len(pace[0].lstrip()), told_of)
        return Item(tuple(replace(part, sets=told) for part in parts), 0, every)

    def _words(self, start: int, end: int, *, paced: bool = False) -> Words:
        """Every part of one exercise between these places; `paced` ones need no number of sets."""
        while start < end and (self.text[start].isspace() or self.text[start] in ",/|"):
            start += 1
        words, place = Words(start, self.vocabulary.unit, paced=paced), start
        while place < end:
            aside = self.plain[place].isspace() or self.plain[place] in ",/|"
            if aside and not PER_SIDE.match(self.plain, place):
                place += 1
                continue
            for pattern, take in PARTS:
                if found := pattern.match(self.plain, place, end):
                    take(words, found)
                    place = found.end()
                    break
            else:
                shown = "".join(self.text[place:end].split()[:1])[:20]
                raise FaultError(place, f"{shown!r} cannot be read; write sets x reps, a name and a load: 3x8 rdl 60")
        return words

    def _part(self, words: Words) -> Part:
        script = self._script(words)
        if words.sets is None:
            raise FaultError(words.start, "how many sets and reps? write them as 5x5")
        sets, dose = words.sets[1]
        shape = self.vocabulary.scripts(script)
        if words.bodyweight and shape.loaded:
            told = f"{shape.title!r} is done with a load that is not your own weight; write kilos or pounds"
            raise FaultError(words.bodyweight[0], told)
        if words.load and not shape.loaded:
            raise FaultError(words.load[0], f"{shape.title!r} is done without a load; take it out")
        if words.tempo and dose.kind != "reps":
            raise FaultError(words.tempo[0], "a tempo goes with reps; take it out")
        return Part(
            script,
            sets,
            dose,
            words.load[1] if words.load else None,
            words.effort[1] if words.effort else None,
            words.tempo[1] if words.tempo else None,
            words.side[1] if words.side else "none",
        )

    def _script(self, words: Words) -> str:
        spans = [span for span in words.name if self.plain[slice(*span)] not in self.vocabulary.fillers]
        if not spans:
            raise FaultError(words.start, "which movement? write its name, as in 5x5 deadlift 80")
        name = plain(" ".join(self.text[slice(*span)] for span in spans))[:LONGEST_NAME]
        for each in (name, name.removesuffix("s"), name.removesuffix("es")):
            if each in self.vocabulary.known:
                return self.vocabulary.known[each]
        numeral = next((span for span in spans if _NUMERAL.fullmatch(self.plain, *span)), None)
        if numeral:
            told = f"{self.text[slice(*numeral)]!r} is read as a name; write numbers in figures, as 5x5 deadlift 80"
            raise FaultError(numeral[0], told)
        near = get_close_matches(name, self.vocabulary.known, n=1, cutoff=0.6)
        help_ = f"did you mean {near[0]!r}?" if near else "'coach movements' lists them"
        raise FaultError(spans[0][0], f"there is no movement {name!r}; {help_}")
