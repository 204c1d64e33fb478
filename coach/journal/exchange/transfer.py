"""Putting sessions into the journal from elsewhere, taking the whole of it out, and forgetting.

Everything here may be done twice without harm: the same session always has the same key.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from typing import IO, Any

from coach.errors import JournalError
from coach.journal import history
from coach.journal.csv.rows import likeness
from coach.journal.exchange.checked import check_session
from coach.journal.exchange.exported import FORMAT, exported_sessions
from coach.journal.past import PastSession
from coach.journal.storage import records
from coach.journal.storage.database import Database, Statement, read_all
from coach.journal.storage.records import past_session
from coach.journal.storage.schema import pack, unpack

COLUMNS = {
    "session": "key, lifter, name, title, unit, packed_plan, began, ended, reason, source, position",
    "event": "number, at, wall, kind, body",
    "work_set": "position, exercise, role, number, of, side, load, reps_planned, reps_done, seconds, metres, effort, "
    "cut_short, began, at, note, counted, broken_off, retimed",
    "complaint": "position, at, region, sensation, side, branch, answer",
    "finding": "position, name, value",
}
"""The columns of each table, as exports name them."""

_LATER = {"counted": 0, "broken_off": None, "retimed": None}
"""Columns an export of an older coach does not have, and what stands there then."""

_PARTS = tuple(name for name in COLUMNS if name != "session")
LEDGER = tuple(name for name in _PARTS if name != "event")
"""The tables that are derived from the events."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an import: sessions that are new, that changed, and that were there already."""

    new: int = 0
    changed: int = 0
    known: int = 0


class _Tally:
    """Counts what becomes of sessions while they are written one by one."""

    def __init__(self) -> None:
        self.taken = Taken()

    def one(self, what: str) -> None:
        """One more of `new`, `changed` or `known`."""
        self.taken = replace(self.taken, **{what: getattr(self.taken, what) + 1})


def take_in(database: Database, sessions: Iterable[PastSession]) -> Taken:
    """Keep sessions of another program: new ones are added, changed ones replaced, and none is there twice.

    A session that was coached here, exported and comes back is known by its day and its sets; two of the same program
    are two, however alike. All or none is kept; sessions are made and written one by one.
    """
    tally = _Tally()
    with database.said_plainly():
        database.write(_taken_in(database.reading(), sessions, tally))
    return tally.taken


def _taken_in(connection: sqlite3.Connection, sessions: Iterable[PastSession], tally: _Tally) -> Iterator[Statement]:
    by_key: dict[str, int] = {}
    by_day: dict[tuple[str, str], list[int]] = {}
    for number, key, lifter, day in read_all(connection, "SELECT id, key, lifter, substr(began, 1, 10) FROM session"):
        by_key[key] = number
        by_day.setdefault((lifter, day), []).append(number)
    for session in sessions:
        if session.key in by_key:
            before = history.with_numbers(connection, [by_key[session.key]])
            what = "known" if before == (session,) else "changed"
        else:
            that_day = history.with_numbers(connection, by_day.get((session.lifter, session.day.isoformat()), []))
            elsewhere = [other for other in that_day if other.source != session.source]
            what = "known" if likeness(session) in map(likeness, elsewhere) else "new"
        tally.one(what)
        if what != "known":
            yield from past_session(session)


def whole(database: Database, lifter: str | None = None) -> str:
    """Everything the journal holds (of one lifter) as JSON: plans and events included."""
    return "".join(pieces(database, lifter))


def pieces(database: Database, lifter: str | None = None, *, key: str | None = None) -> Iterator[str]:
    """The same text, session by session; with a `key` that session alone."""
    connection = database.reading()
    question = "SELECT id FROM session WHERE (?1 IS NULL OR lifter = ?1) AND (?2 IS NULL OR key = ?2) ORDER BY id"
    numbers = read_all(connection, question, (lifter, key))
    yield f'{{\n "coach": {FORMAT},\n "sessions": ['
    for place, (number,) in enumerate(numbers):
        text = json.dumps(_told(connection, number), ensure_ascii=False, indent=1)
        yield ("," if place else "") + "\n  " + text.replace("\n", "\n  ")
    yield "\n ]\n}" if numbers else "]\n}"


