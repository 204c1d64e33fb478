"""Recording a player on the virtual sound card, and finding a word in the recording to the sample."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from coach.audio.loudspeaker.clips import resampled
from coach.testing.sound_card import SoundCard
from coach.voices.opening import load_voice

RATE = 48_000
INTERVAL = 1.0

Sound = NDArray[np.float32]


def places(recording: Sound, clip: Sound, expected: Sequence[int], search: int) -> NDArray[np.int64]:
    """Where the clip really stands near each expected sample (the best match of the waveform); -1 where it is not."""
    found = np.full(len(expected), -1, dtype=np.int64)
    for number, place in enumerate(expected):
        first = max(0, place - search)
        window = recording[first : place + search + len(clip)].astype(np.float64)
        if len(window) <= len(clip):
            continue
        size = 1 << (len(window) + len(clip)).bit_length()
        match = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size)), size)
        match = match[: len(window) - len(clip) + 1]
        best = int(np.argmax(match))
        if match[best] > 0.5 * float(np.sum(clip.astype(np.float64) ** 2)):
            found[number] = first + best
    return found


def errors_on_grid(found: NDArray[np.int64], interval: float) -> tuple[int, NDArray[np.float64]]:
    """How many beats are missing, and the error of the others in ms against a grid through the first."""
    heard = np.flatnonzero(found >= 0)
    if not len(heard):
        return len(found), np.zeros(0)
    grid = found[heard[0]] + (heard - heard[0]) * interval * RATE
    return len(found) - len(heard), (found[heard] - grid) / RATE * 1000


def the_clip(folder: Path) -> Sound:
    """The word of every beat, at the card's rate; also as clip.wav for the peers."""
    with load_voice("default", folder / "cache") as voice:
        clip = resampled(voice.render("two"), RATE).samples
    soundfile.write(folder / "clip.wav", clip, RATE, subtype="FLOAT")
    return clip


def play(card: SoundCard, who: str, beats: int, folder: Path) -> tuple[Sound, float, dict[str, Any]]:
    """Let one player play while the loudspeaker is recorded; the recording, its first monotonic time, what was told."""
    with card.record() as recorder:
        command = [sys.executable, "-m", "benchmarks.timing.virtual_time", who, str(beats), str(INTERVAL), str(folder)]
        done = subprocess.run(command, env=card.environment, check=True, stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        recording = recorder.stop()
    return recording.samples, recording.began, json.loads(done.stdout.strip().splitlines()[-1])
