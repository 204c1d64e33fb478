"""The file an engine writes a phrase to, and reading it."""

import os
import tempfile
from pathlib import Path

import numpy as np

from coach.errors import VoiceError
from coach.ports import Samples
from coach.reading.files import CLIP, UnreadableError, opened

MEMORY_FOLDER = "/dev/shm"
"""A folder in memory, on every Linux."""


class Scratch:
    """The one file an engine writes a phrase to: in a folder of its own, or in no folder where none can be written."""

    def __init__(self) -> None:
        self._file: int | None = None
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="coach-voice-", dir=_usual_or_memory())
        except OSError:
            self._file = os.memfd_create("coach-voice")

    def fresh(self) -> Path:
        """The file's path, with nothing in it."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            return Path(f"/proc/{os.getpid()}/fd/{self._file}")
        path = Path(self._folder.name, "phrase.wav")
        path.unlink(missing_ok=True)
        return path

    def close(self) -> None:
        """Remove it; may be called more than once."""
        if self._file is None:
            self._folder.cleanup()
        elif self._file >= 0:
            os.close(self._file)
            self._file = -1


def _usual_or_memory() -> str:
    """Where short-lived files go: the usual place, or memory when every disk is read-only, as a worn card leaves it."""
    try:
        return tempfile.gettempdir()
    except FileNotFoundError:
        return MEMORY_FOLDER


def read_wave(path: Path) -> tuple[Samples, int]:
    """A sound file as mono float32 and its rate; raises VoiceError when it is missing or damaged."""
    import soundfile

    try:
        with opened(path, CLIP) as file:
            samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError, UnreadableError) as error:
        raise VoiceError(f"no sound came out ({error})") from error
    return np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32)), int(rate)
