"""What can keep the journal from being written, and the one sentence said about each.

A session never stops for its journal: the trouble is said once, the session is kept in memory, and it is written
when it can be.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble: `kind` for choosing a line, `spoken` for the loudspeaker, `shown` with the file's name."""

    kind: str
    spoken: str
    shown: str

    def __str__(self) -> str:
        return self.shown


Tell = Callable[[Trouble], None]


def say_nothing(_: Trouble) -> None:
    """Nobody listens."""


_KEPT = "I keep this session in memory and save it as soon as I can."

_SPOKEN = {
    "full": f"The disk is full. {_KEPT}",
    "read-only": f"The journal cannot be written. {_KEPT}",
    "locked": f"Another program holds the journal. {_KEPT}",
    "corrupt": "The journal was damaged. I set it aside and began a new one.",
    "newer": f"A newer coach wrote this journal. {_KEPT}",
    "broken": f"The journal cannot be saved right now. {_KEPT}",
    "mended": "The journal is saved again. Nothing was lost.",
    "unsaved": "I could not save this session to the journal.",
}

_NEXT_STEP = {
    "full": "free some space on that disk",
    "read-only": "check that the file and its folder may be written",
    "locked": "close the other program that has it open",
    "corrupt": "keep the file set aside if you want to rescue it",
    "newer": "update the coach, or choose another journal",
    "broken": "see `coach doctor`",
    "mended": "nothing to do",
    "unsaved": "mend what was said before; the next session is saved then",
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


def trouble(kind: str, where: str, cause: str = "") -> Trouble:
    """The trouble of that kind with the journal at `where`."""
    what = f" ({cause})" if cause else ""
    return Trouble(kind, _SPOKEN[kind], f"{_SPOKEN[kind]} {where}{what}: {_NEXT_STEP[kind]}.")


def kind_of(fault: sqlite3.Error | OSError) -> str:
    """Which kind of trouble an error of the database or the file system is."""
    if isinstance(fault, OSError):
        return "read-only"
    # The lowest byte is the plain result; the rest says more about the same.
    code = getattr(fault, "sqlite_errorcode", None)
    return _KINDS.get(code & 0xFF, "broken") if code is not None else "broken"
