"""An ear on a bigger machine, asked about a remark by Wyoming while this one goes on listening.

It has a thread of its own, which waits for the network and does nothing else. What it writes down is text without any
measure of how sure it is.
"""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np

from coach.ports import EAR_RATE, Pcm16
from coach.reading.extras import install
from coach.speech_server import ServerError, SpeechServer

WITHIN = 0.8
"""Seconds in which it must have answered: who spoke waits for what comes of it."""

REACHED_SHARE = 0.4
"""So much of that its machine may take to be reached: it stands in the same house."""

LEFT_ALONE = 30.0
"""Seconds for which a machine that could not be reached is not asked again."""

TOO_SLOW = 5
"""So many times in a row without an answer in time are told of."""

SAMPLES_AT_ONCE = 8000
"""Samples of one event."""


LONGEST_ANSWER = 65_536
"""Bytes of one part of its answer: no other thread of the process runs while JSON is read, for 8 MB over a second."""


class OtherEar(Protocol):
    """Somebody who can be asked what a remark was, one at a time. Called from one thread."""

    def ask(self, segment: Pcm16) -> bool:
        """Ask about it (mono int16 at EAR_RATE); False where nobody can be asked now."""

    def answer(self) -> str | None:
        """What it was, "" where that is not known; None while the answer is waited for."""

    def close(self) -> None:
        """Ask nobody any more."""


class WyomingEar:
    """Implements `OtherEar` by the Wyoming server at `uri`; `tell` hears, from its thread, when that is gone or back.

    `now` is a monotonic clock in seconds, `within` how many of them it has. Raises ImportError without the package.
    """

    def __init__(
        self,
        uri: str,
        language: str,
        tell: Callable[[str], object],
        now: Callable[[], float] = time.monotonic,
        within: float = WITHIN,
    ) -> None:
        from wyoming import event  # now, and not when somebody waits

        assert event
        self._uri, self._language, self._tell, self._now, self._within = uri, language, tell, now, within
        self._asked: SimpleQueue[Pcm16 | None] = SimpleQueue()
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._busy = False
        self._until = float("-inf")
        self._late = 0
        self._told = False
        self._thread = threading.Thread(target=self._run, name="second-ear", daemon=True)
        self._thread.start()

    def ask(self, segment: Pcm16) -> bool:
        """Ask about it, unless the last question is still open, or the machine was gone a moment ago."""
        if self._busy and self._answers.empty():
            return False
        while not self._answers.empty():  # to what nobody waited for any more
            self._answers.get()
        self._busy = self._now() >= self._until
        if self._busy:
            self._asked.put(np.array(segment))
        return self._busy

    def answer(self) -> str | None:
        """What it was, once that is known."""
        if self._answers.empty():
            return None
        self._busy = False
        return self._answers.get()

    def close(self) -> None:
        """End the thread, once it has its answer."""
        self._asked.put(None)

    def _run(self) -> None:
        while (segment := self._asked.get()) is not None:
            self._answers.put(self._written_down(segment))

    def _written_down(self, segment: Pcm16) -> str:
        try:
            reached = REACHED_SHARE * self._within
            server = SpeechServer(self._uri, reached_within=reached, within=self._within, longest=LONGEST_ANSWER)
        except ServerError:
            self._until = self._now() + LEFT_ALONE
            self._once(f"The second ear {self._uri} cannot be reached; the coach hears by itself.")
            return ""
        with server:
            try:
                text = _transcript(server, segment, self._language)
            except ServerError as error:
                self._late += 1
                if self._late == TOO_SLOW:
                    self._once(f"The second ear {self._uri} is of no use: {error}.")
                return ""
        self._late = 0
        if self._told:
            self._told = False
            self._tell(f"The second ear {self._uri} hears again.")
        return text

    def _once(self, line: str) -> None:
        if not self._told:
            self._told = True
            self._tell(line)


def _transcript(server: SpeechServer, segment: Pcm16, language: str) -> str:
    """What the server writes down of it."""
    sound: dict[str, Any] = {"rate": EAR_RATE, "width": 2, "channels": 1}
    server.send("transcribe", language=language)
    server.send("audio-start", **sound)
    for begin in range(0, len(segment), SAMPLES_AT_ONCE):
        part = segment[begin : begin + SAMPLES_AT_ONCE]
        server.send("audio-chunk", part.astype("<i2").tobytes(), **sound)
    server.send("audio-stop")
    while (event := server.take()).type != "transcript":
        pass
    text = event.data.get("text")
    return text.strip() if isinstance(text, str) else ""


def second_ear(uri: str, language: str, tell: Callable[[str], object]) -> WyomingEar | None:
    """The ear at this address; None where its package is missing, which is told."""
    try:
        return WyomingEar(uri, language, tell)
    except ModuleNotFoundError as error:
        tell(f"No second ear: it needs {error.name}; install it with: {install('wyoming')}")
        return None
