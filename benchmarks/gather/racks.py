"""Boxes with years of synthetic training in their journals, and what must be true of what others have of it."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.journal.run import EVENTS_A_SET, SETS_A_SESSION, session_lines
from coach.core.plan import Plan
from coach.journal.storage.database import Statement
from coach.journal.store import Journal
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library

EVENTS_A_SESSION = SETS_A_SESSION * EVENTS_A_SET

AT_ONCE = 20
"""Statements that are written together while boxes run."""

Rows = dict[str, dict[str, list[tuple[Any, ...]]]]


@dataclass
class Rack:
    """One box: its clock is wrong by so many hours, and `addresses` are where it looks for the servers."""

    folder: Path
    addresses: Sequence[str]
    lifters: Sequence[str]
    take: str = "own"
    hours: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None
    keys: list[str] = field(default_factory=list)
    locked: int = 0

    @property
    def journal(self) -> Path:
        return self.folder / "journal.sqlite"

    def written(self, plan: Plan, sessions: int, chance: random.Random) -> Iterator[list[Statement]]:
        """Statements of so many sessions, a few at a time, as time goes by on this box's clock."""
        first = datetime(2026, 1, 5, 18, 30, tzinfo=UTC) + timedelta(hours=self.hours)
        for number in range(len(self.keys), len(self.keys) + sessions):
            key = f"{self.folder.name}-{number}-{chance.getrandbits(64):016x}"
            self.keys.append(key)
            began = first + timedelta(days=number * 7 // 3)
            lines = [*session_lines(key, plan, began, number, chance, self.lifters[number % len(self.lifters)])]
            for start in range(0, len(lines), AT_ONCE):
                yield lines[start : start + AT_ONCE]

    def write(self, sessions: int, chance: random.Random, pause: float = 0.0) -> None:
        """Have these sessions in the journal; counts how often it was locked, so that a session would have noticed."""
        plan = _plan()
        with Journal.open(self.journal, durable=False) as journal:
            for lines in self.written(plan, sessions, chance):
                while not journal.write(lines):
                    self.locked += 1
                time.sleep(pause)

    def start(self) -> None:
        """`coach gather run` in a process of its own, on a clock of its own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "coach.yaml"
        told = {"servers": list(self.addresses), "name": self.folder.name, "take": self.take}
        settings.write_text(json.dumps({"data_folder": ".", "lifter": self.lifters[0], "gather": told}))
        command = [sys.executable, "-m", "coach", "gather", "run", "--config", str(settings)]
        clock, environment = [], dict(os.environ)
        if self.hours:
            clock = [faketime(), "-f", f"{self.hours:+.2f}h"]
            environment |= {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [*clock, *command], stdout=said, stderr=said, env=environment, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL, to the clock's own process as well."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None


def faketime() -> str:
    """The program that puts a box's clock wrong; without it a storm would be one of clocks that agree."""
    found = shutil.which("faketime")
    if found is None:
        raise FileNotFoundError("the boxes' clocks cannot be put apart: apt-get install faketime")
    return found


@cache
def _plan() -> Plan:
    return compile_session("rdl-day", Library.open())


def counted(file: Path) -> int:
    """How many events are in a file; none where there is no file yet."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=1)) as connection:
            return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.Error:
        return 0


def rows_of(file: Path) -> Rows:
    """Of every session its own row but for its place, its events in order, and what they come to."""
    found: Rows = {}
    if not file.exists():
        return found
    parts = {"event": "number", "work_set": "position", "complaint": "position", "finding": "position"}
    with closing(sqlite3.connect(file)) as connection:
        question = "SELECT id, key, lifter, name, title, unit, packed_plan, began, ended, reason, source FROM session"
        for number, key, *rest in connection.execute(question).fetchall():
            found[key] = {"session": [tuple(rest)]}
            for table, order in parts.items():
                lines = connection.execute(f"SELECT * FROM {table} WHERE session = ? ORDER BY {order}", (number,))
                found[key][table] = [line[1:] for line in lines]
    return found


@dataclass(frozen=True)
class Verdict:
    """What a box has of sessions that were done elsewhere, against the sources: all noughts is right."""

    events: int
    lost: int
    doubled: int
    out_of_order: int
    sessions_that_differ: int
    sessions_too_many: int

    @property
    def right(self) -> bool:
        return not (
            self.lost or self.doubled or self.out_of_order or self.sessions_that_differ or self.sessions_too_many
        )


def judged(sources: Rows, found: Rows) -> Verdict:
    """Compare event for event, and row for row."""
    lost = doubled = disorder = differ = events = 0
    for key, source in sources.items():
        there = found.get(key, {"session": [], "event": []})
        wanted, got = source["event"], there["event"]
        events += len(got)
        lost += len(set(wanted) - set(got))
        doubled += len(got) - len(set(got))
        disorder += [each for each in got if each in set(wanted)] != [each for each in wanted if each in set(got)]
        differ += there != source
    return Verdict(events, lost, doubled, disorder, differ, len(found.keys() - sources.keys()))
