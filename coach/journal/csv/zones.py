"""The zone behind a time of day, told from the end of a span, which looks like one: 18:30-19:45.

Texts come in small letters, as `dates` has them.
"""

import re
from datetime import timedelta, timezone

_DISTANCE = r"\+(?:0\d|1[0-3]):?(?:00|15|30|45)|\+14:?00|-(?:0\d|1[0-2]):?00|-0[239]:?30"
"""How far from UTC there are zones, in hours and minutes: -12:00 to +14:00, and not every quarter of an hour."""

_ZONE = re.compile(
    r"(?<=:\d\d)((?:\.\d+)?(?:\s*[ap]\.?m\.?)?)"
    r"(?:(?:\s*(?:utc|gmt|z)\s*|\s+|(?=\+)|(?<=t\d\d:\d\d)|(?<=:\d\d:\d\d)|(?<=\.\d{3})|(?<=\.\d{6}))"
    rf"({_DISTANCE})|\s*(?:utc|gmt|z))(?:\s*\(.*\))?$"
)
"""A zone behind a time of day, by its distance from UTC; browsers write its name behind it in brackets.

What is glued to hours and minutes with a dash is the end of a span, "18:30-19:45", if no T and no UTC says otherwise.
"""

_UNTIL = re.compile(
    r"(?<=:\d\d)((?:\.\d+)?(?:\s*[ap]\.?m\.?)?)\s*(?:utc|gmt|z)?\s*[-–—+]\s*\d{1,2}:?\d\d(?::\d\d)?"
    r"((?:\s*[ap]\.?m\.?)?)(?:\s*\(.*\))?$"
)
"""When it ended, or a distance at which there is no zone."""

_LETTERS_OF_A_ZONE = re.compile(
    r":\d\d\s+(?:[ap]\.?m\.?\s+)?((?:ce|ee|we|ea?|c|m|p|ak|aw|ac|ae|b|i|j|h|sa)[sd]t|cet|eet|wet|msk|hkt|sgt)$"
)
"""Names of zones that mean one thing here and another there."""


def zone_of(text: str) -> timezone | None:
    """The zone that stands behind the time of day, None for none; raises ValueError for letters that mean several."""
    if letters := _LETTERS_OF_A_ZONE.search(text):
        raise ValueError(f"{letters[1].upper()!r} is no zone that is known here; take it out and add --zone")
    found = _ZONE.search(text)
    if found is None:
        return None
    told = found[2] or "+0000"
    away = timedelta(hours=int(told[1:3]), minutes=int(told[-2:]))
    return timezone(-away if told[0] == "-" else away)


def is_span(text: str) -> bool:
    """Whether what looks like a zone, as "18:30-19:45" does, is when it ended."""
    return _ZONE.search(text) is None and _UNTIL.search(text) is not None


def without_zone(text: str) -> str:
    """The date and the time of day, without a zone and without when it ended."""
    return _UNTIL.sub(r"\1\2", _ZONE.sub(r"\1", text))
