"""What stands in one cell of a training program's table: times, amounts, distances, durations."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.core.plan import Unit
from coach.errors import InputError

UNITS = {"kg": Unit.KILOS, "kgs": Unit.KILOS, "lb": Unit.POUNDS, "lbs": Unit.POUNDS}
METRES = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "miles": 1609.344, "ft": 0.3048, "yd": 0.9144}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file may leave open: the unit of its loads, and the zone of its times (None: this machine's)."""

    unit: Unit | None = None
    zone: tzinfo | None = None

    def unit_of(self, written: str, load: float | None) -> Unit | None:
        """The unit a file writes, or the one that was given; raises InputError when a load has neither."""
        unit = UNITS.get(written.strip().lower(), self.unit)
        if unit is None and load is not None:
            raise InputError("the file does not say whether it means kilos or pounds; add --unit kg or --unit lb")
        return unit


_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p", "%d %b %Y, %H:%M", "%b %d, %Y, %I:%M %p", "%Y-%m-%d")
"""The ways the programs have written a time, in their several versions."""

_DURATION = re.compile(r"(?:(\d{1,6}) ?h)? ?(?:(\d{1,6}) ?m(?:in)?)? ?(?:(\d{1,6}) ?s)?")

MOST = 1e9
"""More of anything nobody lifts, walks or holds: a larger number is a slip, and too large for the journal's columns."""


def moment(text: str, reading: Reading) -> datetime:
    """A time of any program, in the zone of the reading unless it names its own; raises ValueError."""
    written = text.strip().replace("\u202f", " ")
    for form in _TIMES:
        try:
            return _in_zone(datetime.strptime(written, form), reading.zone)  # noqa: DTZ007  the zone is put in here
        except ValueError:
            continue
    when = datetime.fromisoformat(written)
    return when if when.tzinfo else _in_zone(when, reading.zone)


def _in_zone(when: datetime, zone: tzinfo | None) -> datetime:
    # Without a zone the machine's own rules for that day hold, summer time included.
    return when.replace(tzinfo=zone) if zone else when.astimezone()


def named(text: str) -> str:
    """A name; raises ValueError for an empty one."""
    if not text.strip():
        raise ValueError("the exercise has no name")
    return text.strip()


def amount(text: str) -> float | None:
    """A number, with a point or a comma; nothing, and a nought, say nothing."""
    value = float(text.strip().replace(",", ".") or 0)
    if not 0 <= value <= MOST:
        raise ValueError(f"{text!r} is no amount")
    return value or None


def whole(text: str) -> int | None:
    """A whole number, or nothing."""
    value = amount(text)
    return None if value is None else int(value)


def metres(distance: str, unit: str) -> float | None:
    """A distance in metres; nothing for a distance whose unit is not told, for it is not guessed."""
    value, factor = amount(distance), METRES.get(unit.strip().lower())
    return None if value is None or factor is None else round(value * factor, 3)


def duration(text: str) -> float | None:
    """A length such as "1h 5m" in minutes."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not text.strip():
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 60 + minutes + seconds / 60


def clock(text: str) -> float | None:
    """A time such as 0:01:30 in seconds."""
    if not text.strip():
        return None
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    if not 0 <= seconds <= MOST:
        raise ValueError(f"{text!r} is no length of time")
    return seconds or None


def as_clock(seconds: float) -> str:
    """Seconds as a time such as 0:01:30."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}"


def plain(value: float | None) -> str:
    """A number without useless noughts; nothing for nothing."""
    return "" if value is None else f"{value:.6g}"
