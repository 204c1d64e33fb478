"""What this box has to send: the journal, opened for reading only, compared with what was sent before.

The session that is being written is never waited for and never held up: in write-ahead mode a reader blocks no writer.
"""

import hashlib
import json
import sqlite3
from base64 import b64encode
from collections.abc import Container, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coach.errors import JournalError
from coach.gather.messages import Message
from coach.journal.exchange.transfer import COLUMNS, LEDGER
from coach.journal.storage.schema import VERSION

PATIENCE = 0.25
"""Seconds to wait for a journal that is locked."""

Mark = tuple[tuple[int, int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the server has of a session: so many events from its first on (-1: not even that it began), and so many
    ledgers, the last of this digest."""

    events: int = -1
    ledgers: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A session of the journal: its number and key there, how many events it has, and whether it is over."""

    number: int
    key: str
    lifter: str
    events: int
    over: bool


def mark_of(journal: Path) -> Mark:
    """Changes whenever the journal is written; looking at it touches nothing."""
    return tuple(map(_stamp, (journal, journal.with_name(journal.name + "-wal"))))


@contextmanager
def reading(journal: Path) -> Iterator[sqlite3.Connection | None]:
    """The journal, for reading only; None where there is none yet. Raises JournalError when it cannot be read."""
    if not journal.exists():
        yield None
        return
    try:
        place = f"file:{quote(str(journal.absolute()))}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
            ((version,),) = connection.execute("PRAGMA user_version").fetchall()
            if version != VERSION:
                raise JournalError(f"{journal} is of another version; 'coach history' brings it up to date")
            yield connection
    except sqlite3.Error as fault:
        raise JournalError(f"{journal} cannot be read ({fault}); see 'coach doctor'") from fault


def sessions_in(connection: sqlite3.Connection, foreign: Container[str]) -> list[Found]:
    """Every session that was not taken in from another box, oldest first."""
    question = (
        "SELECT id, key, lifter, coalesce((SELECT max(number) FROM event WHERE session = id), -1) + 1,"
        " reason IS NOT NULL FROM session ORDER BY id"
    )
    rows = connection.execute(question).fetchall()
    return [
        Found(number, key, lifter, events, bool(over))
        for number, key, lifter, events, over in rows
        if key not in foreign
    ]


class Writer:
    """Makes the messages of one box."""

    def __init__(self, box: str, name: str) -> None:
        self.box, self.name = box, name

    def begun(self, connection: sqlite3.Connection, found: Found) -> Message:
        """The session itself, with its plan."""
        row = _row(connection, found.number)
        packed = row.pop("packed_plan")
        body = row | {"plan": None if packed is None else b64encode(packed).decode()}
        return self._message("begun", found, 0, body)

    def events(self, connection: sqlite3.Connection, found: Found, first: int, most: int) -> list[Message]:
        """At most so many of its events, from number `first` on."""
        rows = connection.execute(
            f"SELECT {COLUMNS['event']} FROM event WHERE session = ? AND number >= ? ORDER BY number LIMIT ?",
            (found.number, first, most),
        )
        named = [dict(zip(COLUMNS["event"].split(", "), row, strict=True)) for row in rows]
        return [self._message("event", found, row["number"], row) for row in named]

    def ledger(self, connection: sqlite3.Connection, found: Found, before: Sent) -> tuple[Message, str] | None:
        """What the events amount to, with its digest; None where that was sent already."""
        row = _row(connection, found.number)
        del row["packed_plan"]
        tables = {table: _rows(connection, table, found.number) for table in LEDGER}
        body = {"upto": found.events, "session": row, **tables}
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
        if digest == before.digest:
            return None
        return self._message("ledger", found, before.ledgers + 1, body), digest

    def _message(self, kind: Any, found: Found, number: int, body: Mapping[str, Any]) -> Message:
        return Message(kind, self.box, self.name, found.lifter, found.key, number, body)


def _row(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    columns = COLUMNS["session"]
    (row,) = connection.execute(f"SELECT {columns} FROM session WHERE id = ?", (number,)).fetchall()
    return dict(zip(columns.split(", "), row, strict=True))


def _rows(connection: sqlite3.Connection, table: str, number: int) -> list[dict[str, Any]]:
    columns = COLUMNS[table]
    rows = connection.execute(f"SELECT {columns} FROM {table} WHERE session = ? ORDER BY position", (number,))
    return [dict(zip(columns.split(", "), row, strict=True)) for row in rows]


def _stamp(path: Path) -> tuple[int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
