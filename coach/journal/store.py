"""The journal: every session's events, in order, kept so that a power cut loses nothing.

A session writes each event before it takes effect. When the file cannot be written the session goes on,
one sentence says so, and everything is written as soon as the file allows it. Meanwhile it is kept in the rescue.
"""

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from coach.core.events import Event
from coach.core.plan import Plan
from coach.errors import JournalError
from coach.journal.recovery import take_in
from coach.journal.rescue import Rescue, as_table
from coach.journal.storage import records
from coach.journal.storage.database import Database, Statement, read_all, to_look_at
from coach.journal.storage.failures import Tell, kind_of, say_nothing, trouble, what_mends
from coach.journal.storage.schema import unpack

if TYPE_CHECKING:
    from coach.journal.storage.session_log import SessionJournal


JOURNAL = "journal.sqlite"
"""The journal's file in the data folder."""


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

    return user_data_path("coach", appauthor=False) / JOURNAL


class Journal(AbstractContextManager["Journal"]):
    """One journal file, for every lifter on the box; `tell` hears of each trouble once."""

    def __init__(self, database: Database, tell: Tell, wall: Callable[[], str], rescue: Rescue) -> None:
        self.database = database
        self.wall = wall
        self._rescue = rescue
        self._in_second_place = False
        self._tell = tell
        self._told: str | None = None
        self._aside: Path | None = None
        self._gone = 0

    # many: each is a choice of its own, named where it is made
    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        tell: Tell = say_nothing,
        wall: Callable[[], str] = records.wall_now,
        durable: bool = True,
        rescue_in: Sequence[Path] = (),
        begin: bool = True,
    ) -> Self:
        """The journal at `path`, made where there is none; never raises, for a session must not stop for it.

        Without `begin` none is made, for a command that only looks: it is empty where nothing was left for it.

        `rescue_in` are the folders of which the first that can be written takes what the journal does not; what was
        left there by an earlier session is taken in now.

        `durable` False leaves the moment of writing to the operating system: safe when the program is killed, not
        when the power is cut; for performances of sound files that outrun the disk.
        """
        file = path or default_path()
        rescue = Rescue(file, rescue_in, durable=durable)
        made = Database if begin or any(rescue.left()) else to_look_at
        journal = cls(made(file, durable=durable), tell, wall, rescue)
        if journal.write(()):
            journal.take_in_rescued()
        return journal

    def begin(self, plan: Plan, *, wall: str | None = None, lifter: str = "") -> "SessionJournal":
        """Begin a session at this `wall` time with zone (None: now). What this lifter left open is now cut short."""
        from coach.journal.storage.session_log import SessionJournal

        self.take_in_rescued()
        key = uuid.uuid4().hex
        began = records.session_begun(key, plan, wall or self.wall(), lifter)
        return SessionJournal(self, key, plan, (records.others_cut_short(lifter, [key]), began), saved=False)

    def unfinished(self, lifter: str | None = None) -> Unfinished | None:
        """The newest session (of this lifter) that never ended; one this coach cannot read is closed as unreadable."""
        try:
            row = self._newest_open(lifter)
            return None if row is None else self._read(*row)
        except JournalError:
            return None

    def resume(self, unfinished: Unfinished) -> "SessionJournal":
        """Go on writing where that session stopped."""
        from coach.journal.storage.session_log import SessionJournal

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

    def rescue(self, key: str, lines: Sequence[Statement]) -> bool:
        """Have these lines of a session in a second place; False when there is none, which is told once."""
        kept = self._rescue.keep(key, lines)
        if self._in_second_place and not kept:
            self._tell(trouble("nowhere", str(self.database.path)))
        self._in_second_place = kept
        return kept

    def rescued_no_more(self, under_way: str) -> None:
        """The session under way is in the journal now, and whatever else is in the second place can be."""
        self._in_second_place = False
        self.take_in_rescued(under_way)

    def take_in_rescued(self, under_way: str | None = None) -> None:
        """Put into the journal what is in the second place, and remove it there; what cannot be now can be later."""
        self._rescue.close()
        for file in self._rescue.left():
            take_in(self.database, file, self._tell, under_way)

    def report_unsaved(self, lines: Sequence[Statement], changes: int) -> None:
        """Say where the changes of a session are that ended and is not in the journal; show its sets if nowhere."""
        if self._in_second_place and self._rescue.file is not None:
            kind = "rescued" if self._rescue.lasting else "fleeting"
            self._tell(trouble(kind, str(self._rescue.file), f"{changes} changes"))
            self._rescue.close()  # a box goes on for days, and `coach history` may take it in meanwhile
            return
        sets = as_table(lines)
        told = trouble("unsaved sets" if sets else "unsaved", str(self.database.path), f"{changes} changes")
        self._tell(replace(told, shown=f"{told.shown}\n{sets}".rstrip()))

    def set_aside(self) -> list[Path]:
        """Every damaged file there is, of the journal and of the second place."""
        return sorted(self.database.path.parent.glob(f"{self.database.path.name}.damaged-*")) + self._rescue.set_aside()

    @property
    def writable(self) -> bool:
        """Whether the last writing went well, so that everything so far is in the file."""
        return self._told is None

    def refuse_unwritten(self) -> None:
        """Raise JournalError, with what mends it, when the last writing went wrong or none can be begun now."""
        with self.database.said_plainly():
            self.database.write(())
        if self._told is not None:
            raise JournalError(what_mends(self._told, self.database.path))

    @property
    def begun(self) -> int:
        """How often a new file was begun: what was written before is not in it."""
        return self.database.begun

    def look_after(self) -> None:
        """Notice a file that was deleted, moved or replaced; the next writing begins anew at its place."""
        self.database.look_after()

    def begin_again(self) -> None:
        """The file does not hold what was written into it: have it written again."""
        self.database.begin_again()

    def holds(self, key: str, events: Sequence[tuple[int, str]], sets: int) -> bool:
        """Whether the file, read as the next start will read it, has these events of the session, and its sets."""
        found = "session = (SELECT id FROM session WHERE key = ?)"
        try:
            kept = self.database.as_kept(f"SELECT number, body FROM event WHERE {found} ORDER BY number", (key,))
            ((done,),) = self.database.as_kept(f"SELECT count(*) FROM work_set WHERE {found}", (key,))
        except sqlite3.Error as fault:
            return kind_of(fault) == "locked"  # somebody else has it for a moment, so it is there
        return kept == list(events) and done == sets

    def close(self) -> None:
        """Let go of the file."""
        self._rescue.close()
        self.database.close()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _report(self, kind: str, cause: str) -> None:
        # A damaged file is told of when its successor took the first writing, in one sentence for both.
        if kind not in ("corrupt", self._told):
            self._told = kind
            second = str(self._rescue.file) if self._rescue.ready() else ""
            self._tell(trouble(kind, str(self.database.path), cause, second))

    def _report_success(self) -> None:
        if self.database.aside not in (None, self._aside):
            self._aside = self.database.aside
            self._tell(trouble("corrupt", str(self._aside)))
        if self.database.gone != self._gone:
            self._gone = self.database.gone
            self._tell(trouble("gone", str(self.database.path)))
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
        from coach.journal.storage.codec import read_event, read_plan

        question = "SELECT body, wall FROM event WHERE session = ? ORDER BY number"
        told = read_all(self.database.reading(), question, (number,))
        walls = tuple(wall for _, wall in told)
        try:
            events = tuple(read_event(body) for body, _ in told)
            return Unfinished(key, lifter, began, read_plan(unpack(packed) or ""), events, walls)
        except JournalError:
            self.write([records.session_ended(key, walls[-1] if walls else began, "unreadable")])
            raise
