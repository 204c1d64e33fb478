"""Result files of benchmarks: what was measured, of which commit, on what machine, under what load."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "results"


def written(name: str, found: dict[str, Any]) -> Path:
    """Write one run's result file and return its place."""
    FOLDER.mkdir(exist_ok=True)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    about = {
        "commit": commit.stdout.strip(),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": [round(value, 2) for value in os.getloadavg()],
    }
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(about | found, indent=1) + "\n", encoding="utf-8")
    return path
