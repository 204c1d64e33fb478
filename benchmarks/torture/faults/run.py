"""Things that go wrong on a shelf, one at a time: what the coach says, how it ends, and which sets are kept.

Each fault is made for real in a home folder of its own, on sound files or on a virtual sound card, several at a time.
Then every attack that was ever tried is tried again by its tests. One table, and with `--keep` one file. `make faults`.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.torture.faults import attacks as attacking
from benchmarks.torture.faults import on_card as card
from benchmarks.torture.faults import on_files as files
from benchmarks.torture.faults.on_files import Trial
from benchmarks.torture.faults.trials import SETS, Outcome
from coach.testing.sound_card import what_is_missing

RESULTS = Path(__file__).parents[2] / "results" / "faults.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, how it is tried, and how it should end: with these words, this code, so many sets kept."""

    name: str
    trial: Trial
    says: str = ""
    code: int = 0
    sets: int = SETS
    needs: Sequence[str] = ()


SECOND_PLACE = "I keep this session in a second place"

ON_FILES = (
    Fault("nothing is wrong", files.nothing),
    Fault("the configuration is misspelt", files.configured("ear: voks\nspeeker: usb\n"), "did you mean 'vosk'", 2, 0),
    Fault("the configuration is no YAML", files.configured("ear: [\n"), "coach.yaml:", 2, 0),
    Fault("the configuration is random bytes", files.random_bytes, "coach.yaml", 2, 0),
    Fault("a voice that does not exist", files.configured("voice: nobody\n"), "no voice 'nobody'", 2, 0),
    Fault("the calendar is random bytes", files.damaged_calendar, "without the calendar", 130),
    Fault("the journal is damaged", files.damaged_journal, "the journal was damaged"),
    Fault("every cached phrase is damaged", files.damaged_phrases),
    Fault("two coaches with the same data", files.two_at_once, "another coach is running", 2, 0),
    Fault("the journal cannot be written", files.journal_is_a_folder, SECOND_PLACE),
    Fault("the data folder is a file", files.data_is_a_file, SECOND_PLACE),
    Fault("the disk is full", files.full_disk, f"The disk is full. {SECOND_PLACE}", needs=["mount"]),
    Fault("the data folder is read-only", files.read_only_folder, SECOND_PLACE, needs=["mount"]),
    Fault("the whole disk is read-only", files.read_only_root, SECOND_PLACE, needs=["unshare"]),
    Fault("nothing can be written anywhere", files.read_only_everywhere, "sets are on the screen", needs=["unshare"]),
    Fault("little memory for each process", files.little_memory(640), needs=["prlimit"]),
    Fault("busy programs on every core", files.busy_cores),
    Fault("frozen for six seconds in a rest, without a card", files.frozen_in_a_rest, "I stood still for"),
)

ON_CARD = (
    Fault("nothing is wrong, live", card.nothing),
    Fault("microphone pulled in a set", card.microphone_pulled, "I cannot hear you."),
    Fault("loudspeaker pulled in a set", card.loudspeaker_pulled, "The sound is back."),
    Fault("sound server restarted in a set", card.server_restarted, "Going on."),
    Fault("microphone muted in a set", card.microphone_muted, "I hear nothing at all"),
    Fault("loudspeaker muted from the start", card.loudspeaker_muted, "muted"),
    Fault("microphone that will not be opened", card.microphone_refused, "going on without"),
    Fault("mono card at 44.1 kHz", card.mono_card),
    Fault("recogniser killed", card.recogniser_killed, "My ears had to be restarted."),
    Fault("recogniser hangs", card.recogniser_hangs, "My ears had to be restarted."),
    Fault("voice killed", card.voice_killed, "My voice had to be restarted."),
    Fault("voice hangs", card.voice_hangs, "My voice had to be restarted."),
    Fault("disk full for a while", card.disk_full_for_a_while, "The disk is full.", needs=["mount"]),
    Fault("suspended for six seconds in a set", card.suspended, "I stood still for"),
    Fault("suspended for six seconds in a rest", card.suspended_in_a_rest, "I stood still for"),
    Fault("loudspeaker exchanged for one of 96 kHz in a set", card.loudspeaker_exchanged, "The sound is back."),
    Fault("recogniser killed while nobody speaks", card.recogniser_killed_in_silence, "My ears had to be restarted."),
    Fault("clock put forward by six hours in a set", card.clock_stepped("working", 6), needs=["cc"]),
    Fault("clock put back by nine hours in a set", card.clock_stepped("working", -9), needs=["cc"]),
    Fault("clock put forward by six hours in a rest", card.clock_stepped("resting", 6), needs=["cc"]),
    Fault("clock put back by nine hours in a rest", card.clock_stepped("resting", -9), needs=["cc"]),
    Fault("busy programs on every core, live", card.busy_cores),
)


Row = dict[str, object]
"""One line of the file: its name, what was done, what happened, whether that is right; None where it was not run."""


