"""Several boxes at three servers, one killed in mid-stream; and what gathering costs as boxes and years grow.

Run it with: nice -n 5 python -m benchmarks.gather --events 100000 --boxes 6
Only what it costs: nice -n 10 python -m benchmarks.gather --without-storm
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.gather.cost import SIZES, cost
from benchmarks.gather.racks import faketime
from benchmarks.gather.rows import joined, table
from benchmarks.gather.storm import storm

RESULT = Path(__file__).parents[1] / "results" / "gather.json"


def main(arguments: Sequence[str] | None = None, result: Path = RESULT) -> int:
    """Run what is wished, write the result, say what came out; 1 when anything was lost, doubled or out of order."""
    wished = _wished(arguments)
    with tempfile.TemporaryDirectory() as folder:
        right = wished.without_storm or _stormed(Path(folder) / "storm", wished, result)
        if not wished.without_cost:
            _costed(Path(folder) / "cost", wished, result)
    return 0 if right else 1


def _wished(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--boxes", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=1200.0, help="seconds")
    parser.add_argument("--without-storm", action="store_true", help="only what it costs")
    parser.add_argument("--without-cost", action="store_true", help="only the storm")
    parser.add_argument(
        "--sizes", type=_size, nargs="+", default=SIZES, metavar="BOXESxSESSIONS", help="such as 10x156 200x16"
    )
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}, each size as soon as it is measured")
    wished = parser.parse_args(arguments)
    if not wished.without_storm:
        try:
            faketime()
        except FileNotFoundError as missing:
            parser.error(str(missing))
    return wished


def _size(text: str) -> tuple[int, int]:
    boxes, _, sessions = text.partition("x")
    return int(boxes), int(sessions)


def _stormed(folder: Path, wished: argparse.Namespace, result: Path) -> bool:
    found = storm(folder, wished.events, wished.boxes, wished.seed, wished.within)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    if wished.keep:
        told = {
            "command": f"nice -n 5 python -m benchmarks.gather --events {wished.events} --boxes {wished.boxes}",
            "commit": _commit(),
            "machine": _machine(),
            "load": [round(load, 1) for load in os.getloadavg()],
            "seed": wished.seed,
            "storm": found,
        }
        _keep(result, told)
    return bool(found["right"])


def _costed(folder: Path, wished: argparse.Namespace, result: Path) -> None:
    """Measure size after size; one that is broken off leaves those before it kept."""
    rows = []
    for row in cost(folder, wished.sizes, wished.seed):
        rows.append({**row, "load average": round(os.getloadavg()[0], 1), "commit": _commit()})
        sys.stdout.write(table(rows[-1:]))
        sys.stdout.flush()
        if wished.keep:
            told = {
                "command": "nice -n 10 python -m benchmarks.gather --without-storm --keep",
                "machine": _machine(),
                "rows": joined(_before(result).get("cost", {}).get("rows", ()), rows),
            }
            _keep(result, {"cost": told})


def _before(result: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}
    return found


def _keep(result: Path, told: dict[str, Any]) -> None:
    """Put one part of the result beside what was measured of the other before."""
    result.write_text(json.dumps(_before(result) | told, indent=1) + "\n", encoding="utf-8")


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {_server()}"


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _server() -> str:
    from benchmarks.gather.servers import SERVER

    done = subprocess.run([str(SERVER), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
