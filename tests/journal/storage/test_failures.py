"""A journal that cannot be written is said once, the session goes on, and it is written when it can be."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Event, Woke
from coach.errors import JournalError
from coach.journal.storage.failures import Trouble
from coach.journal.store import Journal
from tests.journal.book import workout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def told() -> list[Trouble]:
    return []


@pytest.fixture
def journal(path: Path, told: list[Trouble]) -> Iterator[Journal]:
    with Journal.open(path, tell=told.append) as opened:
        yield opened


def kinds(told: list[Trouble]) -> list[str]:
    return [trouble.kind for trouble in told]


def events(journal: Journal) -> tuple[Event, ...]:
    unfinished = journal.unfinished()
    assert unfinished is not None
    return unfinished.events


def pragma(journal: Journal, words: str) -> None:
    journal.database.open().execute(f"PRAGMA {words}")


def test_a_full_disk_is_said_once_and_written_when_there_is_room(journal: Journal, told: list[Trouble]) -> None:
    session = journal.begin(workout())
    pragma(journal, "max_page_count = 1")
    for second in range(400):
        session.happened(Woke(SessionTime(float(second))))
    assert kinds(told) == ["full"]
    assert session.unsaved > 0

    pragma(journal, "max_page_count = 100000")
    session.happened(Woke(SessionTime(1000.0)))

    assert kinds(told) == ["full", "mended"]
    assert [event.at for event in events(journal)] == [*map(float, range(400)), 1000.0]


def test_a_read_only_journal_is_said_once_and_written_when_it_may_be(journal: Journal, told: list[Trouble]) -> None:
    session = journal.begin(workout())
    pragma(journal, "query_only = 1")
    session.happened(Began(SESSION_START))
    session.happened(Woke(SessionTime(9.0)))
    pragma(journal, "query_only = 0")
    session.happened(Woke(SessionTime(20.0)))

    assert kinds(told) == ["read-only", "mended"]
    assert events(journal) == (Began(SESSION_START), Woke(SessionTime(9.0)), Woke(SessionTime(20.0)))


def test_a_locked_journal_is_said_once_and_written_when_it_is_free(
    journal: Journal, told: list[Trouble], path: Path
) -> None:
    session = journal.begin(workout())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session.happened(Began(SESSION_START))
    other.execute("ROLLBACK")
    other.close()
    session.happened(Woke(SessionTime(9.0)))

    assert kinds(told) == ["locked", "mended"]
    assert events(journal) == (Began(SESSION_START), Woke(SessionTime(9.0)))


def test_a_journal_that_cannot_be_written_is_not_tried_at_every_event(journal: Journal) -> None:
    session = journal.begin(workout())
    pragma(journal, "query_only = 1")
    session.happened(Began(SESSION_START))
    pragma(journal, "query_only = 0")
    session.happened(Woke(SessionTime(4.0)))

    assert session.unsaved == 2


def test_a_folder_that_cannot_be_made_does_not_stop_the_session(tmp_path: Path, told: list[Trouble]) -> None:
    (tmp_path / "file").write_text("")
    with Journal.open(tmp_path / "file" / "journal.sqlite", tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))

        assert journal.unfinished() is None

    assert kinds(told) == ["read-only"]


def test_a_session_begun_without_a_journal_is_written_whole_once_there_is_one(
    tmp_path: Path, told: list[Trouble]
) -> None:
    blocking = tmp_path / "folder"
    blocking.write_text("")
    with Journal.open(blocking / "journal.sqlite", tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        blocking.unlink()
        session.happened(Woke(SessionTime(60.0)))

        assert events(journal) == (Began(SESSION_START), Woke(SessionTime(60.0)))
    assert kinds(told) == ["read-only", "mended"]


def test_a_session_that_ends_unsaved_says_so(journal: Journal, told: list[Trouble]) -> None:
    session = journal.begin(workout())
    pragma(journal, "query_only = 1")
    session.close_session("stopped")

    assert kinds(told) == ["read-only", "unsaved"]


def test_a_file_that_is_no_journal_is_set_aside_whole_and_a_new_one_begun(path: Path, told: list[Trouble]) -> None:
    path.write_bytes(b"dear diary " * 1000)
    with Journal.open(path, tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))

        assert events(journal) == (Began(SESSION_START),)

    assert kinds(told) == ["corrupt"]
    assert path.with_name("journal.sqlite.damaged-1").read_bytes() == b"dear diary " * 1000


@pytest.mark.parametrize(
    ("place", "damage"),
    [(60, b"\xff\xff\xff\xfe"), (48, b"\xdd\xdd\xdd\xdd"), (100, b"\x00" * 8), (0, b"\xff" * 16)],
    ids=["version below zero", "text encoding unknown", "first page", "magic"],
)
def test_a_header_damaged_anywhere_never_stops_the_coach(path: Path, place: int, damage: bytes) -> None:
    with Journal.open(path):
        pass
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    with Journal.open(path) as journal:
        assert journal.write(())


def test_a_second_damaged_file_does_not_overwrite_the_first(path: Path) -> None:
    for words in (b"first " * 500, b"second " * 500):
        path.unlink(missing_ok=True)
        path.write_bytes(words)
        Journal.open(path).close()

    assert path.with_name("journal.sqlite.damaged-1").read_bytes() == b"first " * 500
    assert path.with_name("journal.sqlite.damaged-2").read_bytes() == b"second " * 500


def test_a_journal_damaged_in_mid_session_is_set_aside_and_the_session_written_whole(
    path: Path, told: list[Trouble]
) -> None:
    with Journal.open(path, tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        journal.close()  # folds the log into the file, as a long quiet time does
        scribble(path)
        session.happened(Woke(SessionTime(9.0)))

        assert session.unsaved == 0
        assert events(journal) == (Began(SESSION_START), Woke(SessionTime(9.0)))
    assert kinds(told) == ["corrupt"]
    assert path.with_name("journal.sqlite.damaged-1").exists()


def test_a_resumed_session_keeps_its_earlier_events_when_the_file_is_damaged_after_it(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout()).happened(Began(SESSION_START))
    with Journal.open(path) as journal:
        unfinished = journal.unfinished()
        assert unfinished is not None
        session = journal.resume(unfinished)
        journal.close()
        scribble(path)
        session.happened(Woke(SessionTime(9.0)))

        assert events(journal) == (Began(SESSION_START), Woke(SessionTime(9.0)))


def test_a_journal_of_a_newer_coach_is_left_alone_and_said(path: Path, told: list[Trouble]) -> None:
    with Journal.open(path) as journal:
        pragma(journal, "user_version = 99")
    before = path.read_bytes()

    with Journal.open(path, tell=told.append) as journal:
        journal.begin(workout()).happened(Began(SESSION_START))
        with pytest.raises(JournalError, match="newer coach"):
            journal.database.reading()

    assert kinds(told) == ["newer"]
    assert path.read_bytes() == before


def test_every_trouble_names_the_file_and_the_next_step(journal: Journal, told: list[Trouble], path: Path) -> None:
    session = journal.begin(workout())
    pragma(journal, "query_only = 1")
    session.happened(Began(SESSION_START))

    assert str(path) in str(told[0])
    assert "check that the file and its folder may be written" in str(told[0])
    assert str(path) not in told[0].spoken


def scribble(path: Path) -> None:
    """Damage every page but the first, as a dying card does."""
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xa5" * (len(whole) - 4096)
    path.write_bytes(whole)
