"""What stands in one cell of a training program's table: times, amounts, distances, durations."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.csv.dates import Dates, when

UNITS = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "кг", "公斤"), Unit.KILOS),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "#"), Unit.POUNDS),
}
METRES = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 1.0),
    **dict.fromkeys(("km", "kilometers", "kilometres"), 1000.0),
    **dict.fromkeys(("mi", "mile", "miles"), 1609.344),
    **dict.fromkeys(("ft", "feet"), 0.3048),
    **dict.fromkeys(("yd", "yards"), 0.9144),
}

ANY_DATES = Dates()
"""Dates that are written in no particular way."""

HEAVIEST_KILOS = 1000.0
"""What nobody moves, on a machine or a sled either: beyond it a point or a comma was taken for another."""


def heaviest(_exercise: str) -> float:
    """The most that is believed of an exercise, in kilos, where nothing is known of it."""
    return HEAVIEST_KILOS


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file may leave open: the unit of its loads, the zone of its times (None: this machine's), its dates.

    `tells` is whether some of its records name their unit: then one that does not spoils nothing but itself. `most`
    tells the heaviest load, in kilos, that is believed of an exercise by its name.
    """

    unit: Unit | None = None
    zone: tzinfo | None = None
    dates: Dates = ANY_DATES
    tells: bool = False
    most: Callable[[str], float] = heaviest

    def unit_of(self, written: str, load: float | None) -> Unit | None:
        """The unit that is written beside a load, or the one that was given.

        Raises ValueError for a unit nobody knows, InputError when the whole file leaves the unit of its loads open.
        """
        word = written.strip().lower()
        unit = UNITS.get(word) if word in UNITS or word not in NOTHING else self.unit
        if unit is None and load is not None:
            if word not in NOTHING:
                raise ValueError(f"{written.strip()!r} is no unit that is known here; write kg or lb")
            if self.tells:
                raise ValueError("it does not say whether it means kilos or pounds; add --unit kg or --unit lb")
            raise InputError("the file does not say whether it means kilos or pounds; add --unit kg or --unit lb")
        return unit


_DURATION = re.compile(
    r"(?:(\d{1,6}(?:[.,]\d{1,3})?) ?h(?:ou)?r?s?)? ?(?:(\d{1,6}(?:[.,]\d{1,3})?) ?m(?:in(?:ute)?s?)?)?"
    r" ?(?:(\d{1,6}(?:[.,]\d{1,3})?) ?s(?:ec(?:ond)?s?)?)?\.?"
)

MOST = 1e9
"""More of anything nobody counts: a larger number is a slip, and too large for the journal's columns."""

HEAVIEST, MOST_REPS, HARDEST = 2000, 10_000, 10
"""What nobody lifts in any unit, does in one set, or calls an effort: beyond it two cells have been exchanged."""

LONGEST = 24 * 3600
"""Seconds that no set and no session lasts: a longer one was left running, or is another kind of number."""


def moment(text: str, reading: Reading) -> datetime:
    """A time of any program, in the zone of the reading unless it names its own; raises ValueError."""
    return _moment(text.strip(), reading.zone, reading.dates)


@lru_cache(maxsize=1024)
def _moment(text: str, zone: tzinfo | None, dates: Dates) -> datetime:
    """Kept for a while: all sets of a session name the same time."""
    found = when(text, dates)
    try:
        return found if found.tzinfo else _in_zone(found, zone)
    except (OverflowError, OSError) as fault:
        raise ValueError(f"{text!r} is no day one could have trained on") from fault


def _in_zone(when: datetime, zone: tzinfo | None) -> datetime:
    # Without a zone the machine's own rules for that day hold, summer time included.
    return when.replace(tzinfo=zone) if zone else when.astimezone()


def named(text: str) -> str:
    """A name; raises ValueError for an empty one."""
    if not text.strip():
        raise ValueError("the exercise has no name")
    return text.strip()


NOTHING = frozenset({"", "-", "–", "—", "nan", "null", "none", "nil", "n/a", "na", "undefined", "#n/a"})
"""What programs write where there is nothing."""

OWN_WEIGHT = frozenset({"bw", "bodyweight", "body weight"})
"""What people write for the load of a set without one."""

_NUMBER = re.compile(r"[-+−]?(?:\d{1,12}(?:[ '.,]\d{3})*|\d*)(?:[.,]\d{0,20})?")


def number(text: str) -> float | None:
    """A number as it is written anywhere, its sign included; None for nothing. Raises ValueError."""
    written = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("’", "'")
    if written.lower() in NOTHING:
        return None
    if not any(letter.isdigit() for letter in written) or not _NUMBER.fullmatch(written):
        raise ValueError(f"{text!r} is no amount")
    point = max(written.rfind("."), written.rfind(","))
    if point >= 0 and (written.count(written[point]) > 1):  # 1.234.567: of the same kind several times, so no point
        point = len(written)
    before, after = written[: max(point, 0)] if point >= 0 else written, written[point + 1 :] if point >= 0 else ""
    value = float(re.sub(r"[ '.,]", "", before) + "." + after + "0")
    if not abs(value) <= MOST:
        raise ValueError(f"{text!r} is no amount")
    return value


