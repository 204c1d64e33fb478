"""The tables of the journal file, and the steps that bring an older file up to date.

`STEPS[n]` leads from version n to n + 1; a step once published is never edited. The version a file has stands in
SQLite's own `user_version`.
"""

import json
import sqlite3
import zlib

from coach.errors import JournalError

STEPS = (
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,            -- the same session has the same key in every copy and export
        lifter TEXT NOT NULL,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        unit TEXT NOT NULL,
        plan TEXT,                           -- JSON; none for a session that came from another program
        began TEXT NOT NULL,                 -- wall time with zone, as the clock had it, right or wrong
        ended TEXT,
        reason TEXT,                         -- why it ended; none while it runs or after a power cut
        source TEXT NOT NULL,
        position REAL NOT NULL               -- the place in the history; never before a session recorded earlier
    ) STRICT;
    CREATE INDEX session_position ON session (lifter, position);
    CREATE INDEX session_unfinished ON session (id) WHERE reason IS NULL;

    CREATE TABLE event (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- the order things happened in, whatever the wall clock did
        at REAL NOT NULL,
        wall TEXT NOT NULL,
        kind TEXT NOT NULL,                  -- the intent of something heard, else the kind of event
        body TEXT NOT NULL,
        PRIMARY KEY (session, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE work_set (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        position INTEGER NOT NULL,
        exercise TEXT NOT NULL,
        role TEXT NOT NULL,
        number INTEGER NOT NULL,
        of INTEGER NOT NULL,
        side TEXT,
        load REAL,                           -- in the session's unit; none is the lifter's own body
        reps_planned INTEGER,
        reps_done INTEGER,
        seconds REAL,
        metres REAL,
        effort REAL,                         -- an RPE from 1 to 10
        cut_short INTEGER NOT NULL,
        began REAL,                          -- when its count began, and when it ended: session clock
        at REAL,
        note TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX work_set_exercise ON work_set (exercise, session);

    CREATE TABLE complaint (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        position INTEGER NOT NULL,
        at REAL NOT NULL,
        region TEXT NOT NULL,
        sensation TEXT NOT NULL,
        side TEXT,
        branch TEXT NOT NULL,
        answer TEXT,                         -- what the lifter said when asked again
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE finding (
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    """,
    # Plans are long and much alike inside: packed, ten years of them take a fifth of the room.
    """
    ALTER TABLE session ADD COLUMN packed_plan BLOB;
    UPDATE session SET packed_plan = pack(plan);
    ALTER TABLE session DROP COLUMN plan;
    """,
    # How the count of a set went; and the metres of carries, which older coaches left in the plan only.
    """
    ALTER TABLE work_set ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE work_set ADD COLUMN broken_off INTEGER;
    ALTER TABLE work_set ADD COLUMN retimed INTEGER;
    UPDATE work_set SET counted = 1 WHERE reps_planned IS NOT NULL AND at IS NOT NULL;
    UPDATE work_set SET metres = planned_metres(
        (SELECT packed_plan FROM session WHERE session.id = work_set.session), exercise, number, side)
        WHERE reps_planned IS NULL AND seconds IS NULL AND metres IS NULL AND at IS NOT NULL AND cut_short = 0;
    """,
)

VERSION = len(STEPS)


class UnknownVersionError(Exception):
    """The file claims a version that never was: its header is damaged."""


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take every step the file still lacks, each wholly or not at all; raises JournalError for a file too new."""
    version = _version(connection)
    if version > VERSION:
        raise JournalError(
            f"the journal was written by a newer coach (its version {version}, this coach knows {VERSION}); "
            "update the coach, or point it at another journal"
        )
    if version < 0:
        raise UnknownVersionError
    connection.create_function("pack", 1, pack, deterministic=True)
    connection.create_function("planned_metres", 4, _planned_metres, deterministic=True)
    for step in range(version, VERSION):
        _take(connection, step)


def pack(text: str | None) -> bytes | None:
    """A long text made short, for the file."""
    return None if text is None else zlib.compress(text.encode())


def unpack(packed: bytes | None) -> str | None:
    """The long text again; raises JournalError when it is damaged."""
    try:
        return None if packed is None else zlib.decompress(packed).decode()
    except (zlib.error, UnicodeDecodeError, TypeError) as fault:
        raise JournalError("a plan in the journal is damaged; set its session aside with `coach forget`") from fault


def _planned_metres(packed: bytes | None, exercise: str, number: int, side: str | None) -> float | None:
    """The metres a stored plan has for a set; None when it was no carry, or the plan cannot be read."""
    try:
        text = unpack(packed)
    except JournalError:
        return None
    if text is None or '"Distance"' not in text:
        return None
    wanted = (exercise, number, side)
    for step in json.loads(text)["steps"]:
        if (step.get("exercise"), step.get("number"), step.get("side")) == wanted:
            metres = step["dose"].get("metres")
            return None if metres is None else float(metres)
    return None


def _take(connection: sqlite3.Connection, step: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another coach may have taken the step while this one waited for its turn.
        if _version(connection) == step:
            for statement in STEPS[step].split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step + 1}")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
