"""Opening files so that nothing waits and nothing overflows, and saying what is wrong with one in a single line.

A pipe, a device or a folder where a file is expected is refused without being opened; what is opened is opened without
waiting and looked at again, so that nobody can exchange it in between.
"""

import errno
import json
import os
import pwd
import shlex
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from coach.errors import InputError
from coach.reading.unseen import without_unseen

MEGABYTE = 1_000_000

PIECE = 65_536
"""Bytes that are asked for of a file that is longer than it says."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is for: its name in messages, and the most bytes it may have."""

    name: str
    limit: int


YAML = Kind("a YAML file", MEGABYTE)
JSON = Kind("a small JSON file", MEGABYTE)
TABLE = Kind("a table of sets", 1000 * MEGABYTE)
EXPORT = Kind("an export of the coach", 4000 * MEGABYTE)
SOUND = Kind("a sound file", 2000 * MEGABYTE)
CLIP = Kind("a kept phrase", 50 * MEGABYTE)
WEIGHTS = Kind("a model", 4000 * MEGABYTE)


class UnreadableError(InputError):
    """A file that will not be read or written: `path` says which, `what` why, with the next step."""

    def __init__(self, path: Path, what: str) -> None:
        self.path, self.what = path, what
        super().__init__(f"{path}: {what}")


def stands(path: Path) -> bool:
    """Whether anything has this name, a link that leads nowhere included.

    Raises UnreadableError where one may not even look.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    return True


def is_file(path: Path) -> bool:
    """Whether there is a file of this name, or a link to one; where one may not look there is none for us."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def opened(path: Path, kind: Kind) -> BufferedReader:
    """The file, open for reading from its beginning; raises UnreadableError for what is none, or is too large."""
    try:
        _refuse_other_than_file(path, path.stat())
        # Without waiting: a pipe put there since the look above would keep the program for ever.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    file = os.fdopen(number, "rb")
    try:
        found = os.fstat(number)
        _refuse_other_than_file(path, found)
        _refuse_too_large(path, found.st_size, kind)
        _refuse_silent(path, number)
    except UnreadableError:
        file.close()
        raise
    return file


def read_bytes(path: Path, kind: Kind) -> bytes:
    """All of the file; raises UnreadableError. A file that grows while it is read is too large all the same."""
    with opened(path, kind) as file:
        try:
            found = file.read(os.fstat(file.fileno()).st_size + 1)  # as much memory as it takes, not as it may
            while len(found) <= kind.limit and (more := file.read(PIECE)):
                found += more
        except OSError as error:
            raise unreadable(path, error) from error
    _refuse_too_large(path, len(found), kind)
    return found


def read_text(path: Path, kind: Kind) -> str:
    """The file's text, with its byte order mark left out; raises UnreadableError, also for what is not UTF-8."""
    return as_text(path, read_bytes(path, kind))


def as_text(path: Path, found: bytes) -> str:
    """These bytes of the file as text; raises UnreadableError that names the line where they are not UTF-8."""
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise UnreadableError(path, f"is no text in UTF-8 (line {line}); save it as UTF-8 text") from error


def read_json(path: Path, kind: Kind = JSON) -> Any:
    """What the file says as JSON, without the control characters in its strings; raises UnreadableError."""
    try:
        return without_unseen(json.loads(read_text(path, kind)))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(path, f"is no JSON that can be read ({error}); mend it, or delete it") from error


