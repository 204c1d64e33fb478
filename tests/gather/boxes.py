"""Boxes of the tests' own: a data folder each, with sessions that the journal itself wrote."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.gather.servers import SERVER
from coach.config import Config
from coach.core.events import Event
from coach.gather.gathered import Gathered, gathered_path
from coach.gather.settings import server_of
from coach.gather.visit import Gatherer, Tally
from coach.journal.store import Journal
from tests.journal.book import EVENING, Clock, to_the_end, workout
from tests.needed import needs

with_server = needs(there=SERVER is not None, reason="no server is installed: apt install nats-server")

EVENTS = to_the_end().events


@dataclass
class RealBox:
    """A box with its journal; `at` is the server's address."""

    folder: Path
    at: str
    lifter: str = "me"
    take: str = "all"

    @property
    def config(self) -> Config:
        gather = {"servers": (self.at,), "name": self.folder.name, "take": self.take}
        return Config(data_folder=self.folder, lifter=self.lifter, gather=gather)

    def trains(self, lifter: str, wall: str = EVENING, events: Sequence[Event] = tuple(EVENTS)) -> str:
        """A session of this lifter, as far as these events lead; its key."""
        with (
            Journal.open(self.folder / "journal.sqlite", durable=False, wall=Clock(wall)) as journal,
            journal.begin(workout(), lifter=lifter, wall=wall) as session,
        ):
            for event in events:
                session.happened(event)
            return session.key

    def visits(self, *, again: bool = False) -> Tally:
        """`coach gather once`."""
        gatherer = Gatherer(self.config, server_of(self.config, {}), lambda _: None)
        try:
            if again:
                gatherer.send_again()
            return asyncio.run(gatherer.once())
        finally:
            gatherer.close()

    def gathered(self) -> Gathered:
        return Gathered(gathered_path(self.folder))

    def own(self) -> "Rows":
        """Every session in the journal."""
        return rows(self.folder / "journal.sqlite")

    def others(self) -> "Rows":
        """Every session that others sent."""
        return rows(gathered_path(self.folder))


class MakeBox(Protocol):
    """Makes a box by its name, at the test's server or `at` another."""

    def __call__(self, name: str, lifter: str = "me", take: str = "all", at: str = "") -> RealBox: ...


Rows = dict[str, dict[str, list[Any]]]


def rows(file: Path) -> Rows:
    """Of every session by its key: the row itself but for its place, its events, and what they come to."""
    found: Rows = {}
    with closing(sqlite3.connect(file)) as connection:
        question = "SELECT id, key, lifter, name, title, unit, packed_plan, began, ended, reason, source FROM session"
        for number, key, *rest in connection.execute(question).fetchall():
            found[key] = {"session": rest}
            for table, order in (("event", "number"), ("work_set", "position"), ("complaint", "position"),
                                 ("finding", "position")):  # fmt: skip
                lines = connection.execute(f"SELECT * FROM {table} WHERE session = ? ORDER BY {order}", (number,))
                found[key][table] = [line[1:] for line in lines]
    return found
