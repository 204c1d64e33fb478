"""Twelve things that are wrong with microphones, by twenty remarks: what is right, what is wrong, and what is told.

Each remark is spoken by another synthetic voice in a quiet room, given the fault at the microphone's own rate and
channels, written as the recording it would be, and heard by the very ear of a session. *Right* is the meaning, asked
about or acted on; *wrong* is another one that was acted on. `make bench-microphones`.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from benchmarks.lib.corpus import missing_tools, padded, spoken
from coach.cli.machine.hear import hear_file
from coach.core.intents.armed import armed_in
from coach.core.state import Resting, Working
from coach.ears.factory import open_ear
from coach.ears.pipeline import Decision, Listener
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE
from coach.script.files.library import Library
from coach.understanding.opening import open_reader

RESULTS = Path(__file__).parents[1] / "results" / "microphones.json"

Sound = NDArray[np.float64]

REMARKS = (
    ("next", "next"), ("pause", "pause"), ("stop", "stop"), ("stop the session", "stop"), ("repeat that", "repeat"),
    ("slower please", "slower"), ("how long is left", "time_left"), ("what's next", "whats_next"),
    ("give me thirty more seconds", "more_rest"), ("skip this exercise", "next"), ("louder please", "louder"),
    ("i got six", "log_reps"), ("go back", "back"), ("too heavy", "complaint"),
    ("my back feels tight", "complaint"), ("my hip pinches", "complaint"), ("my hamstring is pulling", "complaint"),
    ("there's a sharp pain in my back", "complaint"), ("i feel dizzy", "complaint"), ("my leg is numb", "complaint"),
)  # fmt: skip
VOICES = ("flite:rms", "flite:slt", "flite:awb", "espeak:en-us", "espeak:en-gb")
RATE = 48_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: from a clean voice of one channel at `RATE` to the channels and the rate of the microphone."""

    name: str
    make: Callable[[Sound, np.random.Generator], Sound]
    rate: int = RATE


def hum(mains: int) -> Callable[[Sound, np.random.Generator], Sound]:
    """Mains hum with its overtones, as loud as a fifth of the voice."""

    def make(sound: Sound, _: np.random.Generator) -> Sound:
        time_ = np.arange(len(sound)) / RATE
        tones = [np.sin(2 * np.pi * mains * n * time_ + n) / n for n in (1, 2, 3, 5)]
        hummed: Sound = sound + 0.06 * np.array(tones).sum(axis=0)
        return hummed

    return make


