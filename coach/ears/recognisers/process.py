"""The recogniser in a process of its own: when it dies or hangs, one remark is lost and it is started anew.

A decoder holds Python's lock for as long as it thinks, up to seconds for a long remark. In the coach's own process the
loudspeaker's callback would have to wait as long, and the count would stutter.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from coach.ears.recognisers.base import NOTHING, Hypothesis, Recogniser
from coach.errors import EarError
from coach.host.helpers import helper
from coach.host.processor import processor_time, waits_its_turn
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Pcm16

START_LIMIT = 60.0
"""Seconds the process may take until its model is loaded, on a small machine with much to do."""

ARMING = 20.0
"""Seconds of work that making a grammar may take."""

THINKING = 1.5
"""Seconds of work that a remark may take beyond its own length. Work, because a busy machine makes everybody wait."""

STILL = 2.0
"""Seconds without any work after which a process that was asked something will never answer, unless it only waits for
the processor: where programs that are served first take all of it, that can be long."""

TAKING = 2
"""Whole seconds after which a process that takes nothing of what is sent to it hangs."""

LOOK = 0.1
"""Seconds between two looks at a process that has not answered yet."""


class LostError(EarError):
    """The process ended or hangs."""


class Apart:
    """Implements `Recogniser` by one that `make` makes in another process. Called from one thread.

    `troubles` are the deaths it has recovered from since it was last emptied; `hears_sounds` whether it can tell the
    sounds of a remark; `pace` the seconds of work it takes for one, 0 where it does not tell. Raises EarError when it
    cannot be started; `mend` tries again.
    """

    def __init__(self, make: Callable[[], Recogniser]) -> None:
        self.troubles: list[str] = []
        self._make = make
        self._grammar: Grammar | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection[Any, Any] | None = None
        self._closed = False
        self._last: Pcm16 | None = None
        self._foreseen: Pcm16 | None = None
        self.name = ""
        self.hears_sounds = False
        self.pace = 0.0
        self.mend()

    def arm(self, grammar: Grammar) -> None:
        """From now on only the phrases of this grammar can be recognised."""
        self._grammar = grammar
        try:
            self._ask("arm", grammar, ARMING)
        except LostError as lost:
            self._recover(lost)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """The best phrase for one whole segment, or `NOTHING`, also when the recogniser died over it."""
        self._last = segment
        limit = _limit(segment)
        try:
            foreseen = self._foreseen is not None and np.array_equal(segment, self._foreseen)
            found: Hypothesis = self._answer(limit) if foreseen else self._ask("recognise", segment, limit)
        except LostError as lost:
            self._recover(lost)
            return NOTHING
        return found

    def foresee(self, segment: Pcm16) -> None:
        """Begin to recognise it, unless the last one that was foreseen in vain is still being thought about."""
        if self._foreseen is not None and np.array_equal(segment, self._foreseen):
            return
        line = self._line
        with suppress(LostError, OSError):  # it will be asked again, and what is wrong is told then
            if self._foreseen is None or (line is not None and line.poll(0)):
                self._send("recognise", segment)
                self._foreseen = segment

    def last_sounds(self) -> str:
        """The free phones of the segment recognised last, with spaces between; "" where there are none."""
        if self._last is None or not self.hears_sounds:
            return ""
        try:
            found: tuple[str, ...] = self._ask("sounds", self._last, _limit(self._last))
        except LostError as lost:
            self._recover(lost)
            return ""
        return " ".join(found)

    def become(self, make: Callable[[], Recogniser]) -> None:
        """From now on be what this makes, which is to be armed anew; raises EarError as `mend` does."""
        self._make, self._grammar = make, None
        self.mend()

    @property
    def alive(self) -> bool:
        """Whether its process runs; one that hangs does."""
        return self._process is not None and self._process.poll() is None

    def revive(self) -> None:
        """Start it anew if it has ended; raises EarError when that does not work."""
        if not self.alive:
            self._recover(LostError("it is not there" if self._process is None else f"it ended{_how(self._process)}"))

    def close(self) -> None:
        """End the process for good; may be called more than once, and while another thread waits for an answer."""
        self._closed = True
        self._stop()

    def mend(self) -> None:
        """Start the process, or start it anew, armed as it was; raises EarError when that does not work."""
        self._stop()
        if self._closed:
            raise EarError("the ear is closed")
        try:
            self._start()
            if self._grammar is not None:
                self._ask("arm", self._grammar, ARMING)
        except EarError:
            self._stop()
            raise

    def _stop(self) -> None:
        process, self._process = self._process, None
        line, self._line = self._line, None
        self._foreseen = None
        if process is not None:
            if process.poll() is None:  # the number of one that has ended may be somebody else's by now
                with suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)  # with the decoder beside it
            process.wait()
        if line is not None:
            line.close()

    def _recover(self, lost: LostError) -> None:
        self.mend()
        self.troubles.append(str(lost))

    def _start(self) -> None:
        line, theirs = Pipe()
        with socket.socket(fileno=os.dup(line.fileno())) as end:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", TAKING, 0))
        self._line = line
        with theirs:
            self._process = helper(
                [sys.executable, "-m", "coach.ears.recognisers.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        try:
            line.send(self._make)
            answer: tuple[Any, ...] = line.recv() if line.poll(START_LIMIT) else ("missing", "it does not start")
        except (EOFError, OSError) as error:
            raise EarError("the recogniser's process ended at once; see 'coach doctor'") from error
        if answer[0] == "missing":
            raise EarError(answer[1])
        _, self.name, self.hears_sounds, self.pace = answer

    def _ask(self, method: str, given: Grammar | Pcm16, limit: float) -> Any:
        """Its answer; raises LostError when it ends or hangs instead, after at most `limit` seconds of work."""
        self._send(method, given)
        return self._answer(limit)

    def _send(self, method: str, given: Grammar | Pcm16) -> None:
        """Ask, once it has answered to what was foreseen in vain."""
        if self._foreseen is not None:
            self._answer(_limit(self._foreseen))
        process, line = self._there()
        try:
            line.send((method, given))
        except OSError as error:
            raise LostError(f"it ended{_how(process)}") from error

    def _answer(self, limit: float) -> Any:
        """What it answers to what was sent."""
        process, line = self._there()
        try:
            _wait(process, line, limit)
            answer = line.recv()
        except (EOFError, OSError) as error:
            raise LostError(f"it ended{_how(process)}") from error
        self._foreseen = None
        return answer

    def _there(self) -> tuple["subprocess.Popen[bytes]", "Connection[Any, Any]"]:
        if self._process is None or self._line is None:
            raise LostError("it is not there")
        return self._process, self._line


def _limit(segment: Pcm16) -> float:
    """Seconds of work that it may take to think about this segment."""
    return THINKING + len(segment) / EAR_RATE


def _wait(process: "subprocess.Popen[bytes]", line: "Connection[Any, Any]", limit: float) -> None:
    """Until there is an answer; raises LostError when there will be none."""
    before = begun = processor_time(process)
    still = 0
    while not line.poll(LOOK):
        work = processor_time(process)
        still = still + 1 if work == before and not waits_its_turn(process) else 0
        before = work
        if work - begun > limit or still * LOOK > STILL:
            raise LostError("it hung")


def _how(process: "subprocess.Popen[bytes]") -> str:
    process.kill()
    code = process.wait()
    return f" by signal {-code}" if code < 0 else f" with exit code {code}"
