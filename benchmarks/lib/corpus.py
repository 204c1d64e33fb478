"""Speech for the hearing benchmarks: synthetic speakers and human recordings.

Nothing here ships with the coach. Human recordings are read from the folder given on the command line.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.lib.tape import key_of, tape
from benchmarks.lib.voices import NATURAL, ROBOTS, Sound, rendered
from coach.cli.machine.hear import read_sound
from coach.ports import EAR_RATE, Pcm16

ROOT = Path(__file__).parents[2]
VOICES = (*ROBOTS, *NATURAL)
PACES = (0.85, 1.0, 1.2)
CORE = frozenset(
    {"next", "back", "repeat", "pause", "resume", "stop", "start", "done", "more_rest", "less_rest", "time_left"}
    | {"whats_next", "slower", "faster", "louder", "quieter", "why", "help", "easier", "harder", "complaint", "undo"}
)
"""What is armed in most states of a session."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it means; `intent` is None where it means nothing."""

    text: str
    intent: str | None
    slots: dict[str, Any]


def sentences(path: Path = ROOT / "tests" / "phrases" / "en.yaml") -> list[Sentence]:
    """The sentences of the phrase tests."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    meant = [
        Sentence(str(text), entry["intent"], entry.get("slots", {})) for entry in data["means"] for text in entry["say"]
    ]
    return meant + [Sentence(str(text), None, {}) for text in data["means_nothing"]]


def missing_tools() -> str:
    """What has to be installed before synthetic speakers can speak; empty when nothing."""
    missing = [tool for tool in ("flite", "espeak-ng") if shutil.which(tool) is None]
    return f"{' and '.join(missing)} missing; run 'apt install flite espeak-ng'" if missing else ""


@lru_cache(maxsize=4096)
def spoken(text: str, voice: str, pace: float = 1.0) -> Pcm16:
    """The text in a synthetic voice ("flite:slt", "espeak:en-gb+m3"), peak at 0.3 of full scale, no silence around."""
    sound: Pcm16 = tape().get(key_of("spoken", text, voice, pace), lambda: _levelled(rendered(text, voice, pace)))
    return sound


def _levelled(sound: Sound) -> Pcm16:
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    sound = sound[loud[0] : loud[-1] + 1]
    levelled: Pcm16 = (sound / np.abs(sound).max() * 0.3 * 32767).astype(np.int16)
    return levelled


def padded(sound: Pcm16, before: float = 0.5, after: float = 1.2) -> Pcm16:
    """The sound with silence around it, in seconds."""
    return np.concatenate(
        [np.zeros(round(before * EAR_RATE), np.int16), sound, np.zeros(round(after * EAR_RATE), np.int16)]
    )


def barista(folder: Path) -> Iterator[tuple[str, Pcm16, dict[str, str]]]:
    """Human coffee orders: file name, sound, slots."""
    labels = json.loads((folder / "barista" / "labels.json").read_text(encoding="utf-8"))
    for name in sorted(labels):
        yield name, read_sound(folder / "barista" / name), labels[name]["slots"]


def digits(folder: Path) -> Iterator[tuple[str, Pcm16, int]]:
    """Human single digits: file name, sound, the digit."""
    for path in sorted((folder / "digits").glob("*.flac")):
        yield path.name, read_sound(path), int(path.name.split("_")[0])


def kitchen(folder: Path) -> Pcm16:
    """Two minutes of a kitchen at work."""
    return read_sound(folder / "noise" / "kitchen.flac")


def pieces(sound: Pcm16, seconds: float) -> list[Pcm16]:
    """The sound in pieces of so many seconds."""
    length = round(seconds * EAR_RATE)
    return [sound[start : start + length] for start in range(0, len(sound), length)]
