"""The parts of one exercise of a line: what each looks like, and what it says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.script.shapes.amounts import seconds_of
from coach.script.shapes.schema import FREE
from coach.script.shapes.shorthand.workout import DoseKind, Load, Set

MOST_SETS, MOST_REPS, HEAVIEST, LONGEST_REST, LONGEST_HOLD = 20, 100, 400, 3600, 600

_END = r"(?=[\s,;/+@%x×\x01]|$)"
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_WEIGHED = r" ?(kgs?|kilos?|lbs?|pounds?|#)(?![a-z])"
_UNIT = f"(?:{_WEIGHED})?"
_TEMPO = re.compile(r"(\d)-?(\d)-?(\d|x)(?:-?(\d))?")
_KINDS: Mapping[str, DoseKind] = {"s": "hold", "m": "metres", "b": "breaths"}


class FaultError(Exception):
    """What cannot be read, and the place in the line where it stands."""

    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message
        super().__init__(message)


@dataclass
class Words:
    """The parts of one exercise as they are found, each with the place where it stands."""

    start: int
    unit: Unit
    """What a load is in that has none written."""
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
        """Keep a part; raises FaultError for a second one of its kind."""
        if getattr(self, what) is not None:
            told = {"sets": "sets x reps"}.get(what, what)
            raise FaultError(at, f"a second {told} stands here; keep one, and put ; between exercises")
        setattr(self, what, (at, value))


def _sets(words: Words, found: re.Match[str]) -> None:
    at = found.start()
    sets, first, second = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    last_open = bool(found[4])
    unit = found[5] or "reps"
    kind = _KINDS.get(unit[0], "reps")
    if unit.startswith("min"):
        kind, first = "hold", first * 60
    most, least = (first, None) if second is None else (second, first)
    if not 1 <= sets <= MOST_SETS:
        load = f", or 1x{first} and the load {sets}" if 2 * MOST_SETS <= sets <= HEAVIEST and first <= MOST_SETS else ""
        raise FaultError(at, f"{sets} sets cannot be; write 1 to {MOST_SETS}{load}")
    limit = LONGEST_HOLD if kind in ("hold", "metres") else MOST_REPS
    if not 1 <= most <= limit:
        raise FaultError(found.start(2), f"{most} {'reps' if kind == 'reps' else kind} cannot be; write 1 to {limit}")
    if least is not None and (kind != "reps" or not 1 <= least < most):
        raise FaultError(found.start(2), "this is no range of reps; write the fewer first, as 3x6-8")
    if last_open and (kind != "reps" or least is not None):
        raise FaultError(at, "the plus goes with a number of reps; write 3x5+")
    words.put("sets", at, (sets, Set(kind, most, least, last_open)))


def _amrap(words: Words, found: re.Match[str]) -> None:
    if not 1 <= int(found[1]) <= MOST_SETS:
        raise FaultError(found.start(), f"{found[1]} sets cannot be; write 1 to {MOST_SETS}")
    words.put("sets", found.start(), (int(found[1]), Set("reps", None)))


def _listed(words: Words, found: re.Match[str]) -> None:
    """5,5,5 is 3x5; sets of different reps are exercises of their own."""
    reps = re.findall(r"\d+", found[0])
    if len(set(reps)) > 1:
        apart = "; ".join(f"1x{each} ..." for each in reps[:3])
        raise FaultError(found.start(), f"{found[0]} is sets of different reps; write each by itself: {apart}")
    words.put("sets", found.start(), (len(reps), Set("reps", int(reps[0]))))


def _weight_first(words: Words, found: re.Match[str]) -> None:
    """80 kg x 5 x 3: the load, the reps, the sets."""
    _weigh(words, found.start(), float(found[1]), found[2])
    reps, sets = int(found[3]), int(found[4] or 1)
    if not (1 <= reps <= MOST_REPS and 1 <= sets <= MOST_SETS):
        raise FaultError(found.start(3), "how many? behind a load stand reps and sets, 80 kg x 5 x 3")
    words.put("sets", found.start(3), (sets, Set("reps", reps)))


def _reps_paced(words: Words, found: re.Match[str]) -> None:
    if not words.paced:
        raise FaultError(found.start(), f"how many sets of them? write 3x{found[1]}")
    words.put("sets", found.start(), (1, Set("reps", int(found[1]))))


def _one_only(_: Words, found: re.Match[str]) -> None:
    what = "effort" if "rpe" in found[0] or float(re.findall(_NUMBER, found[0])[-1]) <= 10 else "load"
    raise FaultError(found.start(), f"{found[0].strip()} is a range; write one {what}, the one to begin with")


def _left(words: Words, found: re.Match[str]) -> None:
    """So many reps left in reserve are an effort of ten less those."""
    left = float(found[1] or found[2])
    if left > 6:
        raise FaultError(found.start(), f"{left:g} reps left is a warm-up; write an effort from @4 on")
    words.put("effort", found.start(), 10 - left)


def _bodyweight(words: Words, found: re.Match[str]) -> None:
    words.put("bodyweight", found.start(), True)


def _foreign(_: Words, found: re.Match[str]) -> None:
    told = f"{found[0]!r} is not read here; the load goes on by scripts/progress.yaml; take it out"
    raise FaultError(found.start(), told)


def _nothing(_: Words, found: re.Match[str]) -> None:
    """Goes without saying."""


def _rest(words: Words, found: re.Match[str]) -> None:
    told = found[1] or ""
    seconds = seconds_of(told if ":" in told or not told[-1:].isdigit() else f"{told}s")
    if seconds is None or seconds > LONGEST_REST:
        raise FaultError(found.start(), "how long a rest? write rest 90, rest 1:30 or rest 2m")
    words.put("rest", found.start(), round(seconds, 3))


def _tempo(words: Words, found: re.Match[str]) -> None:
    told = _TEMPO.fullmatch(found[1] or "")
    if told is None and found[1] != FREE:
        raise FaultError(found.start(), "this is no tempo; write it as tempo 3-1-x-1, or tempo free")
    if told is not None and set(told.group().replace("-", "")) == {"0"}:
        raise FaultError(found.start(), f"{told.group()} takes no time; write a second somewhere")
    counts = [count or "0" for count in told.groups()] if told else []
    words.put("tempo", found.start(), "-".join(counts).upper() if told else FREE)


def _effort(words: Words, found: re.Match[str]) -> None:
    effort = float(found[1])
    if not 1 <= effort <= 10:
        raise FaultError(found.start(), f"an effort goes from 1 to 10, not {effort:g}; write @8 or rpe 8")
    words.put("effort", found.start(), effort)


def _at(words: Words, found: re.Match[str]) -> None:
    if found[2] or float(found[1]) > 10:
        _load(words, found)
    else:
        _effort(words, found)


def _percent(words: Words, found: re.Match[str]) -> None:
    percent = float(found[1])
    if found[2] is None:
        raise FaultError(found.start(), f"{percent:g}% of what? write {percent:g}% of 120, or the load itself")
    if not 0 < percent <= 100:
        raise FaultError(found.start(), f"{percent:g}% cannot be; write 1% to 100%")
    # No more than was asked for: what is beyond a hundredth is cut off.
    whole = int(float(found[2]) * percent + 1e-6) / 100
    _weigh(words, found.start(), whole, found[3])


def _load(words: Words, found: re.Match[str]) -> None:
    if words.paced and words.sets is None and found[2] is None and found[1].isdigit() and found[0][0].isdigit():
        words.put("sets", found.start(), (1, Set("reps", min(MOST_REPS, int(found[1])))))  # "emom 10: 3 deadlift"
        return
    _weigh(words, found.start(), float(found[1]), found[2])


def _weigh(words: Words, at: int, amount: float, unit: str | None) -> None:
    meant = words.unit if unit is None else Unit.KILOS if unit.startswith("k") else Unit.POUNDS
    if not 0 < convert(amount, meant, Unit.KILOS) <= HEAVIEST:
        told = f"a load of {amount:g} {meant} cannot be; write one above 0 and up to {HEAVIEST} kg"
        raise FaultError(at, told)
    words.put("load", at, Load(amount, meant))


def _side(words: Words, found: re.Match[str]) -> None:
    words.put("side", found.start(), found[0] if found[0] in ("left", "right") else "both")


def _word(words: Words, found: re.Match[str]) -> None:
    words.name.append(found.span())


_Take = Callable[[Words, "re.Match[str]"], None]

_TIMED = r"\d{1,2}:\d\d|" + _NUMBER + r" ?(?:s|secs?|seconds?|m|mins?|minutes?)(?![a-z])"

PER_SIDE = re.compile(r"/ ?(?:sides?|legs?|arms?)(?![a-z])")
_RANGE = _NUMBER + r" ?[-–] ?" + _NUMBER

PARTS: tuple[tuple[re.Pattern[str], _Take], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (r"(\d{1,4}) ?(?:[x×]|by|sets? ?(?:of|x)) ?(?:amrap|max)(?: ?reps)?(?![a-z])", _amrap),
        (
            r"(\d{1,4}) ?(?:[x×]|by|sets? ?(?:of|x)) ?(\d{1,4})(?: ?[-–] ?(\d{1,4}))?(\x01)?"
            r"(?: ?(s|secs?|seconds?|mins?|minutes?|m|met(?:re|er)s?|breaths?|reps?)(?![a-z]))?" + _END,
            _sets,
        ),
        (r"(" + _NUMBER + ")" + _WEIGHED + r" ?[x×] ?(\d{1,3})(?: ?[x×] ?(\d{1,3}))?" + _END, _weight_first),
        (r"\d{1,3}([,/])\d{1,3}(?:\1\d{1,3})+(?![\d%:])", _listed),
        (r"(\d-\d-[\dx]-\d)(?: ?tempo)?" + _END, _tempo),
        (r"(\d-?\d-?[\dx]) ?tempo(?![a-z])", _tempo),
        (r"tempo(?![a-z]) *:? *([^\s,;+/|]*)", _tempo),
        (r"rest(?![a-z])(?: of)? *:? *(?:\d{1,3} ?[-–] ?)?(" + _TIMED + "|" + _NUMBER + r")?", _rest),
        (r"(" + _TIMED + r")(?: rest(?![a-z]))?", _rest),
        (r"@? ?(?:(\d) ?rir|rir *:? *(\d))(?![a-z\d])", _left),
        (r"@? ?(?:rpe *:? *)?" + _RANGE, _one_only),
        (r"@? ?rpe *:? *(" + _NUMBER + ")" + _END, _effort),
        (r"@? ?(" + _NUMBER + r") ?%(?: ?of ?(" + _NUMBER + ")" + _UNIT + _END + ")?", _percent),
        (r"@ ?(" + _NUMBER + ")" + _UNIT + _END, _at),
        (r"(\d{1,3}) ?reps?(?![a-z])", _reps_paced),
        (r"[x×]? ?(" + _NUMBER + ")" + _UNIT + _END, _load),
        (r"@? ?(?:bw|body ?weight)(?![a-z])", _bodyweight),
        (r"(?:progress|update|used)(?= |:)", _foreign),
        (r"(?:each|per|a) hands?(?![a-z])", _nothing),
        (r"/ ?(?:sides?|legs?|arms?)(?![a-z])", _side),
        (r"((?:each|per|both|a) (?:sides?|legs?|arms?)|left|right)(?![a-z])", _side),
        (r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _word),
    )
)
"""What the parts of an exercise look like, and who takes them; the first that fits counts."""
