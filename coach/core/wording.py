"""From a line and its context to the sentence that is spoken."""

from collections.abc import Mapping

from coach.core.plan import Line, Side, Tempo, Unit

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = {Unit.KILOS: ("kilo", "kilos"), Unit.POUNDS: ("pound", "pounds")}

WORDS_A_SECOND = 2.6
"""Speaking rate assumed where nothing was rendered yet; the default voice is a little faster."""


def number(value: float) -> str:
    """A number below a million as people say it: 102.5 is "one hundred and two point five"."""
    whole = int(value)
    tenths = round((value - whole) * 100)
    if tenths == 0:
        return _whole(whole)
    digits = f"{tenths:02d}".rstrip("0")
    return f"{_whole(whole)} point {' '.join(_SMALL[int(digit)] for digit in digits)}"


def _whole(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_SMALL[value % 10]}" if value % 10 else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    rest = value % size
    joint = " and " if rest < 100 else " "
    return f"{_whole(value // size)} {name}" + (f"{joint}{_whole(rest)}" if rest else "")


def capitalised(name: str) -> str:
    """A name as it is written: heard it has small letters only."""
    return name.title() if name.islower() else name


def counted(value: float, one: str, many: str) -> str:
    """A number with its noun: "one rep", "six reps"."""
    return f"{number(value)} {one if value == 1 else many}"


def load(value: float, unit: Unit) -> str:
    """A load with its unit: "sixty kilos"."""
    return counted(value, *_UNITS[unit])


def duration(seconds: float) -> str:
    """A time as people say it: 90 is "ninety seconds", 150 "two and a half minutes"."""
    rounded = round(seconds)
    minutes, left = divmod(rounded, 60)
    if rounded < 60 or rounded == 90:
        return counted(rounded, "second", "seconds")
    if left == 30:
        return f"{number(minutes)} and a half minutes"
    spoken = counted(minutes, "minute", "minutes")
    return f"{spoken} {number(left)}" if left else spoken


def side(value: Side | None) -> str:
    """A side as an adverb, or nothing."""
    return f"{value.value} side" if value else ""


def tempo(value: Tempo) -> dict[str, str]:
    """The words for the seconds `down`, `still` at the bottom and `up`; a way up of 0 is fast."""
    down, still, up = (number(seconds) for seconds in (value.eccentric, value.bottom, value.concentric))
    return {"down": down, "still": still, "up": up if value.concentric else "fast"}


def choose(line: Line, used: Mapping[str, int], seed: int) -> tuple[str, dict[str, int]]:
    """One of the line's wordings, never the same twice running, and the new tally of use.

    The tally is kept by the line's first wording; `seed` sets where in the list a session begins.
    """
    key = line.variants[0]
    times = used.get(key, 0)
    return line.variants[(seed + times) % len(line.variants)], {**used, key: times + 1}


def fill(sentence: str, fields: Mapping[str, str]) -> str:
    """Put the fields in; every sentence begins with a capital, whatever field it begins with."""
    sentences = sentence.format_map(fields).split(". ")
    return ". ".join(part[:1].upper() + part[1:] for part in sentences)


def seconds_to_say(text: str) -> float:
    """A cautious guess at how long a sentence takes to speak, in seconds."""
    pauses = sum(text.count(mark) for mark in ".,?!:;")
    return 0.3 + len(text.split()) / WORDS_A_SECOND + 0.15 * pauses
