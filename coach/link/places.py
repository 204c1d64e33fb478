"""Where the door is: a socket in the user's runtime folder, else in the coach's data folder."""

import hashlib
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PACKET = 1 << 18
"""Bytes of the longest packet between session and door."""

LONGEST_NAME = 100
"""Bytes of a path that fit into a socket's address, with some to spare."""


def door_place(data: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the coach with this data folder opens its door; one coach runs with a data folder at a time.

    A service that is locked in may not write into the runtime folder, and opens it beside its data.
    """
    first, last = door_places(data, environment)
    return first if os.access(first.parent, os.W_OK) else last


def door_places(data: Path, environment: Mapping[str, str] = os.environ) -> tuple[Path, Path]:
    """Where a visitor looks for it, in this order."""
    beside = data / "link.sock"
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if not runtime:
        return beside, beside
    mark = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:8]
    return Path(runtime) / f"coach-{mark}.sock", beside


@contextmanager
def address_of(place: Path) -> Iterator[str]:
    """The socket's address for the length of the `with`; a long path is reached through its open folder."""
    if len(os.fsencode(place)) <= LONGEST_NAME:
        yield str(place)
        return
    folder = os.open(place.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{place.name}"
    finally:
        os.close(folder)


def opened_door(place: Path) -> socket.socket:
    """A listening socket there, for its owner only; what a coach that died left there is taken away.

    Raises OSError where there can be none.
    """
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    before = os.umask(0o177)
    try:
        place.unlink(missing_ok=True)
        with address_of(place) as address:
            door.bind(address)
        door.listen(16)
    except OSError:
        door.close()
        raise
    finally:
        os.umask(before)
    return door
