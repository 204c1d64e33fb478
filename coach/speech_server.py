"""One exchange with a speech server: a program, mostly on a bigger machine, that speaks Wyoming.

Wyoming is Home Assistant's protocol: one JSON line an event, sound as raw samples behind it. The server is its owner's
choice and is believed in nothing: every answer is bounded, in size and in time.
"""

import io
import re
import socket
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast
from urllib.parse import urlsplit

from coach.errors import DeviceError

if TYPE_CHECKING:
    from wyoming.event import Event

URI = r"tcp://[A-Za-z0-9._-]+:[0-9]{1,5}|tcp://\[[0-9A-Fa-f:]+\]:[0-9]{1,5}|unix:///\S+"
"""How a server is written."""

NEEDED = "tcp://HOST:PORT"

LONGEST_LINE = 65_536
LONGEST_PART = 8_000_000
"""Bytes of one event; three minutes of sound are fewer."""


class ServerError(DeviceError):
    """The server is not there, is too slow, or answers what is no answer."""


class SpeechServer:
    """One connection, open until `close`. Every method raises ServerError once `within` seconds have passed since it
    was opened; reaching the server may take `reached_within` of them. `longest` is how many bytes one part of an event
    may have. Raises ImportError without the package."""

    def __init__(self, uri: str, *, reached_within: float, within: float, longest: int = LONGEST_PART) -> None:
        from wyoming import event as protocol

        self._protocol = protocol
        self._longest = longest
        self._uri, self._end = uri, time.monotonic() + within
        try:
            self._line = _connected(uri, min(reached_within, within))
        except OSError as error:
            raise ServerError(f"the speech server {uri} cannot be reached ({error})") from error
        self._reader = cast(BinaryIO, io.BufferedReader(_Bounded(self._line, self._left), 65_536))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; may be called more than once, and from another thread while this one waits."""
        self._line.close()

    def send(self, kind: str, payload: bytes | None = None, **data: Any) -> None:
        """One event of this kind."""
        buffer = io.BytesIO()
        self._protocol.write_event(self._protocol.Event(kind, data, payload), buffer)
        try:
            self._line.settimeout(self._left())
            self._line.sendall(buffer.getvalue())
        except OSError as error:
            raise ServerError(f"the speech server {self._uri} takes nothing ({error})") from error

    def take(self) -> "Event":
        """The next event; an "error" of the server's is raised as one."""
        try:
            event = self._protocol.read_event(cast(BinaryIO, _Measured(self._reader, self._longest)))
        except OSError as error:
            raise ServerError(f"the speech server {self._uri} does not answer ({error})") from error
        except (TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
            raise ServerError(f"the speech server {self._uri} answers what is no Wyoming") from error
        if event is None:
            raise ServerError(f"the speech server {self._uri} hung up")
        if not isinstance(event.data, dict) or not isinstance(event.type, str):
            raise ServerError(f"the speech server {self._uri} answers what is no Wyoming")
        if event.type == "error":
            raise ServerError(f"the speech server {self._uri} says: {event.data.get('text')}")
        return event

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        return left


class _Bounded(io.RawIOBase):
    """What comes on the line, for as long as there is time."""

    def __init__(self, line: socket.socket, left: Callable[[], float]) -> None:
        self._line, self._left = line, left

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._line.settimeout(self._left())
        return self._line.recv_into(into)


class _Measured:
    """What `read_event` reads from: no line and no part longer than an honest one."""

    def __init__(self, reader: BinaryIO, longest: int) -> None:
        self._reader, self._longest = reader, longest

    def readline(self) -> bytes:
        return self._reader.readline(LONGEST_LINE)

    def read(self, count: int) -> bytes:
        if count > self._longest:
            raise OSError("an endless answer")
        return self._reader.read(count)


def well_formed(uri: str) -> bool:
    """Whether this is how a server is written, with a port that can be."""
    if not re.fullmatch(URI, uri):
        return False
    return not uri.startswith("tcp:") or 0 < int(uri.rpartition(":")[2]) < 65_536


def _connected(uri: str, within: float) -> socket.socket:
    parts = urlsplit(uri)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        line.settimeout(within)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    assert parts.hostname is not None
    return socket.create_connection((parts.hostname, parts.port), timeout=within)
