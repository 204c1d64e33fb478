"""What else is promised of time: landing on zero, keeping step after a pause, falling silent, and speed on files."""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from benchmarks.lib.recordings import RATE, Sound, places, play
from benchmarks.timing.pausing import Stretch, from_told, numbered_rightly, paused_set, phase_errors
from coach.audio.hardware.streams import READY
from coach.audio.loudspeaker.clips import ClipShelf, resampled
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SessionTime
from coach.core.commands import Beat, Countdown
from coach.testing.sound_card import SoundCard
from coach.voices.opening import load_voice

PAUSED_REPS = 10


@dataclass(frozen=True, slots=True)
class Promise:
    """A line of the second table: something promised, how often it was tried, how far off it was."""

    what: str
    where: str
    tries: int
    unit: str
    off: NDArray[np.float64]
    note: str = ""

    def text(self) -> str:
        size = np.abs(self.off)
        middle, most = (np.median(size), size.max()) if len(size) else (np.nan, np.nan)
        return f"| {self.what} | {self.where} | {self.tries} | {middle:.0f} | {most:.0f} | {self.unit} | {self.note} |"


def paused_on_files(folder: Path) -> Promise:
    """How far the beats after a resume stand from the grid that their lead-in begins, on the file devices."""
    pauses = tuple(np.random.default_rng(5).uniform(3.5, 16.0, 10))
    with load_voice("default", folder / "cache") as voice:
        with FileWorld(TimelineSpeaker(voice, RATE), out=folder / "paused.wav") as world:
            stretches = paused_set(world, 2 * PAUSED_REPS, pauses)
        recording, _ = soundfile.read(folder / "paused.wav", dtype="float32")
        missed, off = phase_errors(recording, stretches, ClipShelf(voice, RATE), RATE, places, RATE // 50)
    return _paused("file devices", 2 * PAUSED_REPS, stretches, missed, off)


def paused_on_the_card(card: SoundCard, folder: Path) -> Promise:
    """The same on the card."""
    recording, began, told = play(card, "paused", PAUSED_REPS, folder)
    stretches = [replace(each, began=each.began - began) for each in from_told(told["stretches"])]
    stretches = [replace(each, paused=each.paused and each.paused - began) for each in stretches]
    with load_voice("default", folder / "cache") as voice:
        missed, off = phase_errors(recording, stretches, ClipShelf(voice, RATE), RATE, places, RATE // 3)
    return _paused("virtual sound card", PAUSED_REPS, stretches, missed, off)


def _paused(where: str, reps: int, stretches: Sequence[Stretch], missed: int, off: NDArray[np.float64]) -> Promise:
    resumed = len(stretches) - 1
    note = f"{resumed} pauses, {missed} beats missed, reps numbered rightly {numbered_rightly(stretches, reps)} times"
    return Promise("pause to resume phase error", where, len(off), "samples", off, note)


def countdown_on_files(folder: Path, clip: Sound) -> Promise:
    """By how many samples the last beat of a countdown misses its zero."""
    off = []
    with load_voice("default", folder / "cache") as voice:
        onset = resampled(voice.render("two"), RATE).onset
        for number in range(20):
            speaker = TimelineSpeaker(voice, RATE)
            zero = 4.0 + number * 0.0137
            with FileWorld(speaker, out=folder / "zero.wav") as world:
                beats = tuple(Beat(-left, "two") for left in (3.0, 2.0, 1.0, 0.0))
                speaker.perform(Countdown(1, beats, SessionTime(zero)), world.now())
                world.wait(SessionTime(zero + 2))
            recording, _ = soundfile.read(folder / "zero.wav", dtype="float32")
            expected = round(zero * RATE) - onset
            (found,) = places(recording, clip, [expected], RATE // 4)
            off.append(float(found - expected))
    return Promise("countdown landing", "file devices", len(off), "samples", np.array(off))


def countdown_on_the_card(card: SoundCard, folder: Path, clip: Sound) -> Promise:
    """By how many milliseconds the last beat misses its zero on the machine's clock, as far as the recorder knows."""
    recording, began, told = play(card, "countdown", 10, folder)
    with load_voice("default", folder / "cache") as voice:
        onset = resampled(voice.render("two"), RATE).onset
    expected = [round((zero - began) * RATE) - onset for zero in told["zeros"]]
    found = places(recording, clip, expected, RATE // 4)
    off = (found - np.array(expected))[found >= 0] / RATE * 1000
    note = f"spread {np.ptp(off):.1f} ms; the recorder's own start is known to about 20 ms"
    return Promise("countdown landing", "virtual sound card", len(expected), "ms", off, note)


def hush_times(card: SoundCard, folder: Path) -> Promise:
    """Milliseconds from the command to the last sound in the recording."""
    recording, began, told = play(card, "hush", 12, folder)
    loud = began + np.flatnonzero(np.abs(recording) > 0.003) / RATE
    late = np.array([1000 * (loud[loud < at + 0.8].max() - at) for at in told["hushed"]])
    note = f"{1000 * READY:.0f} ms of it are in the card's buffer"
    return Promise("command to silence", "virtual sound card", len(late), "ms", late, note)


@dataclass(frozen=True, slots=True)
class Speed:
    """How many times faster than real time: by the clock on the wall, and by the processor time it took."""

    wall: float
    processor: float

    def text(self) -> str:
        return f"{self.wall:.0f} times real time by the clock on the wall, {self.processor:.0f} by processor time"


def whole_loop(folder: Path) -> tuple[Speed, Speed]:
    """The speed of a whole session on file devices: cold and warm phrase cache."""
    config = folder / "coach.yaml"
    config.write_text(f"data_folder: {folder / 'data'}\n")
    speeds = []
    for number in range(2):
        out = folder / f"session{number}.wav"
        command = [sys.executable, "-c", "from coach.cli import main; main()", "run", "first-hinge", "--fresh",
                   "--plain", "--ear", "keyboard", "--speaker", f"wav:{out}", "--config", str(config)]  # fmt: skip
        began, worked = time.monotonic(), _worked()
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        seconds = soundfile.info(out).duration
        speeds.append(Speed(seconds / (time.monotonic() - began), seconds / (_worked() - worked)))
    return speeds[0], speeds[1]


def _worked() -> float:
    """Processor seconds of all processes that have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
