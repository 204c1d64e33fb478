"""One message of another box into the file of gathered sessions: once, whole, and only where it can be true."""

import sqlite3
import zlib
from base64 import b64decode
from binascii import Error as NoBase64
from datetime import datetime

from coach.errors import CoachError
from coach.gather.messages import Message
from coach.journal import history
from coach.journal.exchange.transfer import LEDGER, part, session_row
from coach.journal.storage.records import moment

CLOCK_WRONG = 60.0
"""Seconds by which a box's clock must differ from the server's to be thought wrong."""

LONGEST_PLAN = 10_000_000
"""Bytes of a session's plan; the longest shipped one has a hundredth of it."""

FAULTS = (
    *(ValueError, KeyError, TypeError, AttributeError, OverflowError, NoBase64, CoachError),
    *(zlib.error, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
)
"""What a message raises that cannot be true."""


class OrphanError(ValueError):
    """A message about a session of which it was never told that it began, or an event that is none."""


def keep(connection: sqlite3.Connection, message: Message, at: datetime) -> bool:
    """Keep what is new in a message that came to the server at this moment, and whether anything was.

    Raises one of FAULTS, half done.
    """
    if message.kind == "event":
        return _event(connection, message)
    ahead = message.sent - at.timestamp()
    new = _begun(connection, message, at, ahead) if message.kind == "begun" else _ledger(connection, message)
    told = (message.box, message.name, at.isoformat(), ahead)
    connection.execute("INSERT OR REPLACE INTO box VALUES (?, ?, ?, ?)", told)
    return new


def _begun(connection: sqlite3.Connection, message: Message, at: datetime, ahead: float) -> bool:
    row = {**message.body, "key": message.key, "lifter": message.lifter, "ended": None, "reason": None}
    plan = row.pop("plan")
    new = not _is_known(connection, message.key)
    if new:
        moment(row["began"])
        # Its place among the sessions of other boxes is by the server's clock, as far as that can be told.
        place = float(row["position"]) - (ahead if abs(ahead) > CLOCK_WRONG else 0.0)
        row |= {"packed_plan": None if plan is None else _plan(plan), "position": min(place, at.timestamp())}
        connection.execute(*session_row(row))
        _look_whether_it_reads(connection, message.key)
    connection.execute("INSERT OR IGNORE INTO origin (key, box) VALUES (?, ?)", (message.key, message.box))
    return new


def _plan(text: str) -> bytes:
    """A plan as the journal keeps it; raises ValueError or zlib.error for what is none."""
    packed = b64decode(text, validate=True)
    unpacking = zlib.decompressobj()
    unpacking.decompress(packed, LONGEST_PLAN).decode()
    if not unpacking.eof:
        raise ValueError("the plan is not whole, or too long")
    return packed


def _event(connection: sqlite3.Connection, message: Message) -> bool:
    row = {**message.body, "number": message.number}
    new = connection.execute(*part("event", row, message.key)).rowcount > 0
    if not new and not _has_event(connection, message):
        raise OrphanError(message.key)
    return new


def _has_event(connection: sqlite3.Connection, message: Message) -> bool:
    question = "SELECT 1 FROM event WHERE session = (SELECT id FROM session WHERE key = ?) AND number = ?"
    return connection.execute(question, (message.key, message.number)).fetchone() is not None


def _ledger(connection: sqlite3.Connection, message: Message) -> bool:
    """The latest of a box's own ledgers counts; another box's copy only when it has more of the session."""
    question = "SELECT box, upto, over, ledgers FROM origin WHERE key = ?"
    found = connection.execute(question, (message.key,)).fetchone()
    if found is None:
        raise OrphanError(message.key)
    box, upto, over, ledgers = found
    session = message.body["session"]
    now = (int(message.body["upto"]), int(session["reason"] is not None))
    new = message.number > ledgers if message.box == box else now > (upto, over)
    if new:
        moment(session["began"])
        _replace_rows(connection, message)
        _look_whether_it_reads(connection, message.key)
        connection.execute(
            "UPDATE origin SET box = ?, upto = ?, over = ?, ledgers = ? WHERE key = ?",
            (message.box, *now, message.number, message.key),
        )
    return new


def _replace_rows(connection: sqlite3.Connection, message: Message) -> None:
    session = message.body["session"]
    connection.execute(
        "UPDATE session SET name = ?, title = ?, unit = ?, began = ?, ended = ?, reason = ? WHERE key = ?",
        (*(session[name] for name in ("name", "title", "unit", "began", "ended", "reason")), message.key),
    )
    for table in LEDGER:
        gone = f"DELETE FROM {table} WHERE session = (SELECT id FROM session WHERE key = ?)"
        connection.execute(gone, (message.key,))
        for row in message.body[table]:
            if connection.execute(*part(table, row, message.key)).rowcount != 1:
                raise ValueError(f"a row of {table} is not whole")


def _is_known(connection: sqlite3.Connection, key: str) -> bool:
    return connection.execute("SELECT 1 FROM session WHERE key = ?", (key,)).fetchone() is not None


def _look_whether_it_reads(connection: sqlite3.Connection, key: str) -> None:
    """Raises JournalError for a word that no history can hold."""
    ((number,),) = connection.execute("SELECT id FROM session WHERE key = ?", (key,)).fetchall()
    history.with_numbers(connection, [number])