def bursts(sound: Sound, chance: np.random.Generator) -> Sound:
    """Clicks of a bad plug, twelve a second, and holes of 10 ms where samples are lost."""
    broken = sound + np.where(chance.random(len(sound)) < 12 / RATE, chance.choice([-0.7, 0.7], len(sound)), 0.0)
    for at in chance.integers(0, len(sound), round(2 * len(sound) / RATE)):
        broken[at : at + RATE // 100] = 0.0
    return broken


def six(sound: Sound, chance: np.random.Generator) -> Sound:
    """An array: four microphones some centimetres apart, a dead one, and what the loudspeaker plays, louder."""
    heard = [np.roll(sound, shift) + 0.001 * chance.normal(size=len(sound)) for shift in (0, 4, 8, 4)]
    played = np.concatenate([spoken("Rest fifty seconds. Next, Romanian deadlift, two reps.", "espeak:en-us")] * 6)
    loop = soxr.resample(played / 32768, EAR_RATE, RATE)[: len(sound)]
    loop = np.concatenate([loop, np.zeros(len(sound) - len(loop))])
    return np.stack([*heard, 0 * sound, loop], axis=1)


FAULTS = (
    Fault("nothing is wrong", lambda sound, _: sound),
    Fault("offset of a tenth of full scale", lambda sound, _: sound + 0.1),
    Fault("one of two channels inverted", lambda sound, _: np.stack([sound, -sound], axis=1)),
    Fault("one of two channels silent", lambda sound, _: np.stack([0 * sound, sound], axis=1)),
    Fault("an array of six channels", six),
    Fault("8 kHz", lambda sound, _: np.asarray(soxr.resample(sound, RATE, 8_000)), 8_000),
    Fault("192 kHz", lambda sound, _: np.asarray(soxr.resample(sound, RATE, 192_000)), 192_000),
    Fault("driven four times too loud", lambda sound, _: np.clip(13 * sound, -1, 1)),
    Fault("driven thirty times too loud, turned down", lambda sound, _: 0.3 * np.clip(100 * sound, -1, 1)),
    Fault("too faint, by 45 dB", lambda sound, _: sound * 10 ** (-45 / 20)),
    Fault("hum of 50 Hz", hum(50)),
    Fault("hum of 60 Hz", hum(60)),
    Fault("clicks and holes", bursts),
    Fault("nothing but zeros", lambda sound, _: 0 * sound),
)
"""The first is none, to compare with."""


@dataclass(slots=True)
class Tally:
    """Of the remarks with one fault: right ones, those asked about among them, wrong ones, and what was told."""

    said: int = 0
    right: int = 0
    asked: int = 0
    wrong: int = 0
    red_unasked: int = 0
    told: int = 0
    words: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def count(self, text: str, means: str, decisions: list[dict[str, Any]], told: list[str]) -> None:
        """One remark."""
        acts = [each for each in decisions if each["action"] == "act"]
        asks = [each for each in decisions if each["action"] == "ask"]
        self.said += 1
        self.told += bool(told)
        self.words += [line for line in told if line not in self.words]
        wrong = [each for each in acts if each["intent"] != means]
        right = any(each["intent"] == means for each in (*acts, *asks))
        self.wrong += bool(wrong)
        self.right += right and not wrong
        self.asked += right and not wrong and not any(each["intent"] == means for each in acts)
        self.red_unasked += any("cuts it off" in each["why"] and each["intent"] == "complaint" for each in acts)
        self.mistakes += [f"{text}: {each['intent']}" for each in wrong]


def tried(fault: Fault, ear: Listener, heard: list[Decision], folder: Path, share: float) -> Tally:
    """So many of the remarks with this fault."""
    tally, path = Tally(), folder / "remark.wav"
    ear.listen_for(armed_in(Resting) | armed_in(Working) | {"complaint", "stop"})
    for number, (text, means) in list(enumerate(REMARKS))[:: round(1 / share)]:
        chance = np.random.default_rng(number)
        voice = padded(spoken(text, VOICES[number % len(VOICES)]), 1.0, 1.2) / 32768
        clean = np.asarray(soxr.resample(voice + 0.001 * chance.normal(size=len(voice)), EAR_RATE, RATE))
        soundfile.write(path, fault.make(clean, chance), fault.rate, subtype="PCM_16")
        ear.restart()
        lines: list[str] = []
        tally.count(text, means, list(hear_file(path, ear, heard, lines.append)), lines)
    return tally


def main() -> int:
    """Try every fault, print the table, keep it; 1 when a red flag was taken for certain from a remark cut off."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ear", default="auto")
    options.add_argument("--only", default="")
    options.add_argument("--share", type=float, default=1.0, help="of the remarks, evenly spread")
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    if missing := missing_tools():
        sys.stderr.write(missing + "\n")
        return 2
    library, heard, began = Library.open(), list[Decision](), time.monotonic()
    phrases = Phrases.load(library.phrases_path("en"))
    reader = open_reader(library, "en", phrases)
    found: dict[str, Tally] = {}
    sys.stdout.write("| microphone | right | of them asked | wrong | told of | |\n|---|---|---|---|---|---|\n")
    with (
        closing(open_ear(asked.ear, phrases, watch=heard.append, reader=reader)) as ear,
        tempfile.TemporaryDirectory(prefix="coach-microphones-") as folder,
    ):
        name = ear.name
        for fault in (each for each in FAULTS if asked.only in each.name):
            found[fault.name] = tally = tried(fault, ear, heard, Path(folder), asked.share)
            counts = f"{tally.right}/{tally.said} | {tally.asked} | {tally.wrong} | {tally.told}"
            words = "; ".join([*(line.split(":")[0] for line in tally.words[:2]), *tally.mistakes[:3]])
            sys.stdout.write(f"| {fault.name} | {counts} | {words} |\n")
            sys.stdout.flush()
    if asked.keep is not None:
        figures = {
            "command": f"python -m benchmarks.hearing.microphones --ear {asked.ear} --share {asked.share:g}",
            "ear": name,
            "remarks": len(REMARKS),
            "seconds": round(time.monotonic() - began),
            "load average": round(os.getloadavg()[1], 1),
            "faults": {each: dict(_plain(tally)) for each, tally in found.items()},
        }
        asked.keep.write_text(json.dumps(figures, indent=1) + "\n")
    return 1 if any(tally.red_unasked for tally in found.values()) else 0


def _plain(tally: Tally) -> dict[str, object]:
    return {name: getattr(tally, name) for name in Tally.__slots__}


if __name__ == "__main__":
    sys.exit(main())
