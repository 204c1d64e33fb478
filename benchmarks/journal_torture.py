"""Kill the coach in mid-session, again and again, and show that no set is lost or doubled.

The real process performs a short workout on file devices, faster than real time, and is killed (SIGKILL, its whole
process group, as a pulled plug would) at a random instant. Then the journal is read back and the next process is told
to carry on. After every kill:

- every set the dead process acted on (its transcript says so) is in the journal exactly once;
- the events kept before are the beginning of the events kept now: nothing lost, nothing reordered;
- the rows of the history are what replaying the events gives;
- the file is whole (SQLite's own integrity check).

Run it with: python -m benchmarks.journal_torture --kills 1000
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from coach.journal.codec import read_event, read_plan
from coach.journal.ledger import replayed
from coach.journal.schema import unpack

WORKOUT = """\
title: Torture day
minutes: {short: 3, normal: 3, long: 3}
for: the machine
equipment: []
steps:
  - {do: dead-bug, breaths: 1}
  - {do: romanian-deadlift, load: 60, sets: 5, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 3}
  - {do: kettlebell-deadlift, load: 24, sets: 3, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 3}
"""

REMARKS = ("I got one", "undo", "that was an eight", "drop ten percent", "pause", "resume", "next", "back", "done",
           "ready", "slower", "my back feels tight", "better", "yes", "no", "give me thirty more seconds")  # fmt: skip
"""What the lifter says between being killed; "yes" comes first, to carry on."""


@dataclass(slots=True)
class Tally:
    """What came of it; everything in `wrong` is a fault of the coach."""

    kills: int = 0
    too_late: int = 0
    sessions: int = 0
    carried_on: int = 0
    events: int = 0
    sets: int = 0
    complaints: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Kept:
    """What the journal holds of one session: its events as written, its sets, and where replaying them leads."""

    events: list[str]
    sets: list[tuple[object, ...]]
    phase: str
    finished: bool


Launch = Callable[[list[str], Path], int]


def torture(kills: int, seed: int, folder: Path, launch: Launch, *, until: float = float("inf")) -> Tally:
    """Kill `kills` processes at instants chosen by `seed`; the journal and the last transcript stay in `folder`.

    Stops earlier when the monotonic clock reads `until`.
    """
    chance = random.Random(seed)
    workout = folder / "torture-day.yaml"
    workout.write_text(WORKOUT)
    (folder / "coach.yaml").write_text(f"data_folder: {folder / 'data'}\n")
    length = _perform_once(folder, launch)
    tally = Tally()
    before: dict[str, Kept] = {}
    acted: Counter[str] = Counter()
    while tally.kills < kills and time.monotonic() < until:
        remarks = folder / "remarks.txt"
        remarks.write_text("\n".join(("yes", *chance.sample(REMARKS, chance.randrange(3)))) + "\n")
        transcript = folder / "transcript.jsonl"
        transcript.unlink(missing_ok=True)
        child = launch(_command(folder, transcript), remarks)
        time.sleep(chance.uniform(0.0, 0.8) * length)
        _pull_the_plug(child, folder, tally)
        before = _judge(folder, transcript, before, acted, tally)
    tally.sessions = len(before)
    return tally


def _command(folder: Path, transcript: Path) -> list[str]:
    return ["run", str(folder / "torture-day.yaml"), "--config", str(folder / "coach.yaml"), "--ear", "keyboard",
            "--speaker", f"wav:{folder / 'out.wav'}", "--transcript", str(transcript), "--plain"]  # fmt: skip


def _perform_once(folder: Path, launch: Launch) -> float:
    """Perform the workout undisturbed: it fills the phrase cache, and tells how many seconds a process lives."""
    nothing = folder / "nothing.txt"
    nothing.write_text("")
    length = 0.0
    for _ in range(2):
        began = time.monotonic()
        child = launch(_command(folder, folder / "first.jsonl"), nothing)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit("the undisturbed workout failed; run it by hand first")
        length = time.monotonic() - began
    for file in (folder / "data").glob("journal.sqlite*"):
        file.unlink()
    return length


def _pull_the_plug(child: int, folder: Path, tally: Tally) -> None:
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended == 0:
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
        tally.kills += 1
    else:
        tally.too_late += 1
        if (code := os.waitstatus_to_exitcode(status)) not in (0, 130):
            said = (folder / "said.txt").read_text().strip().splitlines()
            tally.wrong.append(f"a process left with {code}: {said[-1] if said else 'nothing said'}")


def _judge(
    folder: Path, transcript: Path, before: dict[str, Kept], acted: Counter[str], tally: Tally
) -> dict[str, Kept]:
    """Compare the journal with what it held before, with the transcript, and with its own events."""
    path = folder / "data" / "journal.sqlite"
    if not path.exists():
        return before
    now = dict(_sessions(path, tally))
    newest = next(reversed(now), None)
    for key, kept in before.items():
        if key not in now:
            tally.wrong.append(f"session {key} is gone")
        elif now[key].events[: len(kept.events)] != kept.events:
            tally.wrong.append(f"session {key}: events kept before are not there any more")
    if newest is not None:
        kept = now[newest]
        acted[newest] += _sets_in(transcript)
        tally.carried_on += newest in before and len(kept.events) > len(before[newest].events)
        tally.phases[kept.phase] += 1
        if not acted[newest] <= len(kept.sets):
            tally.wrong.append(f"session {newest}: acted on {acted[newest]} sets, kept {len(kept.sets)}")
        if len(kept.sets) > acted[newest]:
            # Kept, but killed before it was acted on: from now on it counts as acted on.
            if len(kept.sets) > acted[newest] + 1:
                tally.wrong.append(f"session {newest}: {len(kept.sets)} sets kept, {acted[newest]} acted on")
            acted[newest] = len(kept.sets)
    tally.events = sum(len(kept.events) for kept in now.values())
    tally.sets = sum(len(kept.sets) for kept in now.values())
    return now


def _sets_in(transcript: Path) -> int:
    """The sets a process acted on: the notes of finished sets, not those of corrections."""
    if not transcript.exists():
        return 0
    found = 0
    for line in transcript.read_text().splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue  # the line that was being written
        found += record.get("kind") == "set" and "role" in record
    return found


def _sessions(path: Path, tally: Tally) -> Iterator[tuple[str, Kept]]:
    with closing(sqlite3.connect(path)) as connection:
        ((integrity,),) = connection.execute("PRAGMA integrity_check").fetchall()
        if integrity != "ok":
            tally.wrong.append(f"the file is damaged: {integrity}")
        sessions = connection.execute("SELECT id, key, packed_plan, reason FROM session ORDER BY id").fetchall()
        tally.complaints = connection.execute("SELECT count(*) FROM complaint").fetchone()[0]
        for number, key, packed, reason in sessions:
            yield key, _kept(connection, number, key, packed, reason, tally)


def _kept(
    connection: sqlite3.Connection, number: int, key: str, packed: bytes, reason: str | None, tally: Tally
) -> Kept:
    rows = connection.execute("SELECT number, body FROM event WHERE session = ? ORDER BY number", (number,)).fetchall()
    if [place for place, _ in rows] != list(range(len(rows))):
        tally.wrong.append(f"session {key}: the events have gaps")
    sets = connection.execute(
        "SELECT exercise, number, side, load, reps_done, effort, cut_short, at FROM work_set"
        " WHERE session = ? ORDER BY position",
        (number,),
    ).fetchall()
    state, ledger = replayed(read_plan(unpack(packed) or ""), [read_event(body) for _, body in rows])
    logged = [
        (done.exercise, done.number, done.side and done.side.value, done.load, done.reps_done, done.effort,
         int(done.cut_short), done.at)
        for done in state.today.log
    ]  # fmt: skip
    if logged != sets:
        tally.wrong.append(f"session {key}: the rows are not what the events give")
    if ledger.outcome is not None and ledger.outcome != reason:
        tally.wrong.append(f"session {key}: finished as {ledger.outcome}, kept as {reason}")
    return Kept([body for _, body in rows], sets, type(state.phase).__name__, ledger.outcome is not None)


# ------------------------------------------------------------------------------------------------ processes


def executed(command: list[str], remarks: Path) -> int:
    """Start the coach as a new program."""
    with remarks.open() as typed, (remarks.parent / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", "from coach.cli import main; main()", *command],
            stdin=typed,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
    process.returncode = 0  # its end is awaited by number, not by this object
    return process.pid


def forked(command: list[str], remarks: Path) -> int:
    """Start the coach in a copy of this process, its libraries already imported: a thousand starts in minutes."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    _take_files(remarks)
    sys.argv = ["coach", *command]
    from coach.cli import main

    code = 0
    try:
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    finally:
        os._exit(code)


