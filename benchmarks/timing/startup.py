"""How fast the commands start: python -m benchmarks.timing.startup [--tries 9] [--without-run]

The peer is `python -c "import typer, rich"`, which every command line made with them pays: each figure is given in
seconds and as a ratio beside it, by the clock on the wall and by processor time (children included), the least of all
tries, command and peer in turn. `coach run` counts from the start of its process to its first word leaving the
loudspeaker of a virtual sound card, once with an empty and then with a full phrase cache; it runs in a terminal, as
where somebody types it. The program is compiled before, as an installed one is. Writes results/startup.json.
"""

import argparse
import compileall
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import coach
from coach.testing.analysis import onsets
from coach.testing.recorder import RATE
from coach.testing.sound_card import SoundCard, sound_card, what_is_missing

RESULT = Path(__file__).parents[1] / "results" / "startup.json"
PEER = "python -c 'import typer, rich'"
COACH = str(Path(sys.executable).with_name("coach"))
COMMANDS: dict[str, list[str]] = {
    PEER: [sys.executable, "-c", "import typer, rich"],
    "coach --help": [COACH, "--help"],
    "coach history": [COACH, "history"],
    "coach sessions": [COACH, "sessions"],
}
ON_ITS_WAY = 1.0
"""Seconds until what was given to the card has left it, at the latest."""
PATIENCE = 120.0
"""Seconds after which a session that says nothing is given up."""


def home(folder: Path) -> dict[str, str]:
    """A place of its own for whatever is kept."""
    return {**os.environ, **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


def once(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Wall and processor seconds of one command."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def terminal() -> Iterator[int]:
    """The end of a terminal that a program has, which nobody looks at.

    In a pipe nobody could type instead of an ear that does not open, so that ears are opened before the first word.
    """
    seen, end = os.openpty()
    try:
        yield end
    finally:
        os.close(end)
        os.close(seen)


def first_word(card: SoundCard, folder: Path, ear: str) -> tuple[float, float]:
    """Seconds from the start of `coach run` to the first sound that left the loudspeaker, by what the card played.

    The transcript tells when there was one; it is written later, when the session has something to do again. Beside
    it the processor seconds that the process took until then, its children left out: those hardly depend on the load.
    """
    transcript = folder / f"first-{time.monotonic_ns()}.jsonl"
    command = [COACH, "run", "first-hinge", "--fresh", "--plain", "--ear", ear, "--transcript", str(transcript)]
    taken = float("nan")
    with card.record() as recorder, terminal() as end:
        began = time.monotonic()
        environment = {**card.environment, **home(folder)}
        process = subprocess.Popen(command, env=environment, stdin=end, stdout=end, stderr=end)
        try:
            while time.monotonic() - began < PATIENCE:
                if transcript.exists() and '"say"' in transcript.read_text(encoding="utf-8"):
                    taken = processor_seconds(process.pid)
                    time.sleep(ON_ITS_WAY)
                    break
                time.sleep(0.02)
        finally:
            process.kill()
            process.wait()
        recording = recorder.stop()
    sounds = onsets(recording.samples, RATE)
    return (recording.began + float(sounds[0]) - began if len(sounds) else float("nan")), taken


def processor_seconds(process: int) -> float:
    """What a process has used of the processor so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def starts(tries: int, folder: Path) -> dict[str, dict[str, float]]:
    """The least wall and processor seconds of every command, and both as ratios to the peer's."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(tries):
        for name, command in COMMANDS.items():
            taken[name].append(once(command, home(folder)))
    least = {name: (min(wall for wall, _ in all_), min(cpu for _, cpu in all_)) for name, all_ in taken.items()}
    peer = least[PEER]
    return {
        name: {
            "wall s": round(wall, 3),
            "cpu s": round(cpu, 3),
            "wall, times the peer": round(wall / peer[0], 2),
            "cpu, times the peer": round(cpu / peer[1], 2),
        }
        for name, (wall, cpu) in least.items()
    }


def first_words(folder: Path) -> dict[str, dict[str, list[float]]]:
    """Wall and processor seconds to the first word: a start with an empty phrase cache, three with what it kept."""
    missing = what_is_missing()
    if missing:
        tell(f"coach run: not measured ({missing})")
        return {}
    with sound_card() as card:
        taken = {ear: [first_word(card, folder / ear, ear) for _ in range(4)] for ear in ("keyboard", "auto")}
    return {
        f"--ear {ear}": {
            "wall s": [round(wall, 2) for wall, _ in each],
            "cpu s": [round(cpu, 2) for _, cpu in each],
        }
        for ear, each in taken.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=9)
    parser.add_argument("--without-run", action="store_true", help="leave the sessions on the virtual card out")
    wishes = parser.parse_args()
    compileall.compile_dir(Path(coach.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory(prefix="coach-start-") as name:
        found = starts(wishes.tries, Path(name))
        tell("| command | wall s | x the peer | cpu s | x the peer |\n|---|---|---|---|---|")
        for command, row in found.items():
            figures = (row["wall s"], row["wall, times the peer"], row["cpu s"], row["cpu, times the peer"])
            tell(f"| `{command}` | {' | '.join(map(str, figures))} |")
        spoken = {} if wishes.without_run else first_words(Path(name))
    for ear, seconds in spoken.items():
        for what, each in seconds.items():
            tell(f"first word of `coach run {ear}`, {what}: {each[0]} with an empty cache, then {each[1:]}")
    result = {
        "command": "python -m benchmarks.timing.startup",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": [round(load, 1) for load in os.getloadavg()],
        "tries": wishes.tries,
        "starts": found,
        "first word, s: empty cache, then full": spoken,
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
