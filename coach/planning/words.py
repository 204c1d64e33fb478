"""What people write for a plan, in the calendar's own figures: "tomorrow 6pm rdl day" is "2026-12-01 18:00 rdl-day".

Pure: today comes in as an argument. What is not understood is left as it is, for `appointments.parse` to refuse.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from coach.planning.appointments import DAYS

FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

WEEKLY = {
    "daily": ",".join(DAYS),
    "every day": ",".join(DAYS),
    "weekdays": ",".join(DAYS[:5]),
    "every weekday": ",".join(DAYS[:5]),
    "weekends": ",".join(DAYS[5:]),
    "every weekend": ",".join(DAYS[5:]),
}

_DAY = "|".join(f"{full}s?|{short}" for full, short in zip(FULL, DAYS, strict=True))
_CLOCK = r"(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>am|pm)"
_TIME = re.compile(rf"\bat\s+(?=\d|noon|midday|midnight)|\b{_CLOCK}\b|\b(?P<named>noon|midday|midnight)\b")
_SESSION = re.compile(
    r"^(?P<before>.*?\d[:.]\d\d\s+(?:race\s+)?)(?P<session>.+?)(?P<after>\s+(?:except\s.*|\d+\s+minutes?\s+before.*))?$"
)

NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def in_figures(text: str, today: date) -> str:
    """The line with its days and times as the calendar writes them; relative days are meant from `today`."""
    plain = " ".join(text.lower().split())
    for words, days in WEEKLY.items():
        plain = re.sub(rf"^{words}\b", days, plain)
    plain = re.sub(r"^today\b", today.isoformat(), plain)
    plain = re.sub(r"^(?:the )?day after tomorrow\b", (today + timedelta(days=2)).isoformat(), plain)
    plain = re.sub(r"^tomorrow\b", (today + timedelta(days=1)).isoformat(), plain)
    plain = re.sub(r"^in (\d{1,3}) (day|week)s?\b", _ahead(today), plain)
    plain = re.sub(rf"^(next|this)\s+({_DAY})\b", _one(today), plain)
    plain = re.sub(rf"^(?:every\s+|on\s+)?({_DAY})((?:\s*(?:,|and)\s*(?:{_DAY}))*)\b", _every, plain)
    plain = _TIME.sub(_time, plain)
    return _one_name(" ".join(plain.split()))


def _ahead(today: date) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        days = int(found[1]) * (7 if found[2] == "week" else 1)
        return (today + timedelta(days=days)).isoformat()

    return written


def _one(today: date) -> Callable[[re.Match[str]], str]:
    """ "next monday": the first one after today; "this monday" may be today."""

    def written(found: re.Match[str]) -> str:
        wanted = DAYS.index(found[2][:3])
        days = (wanted - today.weekday()) % 7
        if days == 0 and found[1] == "next":
            days = 7
        return (today + timedelta(days=days)).isoformat()

    return written


def _every(found: re.Match[str]) -> str:
    return ",".join(day[:3] for day in re.findall(_DAY, found[0]))


def _time(found: re.Match[str]) -> str:
    if found["named"]:
        return NAMED[found["named"]]
    if found["half"] is None:
        return ""
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "pm" else 0)
    return f"{hour:02}:{found['minute'] or '00'}"


def _one_name(text: str) -> str:
    """The session's name in one word, as its file has it: "rdl day" is "rdl-day"."""
    found = _SESSION.fullmatch(text)
    if found is None:
        return text
    return f"{found['before']}{re.sub(r'[ _]+', '-', found['session'])}{found['after'] or ''}"
