"""The parts of one exercise of a line: what each looks like, and what it says."""

import re
from collections.abc import Callable

from coach.script.shapes.amounts import seconds_of
from coach.script.shapes.schema import FREE
from coach.script.shapes.shorthand.sets import amrap, bare_sets, glued, held, listed, reps_paced, sets_of, weight_first
from coach.script.shapes.shorthand.words import MOST_REPS, FaultError, Words, weigh
from coach.script.shapes.shorthand.workout import Set

LONGEST_REST = 3600

LONGEST_UNNAMED = 15 * 60
"""Seconds of a rest that is not called one: longer, it is likelier a distance or a load."""

_END = r"(?=[\s,;/+@%x×\x01]|$)"
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_WEIGHED = r" ?(kgs?|kilos?|kilograms?|lbs?|pounds?|#)\.?(?![a-z\d])"
_UNIT = f"(?:{_WEIGHED})?"
_TEMPO = re.compile(r"(\d)-?(\d)-?(\d|x)(?:-?(\d))?")


def _one_only(_: Words, found: re.Match[str]) -> None:
    what = "effort" if "rpe" in found[0] or float(re.findall(_NUMBER, found[0])[-1]) <= 10 else "load"
    raise FaultError(found.start(), f"{found[0].strip()} is a range; write one {what}, the one to begin with")


def _a_side(_: Words, found: re.Match[str]) -> None:
    told = (
        f"{found[0]} may be plates or a weight in each hand; write the load in all, and 'each side' for sides in turn"
    )
    raise FaultError(found.start(), told)


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
    if told and (found[0].endswith(".") or "." in told or len(told) == 1) and told[-1].isdigit() and told != "0":
        whole = told.replace(".", ":") if re.fullmatch(r"\d{1,2}\.\d\d", told) else f"{told}m"
        raise FaultError(found.start(), f"a rest of {told} what? write rest {whole}, or rest {told}s")
    if not found[0].startswith("rest") and (seconds_of(told) or 0) > LONGEST_UNNAMED:
        fault = f"{told} is a long rest; write rest {told}, or a load with kg or lb"
        raise FaultError(found.start(), fault)
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
    weigh(words, found.start(), whole, found[3])


def _load(words: Words, found: re.Match[str]) -> None:
    if words.paced and words.sets is None and found[2] is None and found[1].isdigit() and found[0][0].isdigit():
        words.put("sets", found.start(), (1, Set("reps", min(MOST_REPS, int(found[1])))))  # "emom 10: 3 deadlift"
        return
    weigh(words, found.start(), float(found[1]), found[2])


def _side(words: Words, found: re.Match[str]) -> None:
    words.put("side", found.start(), found[0] if found[0] in ("left", "right") else "both")


def _word(words: Words, found: re.Match[str]) -> None:
    words.name.append(found.span())


_Take = Callable[[Words, "re.Match[str]"], None]

_TIMED = (
    r"(?:0?0:)?\d{1,2}:\d\d(?: ?(?:mins?|minutes?)(?![a-z]))?"
    r"|\d{1,2} ?(?:m|mins?|minutes?|['’′]) ?(?:and )?\d{1,2} ?(?:s|secs?|seconds?|[\"”″])(?![a-z\d])"
    r"|\d{1,2}(?:m|min|['’′])\d\d(?![a-z\d])"
    r"|\d{1,3} ?(?:[\"”″]|['’′]{1,2})(?![\w'’])|" + _NUMBER + r" ?(?:s|secs?|seconds?|m|mins?|minutes?)\.?(?![a-z\d])"
)

PER_SIDE = re.compile(r"/ ?(?:sides?|legs?|arms?)(?![a-z])")
_RANGE = _NUMBER + r" ?[-–] ?" + _NUMBER

_TO = r"(?: ?(?:[-–]|to(?= )) ?(\d{1,4}))?(\x01)?"
_COUNTED = r"(s|secs?|seconds?|mins?|minutes?|m|met(?:re|er)s?|breaths?|reps?)(?![a-z])"

PARTS: tuple[tuple[re.Pattern[str], _Take], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (r"\d{1,4} ?[x×*] ?\d{1,3}[/,](?:[1-9]|1\d|20)(?![\d:.%/,]| ?(?:kg|kilo|lb|pound|#))", glued),
        (r"(\d{1,4}) ?(?:[x×*]|by|sets? ?(?:of|x)) ?(?:amrap|max)(?: ?reps)?(?![a-z])", amrap),
        (r"(\d{1,4}) ?(?:[x×*]|by|sets? ?(?:of|x|by)) ?(\d{1,4})" + _TO + f"(?: ?{_COUNTED})?" + _END, sets_of),
        (r"(\d{1,4}) ?sets? ?,? *(\d{1,4})" + _TO + f" ?{_COUNTED}" + _END, sets_of),
        (r"(\d{1,4}) ?sets? ?,? *(\d{1,4})" + _END, bare_sets),
        (r"(\d{1,4}) ?[x×*] ?(\d{1,2}:\d\d|\d{1,3} ?[\"”″])" + _END, held),
        (r"(" + _NUMBER + ")" + _WEIGHED + r"/ ?(?:sides?|hands?|arms?)(?![a-z])", _a_side),
        (r"(" + _NUMBER + ")" + _WEIGHED + r" ?[x×] ?(\d{1,3})(?: ?[x×] ?(\d{1,3}))?" + _END, weight_first),
        (r"\d{1,3}([,/])\d{1,3}(?:\1\d{1,3})+(?![\d%:])", listed),
        (r"(\d-\d-[\dx]-\d)(?: ?tempo)?" + _END, _tempo),
        (r"(\d-?\d-?[\dx]) ?tempo(?![a-z])", _tempo),
        (r"tempo(?![a-z]) *:? *([^\s,;+/|]*)", _tempo),
        (r"rest(?![a-z])(?: of)? *:? *(?:\d{1,3} ?[-–] ?)?(" + _TIMED + "|" + _NUMBER + r")?(?![\w:])", _rest),
        (r"(" + _TIMED + r")(?: rest(?![a-z]))?", _rest),
        (r"@? ?(?:(\d) ?rir|rir *:? *(\d))(?![a-z\d])", _left),
        (r"@? ?(?:rpe *:? *)?" + _RANGE, _one_only),
        (r"@? ?rpe *:? *(" + _NUMBER + ")" + _END, _effort),
        (r"@? ?(" + _NUMBER + r") ?%(?: ?of ?(" + _NUMBER + ")" + _UNIT + _END + ")?", _percent),
        (r"@ ?(" + _NUMBER + ")" + _UNIT + _END, _at),
        (r"(\d{1,3}) ?reps?(?![a-z])", reps_paced),
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
