"""The tables of other training programs: read as they are written, written so that they read back the same."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.plan import Role, Unit
from coach.errors import InputError
from coach.journal.csv.cells import Reading, duration
from coach.journal.csv.dialects import SHAPES, table
from coach.journal.csv.importing import parse
from coach.journal.csv.rows import sessions_of
from coach.journal.past import PastSession, PastSet

SAMPLES = Path(__file__).parents[1] / "samples"
STRONG = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
SEOUL = ZoneInfo("Asia/Seoul")
FIRST = datetime(2020, 1, 1, tzinfo=SEOUL)
KILOS = Reading(Unit.KILOS, SEOUL)


def sample(name: str, reading: Reading = KILOS) -> tuple[PastSession, ...]:
    shape, rows = parse((SAMPLES / f"{name}.csv").read_text(), reading)
    return sessions_of(rows, shape, "Sam")


def told(session: PastSession) -> list[tuple[object, ...]]:
    return [(done.exercise, done.role.value, done.load, done.reps_done) for done in session.sets]


def test_strong_is_read_with_its_warm_ups_efforts_and_length() -> None:
    hinges, carries = sample("strong")

    assert told(hinges) == [
        ("Romanian Deadlift (Barbell)", "ramp", 40.0, 8),
        ("Romanian Deadlift (Barbell)", "working", 80.0, 8),
        ("Romanian Deadlift (Barbell)", "working", 82.5, 7),
        ("Plank", "working", None, None),
    ]
    assert [done.effort for done in hinges.sets] == [None, 7.5, 8.5, None]
    assert hinges.sets[1].note == "Straps, just in case"
    assert hinges.sets[3].seconds == 60.0
    assert hinges.began == datetime(2026, 1, 5, 18, 32, 10, tzinfo=SEOUL)
    assert hinges.minutes == 65.0
    assert carries.began.hour == 7


def test_a_distance_without_its_unit_is_kept_in_words_and_not_guessed() -> None:
    carry = sample("strong")[1].sets[0]

    assert (carry.metres, carry.note) == (None, "distance 0.04")


def test_strong_without_units_is_not_read_until_somebody_names_the_unit() -> None:
    with pytest.raises(InputError, match="add --unit kg or --unit lb"):
        sample("strong", Reading(None, SEOUL))


def test_strong_with_semicolons_tells_its_own_units() -> None:
    (session,) = sample("strong-semicolons", Reading(None, SEOUL))

    assert session.unit is Unit.POUNDS
    assert told(session)[0] == ("Deadlift (Barbell)", "working", 225.0, 5)
    assert session.sets[1].metres == 40.0


def test_hevy_is_read_with_notes_over_two_lines() -> None:
    (session,) = sample("hevy", Reading(None, SEOUL))

    assert [done.role for done in session.sets] == [Role.RAMP, Role.WORKING, Role.WORKING, Role.WORKING]
    assert session.sets[0].note == "Chin tucked\nall the way"
    assert (session.sets[2].metres, session.sets[3].seconds) == (40.0, 60.0)
    assert (session.title, session.minutes) == ("Hinge day", 65.0)


def test_hevy_in_pounds_and_miles_keeps_pounds_and_tells_metres() -> None:
    (session,) = sample("hevy-pounds", Reading(None, SEOUL))

    assert (session.unit, session.sets[0].load, session.sets[0].effort) == (Unit.POUNDS, 225.0, 10.0)
    assert session.sets[1].metres == 1609.344
    assert session.day == date(2026, 7, 15)


def test_fitnotes_is_one_session_a_day_and_both_units_become_the_first() -> None:
    hinges, carries = sample("fitnotes", Reading(None, SEOUL))

    assert hinges.unit is Unit.KILOS
    assert [done.load for done in hinges.working] == [80.0, pytest.approx(79.83, abs=0.01), None]
    assert (hinges.sets[1].note, hinges.sets[2].seconds) == ("grip went", 90.0)
    assert carries.sets[0].metres == 40.0


def test_liftlog_is_read_newest_first_and_told_in_the_order_it_happened() -> None:
    good_mornings, hinges = sample("liftlog", Reading(None, SEOUL))

    assert [(done.load, done.reps_done, done.reps_planned) for done in hinges.sets] == [(80.0, 8, 8), (82.5, 7, 8)]
    assert hinges.sets[0].note == "slow lowering"
    assert good_mornings.unit is Unit.POUNDS


def test_sets_are_numbered_through_each_exercise() -> None:
    assert [(done.number, done.of) for done in sample("strong")[0].sets] == [(1, 1), (1, 2), (2, 2), (1, 1)]


def test_the_machines_own_zone_knows_summer_time() -> None:
    winter, summer = (sample(name, Reading(Unit.KILOS))[0].began for name in ("strong", "hevy-pounds"))

    assert winter.utcoffset() == datetime(2026, 1, 5, 18, tzinfo=UTC).astimezone().utcoffset()
    assert summer.utcoffset() == datetime(2026, 7, 15, 19, tzinfo=UTC).astimezone().utcoffset()


@pytest.mark.parametrize("name", ["strong", "strong-semicolons", "hevy", "hevy-pounds", "fitnotes", "liftlog"])
def test_reading_a_file_twice_gives_the_same_keys(name: str) -> None:
    assert [session.key for session in sample(name)] == [session.key for session in sample(name)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "there is nothing in this file"),
        ("name,email\na,b\n", "known are strong, hevy, fitnotes, liftlog"),
        (
            STRONG + "yesterday,A,B,1,2,3\n",
            "line 2: 'yesterday' is no date that is known here",
        ),
        (
            STRONG + "2026-01-01,A,B,1,much,3\n",
            "line 2: 'much' is no amount",
        ),
        (
            STRONG + "2026-01-01,A,,1,2,3\n",
            "line 2: the exercise has no name",
        ),
        (STRONG + "2026-01-01,A,B,1,2,-3\n", "line 2: '-3' is no amount"),
        (STRONG + "2026-01-01,A,B,1,inf,3\n", "line 2: 'inf' is no amount"),
        (STRONG + "2026-01-01,A,B,1,2,8.5\n", "line 2: '8.5' is no whole number"),
        (STRONG + "2026-01-01,A,B,1,2,1e300\n", "line 2: '1e300' is no amount"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what(text: str, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, KILOS)

    assert fault in str(caught.value)


def test_a_length_beyond_all_measure_is_none() -> None:
    assert duration(f"{'9' * 400}m") is None


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    text = "\ufeff" + (SAMPLES / "liftlog.csv").read_text()

    assert parse(text, KILOS)[0] == "liftlog"


# ---- there and back

sets = st.builds(
    PastSet,
    exercise=st.sampled_from(("Romanian deadlift", 'Good "morning"; slow', "Farmer's walk, heavy")),
    role=st.sampled_from((Role.WORKING, Role.RAMP)),
    load=st.integers(1, 1200).map(lambda quarter: quarter / 4),
    reps_done=st.integers(1, 30),
    note=st.sampled_from(("", "slow; steady", 'said "easy", twice')),
)
days = st.builds(
    PastSession,
    key=st.uuids().map(str),
    lifter=st.just("Sam"),
    name=st.just("day"),
    title=st.sampled_from(("Hinge day", 'The "long", one; again')),
    unit=st.just(Unit.KILOS),
    began=st.integers(0, 5_000_000).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=SEOUL) + timedelta(minutes=minutes)
    ),
    sets=st.lists(sets, min_size=1, max_size=6).map(tuple),
)


@pytest.mark.parametrize("name", SHAPES)
@given(day=days)
def test_what_is_written_reads_back_with_the_same_sets(name: str, day: PastSession) -> None:
    shape, rows = parse(table(SHAPES[name], [day]), Reading(None, SEOUL))
    (back,) = sessions_of(rows, shape, "Sam")

    assert shape == name
    assert back.day == day.day
    for written, read in zip(day.sets, back.sets, strict=True):
        assert (read.exercise, read.role, read.load, read.reps_done, read.note) == (
            *(written.exercise, written.role, written.load, written.reps_done, written.note),
        )


@pytest.mark.parametrize("name", SHAPES)
@given(day=days)
def test_writing_what_was_read_gives_the_same_file(name: str, day: PastSession) -> None:
    first = table(SHAPES[name], [day])
    shape, rows = parse(first, Reading(None, SEOUL))
    (back,) = sessions_of(rows, shape, "Sam")
    again = parse(table(SHAPES[name], [back]), Reading(None, SEOUL))[1]

    assert [row.load for row in again] == [row.load for row in rows]
    assert [row.note for row in again] == [row.note for row in rows]
