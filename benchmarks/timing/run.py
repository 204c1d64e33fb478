"""How exactly the counts stand in time: `make bench-time`, or python -m benchmarks.timing.run [--minutes 60].

Counts are played through the file devices and through a virtual sound card while every core is busy recognising and
rendering, beside what people write today, in the same run. Each beat is looked for in the recording, to the sample.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from benchmarks.lib.recordings import INTERVAL, RATE, Sound, errors_on_grid, places, play, the_clip
from benchmarks.timing.promises import (
    Promise,
    countdown_on_files,
    countdown_on_the_card,
    hush_times,
    paused_on_files,
    paused_on_the_card,
    whole_loop,
)
from coach.audio.loudspeaker.clips import resampled
from coach.audio.loudspeaker.scheduler import LEAD, TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START
from coach.core.commands import Beat, Count
from coach.core.events import CueFinished
from coach.testing.sound_card import SoundCard, sound_card, what_is_missing
from coach.voices.opening import load_voice

PEER_SECONDS = 40

PEERS = (
    ("sleeping_play", "sounddevice.play + time.sleep", True),
    ("scheduled_play", "APScheduler + sounddevice.play", False),
    ("sleeping_pyttsx3", "pyttsx3 say/runAndWait + time.sleep", True),
)
"""Players of `virtual_time`, what they are called, and whether they drift. pyttsx3 needs aplay (alsa-utils)."""

LOAD = """
import numpy, os, sys
from pathlib import Path
from pocketsphinx import Decoder
from coach.voices.engines.worker import EngineWorker
noise = numpy.random.default_rng(0).normal(0, 800, 16000).astype("int16").tobytes()
decoder = Decoder(lm=None, samprate=16000, loglevel="FATAL")
decoder.add_keyphrase("next", "next set please")
decoder.activate_search("next")
os.nice(19)  # every core is kept busy whenever it is free, and the other work on the machine goes on
with EngineWorker(deadline=60.0) as worker:
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
            speaker.perform(count, SESSION_START)
            while not isinstance(world.wait(None), CueFinished):
                pass
    speed = beats * INTERVAL / (time.monotonic() - began)
    recording, _ = soundfile.read(folder / "files.wav", dtype="float32")
    begin = max(round(LEAD * RATE), round(LEAD * RATE) + onset)
    expected = [begin + round(number * INTERVAL * RATE) - onset for number in range(beats)]
    found = places(recording, clip, expected, RATE // 10)
    late = (found - np.array(expected))[found >= 0] / RATE * 1000
    return Row("coach, file devices", beats, int(np.sum(found < 0)), late, f"{speed:.0f} times real time")


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
    from coach.testing.analysis import onsets

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
        tell(f"\nA whole session on file devices, nothing rendered yet: {cold.text()}.")
        tell(f"The same when its phrases are kept: {warm.text()}.")


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
