"""The file beside the journal: sessions of other boxes as they come, what was sent from here, and how far was read.

The sessions stand in the journal's own tables. Whatever comes is written together with how far was read, in one
transaction: a cut at any moment means that the last messages are read again, and reading one twice changes nothing.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coach.gather.messages import VERSION, NewerError, read
from coach.gather.outbox import Sent
from coach.gather.taking import FAULTS, keep
from coach.journal.storage.database import Database

TABLES = (
    "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS sent (
        key TEXT PRIMARY KEY, events INTEGER NOT NULL, ledgers INTEGER NOT NULL, digest TEXT NOT NULL) STRICT""",
    "CREATE TABLE IF NOT EXISTS read_up_to (subject TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS origin (
        key TEXT PRIMARY KEY,
        box TEXT NOT NULL,                   -- whose ledger is the one that stands here
        upto INTEGER NOT NULL DEFAULT -1,    -- of how many events that ledger is
        over INTEGER NOT NULL DEFAULT 0,
        ledgers INTEGER NOT NULL DEFAULT 0,  -- its number
        taken INTEGER NOT NULL DEFAULT 0     -- whether the session was put into the journal
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS box (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, heard TEXT NOT NULL, ahead REAL NOT NULL) STRICT""",
)

NOTHING_SENT = "UPDATE sent SET events = -1, digest = ''"
"""The count of ledgers stays: a later one must have a larger number."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as the server gave it: its number in the stream, when it came there, and what it holds."""

    number: int
    at: datetime
    payload: bytes


@dataclass(frozen=True, slots=True)
class Box:
    """Another box: when it was last heard of by the server's clock, and how many seconds its own was ahead of that."""

    name: str
    heard: str
    ahead: float
    sessions: int


def gathered_path(data_folder: Path) -> Path:
    """Where the file is."""
    return data_folder / "gathered.sqlite"