def main() -> int:
    """Make every fault, try every attack, print the table, keep it; 1 when one ended otherwise than it should."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="only those with these words in their name")
    options.add_argument("--share", type=float, default=1.0, help="of the faults, evenly spread")
    options.add_argument("--jobs", type=int, default=4, help="how many faults at a time")
    options.add_argument("--seed", type=int, default=1, help="of the random bytes")
    options.add_argument("--without-attacks", action="store_true", help="only the faults that are made here")
    options.add_argument("--keep", type=Path, help=f"write the table there, such as {RESULTS}")
    asked = options.parse_args()
    files.SEED = asked.seed
    begun, load = time.monotonic(), round(os.getloadavg()[0], 1)
    chosen = [fault for fault in (*ON_FILES, *ON_CARD) if asked.only in fault.name][:: round(1 / asked.share)]
    attacks = [] if asked.without_attacks else [one for one in attacking.ATTACKS if asked.only in one.name]
    figures: Row = {"command": f"python -m {__spec__.name} --seed {asked.seed} --jobs {asked.jobs}", "commit": commit()}
    rows: list[Row] = []
    parts: tuple[Callable[[], list[Row]], ...] = (
        lambda: faults_made(chosen, asked.jobs),
        lambda: attacks_made(attacks),
    )
    for part in parts:
        rows += part()
        if asked.keep is not None:
            figures["load average before and after"] = [load, round(os.getloadavg()[0], 1)]
            text = json.dumps({**figures, **counted(rows), "rows": rows}, indent=1, ensure_ascii=False)
            asked.keep.write_text(f"{text}\n", encoding="utf-8")
    wrong = counted(rows)["wrong"]
    sys.stdout.write(f"\n{len(rows)} tried, {wrong} wrong, {time.monotonic() - begun:.0f} seconds\n")
    return 1 if wrong else 0


def counted(rows: Sequence[Row]) -> dict[str, int]:
    """How many were right, wrong and not run here."""
    return {name: sum(each["right"] is right for each in rows) for name, right in VERDICTS.items()}


VERDICTS = {"right": True, "wrong": False, "not run": None}


def commit() -> str:
    """The commit this is tried on; with a plus where the tree has changes."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=Path(__file__).parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return described.stdout.strip() or "unknown"


def faults_made(chosen: Sequence[Fault], jobs: int) -> list[Row]:
    """Make these, several at a time, and print as they come."""
    rows: list[Row] = []
    sys.stdout.write("| fault | what the coach said | exit | sets kept | s | |\n|---|---|---|---|---|---|\n")
    with ThreadPoolExecutor(jobs) as pool:
        for fault, outcome in zip(chosen, pool.map(attempt, chosen), strict=True):
            sys.stdout.write(row(fault, outcome))
            sys.stdout.flush()
            rows.append(kept(fault, outcome))
    return rows


def kept(fault: Fault, outcome: Outcome | str) -> Row:
    """One fault for a file."""
    if isinstance(outcome, str):
        return {"name": fault.name, "done": fault.name, "happened": f"not run: needs {outcome}", "right": None}
    said = outcome.sentence_with(fault.says) if fault.says else ""
    happened = f"exit {outcome.code}, {outcome.kept} of {outcome.done} sets kept, {outcome.seconds:.0f} s"
    right = as_it_should(fault, outcome)
    shown = "" if right else f"; {' '.join(outcome.shown.split())[-300:]}"
    done = (fault.trial.__doc__ or fault.name).split("\n")[0]
    words = re.sub(r"/[\w/]*coach-fault-\w+/", "", f"{said or 'nothing was said'}{shown}")
    return {"name": fault.name, "done": done, "happened": f"{happened}; {words}", "right": right}


def attacks_made(attacks: Sequence[attacking.Attack]) -> list[Row]:
    """Try these by their tests and print them."""
    rows: list[Row] = []
    sys.stdout.write("\n| attack | what became of its cases | |\n|---|---|---|\n" if attacks else "")
    for attack, cases in zip(attacks, attacking.tried(attacks) if attacks else (), strict=True):
        right = not cases.wrong and (True if cases.right else None)
        sys.stdout.write(f"| {attack.name} | {cases} | {'**WRONG**' if right is False else ''} |\n")
        rows.append({"name": attack.name, "done": " ".join(attack.tests), "happened": str(cases), "right": right})
    return rows


def attempt(fault: Fault) -> Outcome | str:
    """The fault's trial in a folder of its own; instead of an outcome, what this machine lacks for it."""
    lacking = why_not(fault)
    if lacking:
        return lacking
    with tempfile.TemporaryDirectory(prefix="coach-fault-", ignore_cleanup_errors=True) as folder:
        try:
            return fault.trial(Path(folder))
        except (AssertionError, subprocess.TimeoutExpired) as error:
            return Outcome(-1, f"the trial failed: {error}", (), 0, 0, 0.0, False)


def why_not(fault: Fault) -> str:
    """What this machine lacks for the trial; empty for nothing."""
    lacking = [name for name in fault.needs if shutil.which(name) is None]
    if {"mount", "unshare"} & set(fault.needs) and os.geteuid() != 0:
        lacking.append("root")
    if fault in ON_CARD and what_is_missing():
        lacking.append("the virtual sound card")
    return ", ".join(lacking)


def row(fault: Fault, outcome: Outcome | str) -> str:
    """One line of the table."""
    if isinstance(outcome, str):
        return f"| {fault.name} | | | | | not run: needs {outcome} |\n"
    said = outcome.sentence_with(fault.says) if fault.says else ""
    well = as_it_should(fault, outcome)
    verdict = "" if well else f"**WRONG** {' '.join(outcome.shown.split())[-600:]} {outcome.said[-6:]}"
    kept = f"{outcome.kept} of {outcome.done}"
    return f"| {fault.name} | {said} | {outcome.code} | {kept} | {outcome.seconds:.0f} | {verdict} |\n"


def as_it_should(fault: Fault, outcome: Outcome) -> bool:
    """The right code, clear words and no traceback, both sets done unless refused, and as many kept as can be."""
    plain = "Traceback" not in outcome.shown and (not fault.says or bool(outcome.sentence_with(fault.says)))
    refused = fault.code == 2
    done = outcome.done == (0 if refused else SETS) and outcome.finished == (not refused)
    return plain and done and outcome.code == fault.code and outcome.kept == fault.sets


if __name__ == "__main__":
    sys.exit(main())
