"""Tables whose cells can be read and cannot be true, or say in words or letters what is usually a number."""

from datetime import datetime, timedelta

import pytest

from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.csv.cells import ANY_DATES as ANY
from coach.journal.csv.cells import Reading, clock, duration, effort, number, weight, whole
from coach.journal.csv.dates import Order, survey, when
from coach.journal.csv.dialects import shape_of
from coach.journal.csv.importing import Refused, heading_of, rows_in
from coach.journal.csv.lines import as_written

HEADING = "Date;Exercise;Category;Weight;Reps;Distance;Distance Unit;Time;Comment\n"


@pytest.mark.parametrize("load", ["99999999", "2001", "-5000 kg"])
def test_a_load_that_nobody_lifts_is_refused(load: str) -> None:
    with pytest.raises(ValueError, match="more than anybody lifts"):
        weight(load)


def test_reps_that_nobody_does_are_refused() -> None:
    with pytest.raises(ValueError, match="more than anybody does"):
        whole("100000")


@pytest.mark.parametrize("told", ["11", "70"])
def test_what_is_beyond_ten_is_no_effort(told: str) -> None:
    assert effort(told) is None
    assert effort("8,5") == 8.5


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("60s", 60),
        ("1m30s", 90),
        ("2 min", 120),
        ("1h 5m", 3900),
        ("1.5 h", 5400),
        ("1 hr 5 min", 3900),
        ("0:90", 90),
        ("1:30", 90),
        ("0:01:30", 90),
        ("60,5", 60.5),
        ("nan", None),
        ("", None),
    ],
)
def test_a_length_is_read_in_every_form_that_people_write(told: str, seconds: float | None) -> None:
    assert clock(told) == seconds


@pytest.mark.parametrize("told", ["1:75", "1:2:3:4", "-0:01:00", "99:99:99", "99999h", "1e5"])
def test_a_clock_that_cannot_be_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="no "):
        clock(told)
    assert duration(told) is None


@pytest.mark.parametrize(("told", "unit"), [("100 kilograms", Unit.KILOS), ("225#", Unit.POUNDS)])
def test_a_unit_written_out_or_as_a_sign_is_read(told: str, unit: Unit) -> None:
    assert weight(told).unit is unit


def test_a_swiss_apostrophe_parts_thousands() -> None:
    assert number("1’000.5") == 1000.5


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("5 Oct 2026 18:30 UTC", 0),
        ("5 Oct 2026, 6:30 PM +0100", 1),
        ("2026-10-05 18:30:00 GMT-0800", -8),
        ("Mon Oct 05 2026 18:30:00 GMT+0530 (India Standard Time)", 5.5),
    ],
)
def test_a_zone_behind_the_time_counts(told: str, hours: float) -> None:
    found = when(told, ANY)
    assert found.utcoffset() == timedelta(hours=hours)
    assert (found.hour, found.minute) == (18, 30)


@pytest.mark.parametrize(
    "told",
    [
        "21 Oct 2026, 18:30-19:45",
        "21 Oct 2026, 18:30-20:00 (gym)",
        "21 Oct 2026, 6:30 PM-7:45 PM",
        "21 Oct 2026, 6:30-7:45 PM",
        "21 Oct 2026 18:30 -99:00",
        "21 Oct 2026 18:30 UTC-19:45",
        "2026-10-21 18:30-09:45",
        "2026-10-21T18:30-19:45",
        "10/21/2026 18:30-10:00",
    ],
)
def test_the_end_of_a_span_is_no_zone(told: str) -> None:
    assert when(told, ANY) == datetime(2026, 10, 21, 18, 30)  # noqa: DTZ001  no zone is told


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("2026-10-21T18:30-03:30", -3.5),
        ("2026-10-21 18:30:00-07:00", -7),
        ("2026-10-21 18:30:00.000-07:00", -7),
        ("2026-10-21 18:30+05:45", 5.75),
        ("10/21/2026 18:30:00-07:00", -7),
        ("2026-10-21T18:30:00+02", 2),
        ("21 Oct 2026 18:30 +1400", 14),
        ("21 Oct 2026 18:30 UTC-0700", -7),
    ],
)
def test_a_zone_that_is_glued_to_the_time_counts_where_it_is_no_span(told: str, hours: float) -> None:
    assert when(told, ANY).utcoffset() == timedelta(hours=hours)


