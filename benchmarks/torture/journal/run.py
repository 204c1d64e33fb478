"""Kill the coach in mid-session, again and again, and show that no set is lost or doubled.

The real process performs a short workout on file devices, faster than real time, and is killed (SIGKILL, its whole
process group, as a pulled plug would) at a random instant: most while they perform, some while they start. Then the
journal is read back and the next process is told to carry on. After every kill:

- every set the dead process acted on (its transcript says so) is in the journal exactly once;
- the events kept before are the beginning of the events kept now: nothing lost, nothing reordered;
- the rows of the history are what replaying the events gives;
- the file is whole (SQLite's own integrity check).

Most processes are copies of one that has imported the coach; every twentieth is a new program.
Run it from a tree nobody edits meanwhile: python -m benchmarks.torture.journal.run --kills 1000
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from benchmarks.torture.journal.judge import Judge
from benchmarks.torture.journal.killing import SAID, TYPED, Launch, NewProgram, Running, Zygote, pull_the_plug

WORKOUT = """\
title: Torture day
minutes: {short: 3, normal: 3, long: 3}
for: the machine
equipment: []
steps:
  - {do: dead-bug, breaths: 1}
  - {do: romanian-deadlift, load: 60, sets: 4, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 1}
  - {do: kettlebell-deadlift, load: 24, sets: 3, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 1}
"""

REMARKS = ("I got one", "undo", "that was an eight", "drop ten percent", "pause", "resume", "next", "back", "done",
           "ready", "slower", "my back feels tight", "better", "yes", "no", "give me thirty more seconds")  # fmt: skip
"""What the lifter says between being killed; "yes" comes first, to carry on."""

NEW_PROGRAMS = 20
"""Every so many processes one is a new program."""

WHILE_STARTING = 0.15
"""The share of kills that may come before the session has begun."""

LEFT_WELL = (0, 130)


@dataclass(slots=True)
class Tally:
    """What came of it; everything in `wrong` is a fault of the coach, with the last words of who left too early."""

    judge: Judge = field(default_factory=Judge)
    kills: int = 0
    new_programs: int = 0
    too_late: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Spans:
    """Seconds a process takes to start and to perform; they follow the machine's load."""

    starting: float
    performing: float

    def followed(self, *, too_late: bool) -> None:
        """A process that had left already was given too long."""
        self.performing = max(0.05, self.performing * (0.85 if too_late else 1.02))


def torture(
    kills: int,
    seed: int,
    folder: Path,
    copy: Launch,
    *,
    new_programs: int = NEW_PROGRAMS,
    until: float = float("inf"),
) -> Tally:
    """Kill `kills` processes at instants chosen by `seed`; the journal and the last transcript stay in `folder`.

    Every `new_programs`-th is a new program, the others come from `copy`. Stops earlier at monotonic time `until`.
    """
    chance = random.Random(seed)
    (folder / "torture-day.yaml").write_text(WORKOUT)
    (folder / "coach.yaml").write_text(f"data_folder: {folder / 'data'}\n")
    spans = _perform_undisturbed(folder, copy)
    tally, journal, transcript = Tally(), folder / "data" / "journal.sqlite", folder / "transcript.jsonl"
    turn = 0
    while tally.kills < kills and time.monotonic() < until:
        turn += 1
        new = turn % new_programs == 0
        with _begun(folder, transcript, NewProgram if new else copy) as (process, keyboard):
            _live(process, keyboard, transcript, spans, chance)
            code = pull_the_plug(process)
        _count(code, new, folder, spans, tally)
        tally.judge.look(journal, transcript)
        if turn % 50 == 0:
            sys.stdout.write(f"{tally.kills} kills, {len(tally.judge.kept)} sessions, {len(_wrong(tally))} wrong\n")
            sys.stdout.flush()
    return tally


@contextmanager
def _begun(folder: Path, transcript: Path, launch: Launch) -> Iterator[tuple[Running, int]]:
    """The coach, started to perform the workout, and the keyboard it reads from."""
    arguments = ["run", str(folder / "torture-day.yaml"), "--config", str(folder / "coach.yaml"), "--ear", "keyboard",
                 "--speaker", f"wav:{folder / 'out.wav'}", "--transcript", str(transcript), "--plain",
                 "--verbosity", "quiet"]  # fmt: skip
    transcript.unlink(missing_ok=True)
    (folder / TYPED).unlink(missing_ok=True)
    os.mkfifo(folder / TYPED)
    keyboard = os.open(folder / TYPED, os.O_RDWR)
    try:
        yield launch(arguments, folder), keyboard
    finally:
        os.close(keyboard)


