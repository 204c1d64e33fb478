"""From the end of a word to what the loudspeaker does about it: `python -m benchmarks.reaction [files] [card]`.

The session's loop, the ear in its own process and the voice as they are in training. A synthetic lifter speaks into
the microphone; microphone and loudspeaker are recorded as two channels of one device, so the times are in samples of
one clock. What is to be silenced hums, so that its end is sharp: a long line, or a count whose words hum into each
other.
"""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from benchmarks import hearing_corpus as corpus
from benchmarks.hearing import SHORT
from benchmarks.hearing_judge import COACH, table
from benchmarks.recordings import RATE, Sound, places
from coach.audio.files import FileWorld
from coach.audio.live import LiveWorld
from coach.audio.speaker import TimelineSpeaker
from coach.core.commands import Count
from coach.core.events import Began, Interrupted
from coach.core.plan import Line, Plan, Rest, Work
from coach.core.session import begin
from coach.ears.choose import open_watched_ear
from coach.lines_ahead import texts_of
from coach.ports import Clip, Speaker
from coach.runtime import Equipment, Forgetful, run
from coach.screen import NoScreen
from coach.script.compile import compile_session
from coach.script.library import Library
from coach.transcript import NoTranscript
from coach.voices.voice import SpokenVoice, load_voice
from tests.sound_card import one_clock_card

SPEAKERS = ("flite:slt", "flite:rms", "espeak:en-us")
SILENCED = ("stop", "pause", "my back feels tight", "that hurts")
LONG = "This line is long, and " * 8 + "at last it ends"
SESSION = """
title: One set
minutes: 3
for: the reaction benchmark
equipment: [barbell]
steps:
  - {do: romanian-deadlift, load: 40, reps: 12, tempo: 3-1-3-1, get_ready: 1}
"""

BEFORE = 0.3
"""Seconds of silence before a remark in its file."""

AFTER = 3.0
"""Seconds after a remark in which something must have happened."""

QUIET = 0.004
"""Loudness below which the loudspeaker is silent; what hums stays far above it, also while it is lowered."""

WINDOW = 0.002
SILENT_WINDOWS = 4

WHEN = {"over a line": 1.5, "over a count": 11.0, "in a rest": 8.0}
"""Seconds after the beginning of a session, so short for the purpose, at which the remark is said."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said, by whom, and what the coach is doing then."""

    text: str
    speaker: str
    during: str

    @property
    def sound(self) -> Sound:
        """At the card's rate, without silence around it."""
        said = corpus.spoken(self.text, self.speaker).astype(np.float32) / 32768
        louder: Sound = soxr.resample(said, 16_000, RATE)
        return louder


def remarks() -> list[Remark]:
    """Every short command in a rest; what silences, over a line and over a count too."""
    over = [Remark(text, speaker, during) for during in ("over a line", "over a count") for text in SILENCED
            for speaker in SPEAKERS]  # fmt: skip
    return over + [Remark(text, speaker, "in a rest") for text in SHORT for speaker in SPEAKERS]


class Humming:
    """A voice that hums what is to be silenced, each counted word up to the next, and says all else."""

    def __init__(self, voice: SpokenVoice, counted: frozenset[str]) -> None:
        self.name = voice.name
        self._voice, self._counted = voice, counted

    def render(self, text: str) -> Clip:
        """The words, or a hum in their place."""
        seconds = 12.0 if text == LONG else 0.998 if text in self._counted else 0.0
        if not seconds:
            return self._voice.render(text)
        hum = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)
        return Clip(hum.astype(np.float32), RATE, 0)


def plan_for(during: str, folder: Path) -> Plan:
    """A session that comes to what is wanted at once."""
    path = folder / "one-set.yaml"
    path.write_text(SESSION)
    plan = compile_session(str(path), Library.open())
    bare = {name: replace(exercise, setup=(), brace=(), cues=()) for name, exercise in plan.exercises.items()}
    plan = replace(plan, exercises=bare, welcome=(Line((LONG,)),) if during == "over a line" else ())
    if during != "in a rest":
        return plan
    return replace(plan, steps=(Rest(90.0), *(step for step in plan.steps if isinstance(step, Work))))


