"""The one door through which files go out: whole or not at all, whatever a power cut or a full disk does meanwhile."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from coach.reading.files import UnreadableError, is_file, refuse_place, unreadable

PRIVATE = 0o600
"""What only its owner may read: whatever tells of somebody's training."""

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a disk answers that has no second names for a file, as a memory stick has none."""

MARKED_WITHIN = 512
"""Bytes from the beginning of a file among which its mark stands."""

USUAL = 0o666
"""What everybody may, less what the system's mask takes away."""


def replaced(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Have the file hold this: after a power cut it holds all of it, or what it held before.

    A link stays a link, and a file keeps who may read it, unless it is to be `private`. Its folder is made where there
    is none. Raises UnreadableError, and leaves what was there as it was.
    """
    _make_folder(path)
    put(path, content, private=private)


def put(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """The same at a place that somebody named: a folder that is not there is a slip of the pen."""
    with written(path, private=private) as file:
        file.write(_bytes(content))


def begun(path: Path, content: str | bytes) -> None:
    """Have a new file hold this, never over another: all of it or no file.

    Raises FileExistsError when something has the name already, UnreadableError for the rest.
    """
    _make_folder(path)
    with written(path, new=True) as file:
        file.write(_bytes(content))


def refuse_other(path: Path, what: str, *beginnings: bytes, mark: bytes = b"", bare: int = 0) -> None:
    """Raise UnreadableError where a file stands that begins in none of these ways, for it is no `what` made here; or
    that has no `mark` near its beginning.

    So what is written again and again replaces itself, and nothing else of its owner's. An empty file is nobody's, nor
    is one with a beginning of `bare` bytes and nothing behind it: a power cut leaves such before there is a mark.
    """
    refuse_place(path)
    if not is_file(path):
        return
    with _told(path), path.open("rb") as file:
        start = file.read(MARKED_WITHIN)
    if start and not (start.startswith(beginnings) and (mark in start or len(start) <= bare)):
        raise UnreadableError(path, f"is there already and is no {what}; choose another name, or take it away")


@contextmanager
def written(path: Path, *, private: bool = False, new: bool = False) -> Iterator[BinaryIO]:
    """What is written here has the name `path` when the block ends, once it is on the disk; nothing when it fails.

    A device, such as /dev/null or /dev/stdout, is written into as it is. Raises as `put` and `begun`.
    """
    refuse_place(path)
    place = Path(os.path.realpath(path))
    if path.is_char_device():
        with _told(path), path.open("wb", buffering=65_536) as device:
            yield device
        return
    fresh = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with _told(path), _opened(fresh, place, private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the new name with nothing in it
        with _told(path, new=new):
            _name(fresh, place, new)
    finally:
        with suppress(OSError):
            fresh.unlink()


def _make_folder(path: Path) -> None:
    refuse_place(path)
    with _told(path):
        Path(os.path.realpath(path)).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _told(path: Path, *, new: bool = False) -> Iterator[None]:
    """What goes wrong within, as a fault of this file in one line."""
    try:
        yield
    except FileExistsError as error:
        if new:
            raise
        raise unreadable(path, error) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _opened(fresh: Path, place: Path, private: bool) -> BinaryIO:
    """A new file beside the one there is, for the same readers."""
    with suppress(FileNotFoundError):
        fresh.unlink()  # of a process that had the same number and was killed
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE if private else USUAL)
    if not private and place.exists():
        with suppress(PermissionError):  # a memory stick knows no modes
            os.fchmod(number, stat.S_IMODE(place.stat().st_mode))
    return os.fdopen(number, "wb")


def _name(fresh: Path, place: Path, new: bool) -> None:
    """Give the file its name, and have the name itself on the disk; not every file system can be asked for that."""
    if not (new and _linked(fresh, place)):
        if new:
            place.touch(exist_ok=False)  # the name is ours now; nothing is written over, and an empty file at worst
        fresh.replace(place)
    with suppress(OSError):
        number = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _linked(fresh: Path, place: Path) -> bool:
    """Give the file a second name; False on a disk that has no such thing."""
    try:
        place.hardlink_to(fresh)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
