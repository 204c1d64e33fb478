"""The session's end of the door: pictures out without ever waiting, wishes in from a thread that only posts."""

import json
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coach.host.helpers import helper
from coach.link.places import PACKET

AGAIN = 5
"""So many times a door that died is opened anew; one that dies that often is left closed, and that is told."""

PAUSE = 1.0
"""Seconds before it is opened anew, and between two looks at what could not be sent."""

Take = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Outlet:
    """Opens the door's process at `place` and keeps it open. `take` answers a wish, in this thread; `tell` hears of
    what goes wrong. `settings` are handed to the door for those who ask for the history.

    `send` is the only thing that the session's loop calls.
    """

    def __init__(self, place: Path, settings: Mapping[str, Any], take: Take, tell: Callable[[str], object]) -> None:
        self._setup = {"place": str(place), "settings": dict(settings)}
        self._take, self._tell = take, tell
        self._latest: bytes = b""
        self._missed = False
        self._closing = threading.Event()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_open, name="door", daemon=True)

    def __enter__(self) -> Self:
        self._open()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # the thread and the process both take it as the end
        self._thread.join(timeout=2.0)
        self._close()

    def send(self, picture: Mapping[str, Any]) -> None:
        """Hand on a picture; one that the door does not take at once is made up for by the next, or a second later."""
        self._latest = _packet({"picture": picture})
        self._try()

    def _try(self) -> None:
        line, latest = self._line, self._latest
        if line is None or not latest:
            return
        try:
            line.send(latest, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
            self._missed = False
        except BlockingIOError:
            self._missed = True
        except OSError:  # it died; the thread opens it anew and sends the latest
            pass

    # ------------------------------------------------------------------------------------------ the thread

    def _keep_open(self) -> None:
        for attempt in range(AGAIN + 1):
            if attempt:
                if self._closing.wait(PAUSE):
                    return
                self._open()
            self._serve()
            if self._closing.is_set():
                return
            self._close()
        self._tell("The local door died again and again and stays closed; the session goes on.")

    def _open(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "coach.link.door", str(theirs.fileno())]
            self._process = helper(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        ours.send(_packet(self._setup))
        self._line = ours
        self._try()

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
        if self._process is not None:
            _ended(self._process)

    def _serve(self) -> None:
        """Answer wishes until the door is gone."""
        line = self._line
        if line is None:
            return
        with suppress(OSError):
            while not self._closing.is_set():
                if self._missed:
                    self._try()
                if select.select([line], [], [], PAUSE)[0]:
                    packet = line.recv(PACKET)
                    if not packet:
                        return
                    self._answer(line, json.loads(packet))

    def _answer(self, line: socket.socket, packet: Mapping[str, Any]) -> None:
        answer = self._take(packet["wish"])
        with suppress(BlockingIOError):  # nobody reads answers there; the door gives up by itself
            line.send(_packet({"to": packet["to"], "answer": answer}), socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)


def _packet(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


def _ended(process: "subprocess.Popen[bytes]") -> None:
    """Wait for it a moment, then end it."""
    try:
        process.wait(timeout=2.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
