"""Whoever stands before the door: the commands of the command line, and every process that carries it further."""

import json
import os
import select
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coach.errors import InputError
from coach.link.places import address_of

CLOSED = (
    "nobody opens at {place}: no coach runs there with its door open; 'link: true' in coach.yaml or 'coach run --link' "
    "opens it"
)

LONGEST_MESSAGE = 8_000_000
"""Bytes of what the door says at once; a report of twenty years is a quarter of it."""


class LostError(InputError):
    """The door is gone: the session ended, or it was closed from there."""


class Client:
    """One connection, to the first of these places where somebody opens; raises LostError where nobody does, and when
    the door is gone.

    `now` is the whole picture as far as it was read, empty before the first; `place` where the door was found.
    """

    def __init__(self, *places: Path) -> None:
        self.now: dict[str, Any] = {}
        self._waiting = b""
        self._kept: list[dict[str, Any]] = []
        self.place, self._line = _connected(places)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave; may be called more than once."""
        self._line.close()

    def fileno(self) -> int:
        """For whoever waits for several things at once."""
        return self._line.fileno()

    def messages(self, seconds: float | None = None) -> Iterator[dict[str, Any]]:
        """What the door says, for at most so many seconds, else until it is gone."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            message = self.next(None if end is None else max(0.0, end - time.monotonic()))
            if message is None:
                return
            yield message

    def next(self, seconds: float | None = None) -> dict[str, Any] | None:
        """The next message; None when there is none within so many seconds."""
        if self._kept:
            return self._kept.pop(0)
        return self._read(seconds)

    def ask(self, wish: Mapping[str, Any], seconds: float = 15.0) -> dict[str, Any]:
        """Wish something and wait for its answer; what comes before it is kept. Raises LostError for none."""
        mark = os.urandom(6).hex()
        try:
            self._line.sendall(json.dumps({**wish, "id": mark}).encode() + b"\n")
        except OSError as error:
            raise LostError("the door was closed") from error
        end = time.monotonic() + seconds
        while True:
            message = self._read(max(0.0, end - time.monotonic()))
            if message is None:
                raise LostError("the door does not answer")
            if message["is"] == "answer" and message["id"] == mark:
                return message
            self._kept.append(message)

    def _read(self, seconds: float | None) -> dict[str, Any] | None:
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._waiting:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._line], [], [], left)[0]:
                return None
            got = b""
            with suppress(OSError):
                got = self._line.recv(1 << 16)
            if not got or len(self._waiting) > LONGEST_MESSAGE:
                raise LostError("the door was closed")
            self._waiting += got
        line, _, self._waiting = self._waiting.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        if message["is"] in ("picture", "change"):
            self.now |= message
        return message


def _connected(places: tuple[Path, ...]) -> tuple[Path, socket.socket]:
    for place in places:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        try:
            with address_of(place) as address:
                line.connect(address)
        except OSError:
            line.close()
        else:
            return place, line
    raise LostError(CLOSED.format(place=places[0]))
