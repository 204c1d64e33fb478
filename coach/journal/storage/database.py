"""The journal's file: opened, brought up to date, set aside when damaged, written one whole change at a time.

Write-ahead log with synchronous=FULL: every change is on the disk before `write` returns. A workout makes a few
changes a minute, so waiting for the disk costs nothing one could feel, and a power cut loses nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coach.errors import CoachError, InputError, JournalError
from coach.journal.storage import schema
from coach.journal.storage.failures import kind_of, refusal
from coach.journal.storage.permissions import keep_private, made_private
from coach.reading.files import UnreadableError, stands

PATIENCE = 0.25
"""Seconds to wait for another program that has the file locked; the session must not stutter for longer."""

Identity = tuple[tuple[int, int] | None, ...]

Statement = tuple[str, tuple[Any, ...]]


class DamagedError(sqlite3.DatabaseError):
    """The file is damaged in a way SQLite itself has no error for."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class Database:
    """One SQLite file. Opening it may fail today and succeed a minute later: call `open` again.

    `begun` counts how often another file took its place while it was in use, `gone` how often that was because
    somebody had taken it away.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.aside: Path | None = None
        self.begun = 0
        self.gone = 0
        self._opened_as: Identity = ()
        self._synchronous = "FULL" if durable else "OFF"
        self._connection: sqlite3.Connection | None = None

    def open(self) -> sqlite3.Connection:
        """The open connection; raises sqlite3.Error, OSError or JournalError (a newer file)."""
        if self._connection is None:
            self._connection = self._open_or_set_aside()
            self._opened_as = self._identity()
        return self._connection

    def look_after(self) -> None:
        """Let go of a file that is not at its place any more, or whose log is not: the next use opens what is there.

        A file that was deleted, moved or replaced can be written for hours, and nothing of it is ever seen again.
        """
        if self._connection is not None and self._identity() != self._opened_as:
            self.begin_again()
            self.gone += 1

    def begin_again(self) -> None:
        """Let go of the file, and have everything that was written since it was opened written again."""
        self.close()
        self.begun += 1

    def _identity(self) -> Identity:
        """Which file is at the path, and which log beside it."""
        return tuple(_which(self.path.with_name(self.path.name + ending)) for ending in ("", "-wal"))

    def as_kept(self, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What whoever opens the file next will find; raises sqlite3.Error."""
        place = f"file:{quote(str(self.path.absolute()))}?mode=ro"
        with (
            closing(sqlite3.connect(place, uri=True, timeout=PATIENCE)) as fresh,
            closing(fresh.execute(question, values)) as rows,
        ):
            return rows.fetchall()

    def reading(self) -> sqlite3.Connection:
        """The open connection for a question; raises JournalError that names the file and the next step."""
        with self.said_plainly():
            return self.open()

    @contextmanager
    def said_plainly(self) -> Iterator[None]:
        """For commands: whatever goes wrong inside is a JournalError that names the file and the next step."""
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            raise JournalError(refusal(self.path, fault)) from fault

    def write(self, statements: Iterable[Statement]) -> None:
        """Do all of it or none of it, on the disk when this returns; statements may be made while it is done.

        Raises sqlite3.Error, OSError, or InputError for a number no column takes; after a fault that shows a damaged
        file the next writing begins a new one.
        """
        connection = self.open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            for statement, values in statements:
                connection.execute(statement, values)
            connection.execute("COMMIT")
        except UnicodeDecodeError as fault:
            self.begin_anew()
            raise DamagedError from fault
        except CoachError:
            connection.execute("ROLLBACK")
            raise
        except OverflowError as fault:
            connection.execute("ROLLBACK")
            raise InputError(f"a number is too large for the journal ({fault}); mend it in the file") from fault
        except sqlite3.Error as fault:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if kind_of(fault) == "corrupt":
                self.begin_anew()
            raise

    def write_through(self, statements: Sequence[Statement]) -> None:
        """As `write`, and on the disk when this returns also where the moment of writing is left to the system."""
        self.open().execute("PRAGMA synchronous = FULL")
        try:
            self.write(statements)
        finally:
            if self._connection is not None:
                self._connection.execute(f"PRAGMA synchronous = {self._synchronous}")

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def begin_anew(self) -> Path:
        """Set the damaged file aside, with the log that belongs to it; returns its new name. Raises OSError."""
        self.close()
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        self.path.rename(aside)
        for ending in ("-wal", "-shm"):
            companion = self.path.with_name(self.path.name + ending)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + ending))
        self.aside = aside
        self.begun += 1
        return aside

    def _open_or_set_aside(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return self._connect()
        except sqlite3.DatabaseError as fault:
            if kind_of(fault) != "corrupt":
                raise
        self.begin_anew()
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        made_private(self.path)
        keep_private(self.path)
        connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # Fails on a damaged header, and so before anything is written to such a file.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            schema.bring_up_to_date(connection)
        except (sqlite3.Error, JournalError):
            connection.close()
            raise
        except (UnicodeDecodeError, schema.UnknownVersionError) as fault:
            # SQLite's complaint about a damaged file quotes the damage, which need not be text.
            connection.close()
            raise DamagedError from fault
        return connection


class Unbegun(Database):
    """The journal that nobody has begun yet: it can be asked, and nothing comes to be at its place."""

    def _open_or_set_aside(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        schema.bring_up_to_date(connection)
        return connection


def to_look_at(path: Path, *, durable: bool = True) -> Database:
    """The journal at this place for who only looks: where there is none, none is made."""
    try:
        found = stands(path)
    except UnreadableError:
        found = True  # there may be one, and opening it tells why not
    return (Database if found else Unbegun)(path, durable=durable)


def _which(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def read_all(connection: sqlite3.Connection, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every row of the answer; raises JournalError when the file cannot be read."""
    try:
        with closing(connection.execute(question, values)) as rows:
            return rows.fetchall()
    except sqlite3.Error as fault:
        raise JournalError(f"the journal cannot be read ({fault}); see `coach doctor`") from fault
