"""One session being written: each event once, in order, whatever the disk does meanwhile.

What the journal cannot take goes into the rescue at once, and into the journal as soon as that takes it.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol

from coach.clocks import SessionTime
from coach.core.events import Event
from coach.core.plan import Plan
from coach.core.session.machine import SessionMachine, SessionTurn
from coach.journal.storage import records
from coach.journal.storage.codec import write_event
from coach.journal.storage.database import Statement
from coach.journal.storage.derived import entered, replayed

TRY_AGAIN = 5.0
"""Seconds on the session clock between attempts to write a journal that could not be written."""


class Book(Protocol):
    """The journal a session is written into."""

    wall: Callable[[], str]

    @property
    def begun(self) -> int: ...

    def look_after(self) -> None: ...

    def begin_again(self) -> None: ...

    def holds(self, key: str, events: Sequence[tuple[int, str]], sets: int) -> bool: ...

    def write(self, statements: Sequence[Statement]) -> bool: ...

    def rescue(self, key: str, lines: Sequence[Statement]) -> bool: ...

    def rescued_no_more(self, under_way: str) -> None: ...

    def report_unsaved(self, lines: Sequence[Statement], changes: int) -> None: ...


class SessionJournal(AbstractContextManager["SessionJournal"]):
    """The session with this key. Fits `coach.ports.Journal`: `append` never raises for the disk's sake.

    `opening` is what stands before the next event, already `saved` or not; `events` are those it holds.
    """

    # many: a session that begins and one that is resumed differ in these only
    def __init__(
        self,
        book: Book,
        key: str,
        plan: Plan,
        opening: Sequence[Statement],
        *,
        events: Sequence[Event] = (),
        saved: bool,
    ) -> None:
        self.key = key
        self.state, self.ledger = replayed(plan, events)
        self._book = book
        self._machine = SessionMachine(plan)
        self._number = len(events)
        # Everything this session wrote is kept, for a new file when the old one turns out damaged in mid-session.
        self._lines = [*opening, *(records.ledger_rows(key, None, self.ledger) if events else ())]
        self._saved = len(opening) if saved else 0
        self._begun = book.begun
        self._bodies: list[tuple[int, str]] = [(number, write_event(event)) for number, event in enumerate(events)]
        self._try_at = SessionTime(float("-inf"))
        self._rescued = False
        self._save()
        self._rescue()

    @property
    def unsaved(self) -> int:
        """How many changes are in memory only."""
        return len(self._lines) - self._saved

    def append(self, turn: SessionTurn) -> None:
        """Keep the turn's event, and the rows of the history it changes; on the disk when this returns.

        An event that finishes the session closes it in the journal too.
        """
        wall = self._book.wall()
        self._enter(turn, wall)
        if turn.event.at >= self._try_at and not self._save():
            self._try_at = turn.event.at + TRY_AGAIN
        self._rescue()
        if self.ledger.outcome is not None and not self.unsaved:
            self._look_whether_kept()

    def happened(self, event: Event) -> None:
        """Keep an event that no loop performs: the machine is asked here what it makes of the session.

        One that makes it raise is not kept: it would be replayed at every start, and raise again.
        """
        self.append(self._machine.advance(self.state, event))

    def close_session(self, reason: str, *, wall: str | None = None) -> None:
        """The session ended without finishing by itself; `reason` is one word, such as cut-short."""
        self._lines.append(records.session_ended(self.key, wall or self._book.wall(), reason))
        self.close()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The last chance to write what could not be written; says where it is when it cannot be."""
        if not self.unsaved:
            self._look_whether_kept()
        if self.unsaved and not self._save():
            self._rescue()
            self._book.report_unsaved(self._lines, self.unsaved)

    def _look_whether_kept(self) -> None:
        """Read back what whoever opens the journal next will find; written anew, once, where that is not the session.

        What the disk then has not either is as good as not written.
        """
        for _ in range(2):
            self._book.look_after()
            if self._begun == self._book.begun and self._book.holds(self.key, self._bodies, len(self.ledger.sets)):
                return
            if self._begun == self._book.begun:
                self._book.begin_again()
            if not self._save():
                return
        self._saved = 0

    def _enter(self, turn: SessionTurn, wall: str) -> None:
        before, self.state = self.ledger, turn.after
        self.ledger = entered(before, turn.before, turn.after, turn.commands)
        self._lines.append(records.event_happened(self.key, self._number, turn.event, wall))
        self._bodies.append((self._number, write_event(turn.event)))
        self._number += 1
        self._lines += records.ledger_rows(self.key, before, self.ledger)
        if self.ledger.outcome is not None and before.outcome is None:
            self._lines.append(records.session_ended(self.key, wall, self.ledger.outcome))

    def _save(self) -> bool:
        self._book.look_after()
        return self._write() or (self._book.begun != self._begun and self._write())

    def _write(self) -> bool:
        if self._book.begun != self._begun:
            self._begun, self._saved = self._book.begun, 0
        if not self._book.write(self._lines[self._saved :]):
            return False
        self._saved = len(self._lines)
        if self._rescued:
            self._rescued = False
            self._book.rescued_no_more(self.key)
        return True

    def _rescue(self) -> None:
        """Have in a second place what the journal does not take now."""
        if self.unsaved:
            self._rescued |= self._book.rescue(self.key, self._lines)
