"""A speech engine in a process of its own: asked in JSON lines, watched, and started anew when it dies or hangs."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from coach.errors import VoiceError
from coach.host.helpers import helper
from coach.ports import Samples
from coach.voices.engines.scratch import Scratch, read_wave

ATTEMPTS = 3
"""How often a phrase is tried before it is given up; engines lose one now and then."""

HANGS = 2
"""How often an engine may hang over one phrase; each time costs the whole deadline, and somebody is waiting. One that
hung to the last has a single try with the next phrase."""

LASTING = 2.0
"""Seconds a process has to have lived to be started anew before it is needed; one that dies at once would go on so."""

RESTS = 30.0
"""Seconds an engine that fails again and again is left alone at most; the first time not at all, then 1, 2, 4 ...

Meanwhile another voice or tones stand for words at once, else every phrase would keep somebody waiting for what does
not come.
"""

START_LIMIT = 60.0
"""Seconds the engine's process may take to start, on a small machine with much to do."""

LOOK = 0.25
"""Seconds between two looks for an answer; from one to the next no more than that is taken to have passed, however long
the machine slept or kept the coach from running: the engine, too, was given no time meanwhile."""

SHORTEST = 0.02
"""Seconds; a shorter result is a lost one."""


GONE = "the speech process ended"


class EngineHangsError(VoiceError):
    """The engine did not answer by its deadline."""


class EngineWorker:
    """The engine in its own process. `module` is what runs there and speaks the protocol of `espeak_worker`.

    A process that dies is started anew at once, one that hangs at its deadline; `when_restarted` is told why, by
    whichever thread did it.
    """

    def __init__(self, module: str = "coach.voices.engines.espeak_worker", *, deadline: float = 2.0) -> None:
        self._module = module
        self._deadline = deadline
        self._process: subprocess.Popen[str] | None = None
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._version = ""
        self._scratch = Scratch()
        self._one_at_a_time = threading.Lock()
        self._closed = False
        self._died_of = ""
        self._began = 0.0
        self._hangs_allowed = HANGS
        self._failed = 0
        self._rests_until = float("-inf")
        self._restarted: Callable[[str], None] = _unheard
        self.starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove its files; may be called more than once."""
        self._closed = True
        self._stop("closed")  # whoever waits for an answer is let go
        with self._one_at_a_time:
            self._stop("closed")
            self._scratch.close()

    @property
    def process_id(self) -> int | None:
        """The engine's process, None while there is none."""
        process = self._process
        return process.pid if process is not None else None

    def when_restarted(self, tell: Callable[[str], None]) -> None:
        """From now on, tell what the process died of whenever it has been started anew; from any thread."""
        self._restarted = tell

    @property
    def version(self) -> str:
        """The engine and its version; starts the process when needed. Raises VoiceError when the engine is missing."""
        with self._one_at_a_time:
            self._running()
            return self._version

    def render(self, text: str, settings: dict[str, Any]) -> tuple[Samples, int]:
        """The phrase as the engine speaks it: mono float32 and its rate. Raises VoiceError after `ATTEMPTS`."""
        why, hangs = "", 0
        with self._one_at_a_time:
            if time.monotonic() < self._rests_until:
                raise VoiceError(f"The voice failed {self._failed} times; it is tried again in a moment.")
            for _ in range(ATTEMPTS):
                if hangs == self._hangs_allowed:
                    self._hangs_allowed = 1
                    break
                try:
                    samples, rate = self._attempt(text, settings)
                except VoiceError as error:
                    why, hangs = str(error), hangs + isinstance(error, EngineHangsError)
                    continue
                if len(samples) >= SHORTEST * rate:
                    self._hangs_allowed, self._failed = HANGS, 0
                    return samples, rate
                why = "the result was empty"
            if self._process is None:
                self._rest()
        raise VoiceError(f"The voice could not speak {text!r} ({why}); try another voice with --voice.")

    def _rest(self) -> None:
        """Leave it alone for a while, longer each time; not after a single phrase, which may be an odd one."""
        self._rests_until = time.monotonic() + min(RESTS, 2.0 ** (self._failed - 1) if self._failed else 0.0)
        self._failed += 1

    def _attempt(self, text: str, settings: dict[str, Any]) -> tuple[Samples, int]:
        path = self._scratch.fresh()
        self._ask({**settings, "text": text, "path": str(path)})
        return read_wave(path)

    def _ask(self, wish: dict[str, Any]) -> None:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(wish) + "\n")
            process.stdin.flush()
        except OSError as error:
            self._stop(GONE)
            raise VoiceError(f"{GONE}: {error}") from error
        answer = self._answer(self._deadline)
        if "error" in answer:
            raise VoiceError(str(answer["error"]))

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop(GONE)
        if self._closed:
            raise VoiceError("the voice is closed")
        self._process = self._start()
        hello = self._answer(START_LIMIT)
        if "ready" not in hello:
            self._stop("")
            why = hello.get("missing", "it did not start")
            raise VoiceError(f"The speech engine is missing: {why}.")
        self._version = str(hello["ready"])
        died_of, self._died_of = self._died_of, ""
        if died_of:
            self._restarted(died_of)
        return self._process

    def _start(self) -> "subprocess.Popen[str]":
        self._lines = SimpleQueue()
        self._began = time.monotonic()
        self.starts += 1
        process = helper(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        threading.Thread(target=self._listen, args=(process, self._lines), name="voice-answers", daemon=True).start()
        return process

    def _listen(self, process: "subprocess.Popen[str]", lines: "SimpleQueue[str]") -> None:
        """Hand over what the process writes, and an empty line when it ends; it is replaced when nobody ended it."""
        assert process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # closed while it was being read
            for line in process.stdout:
                lines.put(line)
        lines.put("")
        with self._one_at_a_time, contextlib.suppress(VoiceError):  # what is wrong is met again by the next phrase
            if self._process is process and time.monotonic() - self._began >= LASTING:
                self._stop(GONE)  # it may take a moment more to be gone
                self._running()

    def _answer(self, limit: float) -> dict[str, Any]:
        line = self._line(limit)
        if line is None:
            why = f"the speech process did not answer within {limit:g} seconds"
            self._stop(why)
            raise EngineHangsError(why)
        if not line:
            self._stop(GONE)
            raise VoiceError(GONE)
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            why = f"the speech process answered {line.strip()!r}"
            self._stop(why)
            raise VoiceError(why)
        return answer

    def _line(self, limit: float) -> str | None:
        """The process's next line, or None after so many seconds in which it could have answered."""
        for _ in range(max(1, round(limit / LOOK))):
            with contextlib.suppress(Empty):
                return self._lines.get(timeout=min(LOOK, limit))
        return None

    def _stop(self, why: str) -> None:
        """End the process and whatever it started; `why` is what its successor is told to have replaced it for."""
        process, self._process = self._process, None
        if process is None:
            return
        self._died_of = why or self._died_of
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _unheard(why: str) -> None:
    """Nobody asked to be told."""
