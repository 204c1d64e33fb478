"""A lifter made of a voice other than the coach's: says remarks into the card, or onto a microphone track."""

import shutil
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

EAR_RATE = 16_000
MISSING = "no second voice for the tests: flite missing; apt-get install flite"


def has_voice() -> bool:
    """Whether this machine has the lifter's voice."""
    return shutil.which("flite") is not None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the lifter says, its first sound `at` seconds into the track."""

    at: float
    text: str


def spoken(text: str, folder: Path, voice: str = "rms") -> Path:
    """A WAV of the lifter saying the text, with a breath of near-silence around it so that no end is cut."""
    raw = folder / f"{voice}-{zlib.crc32(text.encode())}-raw.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(raw)], check=True, timeout=30)
    samples, rate = soundfile.read(raw, dtype="float32")
    quiet = np.zeros(round(0.4 * rate), np.float32)
    whole = np.concatenate([quiet, 0.5 * samples / np.abs(samples).max(), quiet])
    padded = raw.with_name(raw.name.replace("-raw", ""))
    soundfile.write(padded, whole + room(len(whole)), rate)
    return padded


def microphone_track(remarks: Sequence[Remark], seconds: float, folder: Path, voice: str = "rms") -> Path:
    """A WAV of a whole session as the microphone heard it: faint room noise and the remarks at their times."""
    track = room(round(seconds * EAR_RATE))
    for remark in remarks:
        samples, rate = soundfile.read(spoken(remark.text, folder, voice), dtype="float32")
        said = soxr.resample(samples, rate, EAR_RATE)
        first = round((remark.at - 0.4) * EAR_RATE)
        track[first : first + len(said)] += said[: len(track) - first]
    path = folder / "microphone.wav"
    soundfile.write(path, track, EAR_RATE)
    return path


def room(samples: int, loudness: float = 0.0005) -> NDArray[np.float32]:
    """The faint noise of a quiet room, the same each time; digital silence is nothing a microphone ever gives."""
    return (loudness * np.random.default_rng(7).standard_normal(samples)).astype(np.float32)
