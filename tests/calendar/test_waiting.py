"""Waiting for a time of day: which moment is meant, also when clocks change, and that the waiting ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.errors import InputError
from coach.planning.waiting import Look, Waiting, after_step, describe, next_time, open_zone, read_time, wait_until

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


@pytest.mark.parametrize("text", ["25:00", "6", "06:60", "half past six", "", "06:30:00"])
def test_what_is_no_time_of_day_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InputError, match="such as 06:30"):
        read_time(text)


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
    looks = iter([Look(datetime.now(ZURICH) - timedelta(minutes=1), 0.0)])
    minute = (datetime.now(ZURICH) - timedelta(seconds=1)).strftime("%H:%M")
    target = wait_until(minute, say=said.append, zone="Europe/Zurich", look=lambda: next(looks), recheck=5)
    assert target.strftime("%H:%M") == minute
    assert len(said) == 1


def test_while_the_clock_runs_evenly_nothing_is_said_and_the_target_stands() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T05:00"), 100.0))
    assert waiting.see(Look(zurich("2026-11-23T05:10"), 700.5)) is None
    assert waiting.target == zurich("2026-11-23T06:30")


def test_the_change_to_summer_time_is_no_step_of_the_clock() -> None:
    before = Look(zurich("2026-03-29T01:59:58"), 100.0)
    after = Look(datetime.fromtimestamp(before.wall.timestamp() + 5, ZURICH), 105.0)
    assert after.wall == zurich("2026-03-29T03:00:03")
    assert after.stepped(before) == 0


def test_a_clock_put_back_by_an_hour_keeps_the_target_and_tells_the_new_wait() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T06:00"), 100.0))
    line = waiting.see(Look(zurich("2026-11-23T05:00:02"), 102.0))
    assert line is not None
    assert line.endswith("in 1 hour and 30 minutes.")
    assert waiting.target == zurich("2026-11-23T06:30")


def test_a_clock_put_forward_by_days_aims_at_the_next_such_time_instead_of_ringing_at_once() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-19T22:00"), 5.0))
    line = waiting.see(Look(zurich("2026-11-22T14:00"), 7.0))
    assert line is not None
    assert line.startswith("The clock was moved and now shows 14:00.")
    assert waiting.target == zurich("2026-11-23T06:30")


def test_a_machine_that_slept_through_the_time_for_a_quarter_of_an_hour_begins_at_once() -> None:
    waiting = Waiting("06:30", Look(zurich("2026-11-23T06:00"), 5.0))
    waiting.see(Look(zurich("2026-11-23T06:45"), 7.0))
    assert waiting.target == zurich("2026-11-23T06:30")
