"""Damaged files and odd words by the ten thousand: every one must be read or refused with a clear line, none may crash.

Also watched: nothing outside the fuzzer's own folder is opened for writing, and the file that was read is as it was.
`make fuzz`; more with INPUTS=100000.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.torture.fuzz.damage import damaged_bytes, damaged_text
from benchmarks.torture.fuzz.kind import Kind
from benchmarks.torture.fuzz.kinds import kinds
from coach.errors import CoachError, ContentError

MEMORY = Path("/dev/shm")
"""Where the inputs are put, where there is such a place: a folder is made and removed for each, and a disk is slow."""

RESULTS = Path(__file__).parents[2] / "results" / "fuzz.json"

ROUND = 10_000
"""Inputs after which the figures so far are kept; each round has a seed of its own."""

PROGRESS = 2_000
"""Inputs between two lines of progress."""


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one kind; `crashes` are the first words of each traceback with its input."""

    accepted: int = 0
    refused: int = 0
    crashes: list[tuple[str, bytes]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """How many there were."""
        return self.accepted + self.refused + len(self.crashes)

    def add(self, other: "Tally") -> None:
        """Count in what another process found."""
        self.accepted += other.accepted
        self.refused += other.refused
        self.crashes += other.crashes
        self.seconds += other.seconds


def main() -> int:
    """Fuzz every kind and print the table; 1 when anything crashed or wrote where it should not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=10_000, help="how many in all")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", help="one kind, such as 'plan line'")
    options.add_argument("--keep", type=Path, help="a folder for the inputs that crashed")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes share the inputs")
    options.add_argument("--figures", type=Path, help=f"write them there as they come, such as {RESULTS}")
    asked = options.parse_args()
    tallies: dict[str, Tally] = {}
    strays: set[str] = set()
    began = time.monotonic()
    for number in range(-(-asked.inputs // ROUND)):
        part = min(ROUND, asked.inputs - number * ROUND)
        found, outside = shared(part, asked.seed + number, asked.only, asked.jobs)
        strays |= outside
        for name, tally in found.items():
            tallies.setdefault(name, Tally()).add(tally)
        if asked.figures is not None:
            asked.figures.write_text(json.dumps(figures(tallies, strays, time.monotonic() - began), indent=1) + "\n")
    _print(tallies)
    crashes = [(name, *crash) for name, tally in tallies.items() for crash in tally.crashes]
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
        for number, (name, _, data) in enumerate(crashes):
            (asked.keep / f"{name.replace(' ', '-')}-{number}").write_bytes(data)
    sys.stdout.write(f"written outside the fuzzer's own folder: {len(strays)} {sorted(strays)[:5]}\n")
    return 1 if crashes or strays else 0


def _print(tallies: dict[str, Tally]) -> None:
    sys.stdout.write("| kind | inputs | read | refused | crashed | CPU ms each |\n|---|---|---|---|---|---|\n")
    for name, tally in tallies.items():
        counts = f"{tally.inputs} | {tally.accepted} | {tally.refused} | {len(tally.crashes)}"
        sys.stdout.write(f"| {name} | {counts} | {1000 * tally.seconds / max(tally.inputs, 1):.2f} |\n")
    words = Counter((name, words) for name, tally in tallies.items() for words, _ in tally.crashes)
    for (name, told), number in words.most_common(30):
        sys.stdout.write(f"CRASH in {name}, {number} times: {told}\n")


def figures(tallies: dict[str, Tally], strays: set[str], seconds: float) -> dict[str, object]:
    """What was found so far, for a file."""
    return {
        "command": f"python -m {__spec__.name} {' '.join(_plain(sys.argv[1:]))}",
        "load average": round(os.getloadavg()[2], 1),
        "inputs": sum(tally.inputs for tally in tallies.values()),
        "seconds": round(seconds),
        "kinds": {
            name: {
                "inputs": tally.inputs,
                "read": tally.accepted,
                "refused": tally.refused,
                "crashed": len(tally.crashes),
                "CPU ms each": round(1000 * tally.seconds / max(tally.inputs, 1), 2),
            }
            for name, tally in tallies.items()
        },
        "written elsewhere": sorted(strays),
        "crashes": sorted({f"{name}: {words}" for name, tally in tallies.items() for words, _ in tally.crashes}),
    }


def _plain(words: list[str]) -> Iterator[str]:
    """The arguments without the places of files."""
    before = ""
    for word in words:
        if not {word, before} & {"--figures", "--keep"}:
            yield word
        before = word


def shared(inputs: int, seed: int, only: str | None, jobs: int) -> tuple[dict[str, Tally], set[str]]:
    """As `fuzz`, the inputs shared out over so many processes, each with a seed of its own that follows from `seed`."""
    shares = [len(range(job, inputs, jobs)) for job in range(jobs)]
    seeds = [seed * jobs + job for job in range(jobs)]
    tallies: dict[str, Tally] = {}
    strays: set[str] = set()
    with ProcessPoolExecutor(jobs) as pool:
        for part, outside in pool.map(partial(fuzz, only=only, progress=True), shares, seeds):
            strays |= outside
            for name, tally in part.items():
                tallies.setdefault(name, Tally()).add(tally)
    return tallies, strays


def fuzz(
    inputs: int, seed: int, *, only: str | None = None, progress: bool = False
) -> tuple[dict[str, Tally], set[str]]:
    """So many inputs over all kinds; the tally of each kind, and every path outside that was opened for writing."""
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="coach-fuzz-", dir=place) as name, warnings.catch_warnings():
        warnings.simplefilter("error")  # what warns at the lifter is a fault too
        folder = Path(name)
        strays: set[str] = set()
        (folder / "made").mkdir()
        chosen = [kind for kind in kinds(folder / "made") if only in (None, kind.name)]
        shares = [((share + 0.5) / kind.shares, kind) for kind in chosen for share in range(kind.shares)]
        order = [kind for _, kind in sorted(shares, key=lambda each: each[0])]  # all kinds from the beginning
        tallies = {kind.name: Tally() for kind in chosen}
        chance = random.Random(seed)
        for number in range(inputs):
            kind = order[number % len(order)]
            _try(kind, folder / "read", chance, tallies[kind.name], strays)
            if progress and (number + 1) % PROGRESS == 0:
                crashed = sum(len(tally.crashes) for tally in tallies.values())
                done = f"{number + 1} of {inputs} inputs with seed {seed}, {crashed} crashed"
                sys.stderr.write(f"{time.strftime('%H:%M:%S')} {done}\n")
        return tallies, strays


def _try(kind: Kind, folder: Path, chance: random.Random, tally: Tally, strays: set[str]) -> None:
    example = chance.choice(kind.examples)
    if kind.text:
        data = damaged_text(example.decode(), chance).encode("utf-8", "surrogatepass")
    else:
        data = damaged_bytes(example, chance)
    read_one(kind, folder, data, tally, strays)


def read_one(kind: Kind, folder: Path, data: bytes, tally: Tally, strays: set[str]) -> None:
    """Let the coach read this input as a file in `folder`, which is emptied first, and tally what became of it."""
    shutil.rmtree(folder, ignore_errors=True)
    place = folder / kind.file
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    begun = time.process_time()
    try:
        with _watched(folder.parent, strays):
            kind.read(place)
        tally.accepted += 1
    except CoachError as error:
        tally.refused += 1
        tally.crashes += [(fault, data) for fault in unclear(error)]
    except Exception as error:  # noqa: BLE001 - finding these is what a fuzzer is for
        tally.crashes.append((f"{type(error).__name__}: {str(error)[:120]}", data))
    tally.seconds += time.process_time() - begun
    if kind.keeps and place.read_bytes() != data:
        tally.crashes.append(("the file that was read is not as it was", data))


def unclear(error: CoachError) -> list[str]:
    """What is wrong with a refusal: not one line for each fault, words of a machine, another exit code than 2."""
    lines = [str(each) for each in error.problems] if isinstance(error, ContentError) else [str(error)]
    faults = [f"a refusal of several lines: {line[:100]!r}" for line in lines if "\n" in line or "\r" in line]
    faults += ["a refusal without words"] if not lines or not all(line.strip() for line in lines) else []
    faults += [f"a refusal with a traceback: {line[:100]!r}" for line in lines if "Traceback" in line]
    return faults + ([f"exit code {error.exit_code}"] if error.exit_code != 2 else [])


_WATCHED: list[tuple[Path, set[str]]] = []


@contextmanager
def _watched(folder: Path, strays: set[str]) -> Iterator[None]:
    """Python's audit hooks cannot be taken off again, so one is set once and looks at what is being watched."""
    if not _HOOKED:
        sys.addaudithook(_opened)
        _HOOKED.append(True)
    _WATCHED.append((folder, strays))
    try:
        yield
    finally:
        _WATCHED.clear()


_HOOKED: list[bool] = []


def _opened(event: str, arguments: tuple[object, ...]) -> None:
    if not _WATCHED or event not in ("open", "os.mkdir", "os.rename", "os.link", "os.symlink"):
        return
    folder, strays = _WATCHED[-1]
    touched = list(arguments[: 1 if event in ("open", "os.mkdir") else 2])
    if event == "open" and not (
        isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    ):
        return
    for path in touched:
        if isinstance(path, str | Path) and str(path) != os.devnull and not str(path).startswith(str(folder)):
            strays.add(str(path))


if __name__ == "__main__":
    sys.exit(main())
