"""A synthetic lifter for the tests of the ears: flite, another voice than the coach's."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from coach.audio.capture.microphone import BLOCK
from coach.cli.machine.hear import read_sound
from coach.ports import EAR_RATE, Pcm16

MISSING = "no second voice for the tests: flite missing; apt-get install flite"


def can_speak() -> bool:
    """Whether flite is installed."""
    return shutil.which("flite") is not None


@lru_cache(maxsize=64)
def said(text: str, voice: str = "rms") -> Pcm16:
    """The text, spoken; trimmed of silence, peak at a third of full scale."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True, timeout=30)
        sound = read_sound(path).astype(np.float64)
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    trimmed = sound[loud[0] : loud[-1] + 1]
    levelled: Pcm16 = (trimmed / np.abs(trimmed).max() * 11_000).astype(np.int16)
    return levelled


def slowed(text: str, stretch: float, voice: str) -> Pcm16:
    """The phrase said at another speed, as nobody says a thing twice alike."""
    sound = said(text, voice).astype(np.float64)
    stretched: Pcm16 = np.interp(np.arange(0, len(sound), stretch), np.arange(len(sound)), sound).astype(np.int16)
    return stretched


def silence(seconds: float) -> Pcm16:
    """Nothing, for so long."""
    return np.zeros(round(seconds * EAR_RATE), np.int16)


def in_blocks(sound: Pcm16, begin: float = 0.0) -> Iterator[tuple[Pcm16, float]]:
    """The sound as a microphone gives it from `begin` on: 20 ms at a time, with the time of the last sample."""
    for first in range(0, len(sound), BLOCK):
        yield sound[first : first + BLOCK], begin + (first + BLOCK) / EAR_RATE


def in_a_row(*sounds: Pcm16) -> Pcm16:
    """One after the other."""
    return np.concatenate(sounds)
