"""The rescue: a second, small journal, in the first place that takes one, for a session the journal itself cannot take.

It is written event by event, as the journal would be, so that a crash loses nothing of it either. The next start with a
journal that can be written takes its sessions in. Where no place takes a file, the sets are told as lines of a table
that `coach import` reads.
"""

import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from coach.errors import JournalError
from coach.journal import history
from coach.journal.storage import schema
from coach.journal.storage.database import Database, Statement

COMPANIONS = ("", "-wal", "-shm", "-journal")
"""The endings of the files that one SQLite file may consist of."""


def rescue_places() -> tuple[Path, ...]:
    """Folders that may take what the data folder cannot: first the one that outlives a restart of the machine.

    Temporary folders come last, for a service has some of its own that are gone as soon as it stops.
    """
    from platformdirs import user_state_path

    running = os.environ.get("XDG_RUNTIME_DIR")
    usual = ("/dev/shm", "/var/tmp", os.environ.get("TMPDIR", "/tmp"))
    return (user_state_path("coach", appauthor=False), *map(Path, [running] if running else []), *map(Path, usual))


class Rescue:
    """The rescue files of the journal at `journal`: at most one in each of `places`, one of them being written."""

    def __init__(self, journal: Path, places: Sequence[Path], *, durable: bool = True) -> None:
        # One person may have several journals, which must not be mixed: the name tells which one this is for.
        name = f"{hashlib.sha256(os.fsencode(journal.absolute())).hexdigest()[:16]}.sqlite"
        self.files = [place / f"coach-rescue-{os.getuid()}" / name for place in places]
        self._durable = durable
        self._writing: Database | None = None
        self._written: dict[str, int] = {}
        self._made = False
        self._folders: list[Path] = []

    @property
    def file(self) -> Path | None:
        """The file that is being written."""
        return self._writing.path if self._writing is not None else None

    @property
    def lasting(self) -> bool:
        """Whether that file surely outlives a restart of the machine."""
        return self.file is not None and self.file == self.files[0]

    def ready(self) -> bool:
        """Whether some place takes a file."""
        return self._writing is not None or any(self._use(file) for file in self.files)

    def keep(self, key: str, lines: Sequence[Statement]) -> bool:
        """Have all these lines of a session in a file, on its disk when this returns; False where no place takes them.

        A place that fails is left, with what it has, for the next one, which takes the session from its first line.
        """
        first = self.files.index(self.file) if self.file is not None else 0
        return any(self._use(file) and self._write(key, lines) for file in self.files[first:])

    def close(self) -> None:
        """Let go of the file being written; it stays, unless it was made for nothing."""
        if self._writing is not None:
            self._writing.close()
            if self._made and not self._written:
                self._unmake(self._writing.path)
        self._writing, self._written = None, {}

    def left(self) -> Iterator[Path]:
        """The files there are, when none is being written."""
        for file in self.files:
            with suppress(OSError):
                if file.is_file() and _own(file.parent):
                    yield file

    def set_aside(self) -> list[Path]:
        """Files that turned out damaged, here or at an earlier start."""
        found: list[Path] = []
        for file in self.files:
            with suppress(OSError):
                found += sorted(file.parent.glob(f"{file.name}.damaged-*"))
        return found

    def _use(self, file: Path) -> bool:
        """Write this file from now on; False when it cannot be."""
        if file == self.file:
            return True
        self.close()
        database = Database(file, durable=self._durable)
        self._made, self._folders = False, []
        with suppress(sqlite3.Error, OSError, JournalError):
            self._made = not file.exists()
            self._folders = [folder for folder in file.parents if not folder.exists()]
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _own(file.parent):
                database.open().execute("PRAGMA locking_mode = EXCLUSIVE")  # nobody takes it in meanwhile
                database.write(())
                self._writing = database
                return True
        database.close()
        if self._made:
            self._unmake(file)
        return False

    def _unmake(self, file: Path) -> None:
        """Leave everything as it was before this file was made."""
        remove(file)
        with suppress(OSError):
            for folder in self._folders[1:]:  # the first was the file's own
                folder.rmdir()

    def _write(self, key: str, lines: Sequence[Statement]) -> bool:
        assert self._writing is not None
        with suppress(sqlite3.Error, OSError, JournalError):
            self._writing.write(lines[self._written.get(key, 0) :])
            self._written[key] = len(lines)
            return True
        self.close()
        return False


def remove(file: Path) -> None:
    """Delete a rescue file whose sessions the journal has, and its folder when that is empty."""
    with suppress(OSError):
        for ending in COMPANIONS:
            file.with_name(file.name + ending).unlink(missing_ok=True)
        file.parent.rmdir()


def as_table(lines: Sequence[Statement]) -> str:
    """The sets of a session that could be kept nowhere, one a line, as `coach import` reads them; empty for none."""
    from coach.journal.csv.dialects import SHAPES, table

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        schema.bring_up_to_date(memory)
        for statement, values in lines:
            memory.execute(statement, values)
        sessions = history.sessions(memory)
    return table(SHAPES["strong"], sessions) if any(session.sets for session in sessions) else ""


def _own(folder: Path) -> bool:
    """Whether only this person can have put a file there: temporary folders are everybody's."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
