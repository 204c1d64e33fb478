"""Draws a counted set as it leaves the loudspeaker, the schedule over it: python -m benchmarks.voice.picture [PNG].

Above the waveform, below the spectrogram; a line for each beat of the schedule, which the loud start of its word meets.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START
from coach.core.commands import Beat, Count
from coach.core.events import CueFinished
from coach.ports import Sounded
from coach.voices.opening import load_voice

RATE = 48_000

REP = (("down", 0.0), ("two", 1.0), ("three", 2.0), ("hold", 3.0), ("up", 4.0))
REP_SECONDS = 5.0
"""The tempo 3-1-X-1 with the fast phase given a second, one rep after the other."""


def played(folder: Path, reps: int) -> tuple[Any, Sounded]:
    """The sound of so many reps through the file devices, and what the loudspeaker logged."""
    beats = tuple(Beat(rep * REP_SECONDS + offset, word) for rep in range(reps) for word, offset in REP)
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        with FileWorld(speaker, out=folder / "set.wav") as world:
            speaker.perform(Count(1, beats, reps * REP_SECONDS), SESSION_START)
            while not isinstance(world.wait(None), CueFinished):
                pass
        (count,) = speaker.drain_log()
    sound, _ = soundfile.read(folder / "set.wav", dtype="float32")
    return sound, count


def draw(sound: Any, count: Sounded, path: Path) -> None:
    """The picture, as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(2, 1, figsize=(11, 5.5), sharex=True, layout="constrained")
    above.plot(np.arange(len(sound)) / RATE, sound, linewidth=0.4, color="#4a5568")
    above.set(ylabel="amplitude", ylim=(-1, 1), title="A counted set: schedule and sound")
    noise = np.random.default_rng(0).normal(0, 1e-6, len(sound))  # a logarithm of nothing is none
    below.specgram(sound + noise, NFFT=1024, Fs=RATE, noverlap=768, cmap="magma", vmin=-120, vmax=-40)
    below.set(ylabel="Hz", xlabel="seconds", ylim=(0, 8000), xlim=(0, len(sound) / RATE))
    for beat, word in zip(count.beats, count.words, strict=True):
        for panel in (above, below):
            panel.axvline(beat, color="#e53e3e", linewidth=0.9, linestyle="--")
        above.text(beat + 0.03, 0.88, word, fontsize=8, color="#e53e3e")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("png", nargs="?", type=Path, default=Path("docs/counted-set.png"))
    path = parser.parse_args().png
    with tempfile.TemporaryDirectory(prefix="coach-picture-") as folder:
        draw(*played(Path(folder), reps=2), path)


if __name__ == "__main__":
    main()
