"""What the journal writes for each thing that happens: the rows, as statements for the database.

Every statement may be done twice without harm, for after a power cut nobody knows whether the last one was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from coach.core.events import Event, Heard
from coach.core.plan import Plan
from coach.errors import InputError
from coach.journal.past import PastSession, PastSet
from coach.journal.storage.codec import write_event, write_plan
from coach.journal.storage.database import Statement
from coach.journal.storage.schema import pack

if TYPE_CHECKING:  # the ledger replays sessions, and brings in the whole core; a look back needs none of it
    from coach.journal.storage.derived import ComplaintKept, Ledger, SetKept

SOURCE = "coach"
"""The source of sessions that were coached here; imported ones carry the name of the program they came from."""


def wall_now() -> str:
    """The wall clock's time with its zone, such as 2026-03-01T18:30:00.250+01:00."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def moment(wall: str) -> datetime:
    """The moment a wall time names; raises InputError when it carries no zone."""
    try:
        when = datetime.fromisoformat(wall)
    except ValueError as fault:
        raise InputError(f"{wall!r} is no time; write it like 2026-03-01T18:30:00+01:00") from fault
    if when.tzinfo is None:
        raise InputError(f"{wall!r} names no time zone; write it like 2026-03-01T18:30:00+01:00")
    return when


def session_begun(key: str, plan: Plan, wall: str, lifter: str) -> Statement:
    """A new session. Its place in the history is never before an earlier one's, even when the clock went back."""
    return (
        (
            "INSERT OR IGNORE INTO session (key, lifter, name, title, unit, packed_plan, began, source, position)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
            " max(?, coalesce((SELECT max(position) FROM session WHERE source = 'coach'), 0)))"
        ),
        (
            *(key, lifter, plan.session, plan.title, plan.kit.unit.value, pack(write_plan(plan)), wall, SOURCE),
            moment(wall).timestamp(),
        ),
    )


def others_cut_short(lifter: str, but: Sequence[str]) -> Statement:
    """Every session of this lifter that is still open, `but` those with these keys, ended with its last event."""
    marks = ", ".join("?" for _ in but)
    return (
        (
            "UPDATE session SET reason = 'cut-short', ended = coalesce("
            "(SELECT wall FROM event WHERE event.session = session.id ORDER BY number DESC LIMIT 1), began)"
            f" WHERE reason IS NULL AND source = 'coach' AND lifter = ? AND key NOT IN ({marks})"
        ),
        (lifter, *but),
    )


def session_ended(key: str, wall: str, reason: str) -> Statement:
    """The session ended at this wall time, for a reason of one word."""
    return "UPDATE session SET ended = ?, reason = ? WHERE key = ?", (wall, reason, key)


def event_happened(key: str, number: int, event: Event, wall: str) -> Statement:
    """The event with this number in the session's order."""
    kind = event.intent if isinstance(event, Heard) else type(event).__name__
    return (
        (
            "INSERT OR REPLACE INTO event (session, number, at, wall, kind, body)"
            " SELECT id, ?, ?, ?, ?, ? FROM session WHERE key = ?"
        ),
        (number, event.at, wall, kind, write_event(event), key),
    )


def past_session(session: PastSession) -> list[Statement]:
    """A whole session that was not coached here; one with the same key is replaced."""
    began = (
        "INSERT INTO session (key, lifter, name, title, unit, began, ended, reason, source, position)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    values = (
        *(session.key, session.lifter, session.name, session.title, session.unit.value, session.began.isoformat()),
        *(session.ended.isoformat() if session.ended else None, session.reason, session.source),
        session.began.timestamp(),
    )
    gone = ("DELETE FROM session WHERE key = ?", (session.key,))
    return [gone, (began, values)] + [_past_set(session.key, place, done) for place, done in enumerate(session.sets)]


def _past_set(key: str, position: int, done: PastSet) -> Statement:
    columns = (
        "position, exercise, role, number, of, side, load, reps_planned, reps_done, seconds, metres, effort,"
        " cut_short, began, at, note, counted, broken_off, retimed"
    )
    values = (
        *(position, done.exercise, done.role.value, done.number, done.of, done.side.value if done.side else None),
        *(done.load, done.reps_planned, done.reps_done, done.seconds, done.metres, done.effort, int(done.cut_short)),
        *(done.began, done.at, done.note, int(done.counted), done.broken_off, done.retimed),
    )
    return _row("work_set", columns, key, values)


def ledger_rows(key: str, before: "Ledger | None", after: "Ledger") -> list[Statement]:
    """The rows that changed between two ledgers, rewritten from the first set that is not as it was."""
    lines: list[Statement] = []
    if before is None or before.sets != after.sets:
        pairs = zip(before.sets if before else (), after.sets, strict=False)
        lines += sets_done(key, after.sets, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)))
    if before is None or before.complaints != after.complaints:
        lines += _complaints(key, after.complaints)
    if before is None or before.findings != after.findings:
        lines += _findings(key, after.findings)
    return lines


def sets_done(key: str, sets: Sequence["SetKept"], first: int = 0) -> list[Statement]:
    """The session's sets from position `first` on are exactly these, `sets` being all of them."""
    rows = enumerate(sets[first:], first)
    return [_emptied("work_set", key, first)] + [_set(key, position, kept) for position, kept in rows]


def _set(key: str, position: int, kept: "SetKept") -> Statement:
    done = kept.done
    side = None if done.side is None else done.side.value
    values = (
        *(position, done.exercise, done.role.value, done.number, done.of, side, done.load, done.reps_planned),
        *(done.reps_done, done.seconds, done.metres, done.effort, int(done.cut_short), kept.began, done.at),
        *(int(kept.counted), kept.broken_off, kept.retimed),
    )
    columns = (
        "position, exercise, role, number, of, side, load, reps_planned,"
        " reps_done, seconds, metres, effort, cut_short, began, at, counted, broken_off, retimed"
    )
    return _row("work_set", columns, key, values)


def _complaints(key: str, complaints: Sequence["ComplaintKept"]) -> list[Statement]:
    rows = [
        (position, said.at, said.region, said.sensation, said.side, kept.branch, kept.answer)
        for position, kept in enumerate(complaints)
        for said in (kept.complained,)
    ]
    columns = "position, at, region, sensation, side, branch, answer"
    return [_emptied("complaint", key)] + [_row("complaint", columns, key, row) for row in rows]


def _findings(key: str, found: Mapping[str, str]) -> list[Statement]:
    rows = [(position, name, value) for position, (name, value) in enumerate(found.items())]
    return [_emptied("finding", key)] + [_row("finding", "position, name, value", key, row) for row in rows]


def _emptied(table: str, key: str, first: int = 0) -> Statement:
    gone = f"DELETE FROM {table} WHERE session = (SELECT id FROM session WHERE key = ?) AND position >= ?"
    return gone, (key, first)


def _row(table: str, columns: str, key: str, values: tuple[object, ...]) -> Statement:
    marks = ", ".join("?" for _ in values)
    return f"INSERT INTO {table} (session, {columns}) SELECT id, {marks} FROM session WHERE key = ?", (*values, key)
