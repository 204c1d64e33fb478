"""Putting sessions into the journal from elsewhere, taking the whole of it out, and forgetting.

Everything here may be done twice without harm: the same session always has the same key.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coach.errors import InputError
from coach.journal import history, records
from coach.journal.database import Database, Statement, read_all
from coach.journal.past import PastSession
from coach.journal.records import past_session
from coach.journal.schema import pack, unpack
from coach.journal.tables import likeness

FORMAT = 1
"""The version of the whole export; a newer one is refused."""

_COLUMNS = {
    "session": "key, lifter, name, title, unit, packed_plan, began, ended, reason, source, position",
    "event": "number, at, wall, kind, body",
    "work_set": "position, exercise, role, number, of, side, load, reps_planned, reps_done, seconds, metres, effort, "
    "cut_short, began, at, note, counted, broken_off, retimed",
    "complaint": "position, at, region, sensation, side, branch, answer",
    "finding": "position, name, value",
}
_LATER = {"counted": 0, "broken_off": None, "retimed": None}
"""Columns an export of an older coach does not have, and what stands there then."""

_PARTS = tuple(name for name in _COLUMNS if name != "session")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an import: sessions that are new, that changed, and that were there already."""

    new: int = 0
    changed: int = 0
    known: int = 0


def take_in(database: Database, sessions: Iterable[PastSession]) -> Taken:
    """Keep sessions of another program: new ones are added, changed ones replaced, and none is there twice.

    A session that was coached here, exported and comes back is known by its day and its sets.
    """
    here = history.sessions(database.reading())
    by_key = {session.key: session for session in here}
    own = {likeness(session) for session in here}
    statements: list[Statement] = []
    taken = Taken()
    for session in sessions:
        before = by_key.get(session.key)
        if before == session or (before is None and likeness(session) in own):
            taken = replace(taken, known=taken.known + 1)
            continue
        statements += past_session(session)
        taken = replace(taken, **({"new": taken.new + 1} if before is None else {"changed": taken.changed + 1}))
    with database.said_plainly():
        database.write(statements)
    return taken


def whole(database: Database, lifter: str | None = None) -> str:
    """Everything the journal holds (of one lifter) as JSON: plans and events included."""
    connection = database.reading()
    chosen = "SELECT id FROM session WHERE ?1 IS NULL OR lifter = ?1"
    parts: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for table in _PARTS:
        parts[table] = {}
        question = f"SELECT session, {_COLUMNS[table]} FROM {table} WHERE session IN ({chosen}) ORDER BY session, 2"
        for session, *values in read_all(connection, question, (lifter,)):
            parts[table].setdefault(session, []).append(_named(table, values))
    rows = read_all(connection, f"SELECT id, {_COLUMNS['session']} FROM session WHERE id IN ({chosen})", (lifter,))
    sessions = [
        _unpacked(_named("session", values)) | {table: parts[table].get(number, []) for table in _PARTS}
        for number, *values in rows
    ]
    return json.dumps({"coach": FORMAT, "sessions": sessions}, ensure_ascii=False, indent=1)


def restore(database: Database, text: str) -> Taken:
    """Put a whole export back; sessions that are there already stay as they are.

    Raises InputError when the text is no export of the coach, or one of a newer coach.
    """
    sessions = _exported(text)
    known = {key for (key,) in read_all(database.reading(), "SELECT key FROM session")}
    fresh = [session for session in sessions if session["key"] not in known]
    try:
        statements = [statement for session in fresh for statement in _restored(session)]
    except (KeyError, TypeError, AttributeError) as fault:
        raise InputError(f"the export is not whole ({fault!r} is missing or wrong); export it again") from fault
    with database.said_plainly():
        database.write(statements)
    return Taken(new=len(fresh), known=len(sessions) - len(fresh))


def rescued_in(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every session of a rescue file with its rows, as they are: a damaged plan must not keep the sets away."""
    found = []
    for number, *values in connection.execute(f"SELECT id, {_COLUMNS['session']} FROM session ORDER BY id").fetchall():
        session = _named("session", values)
        for table in _PARTS:
            rows = connection.execute(f"SELECT {_COLUMNS[table]} FROM {table} WHERE session = ? ORDER BY 1", (number,))
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


def _exported(text: str) -> list[dict[str, Any]]:
    try:
        whole_export = json.loads(text)
        version, sessions = whole_export["coach"], whole_export["sessions"]
        missing = [session for session in sessions if not isinstance(session["key"], str)]
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise InputError("the file is no export of the coach; make one with `coach export FILE.json`") from fault
    if version != FORMAT or missing:
        raise InputError(f"the export has version {version}, this coach reads {FORMAT}; update the coach")
    return list(sessions)


def _restored(session: dict[str, Any]) -> Iterator[Statement]:
    return _inserted(session | {"packed_plan": pack(session["plan"])})


def _inserted(session: dict[str, Any]) -> Iterator[Statement]:
    yield _insert("session", session, "VALUES ({marks})", ())
    for table in _PARTS:
        for row in session[table]:
            yield _insert(table, row, "SELECT id, {marks} FROM session WHERE key = ?", (session["key"],))


def _insert(table: str, row: dict[str, Any], source: str, last: Sequence[str]) -> Statement:
    names = _COLUMNS[table].split(", ")
    marks = ", ".join("?" for _ in names)
    first = "" if table == "session" else "session, "
    statement = f"INSERT OR IGNORE INTO {table} ({first}{', '.join(names)}) {source.format(marks=marks)}"
    return statement, (*(_LATER[name] if name in _LATER and name not in row else row[name] for name in names), *last)


def _unpacked(session: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in session.items() if name != "packed_plan"} | {
        "plan": unpack(session["packed_plan"])
    }


def _named(table: str, values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(_COLUMNS[table].split(", "), values, strict=True))
