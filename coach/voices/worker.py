"""A speech engine in a process of its own: asked in JSON lines, watched, and started anew when it dies or hangs."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

import numpy as np

from coach.errors import VoiceError
from coach.ports import Samples

ATTEMPTS = 3
"""How often a phrase is tried before it is given up; engines lose one now and then."""

HANGS = 2
"""How often an engine may hang over one phrase; each time costs the whole deadline, and somebody is waiting."""

START_LIMIT = 20.0
"""Seconds the engine's process may take to start, on a small machine with much to do."""

SHORTEST = 0.02
"""Seconds; a shorter result is a lost one."""


class EngineHangsError(VoiceError):
    """The engine did not answer by its deadline."""


class EngineWorker:
    """The engine in its own process. `module` is what runs there and speaks the protocol of `espeak_worker`."""

    def __init__(self, module: str = "coach.voices.espeak_worker", *, deadline: float = 4.0) -> None:
        self._module = module
        self._deadline = deadline
        self._process: subprocess.Popen[str] | None = None
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._version = ""
        self._folder = tempfile.TemporaryDirectory(prefix="coach-voice-")
        self._one_at_a_time = threading.Lock()
        self.starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove its files; may be called more than once."""
        self._stop()
        self._folder.cleanup()

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
            for _ in range(ATTEMPTS):
                if hangs == HANGS:
                    break
                path = Path(self._folder.name, "phrase.wav")
                path.unlink(missing_ok=True)
                try:
                    self._ask({**settings, "text": text, "path": str(path)})
                    samples, rate = read_wave(path)
                except VoiceError as error:
                    why, hangs = str(error), hangs + isinstance(error, EngineHangsError)
                    continue
                if len(samples) >= SHORTEST * rate:
                    return samples, rate
                why = "the result was empty"
        raise VoiceError(f"The voice could not speak {text!r} ({why}); try another voice with --voice.")

    def _ask(self, wish: dict[str, Any]) -> None:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(wish) + "\n")
            process.stdin.flush()
        except OSError as error:
            self._stop()
            raise VoiceError(f"the speech process has gone: {error}") from error
        answer = self._answer(self._deadline)
        if "error" in answer:
            raise VoiceError(str(answer["error"]))

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        self._lines = SimpleQueue()
        self.starts += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the coach, which then ends the engine itself
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        threading.Thread(target=_listen, args=(self._process, self._lines), name="voice-answers", daemon=True).start()
        hello = self._answer(START_LIMIT)
        if "ready" not in hello:
            self._stop()
            why = hello.get("missing", "it did not start")
            raise VoiceError(f"The speech engine is missing: {why}.")
        self._version = str(hello["ready"])
        return self._process

    def _answer(self, limit: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=limit)
        except Empty:
            self._stop()
            raise EngineHangsError(f"the speech process did not answer within {limit:g} seconds") from None
        if not line:
            self._stop()
            raise VoiceError("the speech process ended")
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            self._stop()
            raise VoiceError(f"the speech process answered {line.strip()!r}")
        return answer

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _listen(process: "subprocess.Popen[str]", lines: "SimpleQueue[str]") -> None:
    """Hand over what the process writes, and an empty line when it ends; ends with it."""
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError):  # closed while it was being read
        for line in process.stdout:
            lines.put(line)
    lines.put("")


def read_wave(path: Path) -> tuple[Samples, int]:
    """A sound file as mono float32 and its rate; raises VoiceError when it is missing or damaged."""
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise VoiceError(f"no sound came out ({error})") from error
    return np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32)), int(rate)