def refuse_place(path: Path) -> None:
    """Raise UnreadableError for a place where writing would wait for somebody or go astray: a pipe, a folder."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not stat.S_ISREG(mode) and not stat.S_ISCHR(mode):  # /dev/null is where some things are wanted
        raise UnreadableError(path, f"is {_nature(mode)}, which nothing is written into; choose another place")


def listed(folder: Path, ending: str = ".yaml") -> list[Path]:
    """Everything in the folder with this ending, in order; names with a leading dot are nobody's content.

    A folder that is not there is empty. Raises UnreadableError for one that may not be looked into.
    """
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unreadable(folder, error) from error
    return [path for path in found if path.name.endswith(ending) and not path.name.startswith(".")]


def _refuse_other_than_file(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableError(path, f"is {_nature(found.st_mode)} and no file; put a file there, or take it away")


def _refuse_silent(path: Path, number: int) -> None:
    """Some of the system's own look like files and wait like pipes; read without waiting, they give nothing."""
    try:
        os.pread(number, 1, 0)
    except OSError as error:
        raise unreadable(path, error) from error


def _refuse_too_large(path: Path, size: int, kind: Kind) -> None:
    if size > kind.limit:
        most = f"{kind.name} may have {kind.limit / MEGABYTE:g} MB"
        raise UnreadableError(path, f"is too large ({size / MEGABYTE:.3g} MB): {most}; make it shorter, or split it")


def _nature(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for belongs, name in kinds if belongs(mode)), "a device")


# ------------------------------------------------------------------------------------------------ what is wrong


def unreadable(path: Path, error: OSError | ValueError) -> UnreadableError:
    """The same fault as one line that names the file, what is wrong with it, and what mends it."""
    return UnreadableError(path, what_mends(path, error))


_PLAIN = {
    errno.ELOOP: "is a link that leads round in a circle; delete it, or let it lead to the file",
    errno.ENAMETOOLONG: "has too long a name; choose a shorter one",
    errno.ENOSPC: "cannot be written, the disk is full; free some space",
    errno.EDQUOT: "cannot be written, your share of the disk is used up; free some space",
    errno.EROFS: "cannot be written, the disk is read-only; choose another place",
    errno.ENOTDIR: "cannot be there, part of its path is a file and no folder; choose another place",
    errno.EEXIST: "cannot be made, a file is there that is no folder; move it away",
    errno.EISDIR: "is a folder and no file; give a file",
    errno.EAGAIN: "gives nothing to read, and may never do; give a file",
    errno.EIO: "cannot be read from its disk; check the disk, or put the file there again",
}


def what_mends(path: Path, error: OSError | ValueError) -> str:
    """What is wrong with the file, and the next step, as the rest of a sentence that begins with its name."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EACCES, errno.EPERM):
        return _who_may(path)
    if number == errno.ENOENT:
        return _missing(path)
    if number in _PLAIN:
        return _PLAIN[number]
    if number is None:
        return "is no name a file can have; choose another"
    return f"cannot be used ({os.strerror(number)}); see 'coach doctor'"


def _missing(path: Path) -> str:
    for place in (path, *path.parents):
        if place.is_symlink():
            where = "" if place == path else f"lies behind {place}, which "
            return f"{where}is a link to {place.readlink()}, which is not there; mend the link, or delete it"
    if not path.parent.exists():
        return f"is not there, nor is its folder {path.parent}; check the name, or make the folder"
    return "is not there; check its name"


def _who_may(path: Path) -> str:
    """Permission denied: by which folder or file on the way, and the command that gives it back."""
    place = _in_the_way(path.absolute())
    try:
        found = place.stat()
    except OSError:
        return f"may not be used; check who owns {place.parent}"
    quoted = shlex.quote(str(place))
    if found.st_uid == os.geteuid():
        return f"may not be used, {place} is closed to you; open it with: chmod u+rwX {quoted}"
    me = _name_of(os.geteuid())
    owner = f"{place} belongs to {_name_of(found.st_uid)}"
    return f"may not be used, {owner}; make it yours with: sudo chown -R {me} {quoted}"


def _in_the_way(path: Path) -> Path:
    """The first part of the path that lets nobody through, else the last that exists."""
    for folder in reversed(path.parents):
        if not folder.is_dir():
            break
        if not os.access(folder, os.X_OK):
            return folder
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    if path.is_file() and os.access(path, os.R_OK | os.W_OK):
        return path.parent
    return path


def _name_of(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
