"""A journal whose file is deleted, moved or replaced under a session: noticed, told once, and written anew whole."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.core.events import Event
from coach.journal.history import sessions
from coach.journal.storage.failures import Trouble
from coach.journal.store import Journal
from tests.journal.book import Clock, to_the_end, workout

TOLD = to_the_end()


def delete(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("moved.sqlite"))


def replace_by_an_older_one(path: Path) -> None:
    delete(path)
    with Journal.open(path, wall=Clock("2026-02-01T18:30:00+01:00")) as journal:
        session = journal.begin(workout(), lifter="Sam")
        for event in TOLD.events:
            session.happened(event)


def replace_by_rubbish(path: Path) -> None:
    delete(path)
    path.write_bytes(b"no journal at all" * 100)


def overwrite_in_place(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink()


WAYS: dict[str, Callable[[Path], object]] = {
    "deleted": delete,
    "only its file deleted": Path.unlink,
    "only its log deleted": lambda path: path.with_name(path.name + "-wal").unlink(),
    "folder deleted": lambda path: shutil.rmtree(path.parent),
    "moved": move,
    "folder moved": lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
    "replaced": replace_by_an_older_one,
    "rubbish": replace_by_rubbish,
    "overwritten": overwrite_in_place,
}


def whole_session(path: Path) -> tuple[int, int, str | None]:
    """Events, sets and end of the newest session, as the next start finds them."""
    with Journal.open(path) as journal:
        newest = sessions(journal.database.reading())[-1]
        ((events,),) = journal.database.reading().execute(
            "SELECT count(*) FROM event WHERE session = (SELECT id FROM session WHERE key = ?)", (newest.key,)
        )
    return events, len(newest.sets), newest.reason


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [0, 1, len(TOLD.events) // 2, len(TOLD.events) - 1])
def test_a_session_is_whole_whatever_becomes_of_the_file(tmp_path: Path, way: str, at: int) -> None:
    path, told = tmp_path / "data" / "journal.sqlite", list[Trouble]()
    with Journal.open(path, tell=told.append, wall=Clock("2026-03-01T18:30:00+01:00")) as journal:
        with journal.begin(TOLD.plan, lifter="Sam") as session:
            for number, event in enumerate(TOLD.events):
                if number == at:
                    WAYS[way](path)
                session.happened(event)
            sets = len(session.ledger.sets)
        assert session.unsaved == 0
    assert whole_session(path) == (len(TOLD.events), sets, "done")
    assert len(told) <= 1 or way in ("rubbish", "overwritten")
    assert all(trouble.kind in ("gone", "corrupt") for trouble in told)


def test_it_is_told_once_and_at_the_next_event(tmp_path: Path) -> None:
    path, told = tmp_path / "data" / "journal.sqlite", list[Trouble]()
    with Journal.open(path, tell=told.append) as journal:
        session = journal.begin(TOLD.plan)
        session.happened(TOLD.events[0])
        delete(path)
        session.happened(TOLD.events[1])
        assert [trouble.kind for trouble in told] == ["gone"]
        assert path.exists()
        for event in TOLD.events[2:]:
            session.happened(event)
        assert [trouble.kind for trouble in told] == ["gone"]


def test_a_file_taken_away_after_the_last_event_is_noticed_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "data" / "journal.sqlite"
    with Journal.open(path) as journal, journal.begin(TOLD.plan) as session:
        for event in TOLD.events:
            session.happened(event)
        delete(path)
    assert whole_session(path)[0] == len(TOLD.events)


def test_rows_that_somebody_removes_are_written_again_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "data" / "journal.sqlite"
    with Journal.open(path) as journal, journal.begin(TOLD.plan) as session:
        for event in TOLD.events[:-1]:
            session.happened(event)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("DELETE FROM event WHERE number < 5")
        other.execute("DELETE FROM work_set")
        other.close()
        session.happened(TOLD.events[-1])
    assert whole_session(path)[:2] == (len(TOLD.events), len(session.ledger.sets))


def test_a_place_that_went_away_for_good_is_told_and_the_session_kept_elsewhere(tmp_path: Path) -> None:
    path, told = tmp_path / "data" / "journal.sqlite", list[Trouble]()
    opened = Journal.open(path, tell=told.append, rescue_in=[tmp_path / "second"])
    with opened as journal, journal.begin(TOLD.plan, lifter="Sam") as session:
        for number, event in enumerate(TOLD.events):
            if number == 3:
                shutil.rmtree(path.parent)
                path.parent.write_text("the disk is gone")
            session.happened(event)
    assert [trouble.kind for trouble in told] == ["read-only", "rescued"]
    path.parent.unlink()
    with Journal.open(path, rescue_in=[tmp_path / "second"]) as journal:
        assert len(sessions(journal.database.reading())[0].sets) == len(session.ledger.sets)


def test_a_resumed_session_is_whole_too(tmp_path: Path) -> None:
    path, half = tmp_path / "data" / "journal.sqlite", len(TOLD.events) // 2
    with Journal.open(path) as journal:
        first = journal.begin(TOLD.plan)
        for event in TOLD.events[:half]:
            first.happened(event)
    with Journal.open(path) as journal:
        unfinished = journal.unfinished()
        assert unfinished is not None
        with journal.resume(unfinished) as session:
            delete(path)
            rest: tuple[Event, ...] = tuple(TOLD.events[half:])
            for event in rest:
                session.happened(event)
    assert whole_session(path)[0] == len(TOLD.events)


# ------------------------------------------------------------------------------------------------ private


def modes(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in (folder, *folder.rglob("*"))}


def test_a_new_journal_is_for_its_owner_only(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "coach" / "journal.sqlite") as journal:
        journal.begin(TOLD.plan)
        found = modes(tmp_path / "coach")
    assert found.pop("coach") == 0o700
    assert set(found.values()) == {0o600}


def test_what_was_kept_before_is_closed_too(tmp_path: Path) -> None:
    folder = tmp_path / "coach"
    (folder / "recordings").mkdir(parents=True)
    folder.chmod(0o755)
    Journal.open(folder / "journal.sqlite").close()
    for name in ("journal.sqlite", "phrases-en.yaml", "recordings/day.wav"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    folder.chmod(0o755)
    Journal.open(folder / "journal.sqlite").close()
    found = modes(folder)
    assert (found["coach"], found["journal.sqlite"], found["phrases-en.yaml"], found["day.wav"]) == (
        0o700,
        0o600,
        0o600,
        0o600,
    )


def test_a_folder_that_may_be_somebodys_home_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Journal.open(tmp_path / "journal.sqlite").close()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
