"""Recovery: the journal takes in what a session left in a rescue file when the journal itself could not be written."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from coach.errors import JournalError
from coach.journal.history import sessions as past_sessions
from coach.journal.rescue import remove
from coach.journal.storage.database import Database
from coach.journal.storage.failures import Tell, kind_of, trouble


def take_in(journal: Database, file: Path, tell: Tell, under_way: str | None) -> None:
    """Put into the journal what is in this rescue file, and remove it; what cannot be now can be later.

    `under_way` is the key of the session that goes on and is not to be closed.
    """
    rescued = Database(file)
    with closing(rescued):
        if not _taken(journal, rescued, tell, under_way):
            return
    remove(file)


def _taken(journal: Database, rescued: Database, tell: Tell, under_way: str | None) -> bool:
    """Whether the journal has all now that is in this rescue file."""
    from coach.journal.exchange.transfer import take_over

    sessions = _read(rescued, tell)
    if sessions is None:
        return False
    try:
        taken = take_over(journal, sessions, under_way)
    except sqlite3.IntegrityError:
        _set_aside(rescued, tell)
        return False
    except (sqlite3.Error, OSError, JournalError):
        return False
    if taken:
        tell(trouble("taken in", str(rescued.path)))
    return True


def _read(rescued: Database, tell: Tell) -> list[dict[str, Any]] | None:
    """What is in a rescue file; None when it cannot be read now, or was damaged and is set aside."""
    from coach.journal.exchange.transfer import rescued_in

    try:
        sessions = rescued_in(rescued.open())
    except (JournalError, OSError):
        return None
    except sqlite3.Error as fault:
        if kind_of(fault) in ("corrupt", "broken"):
            _set_aside(rescued, tell)
        return None
    try:
        past_sessions(rescued.open())  # words that damage made of other words would spoil the whole history
    except JournalError:
        _set_aside(rescued, tell)
        return None
    if rescued.aside is not None:
        tell(trouble("damaged", str(rescued.aside)))
    return sessions


def _set_aside(rescued: Database, tell: Tell) -> None:
    with suppress(OSError):
        tell(trouble("damaged", str(rescued.begin_anew())))
