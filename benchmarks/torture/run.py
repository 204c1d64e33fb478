"""Everything that was ever found by attacking the coach, tried again in one go; a line for each kind, and what it took.

`make torture`; a tenth of it, as in CI, with SHARE=0.1. What fails is shown with its last words, and the next kind is
tried all the same. Every kind leaves all that it said in a file of its own, and its figures where it has some.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path("build") / "torture"
"""The folder that the result files go to."""

LONGEST = 1800.0
"""Seconds after which a kind is taken for hanging: the longest took half of that on two busy processors."""

HOSTILE = (
    "tests/reading",
    "tests/script/files/test_load.py",
    "tests/config/test_config.py",
    "tests/displays/test_transcript.py",
    "tests/cli/records/test_records.py",
    "tests/wiring/trouble/test_broken_content.py",
    "tests/wiring/trouble/test_ends.py",
    "tests/wiring/trouble/test_memory_stick.py",
    "tests/wiring/trouble/test_output.py",
    "tests/wiring/trouble/test_scarce.py",
    "tests/wiring/trouble/test_time.py",
    "tests/wiring/standby/test_booking.py",
    "tests/host/test_helpers.py",
    "tests/host/test_leaving.py",
    "tests/journal/storage/test_taken_away.py",
    "tests/journal/storage/test_torture.py",
    "tests/journal/csv/test_importing.py",
    "tests/journal/exchange/test_transfer.py",
    "tests/journal/storage/test_real_disks.py",
    "tests/journal/test_rescue.py",
    "tests/core/safety/test_red_flag.py",
    "tests/core/intents/numbers/test_amounts.py",
    "tests/core/standby/intents/test_complaints.py",
    "tests/content/test_complaints.py",
    "tests/controls/test_keyboard.py",
    "tests/understanding/test_reader.py",
    "tests/understanding/safety/test_findings.py",
    "tests/understanding/words/test_quantities.py",
    "tests/wiring/lifter/test_recalling.py",
    "tests/wiring/lifter/test_meeting.py",
    "tests/script/shapes/test_profile.py",
    "tests/cli/machine/test_hear.py",
    "tests/ears/test_everyday.py",
    "tests/ears/test_pipeline.py",
    "tests/journal/analysis/test_report.py",
    "tests/core/session/test_invariants.py",
    "tests/core/standby/test_invariants.py",
    "tests/wiring/test_staying.py",
    "tests/core/session/test_outages.py",
    "tests/audio/capture/test_channels.py",
    "tests/audio/hardware/test_other_programs.py",
    "tests/audio/worlds/test_files.py",
    "tests/audio/worlds/test_supervisor.py",
    "tests/ears/decision/test_overload.py",
    "tests/ears/front_end/test_high_pass.py",
    "tests/ears/room",
    "tests/ears/recognisers/test_process.py",
    "tests/voices/engines/test_worker.py",
    "tests/planning/test_waiting.py",
    "tests/deploy/test_attacks.py",
    "tests/deploy/test_refusals.py",
    "tests/deploy/test_service.py",
    "tests/deploy/test_trouble.py",
    "tests/doctor/test_sound.py",
    "tests/deploy/test_locked.py",
    "tests/deploy/test_licences.py",
    "tests/deploy/test_release.py",
)
"""The tests that are named after a kind of trouble, all that docs/robustness.md names among them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind: what runs, with `{}` for how much of it, the whole of that, and the least that says anything."""

    name: str
    command: tuple[str, ...]
    whole: float = 1.0
    least: float = 0.0
    decimals: int = 0
    keeps: str = ""
    """The option that takes a file for its figures, where it has one."""

    @property
    def short(self) -> str:
        """Its name, as a file may have it."""
        return "-".join("".join(letter if letter.isalnum() else " " for letter in self.name).split())

    def words(self, share: float, folder: Path) -> list[str]:
        """What is run for so much of it, with its figures in the folder."""
        amount = round(max(self.least, self.whole * share), self.decimals)
        words = [word.replace("{}", f"{amount:g}") for word in self.command]
        kept = [self.keeps, str(folder / f"{self.short}.json")] if self.keeps else []
        return [sys.executable, "-m", *words, *kept]


KEEP = "--keep"
FAULTS = ("benchmarks.torture.faults.run", "--without-attacks")
"""The attacks are tried by the tests above."""
STEPS = (
    Step(
        "hostile files, journals, disks, signals, histories",
        ("pytest", "-q", "-n2", "--dist", "worksteal", "-m", "not card", *HOSTILE),
    ),
    Step("the power cut at every write", ("benchmarks.torture.power_cuts", "--share", "{}"), 0.5, 0.05, 2, KEEP),
    Step("killed in mid-session", ("benchmarks.torture.journal.run", "--kills", "{}"), 500, 50, 0, KEEP),
    Step("a long history in and out", ("benchmarks.journal.streams", "--megabytes", "{}"), 100, 20, 0, KEEP),
    Step(
        "damaged input of every kind", ("benchmarks.torture.fuzz.run", "--inputs", "{}"), 100_000, 1000, 0, "--figures"
    ),
    Step("damaged input at the doors", ("benchmarks.torture.fuzz.link", "--inputs", "{}"), 1000, 100),
    Step("one thing broken at a time", (*FAULTS, "--share", "{}"), 1.0, 0.1, 2, KEEP),
    Step("asked to end, in every order", ("benchmarks.torture.ends", "--share", "{}"), 0.5, 0.1, 2, KEEP),
    Step("the loudspeaker exchanged in mid-count", ("benchmarks.torture.sinks", "--minutes", "{}"), 4, 2, 0, KEEP),
    Step("microphones as they are", ("benchmarks.hearing.microphones", "--share", "{}"), 0.5, 0.1, 2, KEEP),
    Step("virtual hours of listening", ("benchmarks.torture.soak.ear", "--hours", "{}"), 0.5, 0.1, 2),
    Step("virtual hours of sessions", ("benchmarks.torture.soak.files", "--hours", "{}"), 1, 0.5, 1),
)
"""So much of each that all of it takes under an hour on two processors. All of a kind is tried by itself: `make kills`,
`make bench-power-cuts`, `make bench-ends`, `make bench-sinks`, `make bench-microphones`, `make soak`; so are long hours
on the sound card and with the faces of the house: `make soak-card`, `make soak-faces`."""


def attempt(step: Step, share: float, folder: Path, longest: float = LONGEST) -> tuple[int, float, str]:
    """Exit code, seconds and last words of one kind; all that it said is in the folder. One that hangs is ended."""
    began = time.monotonic()
    told = folder / f"{step.short}.txt"
    with told.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            step.words(share, folder), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
        try:
            code = process.wait(longest)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
            out.write(f"\nnot done after {longest:g} s\n")
        finally:
            with suppress(ProcessLookupError):  # what it started, also when it is this program that is asked to end
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    said = told.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return code, time.monotonic() - began, "\n".join(said[-12:])


def main() -> int:
    """Try every kind, print the table, keep it; 1 when one failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="how much of each")
    options.add_argument("--only", default="", help="only kinds with these words in their name")
    options.add_argument("--folder", type=Path, default=RESULTS, help="where the result files go")
    asked = options.parse_args()
    steps = [each for each in STEPS if asked.only in each.name]
    if not steps:
        options.error(f"no kind has {asked.only!r} in its name; they are: {', '.join(each.name for each in STEPS)}")
    return torture(steps, asked.share, asked.folder)


def torture(steps: Sequence[Step], share: float, folder: Path) -> int:
    """Try these kinds, one after the other, and tell as they come; 1 when one failed, else 0."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, dict[str, object]] = {}
    failed = 0
    sys.stdout.write("| torture | | s |\n|---|---|---|\n")
    for step in steps:
        code, seconds, said = attempt(step, share, folder)
        failed += code != 0
        command = " ".join(["python", *step.words(share, folder)[1:]])
        kinds[step.name] = {"command": command, "exit": code, "seconds": round(seconds), "said": said.splitlines()[-1:]}
        sys.stdout.write(f"| {step.name} | {'passed' if code == 0 else '**FAILED**'} | {seconds:.0f} |\n")
        sys.stdout.write(f"\n{said}\n\n" if code else "")
        sys.stdout.flush()
        found = {"share": share, "load average": round(os.getloadavg()[2], 1), "kinds": kinds}
        (folder / "torture.json").write_text(json.dumps(found, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
