"""Several boxes at three servers, one killed in mid-stream; and what gathering costs as boxes and years grow.

Run it with: nice -n 5 python -m benchmarks.gather --events 100000 --boxes 6
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.gather.cost import SIZES, cost, table
from benchmarks.gather.racks import faketime
from benchmarks.gather.storm import storm

RESULT = Path(__file__).parents[1] / "results" / "gather.json"


def main() -> int:
    """Run both parts, write the result, say what came out; 1 when anything was lost, doubled or out of order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--boxes", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=1200.0, help="seconds")
    parser.add_argument("--without-cost", action="store_true")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}")
    wished = parser.parse_args()
    try:
        faketime()
    except FileNotFoundError as missing:
        sys.exit(str(missing))
    with tempfile.TemporaryDirectory() as folder:
        stormy = storm(Path(folder) / "storm", wished.events, wished.boxes, wished.seed, wished.within)
        sys.stdout.write(json.dumps(stormy, indent=1) + "\n")
        costs = [] if wished.without_cost else cost(Path(folder) / "cost", SIZES, wished.seed)
    if costs:
        sys.stdout.write(table(costs))
    if wished.keep:
        told = {
            "command": f"nice -n 5 python -m benchmarks.gather --events {wished.events} --boxes {wished.boxes}",
            "commit": _commit(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {_server()}",
            "load": [round(load, 1) for load in os.getloadavg()],
            "seed": wished.seed,
            "storm": stormy,
            **({"cost": costs, "cost at": _commit()} if costs else _costs_before()),
        }
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0 if stormy["right"] else 1


def _costs_before() -> dict[str, object]:
    """What was measured of the costs before, and at which commit."""
    before = json.loads(RESULT.read_text(encoding="utf-8"))
    return {"cost": before["cost"], "cost at": before.get("cost at", before["commit"])}


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _server() -> str:
    from benchmarks.gather.servers import SERVER

    done = subprocess.run([str(SERVER), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