def amount(text: str) -> float | None:
    """A number, with a point or a comma; nothing, and a nought, say nothing. Raises ValueError below nought."""
    value = number(text)
    if value is not None and value < 0:
        raise ValueError(f"{text!r} is no amount")
    return value or None


def effort(text: str) -> float | None:
    """How hard a set was, from one to ten; nothing for what is no effort, for a set can do without."""
    value = maybe(text)
    return None if value is None or value > HARDEST else value


def maybe(text: str) -> float | None:
    """An amount that a set can do without: nothing where it cannot be read."""
    try:
        return amount(text)
    except ValueError:
        return None


_WEIGHT = re.compile(r"(.*?[\d]) ?([^\W\d_]{1,12}|#)?\.?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Weight:
    """A load with its unit, None where the cell does not tell; `assisted` is how much a machine or band took away."""

    load: float | None = None
    unit: Unit | None = None
    assisted: float | None = None


def weight(text: str) -> Weight:
    """A weight as it is written, "60 kg" too; a negative one is help. Raises ValueError."""
    written, unit = text.strip(), None
    if written.lower() in OWN_WEIGHT:
        return Weight()
    if (found := _WEIGHT.fullmatch(written)) and found[2]:
        unit = UNITS.get(found[2].lower())
        if unit is None:
            raise ValueError(f"{text!r} has a unit that is not known here")
        written = found[1]
    value = number(written)
    if value is not None and abs(value) > HEAVIEST:
        raise ValueError(f"{text!r} is more than anybody lifts")
    if value is not None and value < 0:
        return Weight(None, unit, -value)
    return Weight(value or None, unit)


def whole(text: str) -> int | None:
    """A whole number, or nothing; raises ValueError for a broken one."""
    value = amount(text)
    if value is not None and value != int(value):
        raise ValueError(f"{text!r} is no whole number")
    if value is not None and value > MOST_REPS:
        raise ValueError(f"{text!r} is more than anybody does in one set")
    return None if value is None else int(value)


def metres(distance: str, unit: str) -> float | None:
    """A distance in metres; nothing for a distance whose unit is not told, for it is not guessed."""
    value, factor = maybe(distance), METRES.get(unit.strip().lower())
    return None if value is None or factor is None else round(value * factor, 3)


def duration(text: str) -> float | None:
    """A length such as "1h 5m" or 1:05:00 in minutes; a bare number is seconds. Nothing for what cannot be read."""
    seconds = lasting(text)
    return None if seconds is None else seconds / 60


def lasting(text: str) -> float | None:
    """Seconds as a number or a clock; nothing where they cannot be read, for a set can do without."""
    try:
        return clock(text)
    except ValueError:
        return None


def clock(text: str) -> float | None:
    """A length such as 0:01:30, "1m 30s" or 90 in seconds; nothing for nothing. Raises ValueError."""
    written = text.strip().lower()
    found = _DURATION.fullmatch(written) if written else None
    parts = [number(part or "") or 0 for part in (found.groups() if found else written.split(":"))]
    # 0:90 is what a timer shows; 1:90, four parts, or a sign before the hours are no clock.
    wrong = len(parts) > 3 or any(part >= 60 and any(parts[:at]) for at, part in enumerate(parts) if at and not found)
    seconds = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    if wrong or not 0 <= seconds <= LONGEST or (written.startswith("-") and seconds):
        raise ValueError(f"{text!r} is no length of time")
    return seconds or None


def as_clock(seconds: float) -> str:
    """Seconds as a time such as 0:01:30."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}"


def plain(value: float | None) -> str:
    """A number without useless noughts; nothing for nothing."""
    return "" if value is None else f"{value:.6g}"


WARM_UPS = frozenset(
    {"warmup", "warm-up", "warm up", "w", "echauffement", "aufwarmen", "aufwarmsatz", "calentamiento", "riscaldamento"}
    | {"aquecimento", "opwarming", "oppvarming", "uppvarmning", "rozgrzewka", "разминка", "isinma", "워밍업", "热身"}
)
"""The kind of set that is no working set, as programs call it in the language of whoever uses them."""

_FORMULA = "=+-@\t\r"
"""A cell that begins so is a formula to a spreadsheet, and may do anything."""


def harmless(cell: object) -> object:
    """A cell no spreadsheet takes for a formula: words get an apostrophe before them, numbers stay."""
    if isinstance(cell, str) and cell[:1] and cell[0] in _FORMULA and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def said(cell: str) -> str:
    """The words of a cell that `harmless` may have written."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in _FORMULA else cell
