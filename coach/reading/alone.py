"""A file that stands for something only one program may use at a time; nothing is written in it."""

import fcntl
from pathlib import Path
from typing import IO

from coach.errors import InputError


def held_alone(path: Path, taken: str) -> IO[str]:
    """Hold it as long as what is returned stays open. Raises InputError with `taken` when another has it; OSError."""
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise InputError(taken) from error
    except OSError:
        lock.close()
        raise
    return lock