class Counting:
    """A loudspeaker's front that notes which words are counted."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def note(self, plan: Plan) -> None:
        """The words of every count of the plan."""
        from coach.core.rehearsal import turns

        commands = (command for turn in turns(plan) for command in turn.commands if isinstance(command, Count))
        self.words |= {str(beat.sound) for command in commands for beat in command.beats}


@contextmanager
def equipped(folder: Path) -> Iterator[tuple[Humming, dict[str, Plan]]]:
    """The voice with everything rendered that `coach run` renders ahead, and the sessions."""
    plans = {during: plan_for(during, folder) for during in WHEN}
    counting = Counting()
    counting.note(plans["over a count"])
    with load_voice("default", folder / "cache") as voice:
        for plan in plans.values():
            voice.prepare(texts_of(plan), lambda *_: None)
        yield Humming(voice, frozenset(counting.words)), plans


def perform(world: FileWorld | LiveWorld, plan: Plan) -> None:
    """One session, until it is interrupted."""
    speaker: Speaker = world.speaker
    run(plan, begin(plan), Began(world.now()), Equipment(
        world, speaker, Forgetful(), NoScreen(), NoTranscript(), world.listen_for))  # fmt: skip


# ---------------------------------------------------------------------- live


def live(folder: Path) -> None:
    """Be the coach on the card, one short session for each remark; tells when each was said."""
    told = []
    with equipped(folder) as (voice, plans):
        ear = open_watched_ear("pocketsphinx", COACH)
        with LiveWorld(TimelineSpeaker(voice, RATE), ear) as world:
            for number, remark in enumerate(remarks()):
                path = folder / f"remark{number}.wav"
                soundfile.write(path, _with_silence(remark.sound), RATE)
                told.append({**asdict(remark), "at": time.monotonic() + WHEN[remark.during]})
                lifter = threading.Thread(target=_say, args=(world, path, WHEN[remark.during]))
                lifter.start()
                perform(world, plans[remark.during])
                lifter.join()
    (folder / "told.json").write_text(json.dumps(told))


def _say(world: LiveWorld, path: Path, after: float) -> None:
    time.sleep(after)
    subprocess.run(["paplay", "--latency-msec=20", "-d", "micfeed", str(path)], check=True)
    time.sleep(AFTER)
    world.post(Interrupted(world.now()))


def _with_silence(sound: Sound) -> Sound:
    quiet = np.zeros(round(BEFORE * RATE), np.float32)
    return np.concatenate([quiet, sound, quiet])


def on_the_card(folder: Path) -> dict[Remark, float | None]:
    """Seconds from the end of each remark to the reaction, out of a recording of both directions."""
    with one_clock_card() as card, card.record_both() as recorder:
        subprocess.run([sys.executable, "-m", "benchmarks.reaction", "--live", str(folder)], env=card.environment,
                       check=True)  # fmt: skip
        recording = recorder.stop()
    found: dict[Remark, float | None] = {}
    for entry in json.loads((folder / "told.json").read_text()):
        at = entry.pop("at") - recording.began
        remark = Remark(**entry)
        first = round(at * RATE)
        whole = recording.samples[first : first + len(remark.sound) + round((BEFORE + AFTER) * RATE)]
        (place,) = places(whole[:, 1], remark.sound, [round(BEFORE * RATE)], RATE)
        found[remark] = None if place < 0 else reaction(whole[place:, 0], len(remark.sound), remark.during)
    return found


# ---------------------------------------------------------------------- files


def on_files(folder: Path) -> dict[Remark, float | None]:
    """The same on the file devices, faster than real time; the times are exact to the sample."""
    found: dict[Remark, float | None] = {}
    begun = 0.0
    with equipped(folder) as (voice, plans):
        ear = open_watched_ear("pocketsphinx", COACH)
        for remark in remarks():
            first = round(WHEN[remark.during] * RATE)
            quiet = np.random.default_rng(7).normal(0, 0.0005, first + len(remark.sound) + round(AFTER * RATE))
            quiet[first : first + len(remark.sound)] += remark.sound
            mic, out = folder / "mic.wav", folder / "out.wav"
            soundfile.write(mic, quiet.astype(np.float32), RATE)
            ends = begun + len(quiet) / RATE
            with FileWorld(TimelineSpeaker(voice, RATE), ear, mic=mic, out=out, begin_at=begun) as world:
                world.post(Interrupted(ends))
                perform(world, plans[remark.during])
            sound, _ = soundfile.read(out, dtype="float32")
            found[remark] = reaction(sound[first:], len(remark.sound), remark.during)
            begun = ends + 60.0
        ear.close()
    return found


# ---------------------------------------------------------------------- judging


def reaction(loudspeaker: Sound, length: int, during: str) -> float | None:
    """Seconds from the end of a remark of this `length` to the first change, both counted from its beginning.

    In a rest the change is sound; else it is silence. None when there is none in time.
    """
    size = round(WINDOW * RATE)
    whole = loudspeaker[: min(len(loudspeaker), length + round(AFTER * RATE)) // size * size]
    loud: NDArray[np.bool_] = np.abs(whole.reshape(-1, size)).max(axis=1) > QUIET
    if during == "in a rest":
        changed = np.flatnonzero(loud)
    else:
        quiet = np.convolve(~loud, np.ones(SILENT_WINDOWS), "valid") >= SILENT_WINDOWS
        changed = np.flatnonzero(quiet)
    return float(changed[0] * size - length) / RATE if len(changed) else None


def told(where: str, found: dict[Remark, float | None]) -> None:
    """The table: every command, then all that silenced and all that answered."""
    print(f"\n## {where}")
    rows: list[tuple[object, ...]] = [("command", "", "tries", "heard", "p50", "p95", "longest")]
    for during in WHEN:
        of_it = {remark: late for remark, late in found.items() if remark.during == during}
        rows += [_row(text, during, {remark: late for remark, late in of_it.items() if remark.text == text})
                 for text in dict.fromkeys(remark.text for remark in of_it)]  # fmt: skip
    silenced = {remark: late for remark, late in found.items() if remark.during != "in a rest"}
    answered = {remark: late for remark, late in found.items() if remark.during == "in a rest"}
    table(*rows, _row("**all silenced**", "", silenced), _row("**all answered**", "", answered))


def _row(what: str, during: str, found: dict[Remark, float | None]) -> tuple[object, ...]:
    late = 1000 * np.array([one for one in found.values() if one is not None])
    if not len(late):
        return (what, during, len(found), 0, "", "", "")
    p50, p95 = np.percentile(late, [50, 95])
    return (what, during, len(found), len(late), f"{p50:.0f} ms", f"{p95:.0f} ms", f"{late.max():.0f} ms")


WHERE: dict[str, Callable[[Path], dict[Remark, float | None]]] = {"files": on_files, "card": on_the_card}


def main() -> None:
    """Measure on the places named, or on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("where", nargs="*", help="files, card; none for both")
    parser.add_argument("--live", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if missing := corpus.missing_tools():
        sys.exit(missing)
    if asked.live is not None:
        live(asked.live)
        return
    for name in asked.where or WHERE:
        with tempfile.TemporaryDirectory(prefix="coach-reaction-") as folder:
            told(name, WHERE[name](Path(folder)))


if __name__ == "__main__":
    main()
