"""How fast events are kept and a long history is read: ten years of synthetic training, 20,000 sets.

Run it with: python -m benchmarks.journal.run   (a table on standard output)

On a busy machine give it precedence, as root; on Linux `nice` alone counts only among the programs of one terminal:
setsid sh -c 'echo -10 > /proc/self/autogroup; exec nice -n -10 python -m benchmarks.journal.run'
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import mean, median, quantiles

from coach.clocks import SessionTime
from coach.core.events import CueFinished, CueStarted, Event, Heard, Woke
from coach.core.plan import Plan, Role, Unit
from coach.core.today import Complained, SetDone
from coach.journal import history
from coach.journal.analysis import statistics
from coach.journal.exchange.plain import as_json
from coach.journal.storage.database import Statement
from coach.journal.storage.derived import ComplaintKept, Ledger, SetKept
from coach.journal.storage.records import event_happened, ledger_rows, session_begun, session_ended
from coach.journal.store import Journal
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library

YEARS = 10
SESSIONS_A_WEEK = 3
SETS_A_SESSION = 13
EVENTS_A_SET = 14
"""What a set brings with it: its cues begun and left, deadlines, and a remark now and then."""

LOG_SIZE = 4_000_000
"""Bytes after which SQLite begins its log anew."""

FIRST = datetime(2016, 1, 4, 18, 30, tzinfo=UTC)
LIFTS = ("romanian-deadlift", "conventional-deadlift", "good-morning", "kettlebell-deadlift")


def train(path: Path, years: int, seed: int) -> tuple[int, int]:
    """Write years of sessions for one lifter; returns how many sets and events there are."""
    chance = random.Random(seed)
    plan = compile_session("rdl-day", Library.open())
    sets = events = 0
    with Journal.open(path, durable=False) as journal:
        for number in range(years * 52 * SESSIONS_A_WEEK):
            began = FIRST + timedelta(days=number * 7 // SESSIONS_A_WEEK)
            lines = list(session_lines(f"session-{number}", plan, began, number, chance))
            journal.write(lines)
            sets += SETS_A_SESSION
            events += SETS_A_SESSION * EVENTS_A_SET
    return sets, events


def session_lines(
    key: str, plan: Plan, began: datetime, number: int, chance: random.Random, lifter: str = "Sam"
) -> Iterator[Statement]:
    """A whole session as it would have been written: its beginning, every event, its rows, its end."""
    yield session_begun(key, plan, began.isoformat(), lifter)
    kept, place = [], 0
    for each in range(SETS_A_SESSION):
        for event in _events(each, chance):
            yield event_happened(key, place, event, (began + timedelta(seconds=event.at)).isoformat())
            place += 1
        kept.append(_set(each, number, chance))
    complaints: tuple[ComplaintKept, ...] = ()
    if chance.random() < 0.1:
        complaints = (ComplaintKept(Complained(SessionTime(900.0), "low_back", "tight"), "psoas reset", "better"),)
    findings = {"leg_drop": chance.choice(("none", "left"))} if number % 12 == 0 else {}
    yield from ledger_rows(key, None, Ledger(tuple(kept), complaints, findings))
    yield session_ended(key, (began + timedelta(minutes=50)).isoformat(), "done")


def _events(number: int, chance: random.Random) -> Iterator[Event]:
    at = number * 180.0
    for cue in range((EVENTS_A_SET - 2) // 2):
        yield CueStarted(SessionTime(at + cue * 12), number * 10 + cue)
        yield CueFinished(SessionTime(at + cue * 12 + 9), number * 10 + cue)
    yield Woke(SessionTime(at + 150))
    yield Heard(SessionTime(at + 155), "log_effort", {"rpe": chance.choice((7, 7.5, 8))}, "that was an eight", 0.93)


def _set(number: int, session: int, chance: random.Random) -> SetKept:
    lift = LIFTS[session % 2 * 2 + number // 8]
    load = 40.0 + 2.5 * (session // 40) + 2.5 * chance.randrange(3)
    role = Role.RAMP if number % 8 < 3 else Role.WORKING
    at = number * 180.0 + 60
    reps = chance.randrange(5, 9)
    done = SetDone(
        SessionTime(at), lift, role, number % 8 + 1, 8, None, load, 8, reps, effort=chance.choice((None, 7.0, 8.0))
    )
    return SetKept(done, SessionTime(at - 40))


# ------------------------------------------------------------------------------------------------ what is measured


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of each of so many calls by the clock on the wall, and the mean of this process's own work."""

    wall: list[float]
    own: float


