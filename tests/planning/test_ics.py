"""The plan as an iCalendar file, read back by the rules of another library."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from coach.planning.appointments import parse, within
from coach.planning.ics import as_ics

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 1, 12, 0, tzinfo=BERLIN)
SESSIONS = {"rdl-day": ("Romanian deadlift day", 50)}


def event_of(line: str, now: datetime = NOW) -> Any:
    [event] = Calendar.from_ical(as_ics([parse(line)], now, SESSIONS)).walk("VEVENT")
    return event


def moments(event: Any, until: datetime) -> list[datetime]:
    """When a reader of calendars has it begin: the rule's local times, without those excluded, in the event's zone."""
    begin = event.decoded("dtstart")
    skipped = {each.dt.replace(tzinfo=None) for each in event["exdate"].dts} if "exdate" in event else set()
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=begin.replace(tzinfo=None))
    local = rule.between(begin.replace(tzinfo=None), until.replace(tzinfo=None), inc=True)
    return [each.replace(tzinfo=begin.tzinfo).astimezone(UTC) for each in local if each not in skipped]


@pytest.mark.parametrize(
    "line",
    [
        "mon,thu 18:30 rdl-day",
        "sun 02:30 rdl-day",  # left out in spring, there twice in autumn
        "sun 01:59 rdl-day",
        "sun 03:00 rdl-day",
        "mon 18:30 rdl-day except 2026-10-26,2027-03-29",  # the day after each change
        "sun 02:30 rdl-day except 2026-10-25,2027-03-28",  # the days themselves
    ],
)
def test_a_weekly_session_falls_on_the_same_moments_as_in_the_plan_through_both_changes_of_the_clock(line: str) -> None:
    until = NOW + timedelta(days=366)
    ours = [begin.astimezone(UTC) for begin, _ in within([parse(line)], NOW, 366) if begin <= until]
    assert moments(event_of(line), until) == ours
    assert len({begin.astimezone(BERLIN).utcoffset() for begin in ours}) == 2, "the year crosses no change of the clock"


@pytest.mark.parametrize("day", ["2026-10-22", "2027-03-25"])
def test_a_calendar_written_in_the_week_of_a_change_keeps_the_hour_that_is_doubled_or_left_out(day: str) -> None:
    now = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=BERLIN)
    ours = [begin.astimezone(UTC) for begin, _ in within([parse("sun 02:30 rdl-day")], now, 60)]
    assert moments(event_of("sun 02:30 rdl-day", now), now + timedelta(days=60)) == ours


def test_the_dates_that_are_left_out_are_excluded_at_their_moments_and_no_others_are() -> None:
    event = event_of("mon 18:30 rdl-day except 2026-10-26,2027-03-29")
    left_out = [datetime(2026, 10, 26, 17, 30, tzinfo=UTC), datetime(2027, 3, 29, 16, 30, tzinfo=UTC)]
    assert [each.dt.astimezone(UTC) for each in event["exdate"].dts] == left_out
    assert "exdate" not in event_of("mon 18:30 rdl-day")


def test_a_session_is_named_and_as_long_as_it_takes() -> None:
    event = event_of("2026-12-05 10:00 rdl-day")
    assert str(event["summary"]) == "Romanian deadlift day"
    assert event.decoded("duration") == timedelta(minutes=50)
    assert event.decoded("dtstart") == datetime(2026, 12, 5, 10, 0, tzinfo=BERLIN)


def test_a_race_is_in_the_calendar_from_its_warm_up_to_its_gun() -> None:
    event = event_of("2026-12-05 09:00 race pre-race")
    assert event.decoded("dtstart") + event.decoded("duration") == datetime(2026, 12, 5, 9, 0, tzinfo=BERLIN)


def test_what_has_passed_is_left_out_and_the_same_appointment_keeps_its_name() -> None:
    written = as_ics([parse("2026-09-01 10:00 rdl-day")], NOW, SESSIONS)
    assert Calendar.from_ical(written).walk("VEVENT") == []
    later = NOW + timedelta(days=3)
    assert event_of("mon 18:30 rdl-day")["uid"] == event_of("mon 18:30 rdl-day", later)["uid"]


def coach(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-m", "coach", *words], env=own, capture_output=True, text=True, timeout=60)


def test_the_command_writes_a_calendar_over_a_calendar_and_over_nothing_else(tmp_path: Path) -> None:
    assert coach(tmp_path, "plan", "add", "mon,thu 18:30 rdl-day").returncode == 0
    there = tmp_path / "plan.ics"
    assert coach(tmp_path, "plan", "--ics", str(there)).returncode == 0
    assert "Wrote 1 appointment" in coach(tmp_path, "plan", "--ics", str(there)).stdout
    letter = tmp_path / "letter.txt"
    letter.write_text("dear")
    refused = coach(tmp_path, "plan", "--ics", str(letter))
    assert (refused.returncode, letter.read_text()) == (2, "dear")