def _told(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    rows = read_all(connection, f"SELECT {COLUMNS['session']} FROM session WHERE id = ?", (number,))
    if not rows:
        raise JournalError("a session of the journal is gone or damaged; begin again, and see `coach doctor`")
    session = _unpacked(_named("session", rows[0]))
    for table in _PARTS:
        rows = read_all(connection, f"SELECT {COLUMNS[table]} FROM {table} WHERE session = ? ORDER BY 1", (number,))
        session[table] = [_named(table, row) for row in rows]
    return session


def restore(database: Database, text: str | IO[str]) -> Taken:
    """Put a whole export back, session by session; those that are there already stay as they are.

    Raises InputError when the text is no export of the coach, or one of a newer coach; then nothing was changed.
    """
    tally = _Tally()
    known = {key for (key,) in read_all(database.reading(), "SELECT key FROM session")}
    told = StringIO(text) if isinstance(text, str) else text
    with database.said_plainly():
        database.write(_put_back(exported_sessions(told), known, tally))
    return tally.taken


def check(text: IO[str]) -> None:
    """Read a whole export and keep nothing; raises InputError as `restore`."""
    for number, session in enumerate(exported_sessions(text), 1):
        check_session(session, number)


def _put_back(sessions: Iterable[Any], known: set[str], tally: _Tally) -> Iterator[Statement]:
    for number, session in enumerate(sessions, 1):
        if session["key"] in known:
            tally.one("known")
            continue
        check_session(session, number)
        known.add(session["key"])
        tally.one("new")
        yield from _restored(session)


def rescued_in(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every session of a rescue file with its rows, as they are: a damaged plan must not keep the sets away."""
    found = []
    for number, *values in connection.execute(f"SELECT id, {COLUMNS['session']} FROM session ORDER BY id").fetchall():
        session = _named("session", values)
        for table in _PARTS:
            rows = connection.execute(f"SELECT {COLUMNS[table]} FROM {table} WHERE session = ? ORDER BY 1", (number,))
            session[table] = [_named(table, row) for row in rows]
        found.append(session)
    return found


def take_over(database: Database, rescued: Sequence[dict[str, Any]], under_way: str | None = None) -> int:
    """Take in the sessions of a rescue file, all or none, on the disk when this returns; how many came in.

    One that is here with as many events stays as it is; one with fewer was cut off and is replaced. The one that is
    `under_way` is no earlier session that was left open. Raises sqlite3.Error, OSError or JournalError.
    """
    here = dict(
        database.open().execute("SELECT key, (SELECT count(*) FROM event WHERE session = session.id) FROM session")
    )
    fresh = [session for session in rescued if len(session["event"]) > here.get(session["key"], -1)]
    later = [session["key"] for session in rescued] + ([under_way] if under_way else [])
    statements = [statement for session in fresh for statement in _taken_over(session, later)]
    if statements:
        database.write_through(statements)
    return len(fresh)


def _taken_over(session: dict[str, Any], later: Sequence[str]) -> Iterator[Statement]:
    """As if it had been written here when it happened: never before an earlier session, and cutting that short."""
    marks = ", ".join("?" for _ in later)
    yield "DELETE FROM session WHERE key = ?", (session["key"],)
    yield from _inserted(session)
    earlier = f"SELECT max(position) FROM session WHERE source = 'coach' AND key NOT IN ({marks})"
    placed = f"UPDATE session SET position = max(position, coalesce(({earlier}), position)) WHERE key = ?"
    yield placed, (*later, session["key"])
    yield records.others_cut_short(session["lifter"], later)


def forget(
    database: Database, *, lifter: str | None = None, since: date | None = None, until: date | None = None
) -> int:
    """Delete these sessions for good, from the free pages of the file too; returns how many there were."""
    chosen = [session.key for session in history.sessions(database.reading(), lifter=lifter, since=since, until=until)]
    with database.said_plainly():
        database.open().execute("PRAGMA secure_delete = ON")
        database.write([("DELETE FROM session WHERE key = ?", (key,)) for key in chosen])
        database.open().execute("VACUUM")
        database.open().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(chosen)


def _restored(session: dict[str, Any]) -> Iterator[Statement]:
    return _inserted(session | {"packed_plan": pack(session["plan"])})


def _inserted(session: dict[str, Any]) -> Iterator[Statement]:
    yield session_row(session)
    for table in _PARTS:
        for row in session[table]:
            yield part(table, row, session["key"])


def session_row(session: dict[str, Any]) -> Statement:
    """The session itself, without its parts, its plan packed; one with its key that is there already stays."""
    return _insert("session", session, "VALUES ({marks})", ())


def part(table: str, row: dict[str, Any], key: str) -> Statement:
    """A row of one of the session's tables, as an export has it; one that is there already stays."""
    return _insert(table, row, "SELECT id, {marks} FROM session WHERE key = ?", (key,))


def _insert(table: str, row: dict[str, Any], source: str, last: Sequence[str]) -> Statement:
    names = COLUMNS[table].split(", ")
    marks = ", ".join("?" for _ in names)
    first = "" if table == "session" else "session, "
    statement = f"INSERT OR IGNORE INTO {table} ({first}{', '.join(names)}) {source.format(marks=marks)}"
    return statement, (*(_LATER[name] if name in _LATER and name not in row else row[name] for name in names), *last)


def _unpacked(session: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in session.items() if name != "packed_plan"} | {
        "plan": unpack(session["packed_plan"])
    }


def _named(table: str, values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(COLUMNS[table].split(", "), values, strict=True))
