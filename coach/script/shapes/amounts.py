"""Amounts as a trainer writes them: 1:30 and 2m for seconds, 135 lb for kilos, 6-8 for reps from six to eight."""

import re

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from coach.core.loading.plates import convert
from coach.core.plan import Unit

_CLOCK = re.compile(r"(?:0?0:)?(\d{1,2}):([0-5]\d)(?: ?(?:min|minutes?))?")
_TIMED = re.compile(r"(\d{1,4}(?:\.\d{1,3})?) ?(s|secs?|seconds?|[\"”″]|['’′]{2}|m|mins?|minutes?|['’′])\.?")
_BOTH = re.compile(r"(\d{1,2}) ?(?:m|mins?|minutes?|['’′]) ?(?:and )?([0-5]?\d) ?(?:s|secs?|seconds?|[\"”″]|['’′]{2})?")
_WEIGHED = re.compile(r"(\d{1,5}(?:\.\d{1,3})?) ?(kgs?|kilos?|kilograms?|lbs?|pounds?)\.?", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3}) ?[-–] ?(\d{1,3})")


def seconds_of(text: str) -> float | None:
    """The seconds of 1:30, 1m30s, 2m, "2 min", 2' or 90s; None for any other text."""
    if clock := _CLOCK.fullmatch(text.strip()) or _BOTH.fullmatch(text.strip()):
        return int(clock[1]) * 60 + int(clock[2])
    if told := _TIMED.fullmatch(text.strip()):
        return float(told[1]) * (60 if told[2][0] == "m" or told[2] in ("'", "’", "′") else 1)
    return None


def kilos_of(text: str) -> float | None:
    """The kilos of 60 kg, 135lb or "135 pounds"; None for any other text."""
    if told := _WEIGHED.fullmatch(text.strip()):
        unit = Unit.KILOS if told[2][0] in "kK" else Unit.POUNDS
        return convert(float(told[1]), unit, Unit.KILOS)
    return None


def range_of(text: str) -> tuple[int, int] | None:
    """The fewest and the most of 6-8; None for any other text."""
    told = _RANGE.fullmatch(text.strip())
    return (int(told[1]), int(told[2])) if told else None


def without_ranges(data: object) -> object:
    """An exercise as it is written, `reps: 6-8` in it as `at_least: 6`; the reps themselves are read as the top."""
    if not isinstance(data, dict) or "at_least" in data:
        return data
    written = data.get("reps")
    forms = written if isinstance(written, dict) else {"": written}
    ranges = {form: found for form, text in forms.items() if isinstance(text, str) and (found := range_of(text))}
    if not ranges:
        return data
    fewest = {form: ranges[form][0] if form in ranges else text for form, text in forms.items()}
    return {**data, "at_least": fewest if isinstance(written, dict) else fewest[""]}


AMRAP = "amrap"
"""How reps are written that are as many as are clean."""

MOST = 20
"""The most reps that are expected of a set of as many as are clean."""


def with_open_reps(data: object) -> object:
    """An exercise as it is written, `reps: amrap` in it as the most reps that are expected of such a set."""
    if not isinstance(data, dict) or not isinstance(data.get("reps"), str) or data["reps"].strip().lower() != AMRAP:
        return data
    return {**data, "reps": MOST, "amrap": True}


_PYTHONS = re.compile(r"[-+]?(?:nan|inf|infinity|\d[\d.]*_[\d_.]*)", re.IGNORECASE)
"""What Python reads as a number, and no trainer writes."""


def _no_switch(value: object) -> None:
    """Refuse what pydantic would take for a number and nobody writes as one: true, false, nan, 1_0."""
    if isinstance(value, bool) or (isinstance(value, str) and _PYTHONS.fullmatch(value.strip())):
        told = str(value).lower()
        fault = f"'{told}' is no number; write one"
        raise PydanticCustomError("faults", "", {"faults": [fault]})


def _seconds(value: object) -> object:
    _no_switch(value)
    found = seconds_of(value) if isinstance(value, str) else None
    return value if found is None else found


def _kilos(value: object) -> object:
    _no_switch(value)
    found = kilos_of(value) if isinstance(value, str) else None
    return value if found is None else found


def _top(value: object) -> object:
    _no_switch(value)
    found = range_of(value) if isinstance(value, str) else None
    if found is None:
        return value
    if found[0] >= found[1]:
        fault = f"{value!r} is no range of reps; write the fewer first, as 6-8"
        raise PydanticCustomError("faults", "", {"faults": [fault]})
    return found[1]


def _number(value: object) -> object:
    _no_switch(value)
    return value


Number = BeforeValidator(_number)
"""A number of any kind; true and false are none."""

InSeconds = BeforeValidator(_seconds, json_schema_input_type=float | str)
"""A duration: seconds as a number, or 1:30, 2m, 90s."""

InKilos = BeforeValidator(_kilos, json_schema_input_type=float | str)
"""A load: kilos as a number, or with its unit, as 135 lb."""

InReps = BeforeValidator(_top, json_schema_input_type=int | str)
"""Reps: a whole number, or a range such as 6-8, of which the top is planned."""
