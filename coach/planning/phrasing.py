"""Days and times of day as people say them; the words are stock lines of the content."""

from collections.abc import Mapping
from datetime import date, datetime

from coach.core import wording
from coach.core.plan import Line
from coach.planning.appointments import DAYS

NOON, EVENING = 12, 18

Lines = Mapping[str, Line]


def words(lines: Lines, key: str, **fields: str) -> str:
    """A stock line with its fields, as part of a sentence."""
    return lines[key].variants[0].format_map(fields)


def spoken_time(lines: Lines, moment: datetime) -> str:
    """ "half past six", "seven", "quarter to nine", "nine twenty"."""
    hour, minute = moment.hour, moment.minute
    this, following = (wording.number((each - 1) % 12 + 1) for each in (hour or 12, hour + 1))
    if minute == 45:
        return words(lines, "clock.quarter_to", hour=following)
    fixed = {0: "clock.hour", 15: "clock.quarter_past", 30: "clock.half_past"}
    key = fixed.get(minute) or ("clock.few_minutes" if minute < 10 else "clock.minutes")
    return words(lines, key, hour=this, minutes=wording.number(minute))


def spoken_moment(lines: Lines, moment: datetime, today: date) -> str:
    """ "on Monday at half past six in the evening": told so that nobody can take it for another."""
    day = spoken_day(lines, moment.date(), today)
    return words(lines, "clock.moment", day=day, time=spoken_clock(lines, moment))


def spoken_clock(lines: Lines, moment: datetime) -> str:
    """ "half past six in the evening"."""
    half = "morning" if moment.hour < NOON else "afternoon" if moment.hour < EVENING else "evening"
    return words(lines, f"clock.{half}", time=spoken_time(lines, moment))


def spoken_day(lines: Lines, day: date, today: date) -> str:
    """ "today", "tomorrow", "on Monday", "on Monday next week", "in twelve days, on Saturday"."""
    ahead = (day - today).days
    if ahead <= 1:
        return words(lines, "day.today" if ahead <= 0 else "day.tomorrow")
    weekday = words(lines, f"day.{DAYS[day.weekday()]}")
    if ahead < 7:
        return weekday
    key = "day.next_week" if ahead == 7 else "day.far"
    return words(lines, key, day=weekday, number=wording.number(ahead))
