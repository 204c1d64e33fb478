"""What the coach keeps is about somebody's health: its folder and its files are for their owner only."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OWN_NAME = "coach"
"""The folder's usual name. One that is called otherwise may be somebody's whole home: its mode stays."""

KEPT = ("*", "recordings/*")
"""What lies in that folder beside the journal; caches and models are nobody's secret."""


def keep_private(journal: Path) -> None:
    """Close the journal's files, those that exist already too, and the coach's own folder with what is in it."""
    folder = journal.parent
    with suppress(OSError):
        found = folder.stat()
        if folder.name == OWN_NAME and found.st_uid == os.geteuid() and found.st_mode & 0o077:
            folder.chmod(0o700)
            for pattern in KEPT:
                for path in folder.glob(pattern):
                    _close(path)
    for path in (journal, *(journal.with_name(journal.name + ending) for ending in ("-wal", "-shm"))):
        _close(path)


def made_private(journal: Path) -> None:
    """Make the file, empty and closed to others, where there is none. SQLite gives its companions the same mode."""
    with suppress(OSError):
        os.close(os.open(journal, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _close(path: Path) -> None:
    with suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & 0o077:
            path.chmod(found.st_mode & 0o700)
