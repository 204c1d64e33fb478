"""Waiting for a time of day: which moment is meant, also when clocks change, and that the waiting ends."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.clocks import MachineTime
from coach.errors import InputError
from coach.planning.waiting import Look, Waiting, after_step, describe, next_time, open_zone, read_time, wait_until
from tests.planning.clocks import child

ZURICH = ZoneInfo("Europe/Zurich")


def zurich(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("06:30", "2026-11-23T05:00", "2026-11-23T06:30"),
        ("06:30", "2026-11-23T06:30", "2026-11-24T06:30"),
        ("6.30", "2026-11-23T21:00", "2026-11-24T06:30"),
        ("00:00", "2026-12-31T23:59", "2027-01-01T00:00"),
        ("02:30", "2026-03-28T23:00", "2026-03-29T03:30"),
        ("02:30", "2026-10-24T23:00", "2026-10-25T02:30"),
        ("06:30", "2026-03-28T23:00", "2026-03-29T06:30"),
    ],
)
def test_the_next_moment_with_that_time_of_day_is_meant(text: str, now: str, expected: str) -> None:
    assert next_time(text, zurich(now)) == zurich(expected)


def test_in_the_doubled_hour_the_first_passing_is_meant() -> None:
    assert next_time("02:30", zurich("2026-10-24T23:00")).utcoffset() == timedelta(hours=2)


def test_after_the_first_passing_of_a_doubled_hour_the_next_day_is_meant() -> None:
    second = datetime(2026, 10, 25, 2, 10, tzinfo=ZURICH, fold=1)
    assert next_time("02:30", second) == zurich("2026-10-26T02:30")


@pytest.mark.parametrize("text", ["25:00", "13pm", "0am", "06:60", "half past six", "", "06:30:00"])
def test_what_is_no_time_of_day_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InputError, match="such as 06:30"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("6pm", (18, 0)),
        ("6:30pm", (18, 30)),
        ("6.30 p.m.", (18, 30)),
        ("12 AM", (0, 0)),
        ("noon", (12, 0)),
        ("Midnight", (0, 0)),
        ("18h30", (18, 30)),
        ("18 h", (18, 0)),
    ],
)
def test_a_time_of_day_is_taken_as_the_plan_takes_it(text: str, meant: tuple[int, int]) -> None:
    assert read_time(text) == meant


def test_an_hour_that_may_be_morning_or_evening_is_asked_about() -> None:
    with pytest.raises(InputError, match="'6' may be in the morning or in the evening; write 6am or 6pm"):
        read_time("6")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T05:00", "2026-11-23T06:30"),
        ("2026-11-23T06:45", "2026-11-23T06:30"),
        ("2026-11-23T14:00", "2026-11-24T06:30"),
        ("2026-11-19T22:00", "2026-11-20T06:30"),
    ],
)
def test_after_a_step_of_the_clock_the_time_meant_is_reckoned_again(now: str, expected: str) -> None:
    assert after_step("06:30", zurich("2026-11-23T06:30"), zurich(now)) == zurich(expected)


def test_the_line_names_day_zone_and_time_till_then() -> None:
    line = describe(zurich("2026-11-23T06:30"), zurich("2026-11-22T21:29"))
    assert line == "It will begin at 06:30 on Monday 23 November (Europe/Zurich), in 9 hours and 1 minute."


def test_a_zone_there_is_none_of_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="no time zone 'Mars/Base'"):
        open_zone("Mars/Base")


def test_the_waiting_ends_at_the_real_time() -> None:
    said: list[str] = []
    begun = datetime.now(ZURICH)
    looks = iter([Look(begun - timedelta(minutes=1), MachineTime(0.0))])
    minute = (begun - timedelta(seconds=1)).strftime("%H:%M")

    def look() -> Look:
        now = datetime.now(ZURICH)
        return next(looks, Look(now, MachineTime(60 + (now - begun).total_seconds())))

    target = wait_until(minute, say=said.append, zone="Europe/Zurich", look=look, recheck=5)
    assert target.strftime("%H:%M") == minute
    assert len(said) == 1


def test_while_the_clock_runs_evenly_nothing_is_said_and_the_target_stands() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T05:00"), MachineTime(100.0)))
    assert waiting.see(Look(zurich("2026-11-23T05:10"), MachineTime(700.5))) is None
    assert waiting.target == zurich("2026-11-23T06:30")


def test_the_change_to_summer_time_is_no_step_of_the_clock() -> None:
    before = Look(zurich("2026-03-29T01:59:58"), MachineTime(100.0))
    after = Look(datetime.fromtimestamp(before.wall.timestamp() + 5, ZURICH), MachineTime(105.0))
    assert after.wall == zurich("2026-03-29T03:00:03")
    assert after.stepped(before) == 0


def test_a_clock_put_back_by_an_hour_keeps_the_target_and_tells_the_new_wait() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T06:00"), MachineTime(100.0)))
    line = waiting.see(Look(zurich("2026-11-23T05:00:02"), MachineTime(102.0)))
    assert line is not None
    assert line.endswith("in 1 hour and 30 minutes.")
    assert waiting.target == zurich("2026-11-23T06:30")


def test_a_clock_put_forward_by_days_aims_at_the_next_such_time_instead_of_ringing_at_once() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-19T22:00"), MachineTime(5.0)))
    line = waiting.see(Look(zurich("2026-11-22T14:00"), MachineTime(7.0)))
    assert line is not None
    assert line.startswith("The clock was moved and now shows 14:00.")
    assert waiting.target == zurich("2026-11-23T06:30")


def test_a_machine_that_slept_through_the_time_for_a_quarter_of_an_hour_begins_at_once() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T06:00"), MachineTime(5.0)))
    waiting.see(Look(zurich("2026-11-23T06:45"), MachineTime(7.0)))
    assert waiting.target == zurich("2026-11-23T06:30")


@pytest.mark.parametrize(
    ("before", "after", "target"),
    [
        ("1970-01-01T01:00:20", "2026-11-23T05:00", "2026-11-23T06:30"),
        ("1970-01-01T01:00:20", "2026-11-23T14:00", "2026-11-24T06:30"),
        ("2026-11-23T02:00", "2026-11-23T06:35", "2026-11-23T06:30"),
        ("2026-11-23T02:00", "2026-11-23T09:00", "2026-11-24T06:30"),
        ("2026-11-23T09:00", "2026-11-23T04:00", "2026-11-23T06:30"),
        ("2038-01-19T04:14:07", "2026-11-23T04:00", "2026-11-23T06:30"),
        ("2026-03-28T23:00", "2026-03-29T03:10", "2026-03-29T06:30"),
        ("2026-10-24T23:00", "2026-10-25T02:50", "2026-10-25T06:30"),
    ],
)
def test_whatever_the_clock_showed_at_boot_the_time_meant_is_found_once_it_is_right(
    before: str, after: str, target: str
) -> None:
    waiting = Waiting("06:30", Look(zurich(before), MachineTime(5.0)))
    assert waiting.see(Look(zurich(after), MachineTime(7.0))) is not None
    assert waiting.target == zurich(target)


STEPPED = """
import time
from coach.planning.waiting import wait_until
target = wait_until("06:30", say=lambda line: print(line, flush=True), zone="Europe/Zurich")
print(round(time.time() - target.timestamp(), 1), target.isoformat(), flush=True)
"""


def test_on_a_real_clock_stepped_by_hours_after_boot_it_ends_on_time(tmp_path: Path, stepped: str) -> None:
    """The clock shows the evening before, as after a night without power, until the network puts it right."""
    offsets = tmp_path / "offset"

    def shows(moment: str) -> None:
        offsets.write_text(f"{zurich(moment).timestamp() - time.time():+.0f}\n")

    shows("2026-11-22T22:10")
    with child(["-c", STEPPED], stepped, offsets) as process:
        assert process.stdout is not None
        assert "06:30 on Monday 23 November" in process.stdout.readline()
        shows("2026-11-24T06:29:56")
        assert "now shows 06:29" in process.stdout.readline()
        late, target = process.stdout.readline().split()
    assert 0 <= float(late) < 4
    assert target == "2026-11-24T06:30:00+01:00"


def test_an_alarm_rung_by_a_step_of_the_clock_is_not_taken_for_the_time_meant() -> None:
    """The clock is put forward by a day between the first look and the alarm, which then rings at once."""
    said: list[str] = []
    real = datetime.now(ZURICH)
    looks = iter([Look(real - timedelta(days=1, hours=3), MachineTime(0.0)), Look(real, MachineTime(1.0))])
    minute = (real - timedelta(hours=2)).strftime("%H:%M")

    class EnoughError(Exception):
        pass

    def look() -> Look:
        found = next(looks, None)
        if found is None:
            raise EnoughError
        return found

    with pytest.raises(EnoughError):
        wait_until(minute, say=said.append, zone="Europe/Zurich", look=look, recheck=0.2)
    assert "The clock was moved" in said[1]