def test_letters_that_name_several_zones_are_refused_with_the_option_that_says_which() -> None:
    with pytest.raises(ValueError, match=r"'CST' is no zone.*--zone"):
        when("2026-10-05 18:30 CST", ANY)


def test_a_day_of_a_week_is_not_taken_for_a_month() -> None:
    assert when("2026-W02-1", ANY) == datetime(2026, 1, 5)  # noqa: DTZ001  no zone is told


def test_words_of_another_alphabet_are_no_western_letters() -> None:
    cyrillic = "Становая тяга;100".encode("cp1251").decode("utf-8", "surrogateescape")
    western = "Rücken, crème brûlée, jäääär".encode("cp1252").decode("utf-8", "surrogateescape")
    assert as_written(cyrillic) == cyrillic
    assert as_written(western) == "Rücken, crème brûlée, jäääär"


@pytest.mark.parametrize("start", ["PK\x03\x04\x14\x00", "\x1f\x8b\x08", "D\x00\x00\x00a\x00"])
def test_what_is_no_text_is_told_without_its_signs(start: str) -> None:
    with pytest.raises(InputError, match=r"^it is no text; export it as CSV, in UTF-8$"):
        heading_of(iter([start + ",b,c\n"]))


def test_a_table_that_lacks_one_column_is_told_which() -> None:
    with pytest.raises(InputError, match="table of strong without the column Reps"):
        shape_of(["Date", "Workout Name", "Exercise Name", "Set Order", "Weight (kg)"])


def test_a_table_in_another_language_is_told_that_the_headings_are_english() -> None:
    with pytest.raises(InputError, match="with their headings in English"):
        shape_of(["Datum", "Übung", "Gewicht (kg)"])


@pytest.mark.parametrize(
    ("told", "order", "day"),
    [
        ("03/04/2026", "mdy", (3, 4)),
        ("03.04.2026", "mdy", (3, 4)),
        ("3-4-26", "dmy", (4, 3)),
        ("2026/4/3", "mdy", (4, 3)),
    ],
)
def test_the_order_that_was_given_counts_more_than_what_is_usual(told: str, order: Order, day: tuple[int, int]) -> None:
    dates, doubtful = survey([told], order)
    found = when(told, dates)
    assert not doubtful
    assert (found.month, found.day) == day


@pytest.mark.parametrize(
    ("told", "order"), [("25/04/2026", "mdy"), ("04/25/2026 18:30", "dmy"), ("25.04.26", "mdy"), ("26/25/04", "ymd")]
)
def test_a_date_that_cannot_have_the_order_that_was_given_is_refused(told: str, order: Order) -> None:
    dates, _ = survey(["03/04/2026", told], order)
    with pytest.raises(ValueError, match=f"is no date as --dates {order} reads it"):
        when(told, dates)


@pytest.mark.parametrize(
    ("exercise", "load"),
    [("Deadlift", "1.142,5 kg"), ("RDL", "401"), ("Romanian Deadlift (Barbell)", "900 lb"), ("Leg Press", "1001")],
)
def test_a_load_beyond_what_an_exercise_can_have_is_a_bad_record(exercise: str, load: str) -> None:
    reading = Reading(Unit.KILOS, most=lambda name: 1000.0 if name == "Leg Press" else 400.0)
    refused: list[Refused] = []
    _, rows = rows_in([HEADING, f'2026-03-01;{exercise};Legs;"{load}";5;;;;\n'], reading, refused.append)
    assert not list(rows)
    assert "look at its point or comma" in str(refused[0])
    assert str(refused[0]).startswith("line 2:")


@pytest.mark.parametrize(("exercise", "load"), [("Deadlift", "400"), ("Deadlift", "881 lbs"), ("Leg Press", "620")])
def test_a_load_that_somebody_lifts_is_taken(exercise: str, load: str) -> None:
    refused: list[Refused] = []
    reading = Reading(Unit.KILOS, most=lambda name: 1000.0 if name == "Leg Press" else 400.0)
    _, rows = rows_in([HEADING, f"2026-03-01;{exercise};Legs;{load};5;;;;\n"], reading, refused.append)
    assert [row.exercise for row in rows] == [exercise]
    assert not refused
