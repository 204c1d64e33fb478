"""The journal: every session's events, in order, kept so that a power cut loses nothing.

A session writes each event before it takes effect. When the file cannot be written the session goes on in memory,
one sentence says so, and everything is written as soon as the file allows it.
"""

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.core.events import Event
from coach.core.plan import Plan
from coach.errors import JournalError
from coach.journal import records
from coach.journal.codec import read_event, read_plan
from coach.journal.database import Database, Statement, read_all
from coach.journal.schema import unpack
from coach.journal.session_journal import SessionJournal
from coach.journal.trouble import Tell, kind_of, say_nothing, trouble


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session a power cut left open: replaying `events` over `plan` gives the state it was in.

    `began` and `walls` (one for each event) are wall times with zone, as the clock had them.
    """

    key: str
    lifter: str
    began: str
    plan: Plan
    events: tuple[Event, ...]
    walls: tuple[str, ...]

    @property
    def last(self) -> str:
        """The wall time of its last sign of life."""
        return self.walls[-1] if self.walls else self.began


def default_path() -> Path:
    """Where the journal lives when nothing else is said."""
    from platformdirs import user_data_path

    return user_data_path("coach", appauthor=False) / "journal.sqlite"


class Journal(AbstractContextManager["Journal"]):
    """One journal file, for every lifter on the box; `tell` hears of each trouble once."""

    def __init__(self, database: Database, tell: Tell, wall: Callable[[], str]) -> None:
        self.database = database
        self.wall = wall
        self._tell = tell
        self._told: str | None = None
        self._aside: Path | None = None

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        tell: Tell = say_nothing,
        wall: Callable[[], str] = records.wall_now,
        durable: bool = True,
    ) -> Self:
        """The journal at `path`, made where there is none; never raises, for a session must not stop for it.

        `durable` False leaves the moment of writing to the operating system: safe when the program is killed, not
        when the power is cut; for performances of sound files that outrun the disk.
        """
        journal = cls(Database(path or default_path(), durable=durable), tell, wall)
        journal.write(())
        return journal

    def begin(self, plan: Plan, *, wall: str | None = None, lifter: str = "") -> SessionJournal:
        """Begin a session at this `wall` time with zone (None: now). What this lifter left open is now cut short."""
        key = uuid.uuid4().hex
        began = records.session_begun(key, plan, wall or self.wall(), lifter)
        return SessionJournal(self, key, plan, (records.others_cut_short(key, lifter), began), saved=False)

    def unfinished(self, lifter: str | None = None) -> Unfinished | None:
        """The newest session (of this lifter) that never ended; one this coach cannot read is closed as unreadable."""
        try:
            row = self._newest_open(lifter)
            return None if row is None else self._read(*row)
        except JournalError:
            return None

    def resume(self, unfinished: Unfinished) -> SessionJournal:
        """Go on writing where that session stopped."""
        key, told = unfinished.key, zip(unfinished.events, unfinished.walls, strict=True)
        lines = [records.event_happened(key, number, event, wall) for number, (event, wall) in enumerate(told)]
        began = records.session_begun(key, unfinished.plan, unfinished.began, unfinished.lifter)
        return SessionJournal(self, key, unfinished.plan, (began, *lines), events=unfinished.events, saved=True)

    def decline(self, unfinished: Unfinished, reason: str = "cut-short") -> None:
        """The lifter does not want to carry on: close that session as of its last event."""
        self.write([records.session_ended(unfinished.key, unfinished.last, reason)])

    def write(self, statements: Sequence[Statement]) -> bool:
        """Write all of it, on the disk when this returns; False when it could not be, and `tell` has heard why."""
        try:
            self.database.write(statements)
        except JournalError as fault:
            self._report("newer", str(fault))
        except (sqlite3.Error, OSError) as fault:
            self._report(kind_of(fault), str(fault))
        else:
            self._report_success()
            return True
        return False

    def report_unsaved(self, changes: int) -> None:
        """Say that a session ended with so many changes in memory only."""
        self._tell(trouble("unsaved", str(self.database.path), f"{changes} changes"))

    @property
    def aside(self) -> Path | None:
        """Where the last damaged file went, if there was one; it changes when a new file was begun."""
        return self.database.aside

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _report(self, kind: str, cause: str) -> None:
        # A damaged file is told of when its successor took the first writing, in one sentence for both.
        if kind not in ("corrupt", self._told):
            self._told = kind
            self._tell(trouble(kind, str(self.database.path), cause))

    def _report_success(self) -> None:
        if self.database.aside not in (None, self._aside):
            self._aside = self.database.aside
            self._tell(trouble("corrupt", str(self._aside)))
        if self._told is not None:
            self._told = None
            self._tell(trouble("mended", str(self.database.path)))

    def _newest_open(self, lifter: str | None) -> tuple[int, str, str, str, bytes] | None:
        # Found by the small index of open sessions, not by looking through years of closed ones.
        question = (
            "SELECT id, key, lifter, began, packed_plan FROM session WHERE id = (SELECT max(id) FROM session"
            " INDEXED BY session_unfinished WHERE reason IS NULL AND source = 'coach' AND (?1 IS NULL OR lifter = ?1))"
        )
        rows = read_all(self.database.reading(), question, (lifter,))
        return rows[0] if rows else None

    def _read(self, number: int, key: str, lifter: str, began: str, packed: bytes) -> Unfinished:
        told = read_all(
            self.database.reading(), "SELECT body, wall FROM event WHERE session = ? ORDER BY number", (number,)
        )
        walls = tuple(wall for _, wall in told)
        try:
            events = tuple(read_event(body) for body, _ in told)
            return Unfinished(key, lifter, began, read_plan(unpack(packed) or ""), events, walls)
        except JournalError:
            self.write([records.session_ended(key, walls[-1] if walls else began, "unreadable")])
            raise
