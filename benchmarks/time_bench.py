"""How exactly the counts stand in time: `make bench-time`, or python -m benchmarks.time_bench [--minutes 60].

Counts are played through the file devices and through a virtual sound card while every core is busy recognising and
rendering, beside what people write today, in the same run. Each beat is looked for in the recording, to the sample.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from benchmarks.pausing import Stretch, from_told, numbered_rightly, paused_set, phase_errors
from coach.audio.clips import ClipShelf, resampled
from coach.audio.files import FileWorld
from coach.audio.speaker import LEAD, TimelineSpeaker
from coach.audio.streams import LATENCY
from coach.core.commands import Beat, Count, Countdown
from coach.core.events import CueFinished
from coach.voices.voice import load_voice
from tests.sound_card import SoundCard, sound_card, what_is_missing

RATE = 48_000
INTERVAL = 1.0
PEER_SECONDS = 40
PAUSED_REPS = 10

PEERS = (
    ("sleeping_play", "sounddevice.play + time.sleep", True),
    ("scheduled_play", "APScheduler + sounddevice.play", False),
    ("sleeping_pyttsx3", "pyttsx3 say/runAndWait + time.sleep", True),
)
"""Players of `virtual_time`, what they are called, and whether they drift. pyttsx3 needs aplay (alsa-utils)."""

Sound = NDArray[np.float32]

LOAD = """
import numpy, os, sys
from pathlib import Path
from pocketsphinx import Decoder
from coach.voices.worker import EngineWorker
noise = numpy.random.default_rng(0).normal(0, 800, 16000).astype("int16").tobytes()
decoder = Decoder(lm=None, samprate=16000, loglevel="FATAL")
decoder.add_keyphrase("next", "next set please")
decoder.activate_search("next")
os.nice(19)  # every core is kept busy whenever it is free, and the other work on the machine goes on
with EngineWorker() as worker:
    while os.getppid() == int(sys.argv[1]):
        decoder.start_utt()
        decoder.process_raw(noise, full_utt=True)
        decoder.end_utt()
        worker.render("three of five", {"speaker": "gmw/en-us", "rate": 165, "pitch": 42})
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: errors of all beats, in milliseconds against an ideal grid through the first beat."""

    who: str
    beats: int
    missed: int
    errors: NDArray[np.float64]
    note: str = ""

    def text(self) -> str:
        if not len(self.errors):
            return f"| {self.who} | {self.beats} | {self.missed} | - | - | - | - | {self.note} |"
        size = np.abs(self.errors)
        p50, p95, most = np.percentile(size, 50), np.percentile(size, 95), size.max()
        drift = self.errors[-1] - self.errors[0]
        cells = f"{p50:.2f} | {p95:.2f} | {most:.2f} | {drift:+.2f}"
        return f"| {self.who} | {self.beats} | {self.missed} | {cells} | {self.note} |"


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


# ------------------------------------------------------------------------------------------------ file devices


def on_files(minutes: float, folder: Path, clip: Sound) -> Row:
    """So many minutes of counting through the file devices; errors against the schedule itself, not a grid."""
    beats = round(minutes * 60 / INTERVAL)
    began = time.monotonic()
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        onset = resampled(voice.render("two"), RATE).onset
        with FileWorld(speaker, out=folder / "files.wav") as world:
            count = Count(1, tuple(Beat(number * INTERVAL, "two") for number in range(beats)), beats * INTERVAL)
            speaker.perform(count, 0.0)
            while not isinstance(world.wait(None), CueFinished):
                pass
    speed = beats * INTERVAL / (time.monotonic() - began)
    recording, _ = soundfile.read(folder / "files.wav", dtype="float32")
    begin = max(round(LEAD * RATE), round(LEAD * RATE) + onset)
    expected = [begin + round(number * INTERVAL * RATE) - onset for number in range(beats)]
    found = places(recording, clip, expected, RATE // 10)
    late = (found - np.array(expected))[found >= 0] / RATE * 1000
    return Row("coach, file devices", beats, int(np.sum(found < 0)), late, f"{speed:.0f} times real time")


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
                speaker.perform(Countdown(1, beats, zero), world.now())
                world.wait(zero + 2)
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


def whole_loop(folder: Path) -> tuple[float, float]:
    """The speed of a whole session on file devices, as a multiple of real time: cold and warm phrase cache."""
    config = folder / "coach.yaml"
    config.write_text(f"data_folder: {folder / 'data'}\n")
    speeds = []
    for number in range(2):
        out = folder / f"session{number}.wav"
        began = time.monotonic()
        command = [sys.executable, "-c", "from coach.cli import main; main()", "run", "first-hinge", "--fresh",
                   "--plain", "--ear", "keyboard", "--speaker", f"wav:{out}", "--config", str(config)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        speeds.append(soundfile.info(out).duration / (time.monotonic() - began))
    return speeds[0], speeds[1]


# ------------------------------------------------------------------------------------------------ virtual card


@contextlib.contextmanager
def busy_cores() -> Iterator[None]:
    """Recognition and rendering without a pause, a process for every core."""
    hogs = [subprocess.Popen([sys.executable, "-c", LOAD, str(os.getpid())]) for _ in range(os.cpu_count() or 1)]
    time.sleep(2)
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def play(card: SoundCard, who: str, beats: int, folder: Path) -> tuple[Sound, float, dict[str, Any]]:
    """Let one player play while the loudspeaker is recorded; the recording, its first monotonic time, what was told."""
    with card.record() as recorder:
        command = [sys.executable, "-m", "benchmarks.virtual_time", who, str(beats), str(INTERVAL), str(folder)]
        done = subprocess.run(command, env=card.environment, check=True, stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        recording = recorder.stop()
    return recording.samples, recording.began, json.loads(done.stdout.strip().splitlines()[-1])


def first_onset(recording: Sound, clip: Sound) -> int:
    """The first place where the clip stands."""
    loud = int(np.argmax(np.abs(recording) > 0.05))
    (found,) = places(recording, clip, [loud], RATE // 2)
    return int(found) if found >= 0 else loud


def on_the_card(card: SoundCard, minutes: float, folder: Path, clip: Sound) -> Row:
    beats = round(minutes * 60 / INTERVAL)
    recording, _, told = play(card, "ours", beats, folder)
    first = first_onset(recording, clip)
    expected = [first + round(number * INTERVAL * RATE) for number in range(beats)]
    missed, errors = errors_on_grid(places(recording, clip, expected, RATE // 10), INTERVAL)
    note = f"{told['flaws']} underruns, {100 * told['cpu']:.1f} % of one core"
    return Row("coach, virtual sound card", beats, missed, errors, note)


def peer(card: SoundCard, who: str, title: str, folder: Path, *, drifts: bool) -> Row:
    """A peer's beats, found by where sound begins after silence, as its clips may be its own.

    Those of one that `drifts` are taken in their order, as they may come to be late by more than a beat.
    """
    from tests.end_to_end.analysis import onsets

    beats = round(PEER_SECONDS / INTERVAL)
    recording, _, _ = play(card, who, beats, folder)
    begins = onsets(recording, RATE, silence=0.15)
    found = np.full(beats, -1, dtype=np.int64)
    for order, begin in enumerate(begins):
        number = order if drifts else round((begin - begins[0]) / INTERVAL)
        if number < beats and found[number] < 0:
            found[number] = round(begin * RATE)
    missed, errors = errors_on_grid(found, INTERVAL)
    return Row(title, beats, missed, errors)


def hush_times(card: SoundCard, folder: Path) -> Promise:
    """Milliseconds from the command to the last sound in the recording."""
    recording, began, told = play(card, "hush", 12, folder)
    loud = began + np.flatnonzero(np.abs(recording) > 0.003) / RATE
    late = np.array([1000 * (loud[loud < at + 0.8].max() - at) for at in told["hushed"]])
    note = f"{1000 * LATENCY:.0f} ms of it are in the card's buffer"
    return Promise("command to silence", "virtual sound card", len(late), "ms", late, note)


# ------------------------------------------------------------------------------------------------ the report


def tell(line: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="minutes of counting (60 for the long run)")
    parser.add_argument("--without-peers", action="store_true", help="measure the coach alone")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        folder = Path(name)
        clip = the_clip(folder)
        tell("| who | beats | missed | p50 ms | p95 ms | worst ms | drift ms | |\n|---|---|---|---|---|---|---|---|")
        with busy_cores():
            tell(on_files(wishes.minutes, folder, clip).text())
            promises = [paused_on_files(folder), countdown_on_files(folder, clip)]
            promises += _on_a_card(wishes.minutes, folder, clip, peers=not wishes.without_peers)
        tell("\n| what | where | tries | p50 | worst | unit | |\n|---|---|---|---|---|---|---|")
        for promise in promises:
            tell(promise.text())
        cold, warm = whole_loop(folder)
        tell(f"\nA whole session on file devices: {cold:.0f} times real time, {warm:.0f} when its phrases are kept.")


def _on_a_card(minutes: float, folder: Path, clip: Sound, *, peers: bool) -> list[Promise]:
    missing = what_is_missing()
    if missing:
        tell(f"\nNot measured on a sound card: {missing}")
        return []
    with sound_card() as card:
        tell(on_the_card(card, minutes, folder, clip).text())
        for who, title, drifts in PEERS if peers else ():
            tell(peer(card, who, title, folder, drifts=drifts).text())
        return [
            paused_on_the_card(card, folder),
            countdown_on_the_card(card, folder, clip),
            hush_times(card, folder),
        ]


if __name__ == "__main__":
    main()
