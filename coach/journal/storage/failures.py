"""What can keep the journal from being written, and the one sentence said about each.

A session never stops for its journal: the trouble is said once, the session is kept in a second place or, where
there is none, in memory, and it is written when it can be.
"""

import errno
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.reading.files import unreadable


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble: `kind` for choosing a line, `spoken` for the loudspeaker, `shown` with the file's name."""

    kind: str
    spoken: str
    shown: str

    def __str__(self) -> str:
        return self.shown

    @property
    def lasts(self) -> bool:
        """Whether it goes on until its end is told as well."""
        return self.kind in _UNTIL_THEN


Tell = Callable[[Trouble], None]


def say_nothing(_: Trouble) -> None:
    """Nobody listens."""


_KEPT = {
    True: "I keep this session in a second place and move it over as soon as I can.",
    False: "I keep this session in memory and save it as soon as I can.",
}
"""What is done about it, with a second place that can be written and without."""

_SPOKEN = {
    "full": "The disk is full.",
    "read-only": "The journal cannot be written.",
    "locked": "Another program holds the journal.",
    "newer": "A newer coach wrote this journal.",
    "broken": "The journal cannot be saved right now.",
    "nowhere": "The second place cannot be written any more.",
    "corrupt": "The journal was damaged. I set it aside and began a new one.",
    "gone": "The journal was taken away. I began a new one, with this session from its start.",
    "mended": "The journal is saved again. Nothing was lost.",
    "rescued": "This session is kept in a second place. I put it into the journal at the next start.",
    "fleeting": "This session is kept in a second place. Start me again before you switch the machine off.",
    "unsaved": "I could not save this session to the journal.",
    "unsaved sets": "I could not save this session anywhere. Your sets are on the screen.",
    "taken in": "What I had kept in a second place is in the journal now. Nothing was lost.",
    "damaged": "What I had kept in a second place was damaged. I set it aside.",
}

_UNTIL_THEN = frozenset({"full", "read-only", "locked", "newer", "broken", "nowhere"})
"""The kinds that last for a while, and about which something is done meanwhile."""

_NEXT_STEP = {
    "full": "free some space on that disk",
    "read-only": "check that the file and its folder may be written",
    "locked": "close the other program that has it open",
    "corrupt": "keep the file set aside if you want to rescue it",
    "gone": "put the file back beside it if that was not meant, and leave it there while the coach runs",
    "newer": "update the coach, or choose another journal",
    "broken": "see `coach doctor`",
    "nowhere": "free some space on any disk",
    "mended": "nothing to do",
    "rescued": "mend what was said before, and leave that file where it is",
    "fleeting": "mend what was said before, then `coach history`; the machine may forget that file when it restarts",
    "unsaved": "mend what was said before; the next session is saved then",
    "unsaved sets": "mend what was said before, put these lines into a file, and take it in with `coach import FILE`",
    "taken in": "nothing to do",
    "damaged": "keep it if you want to rescue it",
}

_KINDS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "read-only",
    sqlite3.SQLITE_PERM: "read-only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
}


def trouble(kind: str, where: str, cause: str = "", second: str = "") -> Trouble:
    """The trouble of that kind with the journal at `where`; `second` is the file that takes its place, if any does."""
    what = f" ({cause})" if cause else ""
    until_then = kind in _UNTIL_THEN
    spoken = f"{_SPOKEN[kind]} {_KEPT[bool(second)]}" if until_then else _SPOKEN[kind]
    place = f" The second place is {second}." if until_then and second else ""
    return Trouble(kind, spoken, f"{spoken} {where}{what}: {_NEXT_STEP[kind]}.{place}")


UNDER_WAY_ONLY = _UNTIL_THEN
"""The kinds that a command tells as its own fault: nothing of it is kept meanwhile."""


def refusal(where: Path, fault: sqlite3.Error | OSError) -> str:
    """What a command that needs the journal says when it cannot be had: one line with what mends it."""
    kind = kind_of(fault)
    if isinstance(fault, OSError):
        return str(unreadable(Path(fault.filename) if isinstance(fault.filename, str) else where, fault))
    if kind == "read-only":
        number = errno.EISDIR if where.is_dir() else errno.EACCES  # SQLite tells no more than that it cannot open it
        return str(unreadable(where, OSError(number, str(fault))))
    return what_mends(kind, where, str(fault))


def what_mends(kind: str, where: Path, cause: str = "") -> str:
    """The trouble of that kind and its next step, for a command of which nothing is kept meanwhile."""
    why = f" ({cause})" if cause else ""
    return f"{_SPOKEN[kind]} {where}{why}: {_NEXT_STEP[kind]}."


def kind_of(fault: sqlite3.Error | OSError) -> str:
    """Which kind of trouble an error of the database or the file system is."""
    if isinstance(fault, OSError):
        return "read-only"
    # The lowest byte is the plain result; the rest says more about the same.
    code = getattr(fault, "sqlite_errorcode", None)
    return _KINDS.get(code & 0xFF, "broken") if code is not None else "broken"
