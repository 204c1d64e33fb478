"""Appointments: how they are written, and when they begin, also over clock changes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import InputError
from coach.planning.appointments import DAYS, Appointment, Once, Weekly, clash, coming, parse, still_today

ZURICH = ZoneInfo("Europe/Zurich")

sessions = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?", fullmatch=True).filter(lambda name: name != "race")
hours, minutes = st.integers(0, 23), st.integers(0, 59)
days = st.dates(date(2020, 1, 1), date(2100, 1, 1))
weekly = st.builds(
    Weekly,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    hours,
    minutes,
    sessions,
    st.sets(days, max_size=3).map(lambda skipped: tuple(sorted(skipped))),
)
once = st.builds(Once, days, hours, minutes, sessions)
race = st.builds(Once, days, hours, minutes, sessions, st.just(True), st.integers(0, 180))
moments = st.integers(1_600_000_000, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, ZURICH))


def zurich(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon,thu 18:30 deadlift-day", Weekly((0, 3), 18, 30, "deadlift-day")),
        ("Thursday,mon 6.05 deadlift-day", Weekly((0, 3), 6, 5, "deadlift-day")),
        (
            "thu 18:30 rdl-day except 2026-12-31,2026-12-24",
            Weekly((3,), 18, 30, "rdl-day", (date(2026, 12, 24), date(2026, 12, 31))),
        ),
        ("2026-12-05 10:00 mobility-check", Once(date(2026, 12, 5), 10, 0, "mobility-check")),
        ("2026-12-05 09:00 race pre-race", Once(date(2026, 12, 5), 9, 0, "pre-race", True, 35)),
        ("2026-12-05 09:00 race pre-race 20 minutes before", Once(date(2026, 12, 5), 9, 0, "pre-race", True, 20)),
    ],
)
def test_a_line_says_when_and_what(text: str, expected: Appointment) -> None:
    assert parse(text) == expected


@given(st.one_of(weekly, once, race))
def test_an_appointment_written_out_is_read_as_the_same(appointment: Appointment) -> None:
    assert parse(str(appointment)) == appointment


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("deadlift-day", "is no appointment; write it as"),
        ("mon 25:00 deadlift-day", "no time of day"),
        ("moon 18:30 deadlift-day", "'moon' is no day of the week"),
        ("2026-02-30 18:30 deadlift-day", "'2026-02-30' is no date"),
        ("9999-01-01 18:30 deadlift-day", "too far away"),
        ("mon 18:30 race pre-race", "a race without its date"),
        ("2026-12-05 18:30 deadlift-day 5 minutes before", "of no race"),
        ("2026-12-05 18:30 deadlift-day except 2026-12-05", "of a single day"),
        ("mon 18:30 deadlift-day except tomorrow", "'tomorrow' is no date"),
        ("mon 18:30 ../../etc/passwd", "is no appointment"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        parse(text)


def test_an_unknown_session_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'deadlift-day'"):
        parse("mon 18:30 deadlift-dya", {"deadlift-day", "rdl-day"})


@given(weekly, moments)
def test_a_weekly_session_begins_within_eight_days_on_one_of_its_days(appointment: Weekly, now: datetime) -> None:
    begin = appointment.next_begin(now)
    assert begin is not None
    assert 0 < begin.timestamp() - now.timestamp() <= timedelta(days=8).total_seconds()
    assert DAYS[begin.weekday()] in str(appointment)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("sun 02:30 early", "2026-03-28T12:00", "2026-03-29T03:30"),
        ("sun 02:30 early", "2026-10-24T12:00", "2026-10-25T02:30"),
        ("sun 18:30 late", "2026-03-28T20:00", "2026-03-29T18:30"),
        ("sun 18:30 late", "2026-10-24T20:00", "2026-10-25T18:30"),
        ("2026-03-29 09:00 race run 60 minutes before", "2026-03-01T00:00", "2026-03-29T08:00"),
        ("2026-03-29 03:10 race run 35 minutes before", "2026-03-01T00:00", "2026-03-29T01:35"),
        ("mon 18:30 late", "2026-11-23T18:30", "2026-11-30T18:30"),
        ("mon 18:30 late", "2026-11-23T18:29", "2026-11-23T18:30"),
    ],
)
def test_clock_changes_keep_the_time_on_the_wall(text: str, now: str, expected: str) -> None:
    assert parse(text).next_begin(zurich(now)) == zurich(expected)


def test_what_has_passed_for_good_is_left_out() -> None:
    assert coming([parse("2026-11-20 10:00 check")], zurich("2026-11-23T08:00")) == []


def test_today_is_told_soonest_first() -> None:
    planned = [parse("mon 18:30 deadlift-day"), parse("2026-11-23 07:00 check"), parse("tue 06:00 run")]
    told = still_today(planned, zurich("2026-11-23T06:00"))
    assert [appointment.session for _, appointment in told] == ["check", "deadlift-day"]


@given(st.lists(st.integers(0, 8), max_size=6))
def test_however_many_dates_are_skipped_the_next_one_is_found(weeks: list[int]) -> None:
    skipped = tuple(sorted({date(2026, 11, 26) + timedelta(weeks=week) for week in weeks}))
    begin = Weekly((3,), 18, 30, "x", skipped).next_begin(zurich("2026-11-24T12:00"))
    left = (date(2026, 11, 26) + timedelta(weeks=week) for week in range(10))
    assert begin is not None
    assert begin.date() == next(day for day in left if day not in skipped)


@pytest.mark.parametrize(
    ("new", "planned", "meets"),
    [
        ("mon 18:30 rdl-day", "mon,thu 18:30 rdl-day", True),
        ("mon 18:45 x", "mon 18:30 rdl-day", True),
        ("mon 18:00 rdl-day", "mon 18:30 x", True),
        ("mon 19:30 x", "mon 18:30 rdl-day", False),
        ("tue 18:30 rdl-day", "mon,thu 18:30 rdl-day", False),
        ("2026-03-02 18:40 x", "mon 18:30 rdl-day", True),
        ("2027-03-01 18:40 x", "mon 18:30 rdl-day", True),
        ("2020-03-02 18:40 x", "mon 18:30 rdl-day", False),
        ("mon 18:30 rdl-day", "mon 18:30 rdl-day", False),
    ],
)
def test_a_session_that_would_run_into_another_is_found(new: str, planned: str, meets: bool) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Zurich"))
    found = clash(parse(new), [parse(planned)], now, {"rdl-day": 45.0})
    assert (found is not None) == meets
