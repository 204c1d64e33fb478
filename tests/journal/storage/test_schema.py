"""A journal of an older coach opens, whole; half a step is no step."""

import sqlite3
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.journal import history
from coach.journal.storage import schema
from coach.journal.storage.derived import replayed
from coach.journal.storage.failures import Trouble
from coach.journal.store import Journal
from tests.journal.book import EVENING, Clock, one_set, to_the_end

OLD = Path(__file__).parents[1] / "old"


def stored(version: int | str, folder: Path) -> Path:
    """A file as the coach of that version wrote it."""
    path = folder / "journal.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript((OLD / f"version-{version}.sql").read_text())
    connection.close()
    return path


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_an_old_file_is_brought_up_to_date_and_says_nothing(version: int, tmp_path: Path) -> None:
    path, told = stored(version, tmp_path), list[Trouble]()
    assert version_of(path) == version

    Journal.open(path, tell=told.append).close()

    assert version_of(path) == schema.VERSION
    assert told == []


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_the_history_of_an_old_file_is_all_there(version: int, tmp_path: Path) -> None:
    with Journal.open(stored(version, tmp_path)) as journal:
        done, unfinished = history.sessions(journal.database.reading())

    assert (done.lifter, done.reason, [lift.load for lift in done.working]) == ("Sam", "done", [60.0, 60.0])
    assert (unfinished.lifter, unfinished.reason, len(unfinished.complaints)) == ("Kim", None, 1)


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_session_left_open_in_an_old_file_can_be_carried_on(version: int, tmp_path: Path) -> None:
    with Journal.open(stored(version, tmp_path)) as journal:
        unfinished = journal.unfinished("Kim")
        assert unfinished is not None
        state, ledger = replayed(unfinished.plan, unfinished.events)
        session = journal.resume(unfinished)

    assert len(unfinished.events) > 3
    assert (session.state, session.ledger) == (state, ledger)
    assert len(ledger.sets) == 1


def test_the_metres_of_old_carries_are_read_off_their_plans(tmp_path: Path) -> None:
    with Journal.open(stored("2-carry", tmp_path)) as journal:
        (session,) = history.sessions(journal.database.reading())

    assert [(done.exercise, done.number, done.metres) for done in session.working] == [
        ("hinge", 1, None),
        ("carry", 1, 40.0),
        ("carry", 2, 40.0),
    ]


def test_an_old_carry_whose_plan_is_damaged_keeps_its_row_without_metres(tmp_path: Path) -> None:
    path = stored("2-carry", tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE session SET packed_plan = x'00'")
    connection.commit()
    connection.close()
    with Journal.open(path) as journal:
        (session,) = history.sessions(journal.database.reading())

    assert [done.metres for done in session.working] == [None, None, None]


def test_old_sets_were_counted_but_how_the_count_went_is_not_made_up(tmp_path: Path) -> None:
    with Journal.open(stored(2, tmp_path)) as journal:
        done, _ = history.sessions(journal.database.reading())

    assert {(lift.counted, lift.broken_off, lift.retimed) for lift in done.working} == {(True, None, None)}


def test_a_file_that_is_up_to_date_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal.open(path).close()
    before = path.read_bytes()

    Journal.open(path).close()

    assert path.read_bytes() == before


def test_a_step_that_fails_half_way_is_not_taken_at_all(tmp_path: Path) -> None:
    path = stored(1, tmp_path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE VIEW plans AS SELECT plan FROM session")  # holds on to the column the step drops last
    with pytest.raises(sqlite3.Error):
        schema.bring_up_to_date(connection)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(session)")]
    connection.close()

    assert version_of(path) == 1
    assert "packed_plan" not in columns


def test_a_damaged_plan_closes_its_session_as_unreadable_and_goes_on(tmp_path: Path) -> None:
    told = one_set()
    with Journal.open(tmp_path / "journal.sqlite", wall=Clock(EVENING)) as journal:
        journal.begin(told.plan).happened(told.events[0])
        journal.write([("UPDATE session SET packed_plan = x'00'", ())])

        assert journal.unfinished() is None
        assert history.sessions(journal.database.reading())[0].reason == "unreadable"


def test_packing_and_unpacking_a_plan_keeps_it() -> None:
    text = to_the_end().plan.title * 100

    assert schema.unpack(schema.pack(text)) == text
    assert schema.unpack(schema.pack(None)) is None
    with pytest.raises(JournalError, match="damaged"):
        schema.unpack(b"nonsense")
