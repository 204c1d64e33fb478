"""Everything that was ever found by attacking the coach, tried again in one go; a line for each kind, and what it took.

`make torture`; a tenth of it, as in CI, with SHARE=0.1. What fails is shown with its last words.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results" / "torture.json"

HOSTILE = (
    "tests/reading",
    "tests/test_transcript.py",
    "tests/wiring/test_broken_content.py",
    "tests/wiring/test_ends.py",
    "tests/journal/storage/test_taken_away.py",
    "tests/journal/csv/test_importing.py",
    "tests/journal/storage/test_real_disks.py",
    "tests/journal/test_rescue.py",
    "tests/core/safety/test_red_flag.py",
    "tests/core/session/test_invariants.py",
    "tests/core/session/test_outages.py",
    "tests/audio/capture/test_channels.py",
    "tests/ears/decision/test_overload.py",
    "tests/ears/room/test_condition.py",
    "tests/ears/recognisers/test_process.py",
    "tests/planning/test_waiting.py",
)
"""The tests that are named after a kind of trouble."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind: what runs, with `{}` for how much of it, the whole of that, and the least that says anything."""

    name: str
    command: tuple[str, ...]
    whole: float = 1.0
    least: float = 0.0
    decimals: int = 0

    def words(self, share: float) -> list[str]:
        """What is run for so much of it."""
        amount = round(max(self.least, self.whole * share), self.decimals)
        shown = f"{amount:g}"
        return [sys.executable, "-m", *(word.replace("{}", shown) for word in self.command)]


STEPS = (
    Step("hostile files, journals, disks, signals, histories", ("pytest", "-q", "-n0", "-m", "not card", *HOSTILE)),
    Step("the power cut at every write", ("benchmarks.torture.power_cuts", "--share", "{}"), 1.0, 0.05, 2),
    Step("killed in mid-session", ("benchmarks.torture.journal.run", "--kills", "{}"), 1000, 50),
    Step("damaged input of every kind", ("benchmarks.torture.fuzz.run", "--inputs", "{}"), 20_000, 1000),
    Step("one thing broken at a time", ("benchmarks.torture.faults.run", "--share", "{}"), 1.0, 0.1, 2),
    Step("asked to end, in every order", ("benchmarks.torture.ends", "--share", "{}"), 1.0, 0.1, 2),
    Step("the loudspeaker exchanged in mid-count", ("benchmarks.torture.sinks", "--minutes", "{}"), 6, 2),
    Step("microphones as they are", ("benchmarks.hearing.microphones", "--share", "{}"), 1.0, 0.1, 2),
    Step("virtual hours of listening", ("benchmarks.torture.soak.ear", "--hours", "{}"), 0.5, 0.1, 2),
    Step("virtual hours of sessions", ("benchmarks.torture.soak.files", "--hours", "{}"), 2, 0.5, 1),
)


def attempt(step: Step, share: float) -> tuple[int, float, str]:
    """Exit code, seconds and last words of one kind."""
    began = time.monotonic()
    done = subprocess.run(step.words(share), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, time.monotonic() - began, "\n".join(said[-12:])


def main() -> int:
    """Try every kind, print the table, keep it; 1 when one failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="how much of each")
    options.add_argument("--only", default="", help="only kinds with these words in their name")
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    kinds: dict[str, dict[str, object]] = {}
    failed = 0
    sys.stdout.write("| torture | | s |\n|---|---|---|\n")
    for step in (each for each in STEPS if asked.only in each.name):
        code, seconds, said = attempt(step, asked.share)
        failed += code != 0
        command = " ".join(["python", *step.words(asked.share)[1:]])
        kinds[step.name] = {"command": command, "exit": code, "seconds": round(seconds), "said": said.splitlines()[-1:]}
        sys.stdout.write(f"| {step.name} | {'passed' if code == 0 else '**FAILED**'} | {seconds:.0f} |\n")
        sys.stdout.write(f"\n{said}\n\n" if code else "")
        sys.stdout.flush()
    if asked.keep is not None:
        load = round(os.getloadavg()[2], 1)
        asked.keep.write_text(json.dumps({"share": asked.share, "load average": load, "kinds": kinds}, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
