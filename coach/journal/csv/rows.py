"""Sessions as the tables of other training programs: one row a set, and back.

A row is what all of them can say; `coach.journal.csv.dialects` knows how each writes it. Loads keep the unit they were
written in; a table that does not name its unit is not read until somebody does.
"""

import hashlib
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from coach.core.loading.plates import convert
from coach.core.plan import Role, Unit
from coach.journal.past import PastSession, PastSet

WARM_UP_MARK = "warm-up"
"""Written into the note where a table has no other place to say that a set was no working set."""


@dataclass(frozen=True, slots=True)
class Row:
    """One set of one session. `session` tells sessions apart; `began` carries its zone; without a load no unit.

    `part` tells apart what began in the same minute under the same title: sessions that end at different times.
    """

    session: str
    began: datetime
    title: str
    exercise: str
    number: int
    unit: Unit | None
    load: float | None = None
    reps: int | None = None
    planned: int | None = None
    seconds: float | None = None
    metres: float | None = None
    effort: float | None = None
    warm_up: bool = False
    note: str = ""
    minutes: float | None = None
    only_note: bool = False
    part: str = ""


def sessions_of(rows: Iterable[Row], shape: str, lifter: str) -> tuple[PastSession, ...]:
    """The sessions these rows make up, oldest first; each takes the unit of its first load."""
    return tuple(sorted(grouped(rows, shape, lifter), key=lambda session: session.began))


def grouped(rows: Iterable[Row], shape: str, lifter: str) -> Iterator[PastSession]:
    """The same sessions one after the other, in the order of their names: ten years of rows never are in memory."""
    with closing(sqlite3.connect("")) as aside:  # a file of its own, which SQLite removes
        aside.execute("CREATE TABLE row (session TEXT, number INTEGER, body BLOB)")
        aside.executemany(
            "INSERT INTO row VALUES (?, ?, ?)",
            ((row.session, number, pickle.dumps(row)) for number, row in enumerate(rows)),
        )
        found = aside.execute("SELECT session, body FROM row ORDER BY session, number")
        for name, those in groupby(found, key=itemgetter(0)):
            for key, part in _parts(name, [pickle.loads(body) for _, body in those]):
                if done := _sets_with_notes(part):
                    yield _session(key, done, shape, lifter)


def _parts(name: str, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The sessions that have this name, each with a name of its own; the first keeps the one they share."""
    for place, part in enumerate(sorted({row.part for row in rows})):
        yield f"{name}|{part}" if place else name, [row for row in rows if row.part == part]


def _sets_with_notes(rows: Sequence[Row]) -> list[Row]:
    """The rows that are sets. A row that only holds a note gives it to the set of its exercise before it, or after."""
    done = [row for row in rows if not row.only_note]
    for row in rows:
        if row.only_note and row.note and done:
            alike = [place for place, each in enumerate(done) if each.exercise == row.exercise] or [len(done) - 1]
            place = alike[-1]
            note = f"{done[place].note}; {row.note}" if done[place].note else row.note
            done[place] = replace(done[place], note=note)
    return done


def _session(name: str, rows: Sequence[Row], shape: str, lifter: str) -> PastSession:
    began = min(row.began for row in rows)
    minutes = next((row.minutes for row in rows if row.minutes is not None), None)
    unit = next((row.unit for row in rows if row.unit is not None), Unit.KILOS)
    return PastSession(
        key=f"{shape}-{_digest(lifter, name)}",
        lifter=lifter,
        name=shape,
        title=rows[0].title,
        unit=unit,
        began=began,
        ended=None if minutes is None else began + timedelta(minutes=minutes),
        reason="imported",
        source=shape,
        sets=tuple(_numbered(_set(row, unit) for row in sorted(rows, key=lambda row: row.began))),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _set(row: Row, unit: Unit) -> PastSet:
    load = None if row.load is None else convert(row.load, row.unit or unit, unit)
    role = Role.WORKING if not row.warm_up else Role.RAMP if load else Role.WARM_UP
    return PastSet(
        exercise=row.exercise,
        role=role,
        load=load,
        reps_planned=row.planned,
        reps_done=row.reps,
        seconds=row.seconds,
        metres=row.metres,
        effort=row.effort,
        note=row.note,
    )


def _numbered(sets: Iterable[PastSet]) -> Iterator[PastSet]:
    """The sets with their numbers: first, second ... of each exercise and kind."""
    given = list(sets)
    tally: dict[tuple[str, Role], int] = {}
    for done in given:
        kind = (done.exercise, done.role)
        tally[kind] = tally.get(kind, 0) + 1
        of = sum((other.exercise, other.role) == kind for other in given)
        yield replace(done, number=tally[kind], of=of)


def rows_of(session: PastSession) -> Iterator[Row]:
    """Every set of a session as a row; sets are counted through each exercise."""
    tally: dict[str, int] = {}
    for done in session.sets:
        tally[done.exercise] = tally.get(done.exercise, 0) + 1
        yield Row(
            session=session.key,
            began=session.began,
            title=session.title,
            exercise=done.exercise,
            number=tally[done.exercise],
            unit=session.unit,
            load=done.load,
            reps=done.reps_done,
            planned=done.reps_planned,
            seconds=done.seconds,
            metres=done.metres,
            effort=done.effort,
            warm_up=done.role is not Role.WORKING,
            note=done.note,
            minutes=session.minutes,
        )


def likeness(session: PastSession) -> tuple[object, ...]:
    """What two records of the same training have in common, whichever program wrote them: the day and the sets."""
    sets = sorted(
        (
            done.exercise,
            round(convert(done.load, session.unit, Unit.KILOS), 1) if done.load else 0.0,
            done.reps_done or 0,
        )
        for done in session.sets
    )
    return (session.lifter, session.day, tuple(sets))
