"""What people write for a plan, in the calendar's own figures: "tomorrow 6pm rdl day" is "2026-12-01 18:00 rdl-day".

Pure: today comes in as an argument. What is not understood is left as it is, for `appointments.parse` to refuse.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from coach.planning.appointments import DAYS
from coach.planning.waiting import CLOCK, HOUR, NAMED, NUMBERS, of_half

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
_DAY = rf"(?:{_DAY}|tues|weds|thurs?)\b\.?"
_SPAN = rf"(?:{_DAY})(?:\s*(?:-|–|to|through|thru)\s*(?:{_DAY}))?"
_DAYS = re.compile(rf"^(?:every\s+|on\s+)?{_SPAN}(?:\s*(?:,\s*and|,|and|&|\+|/)\s*{_SPAN})*(?!\S)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
HOURED = r"(?P<{0}>\d\d?)(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"^(?:on\s+)?(?:(?P<weekday>{_DAY})(?:,\s*|\s+))?(?:the\s+)?(?:"
    + HOURED.format("day")
    + r"\.?\s+(?:of\s+)?"
    + _MONTH.format("month")
    + "|"
    + _MONTH.format("month_first")
    + r"\s+(?:the\s+)?"
    + HOURED.format("day_last")
    + r")(?:,?\s+(?P<year>20\d\d|21\d\d))?(?=,?\s),?"
)
_HALVES = {
    r"in the morning|this morning": "am",
    r"in the (?:afternoon|evening)|this (?:afternoon|evening)|at night|tonight": "pm",
}
_PAST = re.compile(rf"\b(?:at\s+)?(half|(?:a\s+)?quarter)\s+(past|to)\s+({HOUR})(?:\s*(am|pm))?\b")
_O_CLOCK = re.compile(rf"\b({HOUR})(?:\s+(thirty|fifteen|forty[ -]five))?(?:\s+o'?clock)?\s*(am|pm)\b")
_MINUTES = {"half": 30, "quarter": 15, "thirty": 30, "fifteen": 15, "forty": 45}
_DOTTED = re.compile(r"^(?:on\s+)?(\d\d?)\.\s?(\d\d?)\.\s?(20\d\d|21\d\d)?(?=,?\s),?")
"""5.12.2027, and 5.12. for the next one there is."""
_TIME = re.compile(rf"\bat\s+(?=\d|noon|midday|midnight)|\b{CLOCK}|\b(?P<named>noon|midday|midnight)\b")
_HOURS = re.compile(r"(?<![\w:.-])([01]?\d|2[0-3])\s?h(?:\s?([0-5]\d))?(?![\w-])")
"""18h30, as in France, and 18h."""

_IN_FIGURES = re.compile(r"\d[:.]\d\d\b")
_LEAP = 8
"""Years within which there is a 29th of February, even around a year that would be a leap year and is none."""

_SESSION = re.compile(
    r"^(?P<before>.*?\d[:.]\d\d\s+(?:race\s+)?)(?P<session>.+?)(?P<after>\s+(?:except\s.*|\d+\s+minutes?\s+before.*))?$"
)


def in_figures(text: str, today: date) -> str:
    """The line with its days and times as the calendar writes them; relative days are meant from `today`."""
    plain = " ".join(text.lower().split())
    for words, days in WEEKLY.items():
        plain = re.sub(rf"^{words}\b", days, plain)
    plain = re.sub(r"^today\b", today.isoformat(), plain)
    plain = re.sub(r"^(?:the )?day after tomorrow\b", (today + timedelta(days=2)).isoformat(), plain)
    plain = re.sub(r"^tomorrow\b", (today + timedelta(days=1)).isoformat(), plain)
    plain = re.sub(rf"^in (\d{{1,3}}|an?|{'|'.join(NUMBERS)}) (day|week)s?\b", _ahead(today), plain)
    plain = re.sub(rf"^(next|this)\s+({_DAY})(?=,?\s),?", _one(today), plain)
    plain = _DATE.sub(_day_of_a_month(today), plain)
    plain = _DOTTED.sub(_dotted(today), plain)
    plain = _DAYS.sub(_every, plain)
    plain = _time_in_words(plain)
    plain = _TIME.sub(_time, plain)
    if not _IN_FIGURES.search(plain):
        plain = _HOURS.sub(lambda found: f"{int(found[1]):02}:{found[2] or '00'}", plain, count=1)
    return _one_name(" ".join(plain.split()))


def _ahead(today: date) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        days = _value(found[1]) * (7 if found[2] == "week" else 1)
        return (today + timedelta(days=days)).isoformat()

    return written


def _value(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return NUMBERS.index(word) + 1 if word in NUMBERS else 1


def _time_in_words(plain: str) -> str:
    """ "half past six in the evening" as 6:30pm; without a half of the day it is left, for it may be either."""
    if _IN_FIGURES.search(plain):
        return plain
    for words, half in _HALVES.items():
        plain = re.sub(rf"(?<=\S)\s+(?:{words})\b", f" {half}", plain, count=1)
    plain = _PAST.sub(_quarter, plain, count=1)
    return _O_CLOCK.sub(_hour_in_words, plain, count=1)


def _quarter(found: re.Match[str]) -> str:
    hour, minute = _value(found[3]), _MINUTES[found[1].split()[-1]]
    if found[2] == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    return f"{hour}:{minute:02}{found[4]}" if found[4] else found[0]


def _hour_in_words(found: re.Match[str]) -> str:
    minute = _MINUTES[re.split("[ -]", found[2])[0]] if found[2] else 0
    return f"{_value(found[1])}:{minute:02}{found[3]}"


def _dotted(today: date) -> Callable[[re.Match[str]], str]:
    """ "5.12.2027": day and month, as they are where a point stands behind them; what is no date is left."""

    def written(found: re.Match[str]) -> str:
        months = f"{found[1]} {_MONTHS[int(found[2]) - 1]} {found[3] or ''}" if 1 <= int(found[2]) <= 12 else ""
        meant = _DATE.sub(_day_of_a_month(today), f"{months.strip()} ")
        return meant.strip() if meant[:1].isdigit() and "-" in meant else found[0]

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


def _day_of_a_month(today: date) -> Callable[[re.Match[str]], str]:
    """ "5 december": the next one there is, today's among them; what is no date, or another weekday, is left."""

    def written(found: re.Match[str]) -> str:
        day = int(found["day"] or found["day_last"])
        month = _MONTHS.index((found["month"] or found["month_first"])[:3]) + 1
        years = (int(found["year"]),) if found["year"] else range(today.year, today.year + _LEAP + 1)
        for year in years:
            try:
                meant = date(year, month, day)
            except ValueError:
                continue
            if found["year"] or meant >= today:
                fits = found["weekday"] is None or DAYS.index(found["weekday"][:3]) == meant.weekday()
                return meant.isoformat() if fits else found[0]
        return found[0]

    return written


def _every(found: re.Match[str]) -> str:
    """The days in a row; "fri-mon" goes over the end of the week."""
    days: list[str] = []
    for span in re.findall(_SPAN, found[0]):
        first, *rest = (DAYS.index(day[:3]) for day in re.findall(_DAY, span))
        last = rest[0] if rest else first
        days += (DAYS[(first + number) % 7] for number in range((last - first) % 7 + 1))
    return ",".join(dict.fromkeys(days))


def _time(found: re.Match[str]) -> str:
    if found["named"] is None and found["half"] is None:
        return ""
    hour, minute = NAMED[found["named"]] if found["named"] else of_half(found)
    return f"{hour:02}:{minute:02}"


def _one_name(text: str) -> str:
    """The session's name in one word, as its file has it: "rdl day" is "rdl-day"."""
    found = _SESSION.fullmatch(text)
    if found is None:
        return text
    return f"{found['before']}{re.sub(r'[ _]+', '-', found['session'])}{found['after'] or ''}"