def timed(what: Callable[[], object], times: int) -> Taken:
    """Measure so many calls. On a busy machine the own work says more than the wall."""
    wall = []
    worked = time.process_time()
    for _ in range(times):
        began = time.perf_counter()
        what()
        wall.append(1000 * (time.perf_counter() - began))
    return Taken(wall, 1000 * (time.process_time() - worked) / times)


def appends(path: Path, times: int) -> tuple[Taken, Taken]:
    """Milliseconds of each append of a running session, on the disk when it returns; and of a bare write beside it.

    The bare one writes as many bytes to a file in the same folder and waits for the disk: turn and turn about, so that
    both meet the same disk and the same other load.
    """
    plan = compile_session("rdl-day", Library.open())
    own: list[Taken] = []
    bare: list[Taken] = []
    with Journal.open(path) as journal, journal.begin(plan, lifter="Sam") as session, _bare(path) as write:
        for moment in range(times):
            own.append(timed(partial(session.happened, Woke(SessionTime(float(moment)))), 1))
            bare.append(timed(write, 1))
    return together(own), together(bare)


@contextmanager
def _bare(path: Path) -> Iterator[Callable[[], None]]:
    """A function that writes what one append writes to SQLite's log, over and over the same room, and syncs it."""
    size = _bytes_an_append(path.with_name("size.sqlite"))
    place = os.open(path.with_name("bare"), os.O_RDWR | os.O_CREAT)
    os.pwrite(place, bytes(LOG_SIZE), 0)
    os.fsync(place)
    at = 0

    def write() -> None:
        nonlocal at
        os.pwrite(place, bytes(size), at)
        os.fsync(place)
        at = (at + size) % (LOG_SIZE - size)

    try:
        yield write
    finally:
        os.close(place)


def _bytes_an_append(path: Path) -> int:
    plan = compile_session("rdl-day", Library.open())
    log = path.with_name(path.name + "-wal")
    with Journal.open(path) as journal, journal.begin(plan) as session:
        before = log.stat().st_size
        for moment in range(100):
            session.happened(Woke(SessionTime(float(moment))))
        return (log.stat().st_size - before) // 100


def together(taken: Sequence[Taken]) -> Taken:
    """Many single calls as one."""
    return Taken([call for each in taken for call in each.wall], mean(each.own for each in taken))


# ------------------------------------------------------------------------------------------------ starting up


def first_words(folder: Path, empty: Path, full: Path, times: int) -> tuple[Taken, Taken]:
    """Milliseconds from starting `coach run` to its first word, with an empty journal and with a full one.

    Turn and turn about, after a round that renders the phrases; `own`: the program's own processor time.
    """
    taken: dict[Path, list[Taken]] = {empty: [], full: []}
    for each in range(times + 1):
        for journal, found in taken.items():
            home = folder / f"home-{journal.stem}"
            home.mkdir(exist_ok=True)
            for ending in ("", "-wal", "-shm"):
                home.joinpath(f"journal.sqlite{ending}").unlink(missing_ok=True)
            if journal.exists():
                shutil.copyfile(journal, home / "journal.sqlite")
                with Journal.open(home / "journal.sqlite") as copy:
                    copy.write([("UPDATE session SET reason = 'done' WHERE reason IS NULL", ())])
            one = _first_word(home)
            if each:
                found.append(one)
    return together(taken[empty]), together(taken[full])


