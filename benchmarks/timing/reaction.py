"""From the end of a word to what the loudspeaker does about it: `python -m benchmarks.timing.reaction [files] [card]`.

The session's loop, the ear in its own process and the voice as they are in training. A synthetic lifter speaks into
the microphone; microphone and loudspeaker are recorded as two channels of one device, so the times are in samples of
one clock. A reaction is the first moment at which the loudspeaker differs from the same session in which nobody speaks:
a line or a count that falls silent, or a sound where there was none.
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

from benchmarks.hearing.judge import COACH, table
from benchmarks.hearing.run import SHORT
from benchmarks.lib import corpus
from benchmarks.lib.recordings import RATE, Sound, places
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.core.events import Began, Interrupted
from coach.core.plan import Line, Plan, Rest, Work
from coach.core.session.machine import begin
from coach.core.session.prefetch import texts_of
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.ears.factory import open_watched_ear
from coach.performance import Equipment, Forgetful, run_session
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.testing.sound_card import one_clock_card
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice, ToneVoice

SPEAKERS = ("flite:slt", "flite:rms", "espeak:en-us")
SILENCED = ("stop", "pause", "my back feels tight", "that hurts")
LONG = "Roll your arms and warm your lower legs now, " * 5 + "and we are nearly all warm"
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

AFTER = 2.5
"""Seconds after a remark in which something must have happened."""

LOUD, ALIKE = 0.012, 0.15
"""Loudness from which on a window counts, and the part of it below which the other one is silent beside it; a line that
is lowered while somebody speaks stays above that."""

WINDOW = 0.002
KNOWN_BY = 5.0
"""Seconds before a remark by which the two are laid upon each other."""

LASTING = 4
"""Windows in a row that must differ."""

WHEN = {"over a line": 1.5, "over a count": 9.5, "in a rest": 6.5}
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


@contextmanager
def equipped(folder: Path) -> Iterator[tuple[SpokenVoice | ToneVoice, dict[str, Plan]]]:
    """The voice with everything rendered that `coach run` renders ahead, and the sessions."""
    plans = {during: plan_for(during, folder) for during in WHEN}
    with load_voice("default", folder / "cache") as voice:
        for plan in plans.values():
            voice.prepare(texts_of(plan), lambda *_: None)
        yield voice, plans


def perform(world: FileWorld | LiveWorld, plan: Plan) -> None:
    """One session, until it is interrupted."""
    equipment = Equipment(plan, world, world.speaker, Forgetful(), NoScreen(), NoTranscript(), world.listen_for)
    run_session(begin(plan), Began(world.now()), equipment)


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
        command = [sys.executable, "-m", "benchmarks.timing.reaction", "--live", str(folder)]
        subprocess.run(command, env=card.environment, check=True)
        recording = recorder.stop()
    with equipped(folder) as (voice, plans):
        undisturbed = {during: alone(voice, plan, during, folder) for during, plan in plans.items()}
    found: dict[Remark, float | None] = {}
    for entry in json.loads((folder / "told.json").read_text()):
        at = entry.pop("at") - recording.began
        remark = Remark(**entry)
        first = round(at * RATE)
        whole = recording.samples[first : first + len(remark.sound) + round((BEFORE + AFTER) * RATE)]
        (place,) = places(whole[:, 1], remark.sound, [round(BEFORE * RATE)], RATE)
        usual = undisturbed[remark.during]
        begun = first - round(WHEN[remark.during] * RATE)
        shift = begun + _shift(recording.samples[begun:first, 0], usual)
        found[remark] = None if place < 0 else reaction(
            recording.samples[first + place :, 0], usual[first + place - shift :], len(remark.sound))  # fmt: skip
    return found


def _shift(loudspeaker: Sound, usual: Sound) -> int:
    """By how many samples the session stands later in this recording of it up to the remark than in the usual one.

    Judged by its last seconds: how long the loop took from one thing to the next before them differs from time to time.
    """
    first = max(0, len(loudspeaker) - round(KNOWN_BY * RATE))
    known = usual[first : len(loudspeaker) - RATE // 2]
    (place,) = places(loudspeaker[max(0, first - RATE // 2) :], known, [min(first, RATE // 2)], RATE // 2)
    return int(place) - min(first, RATE // 2)


# ---------------------------------------------------------------------- files


def alone(voice: SpokenVoice | ToneVoice, plan: Plan, during: str, folder: Path) -> Sound:
    """What the loudspeaker plays while nobody speaks."""
    out = folder / "alone.wav"
    with FileWorld(TimelineSpeaker(voice, RATE), out=out) as world:
        world.post(Interrupted(SessionTime(WHEN[during] + 3 * AFTER)))
        perform(world, plan)
    sound: Sound = soundfile.read(out, dtype="float32")[0]
    return sound


def on_files(folder: Path) -> dict[Remark, float | None]:
    """The same on the file devices, faster than real time; the times are exact to the sample."""
    found: dict[Remark, float | None] = {}
    begun = 0.0
    with equipped(folder) as (voice, plans):
        undisturbed = {during: alone(voice, plan, during, folder) for during, plan in plans.items()}
        ear = open_watched_ear("pocketsphinx", COACH)
        for remark in remarks():
            first = round(WHEN[remark.during] * RATE)
            quiet = np.random.default_rng(7).normal(0, 0.0005, first + len(remark.sound) + round(AFTER * RATE))
            quiet[first : first + len(remark.sound)] += remark.sound
            mic, out = folder / "mic.wav", folder / "out.wav"
            soundfile.write(mic, quiet.astype(np.float32), RATE)
            ends = begun + len(quiet) / RATE
            with FileWorld(TimelineSpeaker(voice, RATE), ear, mic=mic, out=out, begin_at=SessionTime(begun)) as world:
                world.post(Interrupted(SessionTime(ends)))
                perform(world, plans[remark.during])
            sound, _ = soundfile.read(out, dtype="float32")
            found[remark] = reaction(sound[first:], undisturbed[remark.during][first:], len(remark.sound))
            begun = ends + 60.0
        ear.close()
    return found


# ---------------------------------------------------------------------- judging


def reaction(loudspeaker: Sound, usual: Sound, length: int) -> float | None:
    """Seconds from the end of a remark of this `length` to the first moment that is unlike the usual one.

    All three begin where the remark does. None when nothing differs in time.
    """
    size = round(WINDOW * RATE)
    most = min(len(loudspeaker), len(usual), length + round(AFTER * RATE)) // size * size
    heard, known = (np.abs(sound[:most].reshape(-1, size)).max(axis=1) for sound in (loudspeaker, usual))
    unlike = ((known > LOUD) & (heard < ALIKE * known)) | ((heard > LOUD) & (known < ALIKE * heard))
    lasting = np.flatnonzero(np.convolve(unlike, np.ones(LASTING), "valid") >= LASTING)
    return float(lasting[0] * size - length) / RATE if len(lasting) else None


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
