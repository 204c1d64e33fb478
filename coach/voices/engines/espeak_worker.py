"""The speech engine's own process: pyttsx3 renders here, alone, and answers in JSON lines.

Run as `python -m coach.voices.engines.espeak_worker`; it speaks the protocol of `answering`. pyttsx3 returns before its
file exists, and breaks when it is asked for the next phrase while the last one is still sounding inside the engine; so
every render waits for the engine to be idle, before and after.

The engine also carries something of every phrase over into the next, so that a phrase would sound a little different
after another one. So every phrase is rendered by a fresh engine, in a child that was forked with everything imported
and nothing begun: the same words are the same samples, whatever was said before.
"""

import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coach.voices.engines.answering import Answer, Answering, MissingError, answers, carried_out, serve

IDLE_LIMIT = 2.0
"""Seconds the engine may take to become idle before a render is called lost."""

HUNG = 10
"""Seconds after which a child ends itself, whoever still waits for it."""


def preload() -> None:
    """Load espeak-ng from its wheel when the system has none, so that pyttsx3 finds it already there."""
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    with contextlib.suppress(OSError):
        ctypes.CDLL(espeakng_loader.get_library_path())


def engine_version(library: Any) -> str:
    """The version the loaded library states of itself."""
    info = library.espeak_Info
    info.restype = ctypes.c_char_p
    return str(info(None).decode("utf-8", "replace").split("  ")[0])


class Renderer:
    """pyttsx3's engine; it can be initialised only once in a process."""

    def __init__(self) -> None:
        preload()
        import pyttsx3
        from pyttsx3.drivers import _espeak

        self._engine = pyttsx3.init("espeak")
        self._playing: Callable[[], int] = _espeak.IsPlaying
        self._faults: list[str] = []
        self._finished = False
        self._engine.connect("error", self._on_error)
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.runAndWait()  # nothing to say yet; but until its first loop the engine only queues its properties

    def _on_error(self, **details: Any) -> None:
        self._faults.append(str(details.get("exception", "unknown")))

    def _on_finished(self, **_details: Any) -> None:
        self._finished = True

    def render(self, wish: dict[str, Any]) -> None:
        """Write the wished phrase as a WAV; raises RuntimeError with the engine's own words."""
        self._until_idle()
        self._faults.clear()
        self._finished = False
        self._engine.setProperty("voice", wish["speaker"])
        self._wait(lambda: self._heeds("rate", wish["rate"]) and self._heeds("pitch", wish["pitch"]))
        self._engine.save_to_file(wish["text"], wish["path"])
        self._engine.runAndWait()
        self._wait(lambda: self._finished or bool(self._faults))
        self._until_idle()
        if self._faults:
            raise RuntimeError("; ".join(self._faults))
        if not Path(wish["path"]).exists():
            raise RuntimeError("no sound came out")

    def _heeds(self, name: str, value: int) -> bool:
        """Set a property and look whether it holds: right after a change of voice, one is silently lost."""
        if self._engine.getProperty(name) != value:
            self._engine.setProperty(name, value)
        return bool(self._engine.getProperty(name) == value)

    def _until_idle(self) -> None:
        self._wait(lambda: not self._playing())

    @staticmethod
    def _wait(done: Callable[[], bool]) -> None:
        limit = time.monotonic() + IDLE_LIMIT
        while not done():
            if time.monotonic() > limit:
                raise RuntimeError("the engine does not become idle")
            time.sleep(0.001)


def begin() -> tuple[str, Answering]:
    """The engine's version, and what speaks with it; raises MissingError."""
    try:
        return loaded_version(), in_a_child
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingError(f"{error}; install it: sudo apt-get install espeak-ng") from error


def loaded_version() -> str:
    """Import everything and load the engine's library, without beginning anything; what speaks, with its version."""
    preload()
    # The driver too, though only a child uses it: each would import it anew, for as long as it takes to speak.
    from pyttsx3.drivers import _espeak, espeak  # noqa: F401

    return f"pyttsx3 {version('pyttsx3')} espeak-ng {engine_version(_espeak.dll)}"


def in_a_child(line: str) -> Answer:
    """The answer to one wish, from a child of its own; one that hangs is ended by its alarm."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(HUNG)
        try:
            os.write(writing, json.dumps(rendered(line)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return dict(json.loads(told)) if told else {"error": "the engine died"}


def rendered(line: str) -> Answer:
    """Carry out one wish and tell how it went."""
    return carried_out(lambda wish: Renderer().render(wish), RuntimeError, ValueError, KeyError, OSError)(line)


if __name__ == "__main__":
    with answers() as pipe_out:
        serve(sys.stdin, pipe_out, begin)
