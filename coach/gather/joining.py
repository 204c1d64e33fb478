"""Which sessions of other boxes belong in this box's own journal: those of whoever trains here too."""

import time
from contextlib import closing, suppress
from pathlib import Path

from coach.errors import JournalError
from coach.gather.gathered import Gathered
from coach.gather.messages import NOBODY
from coach.gather.outbox import mark_of, reading
from coach.journal.exchange import transfer
from coach.journal.storage.database import Database

QUIET = 120.0
"""Seconds for which a journal with an open session in it must not have been written, before anything is put there."""


def lifters_of(journal: Path, configured: str) -> list[str]:
    """Who trains at this box, by name: the configured lifter, and everybody with a session in the journal."""
    found = {configured}
    with suppress(JournalError), reading(journal) as connection:
        if connection is not None:
            found |= {name for (name,) in connection.execute("SELECT DISTINCT lifter FROM session")}
    return sorted(found - {NOBODY, ""})


def put_into(journal: Path, gathered: Gathered, lifters: list[str]) -> int:
    """Put sessions of these lifters that are over into the journal, as `coach import` would; how many there were.

    Never while a session is under way here, and for one that begins meanwhile the file is locked for milliseconds: the
    disk is waited for when the lock is given back. Raises JournalError, InputError.
    """
    done = 0
    database = Database(journal)
    with closing(database):
        for key in gathered.to_take(lifters):
            if session_under_way(journal):
                break
            text = "".join(transfer.pieces(gathered.database, key=key))
            connection = database.reading()
            connection.execute("PRAGMA synchronous = NORMAL")
            transfer.restore(database, text)
            with database.said_plainly():
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # now it is on the disk
            gathered.mark_taken(key)
            done += 1
    return done


def session_under_way(journal: Path) -> bool:
    """Whether a session may be being written: one is open, and the journal was written a moment ago."""
    with suppress(JournalError), reading(journal) as connection:
        if connection is None:
            return False
        ((still_open,),) = connection.execute("SELECT count(*) FROM session WHERE reason IS NULL").fetchall()
        written = max((each[3] for each in mark_of(journal) if each is not None), default=0)
        return bool(still_open) and abs(time.time() - written / 1e9) < QUIET
    return True
