"""An hour on the virtual sound card with every face of the coach in use at once.

The same box and lifter as in `card`, no plugs pulled; around it the page with ten screens that follow it, a broker that
is told everything, a voice assistant that asks, a program at the door, and what gathers; the voice and a second ear are
on real servers. Written down are underruns of the loudspeaker, how late pictures came, and a row a minute: what each
process holds of memory, so that growth can be told from warming up.
`python -m benchmarks.torture.soak.faces --minutes 60`
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.lib.growth import grown, quarters, table
from benchmarks.lib.processes import Load, load_of, megabytes_of
from benchmarks.torture.soak.card import Soak
from benchmarks.torture.soak.standing import Process, Servers, faces, gathered, servers
from benchmarks.torture.soak.story import columns_of
from benchmarks.torture.soak.visitors import EVERY, SCREENS, visited
from coach.testing.sound_card import sound_card

RESULTS = Path(__file__).parents[2] / "results" / "faces.json"

THREADS = 6
"""So many a face may have; they are begun when they are first needed."""

FIRST = ("minute", "load", "underruns", "remarks", "understood", "coach threads", "coach files", "faces' files")
"""What a row tells before the megabytes of each process."""


class WithFaces(Soak):
    """The hour, with everything that stands around it; visitors come every `every` seconds."""

    serve = ("serve", "--link")
    every = EVERY

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.loads: dict[str, list[Load]] = {}
        self.rows: list[tuple[list[float], dict[str, float]]] = []
        self.told: dict[str, Any] = {}

    def run(self, seconds: float, every: float) -> int | None:
        """Soak so long beside the servers that the box's settings name."""
        with servers(self._card, self._folder) as self._servers:
            return super().run(seconds, every)

    def _hour(self, coach: Process, seconds: float, every: float) -> int | None:
        self._coach, broker = coach, self._servers.broker
        with faces(self._card, self._folder, broker) as (self._faces, ports):
            with visited(self._card, broker, ports, self.every) as visitors:
                code = super()._hour(coach, seconds, every)
            self.told = visitors.told()
            self.told["asked of the second ear"] = _lines(self._servers)
            self.told["faces that ended"] = [name for name, each in self._faces.items() if each.poll() is not None]
            self.told["gather"] = gathered(self._card)
        return code

    def _end_minute(self, load: Load, before: Load, now: float) -> Load:
        held = megabytes_of(self._coach.pid, "coach")
        for name, process in self._faces.items():
            self.loads.setdefault(name, []).append(load_of(process.pid))
            held |= megabytes_of(process.pid, name)
        after = super()._end_minute(load, before, now)
        minute = self.minutes[-1]
        files = sum(loads[-1].files for loads in self.loads.values())
        first = [60 * minute.hours, os.getloadavg()[0], len(self.underruns()), minute.said, minute.understood]
        self.rows.append(([*first, load.threads, load.files, files], held))
        return after

    def underruns(self) -> list[float]:
        """Seconds that each underrun of the loudspeaker lasted, from the transcript."""
        with (self._folder / "transcript.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if '"underrun"' in line]
        return [each["end"] - each["at"] for each in records if each.get("kind") == "underrun"]


def _lines(around: Servers) -> int:
    return len(around.remarks.read_text("utf-8", "replace").splitlines()) if around.remarks.exists() else 0


def slope(hours: list[float], values: list[float]) -> float:
    """By how much the values grow in an hour, by least squares; 0 for fewer than three."""
    if len(values) < 3:
        return 0.0
    middle, level = sum(hours) / len(hours), sum(values) / len(values)
    spread = sum((each - middle) ** 2 for each in hours)
    return sum((x - middle) * (y - level) for x, y in zip(hours, values, strict=True)) / spread


def growth(rows: list[tuple[list[float], dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Of each process that was there to the end: megabytes after a quarter and in the last one, and how many an hour
    came in the first half and in the second, where only the second is growth."""
    told = {}
    for name in rows[-1][1] if rows else ():
        there = [(first[0] / 60, held[name]) for first, held in rows if name in held]
        half = len(there) // 2
        settled, last = quarters([value for _, value in there])
        halves = (there[:half], there[half:])
        an_hour = [round(slope([at for at, _ in each], [value for _, value in each]), 1) for each in halves]
        told[name] = {
            "settled": round(settled, 1),
            "last": round(last, 1),
            "an hour, first half": an_hour[0],
            "an hour, second half": an_hour[1],
        }
    return told


def each_minute(rows: list[tuple[list[float], dict[str, float]]]) -> dict[str, Any]:
    """The rows as they are written: what each column is, and a line a minute."""
    names = list(dict.fromkeys(name for _, held in rows for name in held))
    lines = [[*(round(each, 1) for each in first), *(_round(held.get(name)) for name in names)] for first, held in rows]
    return {"columns": [*FIRST, *(f"{name} MB" for name in names)], "rows": lines}


def _round(megabytes: float | None) -> float | None:
    return None if megabytes is None else round(megabytes, 1)


def faults_of(soak: WithFaces, code: int | None, columns: dict[str, tuple[str, list[float]]]) -> list[str]:
    """What grew, ended, or told of a fault of its own."""
    logs = [each.read_text("utf-8", "replace") for each in sorted(soak.log.parent.glob("*.log"))]
    faults = grown(columns) + (["a traceback"] if any("Traceback" in each for each in logs) else [])
    faults += [f"the coach ended with {code}"] if code is not None else []
    most = {name: max(each.threads for each in loads) for name, loads in soak.loads.items()}
    faults += [f"{name} threads up to {number}" for name, number in most.items() if number > THREADS]
    return faults + [f"{name} ended" for name in soak.told["faces that ended"]]


def result(soak: WithFaces, code: int | None, command: str) -> dict[str, Any]:
    """What is written down."""
    watched = {"coach": [minute.load for minute in soak.minutes], **soak.loads}
    columns = columns_of(soak.minutes)
    for name, loads in soak.loads.items():
        columns[f"{name} memory"] = ("megabytes", [each.main + each.helpers for each in loads])
        columns[f"{name} files"] = ("files", [float(each.files) for each in loads])
    sys.stdout.write(table(columns))
    underruns, loads_told = soak.underruns(), [first[1] for first, _ in soak.rows]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "command": command,
        "commit": commit.stdout.strip(),
        "load average": round(sum(loads_told) / max(1, len(loads_told)), 1),
        "minutes": len(soak.minutes),
        "screens": SCREENS,
        "underruns": len(underruns),
        "longest underrun, seconds": round(max(underruns, default=0.0), 2),
        "remarks": sum(minute.said for minute in soak.minutes),
        "understood": sum(minute.understood for minute in soak.minutes),
        **soak.told,
        "megabytes": growth(soak.rows),
        "threads, settled and last": {
            name: list(quarters([float(each.threads) for each in loads])) for name, loads in watched.items()
        },
        "open files, settled and last": {
            name: list(quarters([float(each.files) for each in loads])) for name, loads in watched.items()
        },
        "faults": faults_of(soak, code, columns),
        "each minute": each_minute(soak.rows),
    }


def written(found: dict[str, Any]) -> str:
    """As JSON that people can read: a list of plain values on one line."""
    text = json.dumps(found, indent=1)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda each: f"[{' '.join(each[1].split())}]", text) + "\n"


def main() -> int:
    """Soak, print a line a minute and a table, write the result file; 1 when anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--every", type=float, default=EVERY, help="seconds between two visits")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=RESULTS, help="where the result goes")
    asked = options.parse_args()
    command = f"python -m benchmarks.torture.soak.faces --minutes {asked.minutes:g} --every {asked.every:g}"

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory(prefix="coach-faces-") as folder, sound_card() as card:
        soak = WithFaces(card, Path(folder), asked.seed, tell)
        soak.every = asked.every
        code = soak.run(60 * asked.minutes + 1, float("inf"))
        found = result(soak, code, command)
    asked.out.write_text(written(found), encoding="utf-8")
    tell(written(found))
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
