"""Questions to the journal: which sessions there were, and what was done in them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from coach.core.plan import Role, Side, Unit
from coach.errors import JournalError
from coach.journal.past import PastComplaint, PastSession, PastSet
from coach.journal.storage.database import read_all

AT_ONCE = 50
"""Sessions that are read together where all are gone through."""

_CHOSEN = (
    "SELECT id FROM session WHERE (?1 IS NULL OR lifter = ?1) AND (?2 IS NULL OR substr(began, 1, 10) >= ?2)"
    " AND (?3 IS NULL OR substr(began, 1, 10) <= ?3)"
    " AND (?4 IS NULL OR id IN (SELECT session FROM work_set WHERE exercise IN (SELECT value FROM json_each(?4))))"
    " ORDER BY position DESC, id DESC LIMIT ?5"
)


# many: each is a condition, and each may be left out
def sessions(
    connection: sqlite3.Connection,
    *,
    lifter: str | None = None,
    since: date | None = None,
    until: date | None = None,
    exercises: Collection[str] | None = None,
    last: int | None = None,
) -> tuple[PastSession, ...]:
    """Sessions with all their sets, oldest first: of this lifter, from `since` to `until`, with one of these exercises.

    `last` keeps only so many of the newest. Raises JournalError when the file cannot be read.
    """
    named = None if exercises is None else json.dumps(sorted(exercises))
    chosen = (lifter, since and since.isoformat(), until and until.isoformat(), named, -1 if last is None else last)
    return _sessions(connection, _CHOSEN, chosen)


def each(
    connection: sqlite3.Connection, *, lifter: str | None = None, since: date | None = None, until: date | None = None
) -> Iterator[PastSession]:
    """The same sessions, a few at a time: however long the history is, it is never in memory."""
    chosen = (lifter, since and since.isoformat(), until and until.isoformat(), None, -1)
    question = f"SELECT id FROM session WHERE id IN ({_CHOSEN}) ORDER BY position, id"
    numbers = [number for (number,) in read_all(connection, question, chosen)]
    for first in range(0, len(numbers), AT_ONCE):
        yield from with_numbers(connection, numbers[first : first + AT_ONCE])


def with_numbers(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[PastSession, ...]:
    """The sessions with these numbers in the file, oldest first."""
    return _sessions(connection, "SELECT value FROM json_each(?1)", (json.dumps(list(numbers)),))


def _sessions(connection: sqlite3.Connection, which: str, values: tuple[Any, ...]) -> tuple[PastSession, ...]:
    rows = read_all(
        connection,
        "SELECT id, key, lifter, name, title, unit, began, ended, reason, source FROM session"
        f" WHERE id IN ({which}) ORDER BY position, id",
        values,
    )
    parts = tuple(_by_session(connection, table, which, values) for table in _TABLES)
    try:
        return tuple(_session(row, *(part[row[0]] for part in parts)) for row in rows)
    except (KeyError, ValueError) as fault:
        # A word that stood for a role, a side or a day, and is none: SQLite does not notice such damage.
        message = f"a session in the journal is damaged ({fault}); `coach export copy.json` still writes everything"
        raise JournalError(message) from fault


def _session(
    row: tuple[Any, ...],
    sets: list[tuple[Any, ...]],
    complaints: list[tuple[Any, ...]],
    findings: list[tuple[Any, ...]],
) -> PastSession:
    return PastSession(
        row[1],
        row[2],
        row[3],
        row[4],
        Unit(row[5]),
        datetime.fromisoformat(row[6]),
        datetime.fromisoformat(row[7]) if row[7] else None,
        row[8],
        row[9],
        tuple(_set(each) for each in sets),
        tuple(PastComplaint(*each) for each in complaints),
        dict(findings),
    )


def lifters(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Everybody who has trained here, by name."""
    return tuple(name for (name,) in read_all(connection, "SELECT DISTINCT lifter FROM session ORDER BY lifter"))


def findings(connection: sqlite3.Connection, lifter: str) -> dict[str, str]:
    """What this lifter answered and told, by name: of each the newest, however long ago."""
    rows = read_all(
        connection,
        "SELECT finding.name, finding.value FROM finding JOIN session ON session.id = finding.session"
        " WHERE session.lifter = ? ORDER BY session.position, session.id, finding.position",
        (lifter,),
    )
    return dict(rows)


def exercises_done(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Every movement and drill that was ever done, by name."""
    return tuple(name for (name,) in read_all(connection, "SELECT DISTINCT exercise FROM work_set ORDER BY exercise"))


_TABLES = {
    "work_set": "exercise, role, number, of, side, load, reps_planned, reps_done, seconds, metres, effort,"
    " cut_short, began, at, note, counted, broken_off, retimed",
    "complaint": "at, region, sensation, side, branch, answer",
    "finding": "name, value",
}


def _by_session(
    connection: sqlite3.Connection, table: str, which: str, values: tuple[Any, ...]
) -> dict[int, list[tuple[Any, ...]]]:
    rows = read_all(
        connection,
        f"SELECT session, {_TABLES[table]} FROM {table} WHERE session IN ({which}) ORDER BY session, position",
        values,
    )
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for session, *cells in rows:
        grouped[session].append(tuple(cells))
    return grouped


_ROLES = {role.value: role for role in Role}


def _set(row: Iterable[Any]) -> PastSet:
    exercise, role, number, of, side, *amounts = row
    amounts[6], amounts[10] = bool(amounts[6]), bool(amounts[10])
    return PastSet(exercise, _ROLES[role], number, of, Side(side) if side else None, *amounts)


def events(connection: sqlite3.Connection, number: int = 1) -> tuple[tuple[float, str, str], ...]:
    """The events of the session coached so many sessions ago (1 is the newest): session clock, wall time, JSON."""
    rows = read_all(
        connection,
        "SELECT at, wall, body FROM event WHERE session = (SELECT id FROM session WHERE source = 'coach'"
        " ORDER BY position DESC, id DESC LIMIT 1 OFFSET ?) ORDER BY number",
        (number - 1,),
    )
    return tuple((at, wall, body) for at, wall, body in rows)
