"""Reads a workout written in one line, such as "5x5 deadlift 80, rest 3:00"; docs/notation.md has the grammar.

A line is items between semicolons; an item is one exercise, or several with a plus between them. The parts of an
exercise stand in any order: what is no sets, load, effort, rest, tempo or side is its name.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.errors import ContentError, Problem
from coach.script.shapes.aliases import plain
from coach.script.shapes.amounts import seconds_of
from coach.script.shapes.habits import leveled
from coach.script.shapes.schema import FREE, ScriptShape
from coach.script.shapes.workout import LONGEST_NAME, DoseKind, Item, Load, Part, Set, Workout

LONGEST = 2000
"""Characters of a workout; nobody trains longer."""

MOST_SETS, MOST_REPS, HEAVIEST, LONGEST_REST, LONGEST_HOLD = 20, 100, 400, 3600, 600

_END = r"(?=[\s,;/+@%x×\x01]|$)"
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_WEIGHED = r" ?(kgs?|kilos?|lbs?|pounds?|#)(?![a-z])"
_UNIT = f"(?:{_WEIGHED})?"
_LOOKS = re.compile(
    r"\d\s*(?:[x×]|by|sets?\s+(?:of|x))\s*(?:\d|amrap|max)|\d[/,]\d+[/,]\d|;|warm-?up\s*:"
    r"|\bemom\b|\b(?:every |e)\d|(?:kg|lb)s? ?[x×] ?\d",
    re.IGNORECASE,
)
_WARM_UP = re.compile(r"\s*warm[- ]?up ?: ?([^;,\n]*)[;,\n]?", re.IGNORECASE)
_TEMPO = re.compile(r"(\d)-?(\d)-?(\d|x)(?:-?(\d))?")
_KINDS: Mapping[str, DoseKind] = {"s": "hold", "m": "metres", "b": "breaths"}
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


class _FaultError(Exception):
    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message
        super().__init__(message)


def read_workout(text: str, vocabulary: Vocabulary) -> Workout:
    """The workout; raises ContentError with the first fault, at its line and column."""
    try:
        return _Reading(text, vocabulary).workout()
    except _FaultError as fault:
        line, column = text.count("\n", 0, fault.at) + 1, fault.at - text.rfind("\n", 0, fault.at)
        raise ContentError([Problem("workout", line, column, fault.message)]) from fault


@dataclass
class _Words:
    """The parts of one exercise as they are found, each with the place where it stands."""

    start: int
    sets: tuple[int, tuple[int, Set]] | None = None
    rest: tuple[int, float] | None = None
    tempo: tuple[int, str] | None = None
    effort: tuple[int, float] | None = None
    bodyweight: tuple[int, bool] | None = None
    paced: bool = False
    load: tuple[int, Load] | None = None
    side: tuple[int, str] | None = None
    name: list[tuple[int, int]] = field(default_factory=list)

    def put(self, what: str, at: int, value: object) -> None:
        """Keep a part; raises _FaultError for a second one of its kind."""
        if getattr(self, what) is not None:
            told = {"sets": "sets x reps"}.get(what, what)
            raise _FaultError(at, f"a second {told} stands here; keep one, and put ; between exercises")
        setattr(self, what, (at, value))


class _Reading:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text, self.vocabulary = text, vocabulary
        self.text = text = leveled(text)
        self.plain = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)

    def workout(self) -> Workout:
        if len(self.text) > LONGEST:
            raise _FaultError(LONGEST, f"the workout has more than {LONGEST} characters; write it as a session file")
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
            raise _FaultError(len(self.text), "there is no exercise; write one such as 3x8 rdl 60")
        return Workout(tuple(items), tuple(warm_ups))

    def _session(self, found: re.Match[str]) -> str:
        name = plain(found[1]).replace(" ", "-")
        if name not in self.vocabulary.sessions:
            near = get_close_matches(name, self.vocabulary.sessions, n=1)
            help_ = f"did you mean {near[0]!r}?" if near else "'coach sessions' lists them"
            raise _FaultError(found.start(1), f"there is no session {found[1].strip()!r} to warm up with; {help_}")
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
                raise _FaultError(words.rest[0], "the rest of a superset stands at its end; move it there")
            self._add(parts, words)
            start = cut + 1
        words = self._words(start, end, paced=pace is not None)
        self._add(parts, words)
        if pace:
            return self._paced(pace, parts, words)
        if len(parts) > 1 and any(each.dose.last_open for each in parts):
            told = "as many as are clean in the last set goes with one exercise alone; take the plus out"
            raise _FaultError(begin, told)
        return Item(tuple(parts), words.rest[1] if words.rest else self.vocabulary.rest)

    def _add(self, parts: list[Part], words: _Words) -> None:
        part = self._part(words)
        if parts and words.sets and parts[0].sets != part.sets:
            told = f"a superset has as many sets of each; write {parts[0].sets}x here as well"
            raise _FaultError(words.sets[0], told)
        parts.append(part)

    def _paced(self, pace: re.Match[str], parts: list[Part], words: _Words) -> Item:
        """A set every so often: as many rounds as fit into the minutes, or as are told, or as the sets are."""
        if words.rest:
            raise _FaultError(words.rest[0], "what is left of the time is the rest; take this out")
        every = seconds_of(pace["every"]) if pace["every"] else 60.0
        told = int(pace["minutes"]) // len(parts) if pace["minutes"] else int(pace["rounds"] or parts[0].sets)
        if every is None or not 20 <= every <= 600 or not 1 <= told <= MOST_SETS:
            told_of = "every how long, and how often? write emom 10: 3 deadlift 80, or every 90s x 6: 3 deadlift 80"
            raise _FaultError(pace.start() + len(pace[0]) - len(pace[0].lstrip()), told_of)
        return Item(tuple(replace(part, sets=told) for part in parts), 0, every)

    def _words(self, start: int, end: int, *, paced: bool = False) -> _Words:
        """Every part of one exercise between these places; `paced` ones need no number of sets."""
        while start < end and (self.text[start].isspace() or self.text[start] in ",/|"):
            start += 1
        words, place = _Words(start, paced=paced), start
        while place < end:
            aside = self.plain[place].isspace() or self.plain[place] in ",/|"
            if aside and not _PER_SIDE.match(self.plain, place):
                place += 1
                continue
            for pattern, take in _PARTS:
                if found := pattern.match(self.plain, place, end):
                    take(self, words, found)
                    place = found.end()
                    break
            else:
                shown = "".join(self.text[place:end].split()[:1])[:20]
                raise _FaultError(place, f"{shown!r} cannot be read; write sets x reps, a name and a load: 3x8 rdl 60")
        return words

    # ------------------------------------------------------------------------------------ the parts of an exercise

    def _sets(self, words: _Words, found: re.Match[str]) -> None:
        at = found.start()
        sets, first, second = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
        last_open = bool(found[4])
        unit = found[5] or "reps"
        kind = _KINDS.get(unit[0], "reps")
        if unit.startswith("min"):
            kind, first = "hold", first * 60
        most, least = (first, None) if second is None else (second, first)
        if not 1 <= sets <= MOST_SETS:
            load = (
                f", or 1x{first} and the load {sets}"
                if 2 * MOST_SETS <= sets <= HEAVIEST and first <= MOST_SETS
                else ""
            )
            raise _FaultError(at, f"{sets} sets cannot be; write 1 to {MOST_SETS}{load}")
        limit = LONGEST_HOLD if kind in ("hold", "metres") else MOST_REPS
        if not 1 <= most <= limit:
            raise _FaultError(
                found.start(2), f"{most} {'reps' if kind == 'reps' else kind} cannot be; write 1 to {limit}"
            )
        if least is not None and (kind != "reps" or not 1 <= least < most):
            raise _FaultError(found.start(2), "this is no range of reps; write the fewer first, as 3x6-8")
        if last_open and (kind != "reps" or least is not None):
            raise _FaultError(at, "the plus goes with a number of reps; write 3x5+")
        words.put("sets", at, (sets, Set(kind, most, least, last_open)))

    def _amrap(self, words: _Words, found: re.Match[str]) -> None:
        if not 1 <= int(found[1]) <= MOST_SETS:
            raise _FaultError(found.start(), f"{found[1]} sets cannot be; write 1 to {MOST_SETS}")
        words.put("sets", found.start(), (int(found[1]), Set("reps", None)))

    def _listed(self, words: _Words, found: re.Match[str]) -> None:
        """5,5,5 is 3x5; sets of different reps are exercises of their own."""
        reps = re.findall(r"\d+", found[0])
        if len(set(reps)) > 1:
            apart = "; ".join(f"1x{each} ..." for each in reps[:3])
            raise _FaultError(found.start(), f"{found[0]} is sets of different reps; write each by itself: {apart}")
        words.put("sets", found.start(), (len(reps), Set("reps", int(reps[0]))))

    def _weight_first(self, words: _Words, found: re.Match[str]) -> None:
        """80 kg x 5 x 3: the load, the reps, the sets."""
        self._weigh(words, found.start(), float(found[1]), found[2])
        reps, sets = int(found[3]), int(found[4] or 1)
        if not (1 <= reps <= MOST_REPS and 1 <= sets <= MOST_SETS):
            raise _FaultError(found.start(3), "how many? behind a load stand reps and sets, 80 kg x 5 x 3")
        words.put("sets", found.start(3), (sets, Set("reps", reps)))

    def _reps_paced(self, words: _Words, found: re.Match[str]) -> None:
        if not words.paced:
            raise _FaultError(found.start(), f"how many sets of them? write 3x{found[1]}")
        words.put("sets", found.start(), (1, Set("reps", int(found[1]))))

    def _one_only(self, _: _Words, found: re.Match[str]) -> None:
        what = "effort" if "rpe" in found[0] or float(re.findall(_NUMBER, found[0])[-1]) <= 10 else "load"
        raise _FaultError(found.start(), f"{found[0].strip()} is a range; write one {what}, the one to begin with")

    def _left(self, words: _Words, found: re.Match[str]) -> None:
        """So many reps left in reserve are an effort of ten less those."""
        left = float(found[1] or found[2])
        if left > 6:
            raise _FaultError(found.start(), f"{left:g} reps left is a warm-up; write an effort from @4 on")
        words.put("effort", found.start(), 10 - left)

    def _bodyweight(self, words: _Words, found: re.Match[str]) -> None:
        words.put("bodyweight", found.start(), True)

    def _foreign(self, _: _Words, found: re.Match[str]) -> None:
        told = f"{found[0]!r} is not read here; the load goes on by scripts/progress.yaml; take it out"
        raise _FaultError(found.start(), told)

    def _nothing(self, _: _Words, found: re.Match[str]) -> None:
        """Goes without saying."""

    def _rest(self, words: _Words, found: re.Match[str]) -> None:
        told = found[1] or ""
        seconds = seconds_of(told if ":" in told or not told[-1:].isdigit() else f"{told}s")
        if seconds is None or seconds > LONGEST_REST:
            raise _FaultError(found.start(), "how long a rest? write rest 90, rest 1:30 or rest 2m")
        words.put("rest", found.start(), round(seconds, 3))

    def _tempo(self, words: _Words, found: re.Match[str]) -> None:
        told = _TEMPO.fullmatch(found[1] or "")
        if told is None and found[1] != FREE:
            raise _FaultError(found.start(), "this is no tempo; write it as tempo 3-1-x-1, or tempo free")
        if told is not None and set(told.group().replace("-", "")) == {"0"}:
            raise _FaultError(found.start(), f"{told.group()} takes no time; write a second somewhere")
        counts = [count or "0" for count in told.groups()] if told else []
        words.put("tempo", found.start(), "-".join(counts).upper() if told else FREE)

    def _effort(self, words: _Words, found: re.Match[str]) -> None:
        effort = float(found[1])
        if not 1 <= effort <= 10:
            raise _FaultError(found.start(), f"an effort goes from 1 to 10, not {effort:g}; write @8 or rpe 8")
        words.put("effort", found.start(), effort)

    def _at(self, words: _Words, found: re.Match[str]) -> None:
        if found[2] or float(found[1]) > 10:
            self._load(words, found)
        else:
            self._effort(words, found)

    def _percent(self, words: _Words, found: re.Match[str]) -> None:
        percent = float(found[1])
        if found[2] is None:
            raise _FaultError(found.start(), f"{percent:g}% of what? write {percent:g}% of 120, or the load itself")
        if not 0 < percent <= 100:
            raise _FaultError(found.start(), f"{percent:g}% cannot be; write 1% to 100%")
        # No more than was asked for: what is beyond a hundredth is cut off.
        whole = int(float(found[2]) * percent + 1e-6) / 100
        self._weigh(words, found.start(), whole, found[3])

    def _load(self, words: _Words, found: re.Match[str]) -> None:
        if words.paced and words.sets is None and found[2] is None and found[1].isdigit() and found[0][0].isdigit():
            words.put("sets", found.start(), (1, Set("reps", min(MOST_REPS, int(found[1])))))  # "emom 10: 3 deadlift"
            return
        self._weigh(words, found.start(), float(found[1]), found[2])

    def _weigh(self, words: _Words, at: int, amount: float, unit: str | None) -> None:
        meant = self.vocabulary.unit if unit is None else Unit.KILOS if unit.startswith("k") else Unit.POUNDS
        if not 0 < convert(amount, meant, Unit.KILOS) <= HEAVIEST:
            told = f"a load of {amount:g} {meant} cannot be; write one above 0 and up to {HEAVIEST} kg"
            raise _FaultError(at, told)
        words.put("load", at, Load(amount, meant))

    def _side(self, words: _Words, found: re.Match[str]) -> None:
        words.put("side", found.start(), found[0] if found[0] in ("left", "right") else "both")

    def _word(self, words: _Words, found: re.Match[str]) -> None:
        words.name.append(found.span())

    # ------------------------------------------------------------------------------------ one exercise

    def _part(self, words: _Words) -> Part:
        script = self._script(words)
        if words.sets is None:
            raise _FaultError(words.start, "how many sets and reps? write them as 5x5")
        sets, dose = words.sets[1]
        shape = self.vocabulary.scripts(script)
        if words.bodyweight and shape.loaded:
            told = f"{shape.title!r} is done with a load that is not your own weight; write kilos or pounds"
            raise _FaultError(words.bodyweight[0], told)
        if words.load and not shape.loaded:
            raise _FaultError(words.load[0], f"{shape.title!r} is done without a load; take it out")
        if words.tempo and dose.kind != "reps":
            raise _FaultError(words.tempo[0], "a tempo goes with reps; take it out")
        return Part(
            script,
            sets,
            dose,
            words.load[1] if words.load else None,
            words.effort[1] if words.effort else None,
            words.tempo[1] if words.tempo else None,
            words.side[1] if words.side else "none",
        )

    def _script(self, words: _Words) -> str:
        spans = [span for span in words.name if self.plain[slice(*span)] not in self.vocabulary.fillers]
        if not spans:
            raise _FaultError(words.start, "which movement? write its name, as in 5x5 deadlift 80")
        name = plain(" ".join(self.text[slice(*span)] for span in spans))[:LONGEST_NAME]
        for each in (name, name.removesuffix("s"), name.removesuffix("es")):
            if each in self.vocabulary.known:
                return self.vocabulary.known[each]
        near = get_close_matches(name, self.vocabulary.known, n=1, cutoff=0.6)
        help_ = f"did you mean {near[0]!r}?" if near else "'coach movements' lists them"
        raise _FaultError(spans[0][0], f"there is no movement {name!r}; {help_}")


_Take = Callable[[_Reading, _Words, "re.Match[str]"], None]

_TIMED = r"\d{1,2}:\d\d|" + _NUMBER + r" ?(?:s|secs?|seconds?|m|mins?|minutes?)(?![a-z])"

_PER_SIDE = re.compile(r"/ ?(?:sides?|legs?|arms?)(?![a-z])")
_RANGE = _NUMBER + r" ?[-–] ?" + _NUMBER

_PARTS: tuple[tuple[re.Pattern[str], _Take], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (r"(\d{1,4}) ?(?:[x×]|by|sets? ?(?:of|x)) ?(?:amrap|max)(?: ?reps)?(?![a-z])", _Reading._amrap),
        (
            r"(\d{1,4}) ?(?:[x×]|by|sets? ?(?:of|x)) ?(\d{1,4})(?: ?[-–] ?(\d{1,4}))?(\x01)?"
            r"(?: ?(s|secs?|seconds?|mins?|minutes?|m|met(?:re|er)s?|breaths?|reps?)(?![a-z]))?" + _END,
            _Reading._sets,
        ),
        (r"(" + _NUMBER + ")" + _WEIGHED + r" ?[x×] ?(\d{1,3})(?: ?[x×] ?(\d{1,3}))?" + _END, _Reading._weight_first),
        (r"\d{1,3}([,/])\d{1,3}(?:\1\d{1,3})+(?![\d%:])", _Reading._listed),
        (r"(\d-\d-[\dx]-\d)(?: ?tempo)?" + _END, _Reading._tempo),
        (r"(\d-?\d-?[\dx]) ?tempo(?![a-z])", _Reading._tempo),
        (r"tempo(?![a-z]) *:? *([^\s,;+/|]*)", _Reading._tempo),
        (r"rest(?![a-z])(?: of)? *:? *(?:\d{1,3} ?[-–] ?)?(" + _TIMED + "|" + _NUMBER + r")?", _Reading._rest),
        (r"(" + _TIMED + r")(?: rest(?![a-z]))?", _Reading._rest),
        (r"@? ?(?:(\d) ?rir|rir *:? *(\d))(?![a-z\d])", _Reading._left),
        (r"@? ?(?:rpe *:? *)?" + _RANGE, _Reading._one_only),
        (r"@? ?rpe *:? *(" + _NUMBER + ")" + _END, _Reading._effort),
        (r"@? ?(" + _NUMBER + r") ?%(?: ?of ?(" + _NUMBER + ")" + _UNIT + _END + ")?", _Reading._percent),
        (r"@ ?(" + _NUMBER + ")" + _UNIT + _END, _Reading._at),
        (r"(\d{1,3}) ?reps?(?![a-z])", _Reading._reps_paced),
        (r"[x×]? ?(" + _NUMBER + ")" + _UNIT + _END, _Reading._load),
        (r"@? ?(?:bw|body ?weight)(?![a-z])", _Reading._bodyweight),
        (r"(?:progress|update|used)(?= |:)", _Reading._foreign),
        (r"(?:each|per|a) hands?(?![a-z])", _Reading._nothing),
        (r"/ ?(?:sides?|legs?|arms?)(?![a-z])", _Reading._side),
        (r"((?:each|per|both|a) (?:sides?|legs?|arms?)|left|right)(?![a-z])", _Reading._side),
        (r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _Reading._word),
    )
)
"""What the parts of an exercise look like, and who takes them; the first that fits counts."""