def _live(process: Running, keyboard: int, transcript: Path, spans: Spans, chance: random.Random) -> None:
    """Let the process live for a while: carry on, and say something now and then; returns when its time has come."""
    os.write(keyboard, b"yes\n")
    if chance.random() < WHILE_STARTING:
        time.sleep(chance.uniform(0.0, spans.starting))
        return
    if not _performing(process, transcript):
        return
    remarks = chance.sample(REMARKS, chance.randrange(4))
    moments = sorted(chance.uniform(0.0, spans.performing) for _ in range(len(remarks) + 1))
    passed = 0.0
    for moment, remark in zip(moments, [*remarks, None], strict=True):
        time.sleep(moment - passed)
        passed = moment
        if remark is not None:
            os.write(keyboard, f"{remark}\n".encode())


def _performing(process: Running, transcript: Path) -> bool:
    """Wait until the session is performed; False when the process left before."""
    patience = time.monotonic() + 120.0
    while not transcript.exists() and time.monotonic() < patience:
        if process.left(0.004) is not None:
            return False
    return True


def _perform_undisturbed(folder: Path, copy: Launch) -> Spans:
    """Perform the workout to its end twice: the first fills the phrase cache, the second tells how long it takes."""
    transcript = folder / "transcript.jsonl"
    spans = Spans(0.0, 0.0)
    for _ in range(2):
        began = time.monotonic()
        with _begun(folder, transcript, copy) as (process, _keyboard):
            _performing(process, transcript)
            spans.starting = time.monotonic() - began
            if process.left(300.0) != 0:
                raise SystemExit(f"the undisturbed workout failed: {_last_words(folder)}")
            spans.performing = time.monotonic() - began - spans.starting
    for file in (folder / "data").glob("journal.sqlite*"):
        file.unlink()
    return spans


def _count(code: int, new: bool, folder: Path, spans: Spans, tally: Tally) -> None:
    if code == -SIGKILL:
        tally.kills += 1
        tally.new_programs += new
    else:
        tally.too_late += 1
        if code not in LEFT_WELL:
            tally.wrong.append(f"a process left with {code}: {_last_words(folder)}")
    spans.followed(too_late=code != -SIGKILL)


def _last_words(folder: Path) -> str:
    said = (folder / SAID).read_text(errors="replace").strip().splitlines()
    return " / ".join(said[-4:]) or "nothing said"


# ------------------------------------------------------------------------------------------------ the command


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="coach-torture-") as made:
        yield Path(made)


def main() -> None:
    """Run it and print what came of it; leaves with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--folder", type=Path, help="keep the journal and the last transcript there")
    wishes = parser.parse_args()
    began = time.monotonic()
    with _folder(wishes.folder) as folder, Zygote() as copy:
        tally = torture(wishes.kills, wishes.seed, folder, copy, until=began + 60 * wishes.minutes)
    sys.stdout.write(_told(tally, time.monotonic() - began))
    sys.exit(1 if _wrong(tally) else 0)


def _wrong(tally: Tally) -> list[str]:
    return tally.wrong + tally.judge.wrong


def _told(tally: Tally, seconds: float) -> str:
    judge = tally.judge
    phases = ", ".join(f"{phase.lower()} {times}" for phase, times in judge.phases.most_common())
    sets = sum(len(kept.sets) for kept in judge.kept.values())
    events = sum(len(kept.events) for kept in judge.kept.values())
    lines = [
        f"{tally.kills} kills, {tally.new_programs} of them of new programs, in {seconds:.0f} s",
        f"{tally.too_late} came after the end",
        f"{len(judge.kept)} sessions, carried on {judge.carried_on} times",
        f"{sets} sets, {events} events, {judge.complaints} complaints",
        f"killed while: {phases}",
        f"wrong: {len(_wrong(tally))}",
        *(f"  {times} x {fault}" for fault, times in Counter(_wrong(tally)).most_common(20)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