def _first_word(home: Path) -> Taken:
    told = home / "told.jsonl"
    told.unlink(missing_ok=True)
    (home / "coach.yaml").write_text(f"data_folder: {home}\nlifter: Sam\n")
    words = ["run", "rdl-day", "--config", str(home / "coach.yaml"), "--speaker", f"wav:{home / 'out.wav'}"]
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "coach", *words, "--ear", "keyboard", "--plain", "--transcript", str(told)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        while not (told.exists() and '"say"' in told.read_text()):
            time.sleep(0.002)
        wall = 1000 * (time.perf_counter() - began)
        worked = sum(map(float, Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        os.killpg(process.pid, signal.SIGKILL)
    return Taken([wall], 1000 * worked / os.sysconf("SC_CLK_TCK"))


def questions(path: Path) -> dict[str, Taken]:
    """Milliseconds of what a lifter asks the long history, each in a journal opened for it."""
    with Journal.open(path) as journal:
        reading = journal.database.reading()
        everything = history.sessions(reading)
        return {
            "history screen (last 10 sessions)": timed(lambda: history.sessions(reading, last=10), 20),
            "one movement, last 10 sessions": timed(
                lambda: history.sessions(reading, exercises={"good-morning"}, last=10), 20
            ),
            "an unfinished session of 2,000 events": timed(journal.unfinished, 20),
            "everything, all sets": timed(lambda: history.sessions(reading), 5),
            "best set of all time": timed(lambda: statistics.best_set(everything, LIFTS[0], Unit.KILOS), 5),
            "outings for the advice": timed(lambda: statistics.outings(everything, LIFTS[0], Unit.KILOS), 5),
            "everything as JSON": timed(lambda: as_json(everything, Unit.KILOS), 3),
            "opening the file": timed(lambda: Journal.open(path).close(), 20),
        }


def command(folder: Path) -> Taken:
    """Milliseconds of the whole command `coach history`, start of the program included."""
    settings = folder / "coach.yaml"
    settings.write_text(f"data_folder: {folder}\n")
    words = [sys.executable, "-c", "from coach.cli import main; main()", "history", "--config", str(settings)]
    return timed(lambda: subprocess.run(words, check=True, capture_output=True), 5)


def row(name: str, taken: Taken) -> str:
    """One line of the table."""
    spread = quantiles(taken.wall, n=100, method="inclusive")
    figures = (median(taken.wall), spread[94], spread[98], max(taken.wall), taken.own)
    return f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} |\n"


def ratio(taken: Taken, beside: Taken) -> str:
    """How many times longer, at the median and at the 99th percentile."""
    ours, theirs = (quantiles(each.wall, n=100, method="inclusive") for each in (taken, beside))
    return f"p50 x {ours[49] / theirs[49]:.2f}, p99 x {ours[98] / theirs[98]:.2f}"


def main() -> None:
    """Build ten years, ask and write, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--appends", type=int, default=2000)
    parser.add_argument("--starts", type=int, default=7)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-journal-") as made:
        path, empty = Path(made) / "journal.sqlite", Path(made) / "empty.sqlite"
        began = time.perf_counter()
        sets, events = train(path, wishes.years, seed=1)
        size = path.stat().st_size / 1e6
        sys.stdout.write(
            f"{wishes.years} years: {sets} sets, {events} events, {size:.0f} MB, "
            f"written in {time.perf_counter() - began:.0f} s; SQLite {sqlite3.sqlite_version}\n\n"
        )
        sys.stdout.write("| what, milliseconds | p50 | p95 | p99 | worst | own work |\n|---|---|---|---|---|---|\n")
        ratios = []
        for name, place in (("new journal", empty), ("behind ten years", path)):
            own, bare = appends(place, wishes.appends)
            sys.stdout.write(row(f"append, {name}", own))
            sys.stdout.write(row("a bare write and sync of as many bytes", bare))
            ratios.append(f"append beside bare, {name}: {ratio(own, bare)}")
        for name, taken in questions(path).items():
            sys.stdout.write(row(name, taken))
        sys.stdout.write(row("`coach history`, the whole program", command(Path(made))))
        new, old = first_words(Path(made), Path(made) / "none.sqlite", path, wishes.starts)
        sys.stdout.write(row("`coach run` to its first word, empty journal", new))
        sys.stdout.write(row("`coach run` to its first word, ten years", old))
        ratios.append(f"first word, ten years beside empty: {ratio(old, new)}, own work {old.own / new.own:.2f}")
        sys.stdout.write("\n" + "\n".join(ratios) + "\n")
        sys.stdout.write(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")


if __name__ == "__main__":
    main()
