"""Damaged files and odd words by the ten thousand: every one must be read or refused with a clear line, none may crash.

Also watched: nothing outside the fuzzer's own folder is opened for writing. `make fuzz`; more with --inputs 100000.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.damage import damaged_bytes, damaged_text
from coach.audio.microphone import FileMicrophone
from coach.config import load_config
from coach.errors import CoachError, ContentError
from coach.journal.store import Journal
from coach.phrases.intents import Phrases
from coach.planning.appointments import parse
from coach.planning.calendar import load_plan
from coach.script.check import Checker
from coach.script.library import Library
from coach.voices.definition import read_voice

PLANS = (
    "mon,thu 18:30 rdl-day",
    "2026-12-05 10:00 first-hinge",
    "2026-12-05 09:00 race first-hinge 35 minutes before",
)
CALENDAR = "zone: Europe/Zurich\nreminder: 10\nplan:\n" + "".join(f"  - {plan}\n" for plan in PLANS)
CONFIG = "ear: vosk\nvoice: deep\nvosk_model: models/small\nverbosity: quiet\nunit: lb\nwake: true\nlifter: me\n"
REMARKS = (
    "my back feels tight",
    "give me thirty more seconds",
    "next",
    "one hundred and two point five kilos",
    "R P E eight",
)


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one kind; `crashes` are the first words of each traceback with its input."""

    accepted: int = 0
    refused: int = 0
    crashes: list[tuple[str, bytes]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input: sound examples, the name its file has, and what reads it."""

    name: str
    examples: tuple[bytes, ...]
    file: str
    read: Callable[[Path], object]
    text: bool = True


def main() -> int:
    """Fuzz every kind and print the table; 1 when anything crashed or wrote where it should not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=10_000, help="how many in all")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    tallies, strays = fuzz(asked.inputs, asked.seed)
    sys.stdout.write(f"{'kind':12}{'inputs':>8}{'read':>8}{'refused':>9}{'crashed':>9}{'ms each':>9}\n")
    for name, tally in tallies.items():
        inputs = tally.accepted + tally.refused + len(tally.crashes)
        counts = f"{inputs:8}{tally.accepted:8}{tally.refused:9}{len(tally.crashes):9}"
        sys.stdout.write(f"{name:12}{counts}{1000 * tally.seconds / max(inputs, 1):9.2f}\n")
    crashes = [(name, *crash) for name, tally in tallies.items() for crash in tally.crashes]
    for (name, words), number in Counter((name, words) for name, words, _ in crashes).most_common(12):
        sys.stdout.write(f"CRASH in {name}, {number} times: {words}\n")
    sys.stdout.write(f"written outside the fuzzer's own folder: {len(strays)} {sorted(strays)[:5]}\n")
    return 1 if crashes or strays else 0


def fuzz(inputs: int, seed: int) -> tuple[dict[str, Tally], set[str]]:
    """So many inputs over all kinds; the tally of each kind, and every path outside that was opened for writing."""
    with tempfile.TemporaryDirectory(prefix="coach-fuzz-") as name:
        folder = Path(name)
        kinds = list(_kinds(folder))
        strays: set[str] = set()
        _watch(folder, strays)
        tallies = {kind.name: Tally() for kind in kinds}
        chance = random.Random(seed)
        for number in range(inputs):
            kind = kinds[number % len(kinds)]
            _try(kind, folder, chance, tallies[kind.name])
        _WATCHED.clear()
        return tallies, strays


def _try(kind: Kind, folder: Path, chance: random.Random, tally: Tally) -> None:
    example = chance.choice(kind.examples)
    if kind.text:
        data = damaged_text(example.decode(), chance).encode("utf-8", "surrogatepass")
    else:
        data = damaged_bytes(example, chance)
    place = folder / kind.file
    place.write_bytes(data)
    begun = time.perf_counter()
    try:
        kind.read(place)
        tally.accepted += 1
    except CoachError:
        tally.refused += 1
    except Exception as error:  # noqa: BLE001 - finding these is what a fuzzer is for
        tally.crashes.append((f"{type(error).__name__}: {str(error)[:120]}", data))
    tally.seconds += time.perf_counter() - begun


_WATCHED: list[tuple[Path, set[str]]] = []


def _watch(folder: Path, strays: set[str]) -> None:
    """Python's audit hooks cannot be taken off again, so one is set once and looks at what is being watched."""
    if not _HOOKED:
        sys.addaudithook(_opened)
        _HOOKED.append(True)
    _WATCHED.append((folder, strays))


_HOOKED: list[bool] = []


def _opened(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _WATCHED:
        return
    path, _, flags = arguments
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    folder, strays = _WATCHED[-1]
    if writes and isinstance(path, str) and path != os.devnull and not path.startswith(str(folder)):
        strays.add(path)


def _kinds(folder: Path) -> "list[Kind]":
    library = Library.open()
    checker = Checker(library)
    phrases = Phrases.load(library.phrases_path())

    def content(path: Path) -> None:
        problems = checker.problems_in(path)
        if problems:
            raise ContentError(problems)

    return [
        *(
            Kind(name, _examples(library, pattern), f"{pattern.split('/')[0]}-{name}.yaml", content)
            for name, pattern in CONTENT
        ),
        Kind("phrases", _examples(library, "scripts/phrases/*.yaml"), "en.yaml", Phrases.load),
        Kind("voice", _examples(library, "voices/*.yaml"), "voice.yaml", read_voice),
        Kind("calendar", (CALENDAR.encode(),), "calendar.yaml", load_plan),
        Kind("config", (CONFIG.encode(),), "coach.yaml", load_config),
        Kind("plan line", tuple(plan.encode() for plan in PLANS), "line.txt", lambda path: parse(_text(path))),
        Kind("remark", tuple(text.encode() for text in REMARKS), "remark.txt", lambda path: phrases.match(_text(path))),
        Kind("journal", (_journal(folder),), "journal.sqlite", _read_journal, text=False),
        Kind("sound", (_sound(folder),), "sound.wav", _read_sound, text=False),
    ]


CONTENT = (
    ("movement", "scripts/movements/*.yaml"),
    ("drill", "scripts/drills/*.yaml"),
    ("session", "sessions/*.yaml"),
    ("lines", "scripts/lines.yaml"),
    ("branches", "scripts/branches.yaml"),
    ("ladders", "scripts/ladders.yaml"),
)


def _examples(library: Library, pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(library.roots[-1].glob(pattern)))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _journal(folder: Path) -> bytes:
    path = folder / "example.sqlite"
    with Journal.open(path, durable=False):
        pass
    return path.read_bytes()


def _read_journal(path: Path) -> None:
    for beside in path.parent.glob("journal.sqlite?*"):
        beside.unlink()
    with Journal.open(path, durable=False) as journal:
        journal.unfinished()


def _sound(folder: Path) -> bytes:
    import numpy as np
    import soundfile

    path = folder / "example.wav"
    soundfile.write(path, np.sin(np.arange(1600) / 5), 16_000)
    return path.read_bytes()


def _read_sound(path: Path) -> None:
    with FileMicrophone(path) as microphone:
        for _ in range(20):
            microphone.next_block()


if __name__ == "__main__":
    sys.exit(main())
