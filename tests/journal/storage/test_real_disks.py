"""The journal on disks that are really full or read-only, and beside a program that really holds it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Event, Woke
from coach.journal.storage.failures import Trouble
from coach.journal.storage.session_log import TRY_AGAIN
from coach.journal.store import Journal
from tests.journal.book import workout

DISK = "256k"


def mount(*words: str) -> bool:
    """Whether the system did it; only root may."""
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few hundred kilobytes of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or not mount("-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)):
        pytest.skip("only root may mount a disk of its own")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def told() -> list[Trouble]:
    return []


def kinds(told: list[Trouble]) -> list[str]:
    return [trouble.kind for trouble in told]


def events(journal: Journal) -> tuple[Event, ...]:
    unfinished = journal.unfinished()
    assert unfinished is not None
    return unfinished.events


def fill(disk: Path) -> Path:
    """Something else takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1024))
    return filler


def test_a_disk_that_fills_up_in_mid_session_is_said_once_and_nothing_is_lost(disk: Path, told: list[Trouble]) -> None:
    with Journal.open(disk / "journal.sqlite", tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        filler = fill(disk)
        for second in range(1, 40):
            session.happened(Woke(SessionTime(float(second))))
        assert kinds(told) == ["full"]
        assert session.unsaved > 0

        filler.unlink()
        session.happened(Woke(SessionTime(40.0 + TRY_AGAIN)))

        assert kinds(told) == ["full", "mended"]
        assert [event.at for event in events(journal)] == [*map(float, range(40)), 40.0 + TRY_AGAIN]


def test_what_was_kept_before_the_disk_was_full_is_there_when_the_journal_is_opened_again(disk: Path) -> None:
    with Journal.open(disk / "journal.sqlite") as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        fill(disk)
        session.happened(Woke(SessionTime(1.0)))
        kept = events(journal)
    with Journal.open(disk / "journal.sqlite") as journal:
        assert events(journal) == kept
        assert kept[0] == Began(SESSION_START)


def test_a_disk_that_is_full_from_the_start_does_not_stop_the_session(disk: Path, told: list[Trouble]) -> None:
    filler = fill(disk)
    with Journal.open(disk / "journal.sqlite", tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        assert kinds(told) == ["full"]

        filler.unlink()
        session.happened(Woke(SessionTime(TRY_AGAIN)))

        assert kinds(told) == ["full", "mended"]
        assert events(journal) == (Began(SESSION_START), Woke(SessionTime(TRY_AGAIN)))


def test_a_disk_that_turns_read_only_in_mid_session_is_said_once_and_nothing_is_lost(
    disk: Path, told: list[Trouble]
) -> None:
    with Journal.open(disk / "journal.sqlite", tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        journal.close()  # a disk with a file open for writing cannot be made read-only
        assert mount("-o", "remount,ro", str(disk))
        session.happened(Woke(SessionTime(1.0)))
        session.happened(Woke(SessionTime(1.0 + TRY_AGAIN)))
        assert kinds(told) == ["read-only"]

        assert mount("-o", "remount,rw", str(disk))
        session.happened(Woke(SessionTime(2.0 + 2 * TRY_AGAIN)))

        assert kinds(told) == ["read-only", "mended"]
        assert events(journal) == (
            Began(SESSION_START),
            Woke(SessionTime(1.0)),
            Woke(SessionTime(1.0 + TRY_AGAIN)),
            Woke(SessionTime(2.0 + 2 * TRY_AGAIN)),
        )


@contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    """Another program is in the middle of writing to the file."""
    words = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " held.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", words, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate()


def test_a_journal_another_program_holds_is_said_once_and_written_when_it_is_free(
    tmp_path: Path, told: list[Trouble]
) -> None:
    path = tmp_path / "journal.sqlite"
    with Journal.open(path, tell=told.append) as journal:
        session = journal.begin(workout())
        with held_by_another_program(path):
            session.happened(Began(SESSION_START))
            session.happened(Woke(SessionTime(TRY_AGAIN)))
            assert kinds(told) == ["locked"]
        session.happened(Woke(SessionTime(2 * TRY_AGAIN)))

        assert kinds(told) == ["locked", "mended"]
        assert events(journal) == (Began(SESSION_START), Woke(SessionTime(TRY_AGAIN)), Woke(SessionTime(2 * TRY_AGAIN)))