def _take_files(remarks: Path) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    said = os.open(remarks.parent / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, source in ((0, os.open(remarks, os.O_RDONLY)), (1, nowhere), (2, said)):
        os.dup2(source, number)
    sys.stdin = os.fdopen(0)


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
    parser.add_argument("--fresh", action="store_true", help="start a new program each time instead of a copy")
    parser.add_argument("--folder", type=Path, help="keep the journal and the last transcript there")
    wishes = parser.parse_args()
    if not wishes.fresh:
        import coach.cli.run
        import coach.wiring.performing  # noqa: F401  so that the copies have it
    began = time.monotonic()
    with _folder(wishes.folder) as folder:
        launch, until = executed if wishes.fresh else forked, began + 60 * wishes.minutes
        tally = torture(wishes.kills, wishes.seed, folder, launch, until=until)
    sys.stdout.write(_told(tally, time.monotonic() - began))
    sys.exit(1 if tally.wrong else 0)


def _told(tally: Tally, seconds: float) -> str:
    phases = ", ".join(f"{phase.lower()} {times}" for phase, times in tally.phases.most_common())
    lines = [
        f"{tally.kills} kills in {seconds:.0f} s ({tally.too_late} came after the end)",
        f"{tally.sessions} sessions, carried on {tally.carried_on} times",
        f"{tally.sets} sets, {tally.events} events, {tally.complaints} complaints",
        f"killed while: {phases}",
        f"wrong: {len(tally.wrong)}",
        *(f"  {times} x {fault}" for fault, times in Counter(tally.wrong).most_common(20)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
