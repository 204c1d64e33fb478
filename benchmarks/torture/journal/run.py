"""Kill the coach in mid-session, again and again, and show that no set is lost or doubled.

The real process performs a short workout on file devices, in tones and faster than real time, and is killed (SIGKILL,
its whole process group, as a pulled plug would) at a random instant: while it starts, anywhere in the session, in the
middle of a write, while it closes. Then the journal is read back and the next process is told to carry on. After every
kill:

- every set the dead process acted on (its transcript says so) is in the journal exactly once;
- the events kept before are the beginning of the events kept now: nothing lost, nothing reordered;
- the rows of the history are what replaying the events gives;
- the file is whole (SQLite's own integrity check).

Most processes are copies of one that has imported the coach; every fortieth is a new program.
Run it from a tree nobody edits meanwhile: python -m benchmarks.torture.journal.run --kills 1000
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from benchmarks.torture.journal.judge import Judge
from benchmarks.torture.journal.killing import SAID, TYPED, Launch, NewProgram, Zygote, pull_the_plug
from benchmarks.torture.journal.moments import Life, Moment, Spans, drawn

RESULTS = Path(__file__).parents[2] / "results" / "kills.json"

TRANSCRIPT = "transcript.jsonl"

WORKOUT = """\
title: Torture day
minutes: {short: 3, normal: 3, long: 3}
for: the machine
equipment: []
steps:
  - {do: dead-bug, breaths: 1}
  - {do: romanian-deadlift, load: 60, sets: 2, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 1}
  - {do: kettlebell-deadlift, load: 24, sets: 2, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 1}
"""

NEW_PROGRAMS = 40
"""Every so many processes one is a new program."""

TOLD_EVERY = 25
"""Processes between two lines of progress, with which the figures so far are kept."""

LEFT_WELL = (0, 130)


@dataclass(slots=True)
class Tally:
    """What came of it; everything in `wrong` is a fault of the coach, with the last words of who left too early."""

    judge: Judge = field(default_factory=Judge)
    kills: int = 0
    new_programs: int = 0
    too_late: int = 0
    moments: Counter[Moment] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def torture(
    kills: int,
    seed: int,
    folder: Path,
    copy: Launch,
    *,
    new_programs: int = NEW_PROGRAMS,
    until: float = float("inf"),
    tell: Callable[[Tally], object] = lambda _: None,
) -> Tally:
    """Kill `kills` processes at instants chosen by `seed`; the journal and the last transcript stay in `folder`.

    Every `new_programs`-th is a new program, the others come from `copy`. Stops earlier at monotonic time `until`;
    `tell` is told how far it has come now and then.
    """
    chance = random.Random(seed)
    (folder / "torture-day.yaml").write_text(WORKOUT)
    (folder / "coach.yaml").write_text(f"data_folder: {folder / 'data'}\n")
    spans = _perform_undisturbed(folder, copy)
    tally, journal = Tally(), folder / "data" / "journal.sqlite"
    turn = 0
    while tally.kills < kills and time.monotonic() < until:
        turn += 1
        new = turn % new_programs == 0
        moment = drawn(chance)
        with _begun(folder, NewProgram if new else copy) as life:
            life.until(moment, spans, chance)
            code = pull_the_plug(life.process)
        _count(code, moment, new, folder, tally)
        if moment is Moment.ANY:
            spans.followed(too_late=code != -SIGKILL)
        tally.judge.look(journal, folder / TRANSCRIPT)
        if turn % TOLD_EVERY == 0:
            tell(tally)
    return tally


@contextmanager
def _begun(folder: Path, launch: Launch) -> Iterator[Life]:
    """The coach, started to perform the workout, and the keyboard it reads from."""
    transcript = folder / TRANSCRIPT
    arguments = ["run", str(folder / "torture-day.yaml"), "--config", str(folder / "coach.yaml"), "--ear", "keyboard",
                 "--voice", "tones", "--speaker", f"wav:{folder / 'out.wav'}", "--transcript", str(transcript),
                 "--plain", "--verbosity", "quiet"]  # fmt: skip
    transcript.unlink(missing_ok=True)
    (folder / TYPED).unlink(missing_ok=True)
    os.mkfifo(folder / TYPED)
    keyboard = os.open(folder / TYPED, os.O_RDWR)
    try:
        yield Life(launch(arguments, folder), keyboard, transcript, folder / "data" / "journal.sqlite-wal")
    finally:
        os.close(keyboard)


def _perform_undisturbed(folder: Path, copy: Launch) -> Spans:
    """Perform the workout to its end, to know how long each part of it takes."""
    spans = Spans()
    began = time.monotonic()
    with _begun(folder, copy) as life:
        life.performing()
        begun = time.monotonic()
        life.over()
        over = time.monotonic()
        if life.process.left(300.0) != 0:
            raise SystemExit(f"the undisturbed workout failed: {_last_words(folder)}")
        spans.starting, spans.performing, spans.closing = begun - began, over - begun, time.monotonic() - over
    for file in (folder / "data").glob("journal.sqlite*"):
        file.unlink()
    return spans


def _count(code: int, moment: Moment, new: bool, folder: Path, tally: Tally) -> None:
    if code == -SIGKILL:
        tally.kills += 1
        tally.moments[moment] += 1
        tally.new_programs += new
    else:
        tally.too_late += 1
        if code not in LEFT_WELL:
            tally.wrong.append(f"a process left with {code}: {_last_words(folder)}")


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
    parser.add_argument("--keep", type=Path, help=f"write the figures there as they come, such as {RESULTS}")
    wishes = parser.parse_args()
    began = time.monotonic()

    def tell(tally: Tally) -> None:
        sys.stdout.write(f"{tally.kills} kills, {len(tally.judge.kept)} sessions, {len(_wrong(tally))} wrong\n")
        sys.stdout.flush()
        if wishes.keep is not None:
            command = f"python -m benchmarks.torture.journal.run --kills {wishes.kills} --seed {wishes.seed}"
            figures = {"command": command, **figures_of(tally, time.monotonic() - began)}
            wishes.keep.write_text(json.dumps(figures, indent=1) + "\n")

    with _folder(wishes.folder) as folder, Zygote() as copy:
        tally = torture(wishes.kills, wishes.seed, folder, copy, until=began + 60 * wishes.minutes, tell=tell)
        tell(tally)
    for name, figure in figures_of(tally, time.monotonic() - began).items():
        sys.stdout.write(f"{name}: {figure}\n")
    sys.exit(1 if _wrong(tally) else 0)


def _wrong(tally: Tally) -> list[str]:
    return tally.wrong + tally.judge.wrong


def figures_of(tally: Tally, seconds: float) -> dict[str, object]:
    """What came of it so far, for a file."""
    judge = tally.judge
    return {
        "load average": round(os.getloadavg()[2], 1),
        "kills": tally.kills,
        "of new programs": tally.new_programs,
        "killed": {moment.value: tally.moments[moment] for moment in Moment},
        "situation": {phase.lower(): times for phase, times in judge.phases.most_common()},
        "came after the end": tally.too_late,
        "sessions": len(judge.kept),
        "carried on": judge.carried_on,
        "sets": sum(len(kept.sets) for kept in judge.kept.values()),
        "events": sum(len(kept.events) for kept in judge.kept.values()),
        "complaints": judge.complaints,
        "seconds": round(seconds),
        "wrong": [f"{times} x {fault}" for fault, times in Counter(_wrong(tally)).most_common(20)],
    }


if __name__ == "__main__":
    main()
