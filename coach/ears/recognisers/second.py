"""An ear on a bigger machine, asked about a remark by Wyoming while this one goes on listening.

What knows the network is a process of its own (`second_worker`). It is handed sound and asked for words without ever
waiting for it; one that dies or hangs costs the answer it owed, and is started anew. What it writes down is text
without any measure of how sure it is.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import Protocol

from coach.host.helpers import helper
from coach.ports import EAR_RATE, Pcm16
from coach.reading.extras import install

WITHIN = 0.8
"""Seconds in which it must have answered: who spoke waits for what comes of it."""

REACHED_SHARE = 0.4
"""So much of that its machine may take to be reached: it stands in the same house."""

LEFT_ALONE = 30.0
"""Seconds for which a machine that could not be reached is not asked again, and between two starts of its process."""

SELDOM = 480.0
"""Seconds between two starts of a process that dies again and again: twice as many each time, and so many at most."""

HANGS = 10.0
"""Seconds beyond those it has to answer in, after which its process is ended: looking up a name may take some."""

START_LIMIT = 60.0
"""Seconds its process may take to begin, on a small machine with much to do."""

TOO_SLOW = 5
"""So many times in a row without an answer in time are told of."""

PACKET = 32_768
"""Bytes of sound that are handed over at once."""

LONGEST_REPLY = 4096
"""Bytes of what its process tells."""


class OtherEar(Protocol):
    """Somebody who can be asked what a remark was, one at a time. Called from one thread; nothing of it waits."""

    def tend(self) -> None:
        """Look after it; to be called often, also while nobody speaks."""

    def ask(self, segment: Pcm16) -> bool:
        """Ask about it (mono int16 at EAR_RATE); False where nobody can be asked now."""

    def answer(self) -> str | None:
        """What it was, "" where that is not known; None while the answer is waited for."""

    def close(self) -> None:
        """Ask nobody any more."""


class WyomingEar:
    """Implements `OtherEar` by the Wyoming server at `uri`; `tell` hears, in this thread, when that is gone or back.

    `now` is a monotonic clock in seconds, `within` how many of them it has.
    """

    def __init__(
        self,
        uri: str,
        language: str,
        tell: Callable[[str], object],
        now: Callable[[], float] = time.monotonic,
        within: float = WITHIN,
    ) -> None:
        self._setup = {"uri": uri, "language": language, "rate": EAR_RATE, "within": within}
        self._setup["reached_within"] = REACHED_SHARE * within
        self._name, self._tell, self._now, self._within = f"The second ear {uri}", tell, now, within
        self._process: subprocess.Popen[bytes] | None = None
        self._dying: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._unsent: list[bytes] = []
        self._ready = self._told = self._closed = False
        self._answer: str | None = None
        self._asked_at: float | None = None
        self._started = self._alone_until = self._start_at = float("-inf")
        self._pause, self._late = LEFT_ALONE, 0
        self.tend()

    def tend(self) -> None:
        """Start its process where there is none, hand it what it has not taken yet, and take what it answers."""
        if self._line is None and not self._start():
            return
        try:
            self._hand_over()
            self._take()
        except OSError:
            self._lose("ended")
            return
        since = self._started if not self._ready else self._asked_at
        limit = START_LIMIT if not self._ready else self._within + HANGS
        if since is not None and self._now() - since > limit:
            self._lose("hung")

    def ask(self, segment: Pcm16) -> bool:
        """Ask about it, unless the last question is still open, or the machine was gone a moment ago."""
        self.tend()
        if not self._ready or self._asked_at is not None or self._now() < self._alone_until:
            return False
        sound = segment.astype("<i2").tobytes()
        parts = [sound[begin : begin + PACKET] for begin in range(0, len(sound), PACKET)]
        self._unsent = [b"%d" % len(sound), *parts]
        self._asked_at, self._answer = self._now(), None  # also one that nobody waited for any more
        self.tend()
        return True

    def answer(self) -> str | None:
        """What it was, once that is known."""
        self.tend()
        answer, self._answer = self._answer, None
        return answer

    def close(self) -> None:
        """End its process for good; may be called more than once."""
        self._closed = True
        self._let_go()
        if self._dying is not None:
            with suppress(subprocess.TimeoutExpired):
                self._dying.wait(1.0)

    # ------------------------------------------------------------------------------------------ its process

    def _start(self) -> bool:
        """Begin it, unless that was a moment ago, or the one before is not gone yet; whether it was begun."""
        if self._closed or self._now() < self._start_at or (self._dying is not None and self._dying.poll() is None):
            return False
        self._dying = None
        self._started, self._start_at = self._now(), self._now() + self._pause
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            try:
                self._process = _begun(theirs)
            except OSError as error:
                ours.close()
                self._once(f"{self._name} has no process ({error.strerror}); the coach hears by itself.")
                return False
        self._line, self._unsent = ours, [json.dumps(self._setup).encode()]
        return True

    def _hand_over(self) -> None:
        """As much as is taken at once."""
        with suppress(BlockingIOError):
            while self._line is not None and self._unsent:
                self._line.send(self._unsent[0], socket.MSG_NOSIGNAL)
                del self._unsent[0]

    def _take(self) -> None:
        """What it tells; raises OSError when it is gone."""
        with suppress(BlockingIOError):
            while self._line is not None:
                reply = self._line.recv(LONGEST_REPLY)
                if not reply:
                    raise OSError("it hung up")
                kind, _, said = reply.decode("utf-8", "replace").partition(" ")
                if kind == "ready":
                    self._ready = True
                elif self._asked_at is not None:
                    self._asked_at, self._answer = None, said if kind == "text" else ""
                    self._judge(kind, said)

    def _judge(self, kind: str, said: str) -> None:
        """What an answer shows of the machine behind it."""
        if kind == "unreached":
            self._alone_until = self._now() + LEFT_ALONE
            self._once(f"{self._name} cannot be reached; the coach hears by itself.")
        elif kind == "failed":
            self._late += 1
            if self._late == TOO_SLOW:
                self._once(f"{self._name} is of no use: {said}.")
        else:
            self._late, self._pause = 0, LEFT_ALONE
            if self._told:
                self._told = False
                self._tell(f"{self._name} hears again.")

    def _lose(self, how: str) -> None:
        """Its process is gone, or is to go: the answer it owes is none."""
        if self._asked_at is not None:
            self._asked_at, self._answer = None, ""
        self._let_go()
        self._pause = min(SELDOM, 2 * self._pause)
        self._once(f"{self._name}: its process {how} and is started anew; the coach hears by itself meanwhile.")

    def _let_go(self) -> None:
        line, self._line = self._line, None
        process, self._process = self._process, None
        self._ready, self._unsent = False, []
        if line is not None:
            line.close()
        if process is not None:
            process.kill()
            self._dying = process

    def _once(self, line: str) -> None:
        if not self._told:
            self._told = True
            self._tell(line)


def _begun(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """The process, which has this end of the line."""
    command = [sys.executable, "-m", "coach.ears.recognisers.second_worker", str(theirs.fileno())]
    nothing = subprocess.DEVNULL
    return helper(command, pass_fds=[theirs.fileno()], stdin=nothing, stdout=nothing, stderr=nothing)


def second_ear(uri: str, language: str, tell: Callable[[str], object]) -> WyomingEar | None:
    """The ear at this address; None where its package is missing, which is told."""
    if find_spec("wyoming") is None:
        tell(f"No second ear: it needs wyoming; install it with: {install('wyoming')}")
        return None
    return WyomingEar(uri, language, tell)