class Gathered:
    """The file, made where there is none. Raises JournalError when it cannot be opened or written."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.connection = self.database.reading()
        with self.database.said_plainly():
            for statement in TABLES:
                self.connection.execute(statement)
            self._read_again_what_was_newer()

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    # ------------------------------------------------------------------------------------------ facts

    @property
    def box(self) -> str:
        """This box's own name to the others, made by chance once for each file."""
        return self.fact("box") or self.keep("box", uuid.uuid4().hex[:12])

    def fact(self, name: str) -> str:
        """Something remembered by name; empty where it is not."""
        rows = self.connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchall()
        return str(rows[0][0]) if rows else ""

    def keep(self, name: str, value: str) -> str:
        """Remember something by name."""
        with self._writing():
            self.connection.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))
        return value

    def same_stream(self, identity: str) -> None:
        """The server's stream is this one; with another than before everything is sent and read anew."""
        if self.fact("stream") != identity:
            with self._writing():
                self.connection.execute(NOTHING_SENT)
                self.connection.execute("DELETE FROM read_up_to")
                self.connection.execute("INSERT OR REPLACE INTO fact VALUES ('stream', ?)", (identity,))

    # ------------------------------------------------------------------------------------------ what was sent

    def sent(self) -> dict[str, Sent]:
        """What the server has of this box's sessions, by key."""
        rows = self.connection.execute("SELECT key, events, ledgers, digest FROM sent")
        return {key: Sent(*rest) for key, *rest in rows}

    def mark_sent(self, marks: Iterable[tuple[str, Sent]]) -> None:
        """The server has taken this."""
        with self._writing():
            rows = [(key, sent.events, sent.ledgers, sent.digest) for key, sent in marks]
            self.connection.executemany("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", rows)

    def send_again(self) -> None:
        """Forget what was sent; the others know it, and take nothing twice."""
        with self._writing():
            self.connection.execute(NOTHING_SENT)

    # ------------------------------------------------------------------------------------------ what comes

    def read_up_to(self, subject: str) -> int:
        """The number in the stream of the last message on this subject that was read."""
        rows = self.connection.execute("SELECT number FROM read_up_to WHERE subject = ?", (subject,)).fetchall()
        return int(rows[0][0]) if rows else 0

    def take(self, subject: str, arrived: Sequence[Arrived]) -> int:
        """Keep these messages, and that they were read; returns how many were news."""
        own = {key for (key,) in self.connection.execute("SELECT key FROM sent")}
        box, news = self.box, 0
        with self._writing():
            for each in arrived:
                news += self._take_one(each, box, own)
            self.connection.execute("INSERT OR REPLACE INTO read_up_to VALUES (?, ?)", (subject, arrived[-1].number))
        return news

    def _take_one(self, arrived: Arrived, box: str, own: set[str]) -> bool:
        self.connection.execute("SAVEPOINT message")
        new = False
        try:
            message = read(arrived.payload)
            if message.box != box or message.key not in own:
                new = keep(self.connection, message, arrived.at)
        except NewerError as newer:
            self.connection.execute("ROLLBACK TO message")
            self._count("newer", newer.version, largest=True)
        except FAULTS:
            self.connection.execute("ROLLBACK TO message")
            self._count("unreadable", 1)
        self.connection.execute("RELEASE message")
        return new

    # ------------------------------------------------------------------------------------------ what there is

    def taken(self) -> set[str]:
        """The keys of the sessions that were put into the journal here: they are others', and not sent from here."""
        return {key for (key,) in self.connection.execute("SELECT key FROM origin WHERE taken")}

    def to_take(self, lifters: Sequence[str]) -> list[str]:
        """Keys of sessions of these lifters that are over and whole, and were not put into the journal yet."""
        marks = ", ".join("?" for _ in lifters)
        question = (
            f"SELECT key FROM origin JOIN session USING (key) WHERE over AND NOT taken AND lifter IN ({marks})"
            " AND upto = (SELECT count(*) FROM event WHERE event.session = session.id) ORDER BY position, session.id"
        )
        return [key for (key,) in self.connection.execute(question, tuple(lifters))]

    def mark_taken(self, key: str) -> None:
        """It is in the journal; it is put there once, and stays away when it is forgotten there."""
        with self._writing():
            self.connection.execute("UPDATE origin SET taken = 1 WHERE key = ?", (key,))

    def not_whole(self) -> int:
        """Sessions of which events are missing that their ledger counts."""
        question = (
            "SELECT count(*) FROM origin JOIN session USING (key)"
            " WHERE upto > (SELECT count(*) FROM event WHERE event.session = session.id)"
        )
        return int(self.connection.execute(question).fetchone()[0])

    def boxes(self) -> list[Box]:
        """Every other box that was heard of, by name."""
        question = (
            "SELECT name, heard, ahead, (SELECT count(*) FROM origin WHERE origin.box = box.id) FROM box"
            " WHERE id <> ? ORDER BY name, id"
        )
        return [Box(*row) for row in self.connection.execute(question, (self.box,))]

    def names(self) -> dict[str, str]:
        """The name of the box each session came from, by its key."""
        return dict(self.connection.execute("SELECT key, name FROM origin JOIN box ON box.id = origin.box").fetchall())

    # ------------------------------------------------------------------------------------------ within

    def _count(self, name: str, number: int, *, largest: bool = False) -> None:
        before = int(self.fact(name) or 0)
        value = max(before, number) if largest else before + number
        self.connection.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, str(value)))

    def _read_again_what_was_newer(self) -> None:
        """A coach that was updated reads the whole stream once more, for what it did not know before."""
        newer = int(self.fact("newer") or 0)
        if newer and newer <= VERSION:
            self.connection.execute("DELETE FROM read_up_to")
            self.connection.execute("DELETE FROM fact WHERE name = 'newer'")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, on the disk at its end; raises JournalError."""
        with self.database.said_plainly():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
