"""A long history in and out: how much memory an import and an export take, beside how large the file is.

A table of 100 MB, as Hevy writes it, is taken in, written out as everything and as a table, and everything is taken in
again into an empty journal; a long recording is read as `coach hear` reads it. `make bench-streams`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results" / "streams.json"

LIMIT = 150.0
"""Megabytes that none may take at most."""

MEGABYTE = 1e6
HEADING = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,"
    "distance_km,duration_seconds,rpe\n"
)
SETS = 20
"""Sets of a session."""

HEARD = """
import sys
from pathlib import Path
from coach.cli.machine.hear import sound_of
print(sum(len(block) for block in sound_of(Path(sys.argv[1]))))
"""


def table(path: Path, megabytes: float, note: int) -> int:
    """Write a table so large, each set with a note of so many letters; how many sets it has."""
    sets = day = 0
    with path.open("w") as out:
        out.write(HEADING)
        while out.tell() < megabytes * MEGABYTE:
            when = f"{day % 28 + 1} {('Jan', 'Jun', 'Oct')[day // 28 % 3]} {1900 + day // 84}"
            row = f'Pull,"{when}, 18:30","{when}, 19:30",,RDL,,{"x" * note},{{}},normal,100,5,,,\n'
            out.writelines(row.format(number) for number in range(SETS))
            sets, day = sets + SETS, day + 1
    return sets


def recording(path: Path, megabytes: float) -> None:
    """Write a recording so large: a tone, at the rate of the ear."""
    import numpy as np
    import soundfile

    second = 0.1 * np.sin(np.arange(16_000) / 5)
    with soundfile.SoundFile(path, "w", 16_000, 1) as out:
        while out.frames * 2 < megabytes * MEGABYTE:
            out.write(second)


def measured(words: Sequence[str], home: Path) -> dict[str, float]:
    """Run this; the most memory it took, in megabytes, and its seconds of work and on the wall."""
    environment = {**os.environ, "HOME": str(home)}
    for name in ("config", "data", "cache", "state"):
        environment[f"XDG_{name.upper()}_HOME"] = str(home / name)
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} left with {process.returncode}")
    return {
        "most MB": round(used.ru_maxrss * 1024 / MEGABYTE, 1),
        "CPU s": round(used.ru_utime + used.ru_stime, 1),
        "s": round(time.monotonic() - began, 1),
    }


def directions(folder: Path, megabytes: float, note: int) -> dict[str, dict[str, float]]:
    """Each way in and out, with the size of its file."""
    given, whole, sets, sound = (folder / name for name in ("hevy.csv", "all.json", "all.csv", "long.wav"))
    homes = [folder / "first", folder / "second"]
    for home in homes:
        home.mkdir()
    table(given, megabytes, note)
    recording(sound, megabytes)
    ways = {
        "nothing: coach history": (["-m", "coach", "history"], homes[0], None),
        "a table taken in": (["-m", "coach", "import", str(given)], homes[0], given),
        "everything written out": (["-m", "coach", "export", str(whole)], homes[0], whole),
        "a table written out": (["-m", "coach", "export", str(sets)], homes[0], sets),
        "everything taken in": (["-m", "coach", "import", str(whole)], homes[1], whole),
        "a recording read as `coach hear` does": (["-c", HEARD, str(sound)], homes[0], sound),
    }
    found = {}
    for name, (words, home, file) in ways.items():
        figures = measured(words, home)
        size = round(file.stat().st_size / MEGABYTE, 1) if file is not None else 0.0
        found[name] = {"file MB": size, **figures}
        sys.stdout.write(f"{name}: {json.dumps(found[name])}\n")
        sys.stdout.flush()
    return found


def main() -> int:
    """Try all of them, print them, keep them; 1 when one took too much."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--megabytes", type=float, default=100.0, help="of the table that is taken in")
    options.add_argument("--note", type=int, default=400, help="letters of each set's note")
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-streams-") as folder:
        found = directions(Path(folder), asked.megabytes, asked.note)
    if asked.keep is not None:
        command = f"python -m benchmarks.journal.streams --megabytes {asked.megabytes:g} --note {asked.note}"
        kept = {"command": command, "load average": round(os.getloadavg()[2], 1), "ways": found}
        asked.keep.write_text(json.dumps(kept, indent=1) + "\n")
    return 1 if any(each["most MB"] > LIMIT for each in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
