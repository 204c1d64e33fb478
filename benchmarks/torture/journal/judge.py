"""Whether a journal holds what it must after a kill: nothing lost or doubled, the rows equal to the replayed events."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from coach.errors import CoachError
from coach.journal.storage.codec import read_event, read_plan
from coach.journal.storage.derived import replayed
from coach.journal.storage.schema import unpack


@dataclass(frozen=True, slots=True)
class Kept:
    """What the journal holds of one session, as written: its events, its sets, how it ended; and where that leads."""

    events: tuple[str, ...]
    sets: tuple[tuple[object, ...], ...]
    reason: str | None
    phase: str = ""


@dataclass(slots=True)
class Judge:
    """Compares each journal with the one before it; everything in `wrong` is a fault of the coach."""

    wrong: list[str] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)
    acted: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    carried_on: int = 0
    complaints: int = 0

    def look(self, journal: Path, transcript: Path) -> None:
        """Judge the journal a killed process left, with the transcript of what that process had acted on.

        A copy of file and log is looked at, as a reboot would find them: mending the original is the coach's work.
        """
        if not journal.exists():
            return
        place = journal.with_name("judged.sqlite")
        for ending in ("", "-wal"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
            if (source := journal.with_name(journal.name + ending)).exists():
                shutil.copyfile(source, place.with_name(place.name + ending))
        before, self.kept = self.kept, dict(self._sessions(place))
        for key, old in before.items():
            if key not in self.kept:
                self.wrong.append(f"session {key} is gone")
            elif self.kept[key].events[: len(old.events)] != old.events:
                self.wrong.append(f"session {key}: events kept before are not there any more")
        newest = next(reversed(self.kept), None)
        if newest is not None:
            self._newest(newest, before.get(newest), _sets_in(transcript))

    def _newest(self, key: str, before: Kept | None, acted: int) -> None:
        """The session the process was in: what it acted on was kept first, and at most one set more."""
        kept = self.kept[key]
        if before is not None and before.events == kept.events:
            return  # killed before its first event
        self.carried_on += before is not None
        self.phases[kept.phase] += 1
        self.acted[key] += acted
        if not 0 <= len(kept.sets) - self.acted[key] <= 1:
            self.wrong.append(f"session {key}: acted on {self.acted[key]} sets, kept {len(kept.sets)}")
        # One kept, but killed before it was acted on, counts as acted on from now on.
        self.acted[key] = len(kept.sets)

    def _sessions(self, path: Path) -> Iterator[tuple[str, Kept]]:
        with closing(sqlite3.connect(path)) as connection:
            ((integrity,),) = connection.execute("PRAGMA integrity_check").fetchall()
            if integrity != "ok":
                self.wrong.append(f"the file is damaged: {integrity}")
            self.complaints = connection.execute("SELECT count(*) FROM complaint").fetchone()[0]
            sessions = connection.execute("SELECT id, key, packed_plan, reason FROM session ORDER BY id").fetchall()
            for number, key, packed, reason in sessions:
                written = Kept(self._events(connection, number, key), _sets(connection, number), reason)
                old = self.kept.get(key)
                same = old is not None and (old.events, old.sets, old.reason) == (written.events, written.sets, reason)
                yield key, old if old is not None and same else self._replayed(key, packed, written)

    def _events(self, connection: sqlite3.Connection, session: int, key: str) -> tuple[str, ...]:
        rows = connection.execute("SELECT number, body FROM event WHERE session = ? ORDER BY number", (session,))
        found = rows.fetchall()  # none where it was killed between the session and its first event
        numbers, bodies = zip(*found, strict=True) if found else ((), ())
        if numbers != tuple(range(len(numbers))):
            self.wrong.append(f"session {key}: the events have gaps")
        return bodies

    def _replayed(self, key: str, packed: bytes, written: Kept) -> Kept:
        try:
            state, ledger = replayed(read_plan(unpack(packed) or ""), map(read_event, written.events))
        except CoachError as fault:
            self.wrong.append(f"session {key}: {fault}")
            return written
        logged = tuple(
            (done.exercise, done.number, done.side and done.side.value, done.load, done.reps_done, done.effort,
             int(done.cut_short), done.at)
            for done in state.today.log
        )  # fmt: skip
        if logged != written.sets:
            self.wrong.append(f"session {key}: the rows are not what the events give")
        if ledger.outcome not in (None, written.reason):
            self.wrong.append(f"session {key}: finished as {ledger.outcome}, kept as {written.reason}")
        return Kept(written.events, written.sets, written.reason, type(state.phase).__name__)


def _sets(connection: sqlite3.Connection, session: int) -> tuple[tuple[object, ...], ...]:
    rows = connection.execute(
        "SELECT exercise, number, side, load, reps_done, effort, cut_short, at FROM work_set"
        " WHERE session = ? ORDER BY position",
        (session,),
    )
    return tuple(rows.fetchall())


def _sets_in(transcript: Path) -> int:
    """The sets a process acted on: the notes of finished sets, not those of corrections."""
    if not transcript.exists():
        return 0
    found = 0
    for line in transcript.read_text().splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue  # the line that was being written
        found += record.get("kind") == "set" and "role" in record
    return found
