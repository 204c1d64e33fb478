"""Dates and times as training programs write them, in the language and the order of whoever used the program.

The names of the months are the CLDR's (Unicode licence), in `months.json`: for every language twelve rows of words.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from coach.journal.csv.zones import is_span, without_zone, zone_of

Order = Literal["dmy", "mdy", "ymd"]
"""In what order a date of three numbers has them: day, month, year."""

_ISO = re.compile(r"\d{4}-(?:\d{2}-\d{2}|W\d{2}-\d)")
_TIME = re.compile(r"(\d{1,2})[:h] ?(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?")
_DOTTED_TIME = re.compile(r"(?<=\d{4}),? +(?:klo|kl\.?)? *(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$")
_HALF = re.compile(
    r"(?<![^\W\d_])(?:(am|a\. ?m\.?|오전|午前|上午|πμ|π\.μ\.|ص|öö)"
    r"|(pm|p\. ?m\.?|오후|午後|下午|μμ|μ\.μ\.|م|ös))(?![^\W\d_])"
)
_PARTS = re.compile(r"\d+|[^\d\s,،/\-–—:;'’()]+")
_ASIAN = str.maketrans(dict.fromkeys("年月년월", "-") | dict.fromkeys("日일分분", " ") | dict.fromkeys("時时시", ":"))
_UNSEEN = re.compile("[\u200e\u200f\u061c]")

_SERIAL = re.compile(r"(?:[2-7]\d{4})(?:[.,]\d+)?")
"""A date as a spreadsheet counts it, from 1954 to 2119: days, and the time of day as a part of one."""

_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  whoever asks knows the zone
"""Day nought of a spreadsheet, as all of them count since March 1900."""

_HEBREW_IN = "ב"
"""Hebrew writes "in October" as one word."""

_VIETNAMESE_MONTH = re.compile(r"th(?:g|áng)")
"""Vietnamese numbers its months: the number after this word is one."""

LONGEST_TOLD = 60
"""Letters of a cell that are told of one that is no date."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Nobody trained before or after: such a year is a slip."""

BUDDHIST = 543
"""Years by which Thailand's count is ahead."""


@dataclass(frozen=True, slots=True)
class Dates:
    """How a file writes its dates: the order of three numbers, None for unknown, and the languages of its months.

    `given` is whether its owner said the order: then no date of the file is read in another.
    """

    order: Order | None = None
    languages: frozenset[str] | None = None
    given: bool = False


@cache
def _months() -> Mapping[str, Mapping[str, int]]:
    """For every language its words for the months, without accents and dots, and their numbers."""
    told: dict[str, list[str]] = json.loads(Path(__file__).with_name("months.json").read_text(encoding="utf-8"))
    return {
        language: {word: number for number, row in enumerate(rows, 1) for word in row.split()}
        for language, rows in told.items()
    }


def bare(word: str) -> str:
    """The word without capitals, accents and dots, as `months.json` has it."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip(". ")


@cache
def _meanings(word: str) -> Mapping[str, int]:
    """The month this word is, by language; one cut short is known by its beginning. Empty for no month."""
    exact = {language: words[word] for language, words in _months().items() if word in words}
    if word.startswith(_HEBREW_IN) and not exact:
        return _meanings(word.removeprefix(_HEBREW_IN))
    if exact or len(word) < 3:
        return exact
    found: dict[str, int] = {}
    for language, words in _months().items():
        numbers = {number for whole, number in words.items() if whole.startswith(word)}
        if len(numbers) == 1:
            found[language] = numbers.pop()
    return found


def survey(cells: Iterable[str], wished: Order | None = None) -> tuple[Dates, str]:
    """How these dates are written, and one that may be read in two ways if nothing tells in which, else ""."""
    languages: set[str] | None = None
    orders: set[Order] = set()
    doubtful = ""
    for cell in cells:
        rest = _without_time(_plain(cell))[0]
        if word := _month_word(rest):
            meant = set(_meanings(word))
            languages = meant if languages is None else languages & meant
        if order := _told_order(rest):
            orders.add(order)
        elif _is_doubtful(rest):
            doubtful = doubtful or cell.strip()
    order = wished or (orders.pop() if len(orders) == 1 else None)
    spoken = frozenset(languages) if languages else None
    return Dates(order, spoken, given=wished is not None), "" if order or orders else doubtful


def when(text: str, dates: Dates) -> datetime:
    """The moment a cell names, without a zone unless it has one; raises ValueError that says what is wrong."""
    if _ISO.match(text):
        try:
            found = datetime.fromisoformat(text)
            if FIRST_YEAR <= found.year <= LAST_YEAR and (found.tzinfo is None or not is_span(_plain(text))):
                return found
        except ValueError:
            pass
    if _SERIAL.fullmatch(counted := _plain(text)):
        return _SERIAL_START + timedelta(seconds=round(float(counted.replace(",", ".")) * 86_400))
    zone = zone_of(_plain(text))
    rest, hour, minute, second = _without_time(_plain(text))
    try:
        year, month, day = _date(rest, dates)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except (_DoubtError, _OrderError):
        raise
    except (ValueError, OverflowError) as fault:
        told = text.strip() if len(text.strip()) <= LONGEST_TOLD else f"{text.strip()[:LONGEST_TOLD]}..."
        raise ValueError(f"{told!r} is no date that is known here; write it like 2026-10-21 18:30") from fault


class _DoubtError(ValueError):
    """A date that may be read in two ways."""


class _OrderError(ValueError):
    """A date that cannot be read in the order that was given."""


def _plain(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_ASIAN).casefold().strip()


def _without_time(text: str) -> tuple[str, int, int, int]:
    """The date without its time of day, its end and its zone; hour, minute and second, noughts for none."""
    text = without_zone(text)
    found = _TIME.search(text) or _DOTTED_TIME.search(text)
    if found is None:
        return text, 0, 0, 0
    hour, minute, second = (int(part or 0) for part in found.groups())
    if half := _HALF.search(text):
        hour = hour % 12 + (12 if half[2] else 0)
    rest = _HALF.sub(" ", text[: found.start()] + " " + text[found.end() :])
    return rest, hour, minute, second


def _words(rest: str) -> list[str]:
    return [word for part in _PARTS.findall(rest) if not part[0].isdigit() and (word := bare(part))]


def _numbers(rest: str) -> list[str]:
    return [part for part in _PARTS.findall(rest) if part[0].isdigit()]


def _date(rest: str, dates: Dates) -> tuple[int, int, int]:
    numbers = _numbers(rest)
    month = _month(rest, dates)
    if month is not None:
        first, second = numbers[:2]
        year, day = (first, second) if len(first) == 4 else (second, first)
        return _year(year), month, int(day)
    if len(numbers) < 3:
        raise ValueError(rest)
    first, second, third = numbers[:3]
    order = _given_order(rest, dates) or _told_order(rest) or dates.order
    if order is None and first != second:
        raise _DoubtError(f"{rest.strip()!r} may have its day or its month first; add --dates dmy or --dates mdy")
    if order == "ymd":
        return _year(first), int(second), int(third)
    return (_year(third), int(first), int(second)) if order == "mdy" else (_year(third), int(second), int(first))


def _given_order(rest: str, dates: Dates) -> Order | None:
    """The order that was given for the file; None for none, and for a date that says itself what comes first.

    Raises ValueError for a date that cannot have it.
    """
    first, second, _ = _numbers(rest)[:3]
    if not dates.given or len(first) == 4 or _VIETNAMESE_MONTH.search(rest):
        return None
    if int(first if dates.order == "mdy" else second) > 12:
        raise _OrderError(f"{rest.strip()!r} is no date as --dates {dates.order} reads it; see which order is right")
    return dates.order


def _month(rest: str, dates: Dates) -> int | None:
    """The month that is written as a word; raises ValueError for one that means several."""
    word = _month_word(rest)
    if word is None:
        return None
    meant = _meanings(word)
    told = {number for language, number in meant.items() if dates.languages is None or language in dates.languages}
    numbers = told or set(meant.values())
    if len(numbers) > 1:
        raise _DoubtError(f"{word!r} is another month in another language; write the month as a number")
    return numbers.pop()


def _month_word(rest: str) -> str | None:
    """The word that is the month: "mar, 3 nov 2026" is a Tuesday, and a day of the week stands first or last."""
    parts = _PARTS.findall(rest)
    last = max((place for place, part in enumerate(parts) if part[0].isdigit()), default=0)
    for some in (parts[:last], parts[last:]):
        if found := [word for word in _words(" ".join(some)) if _meanings(word)]:
            return found[-1]
    return None


def _told_order(rest: str) -> Order | None:
    """The order that these numbers can only have; None when they have no such, or are not three."""
    numbers = _numbers(rest)
    if len(numbers) != 3 or any(_meanings(word) for word in _words(rest)):
        return None
    if len(numbers[0]) == 4:
        return "ymd"
    if _VIETNAMESE_MONTH.search(rest):
        return "dmy"
    if int(numbers[0]) > 12:
        return "dmy"
    if int(numbers[1]) > 12:
        return "mdy"
    return "dmy" if "." in rest and "/" not in rest else None


def _is_doubtful(rest: str) -> bool:
    numbers = _numbers(rest)
    return len(numbers) == 3 and numbers[0] != numbers[1] and not any(_meanings(word) for word in _words(rest))


def _year(text: str) -> int:
    year = int(text)
    if len(text) <= 2:
        return 2000 + year
    year = year - BUDDHIST if year > 2400 else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year
