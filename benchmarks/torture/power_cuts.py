"""Cut the power at every write of the journal, in every way a disk may leave it, and open what is left.

Two sessions are kept in a journal. Around each of its writes the files are photographed, and images are made of what a
power cut may leave: the log cut off at any byte, its last page torn, zeroed or garbage, without the shared index, and
while the log is copied into the file any mixture of old and new pages. Each image is opened as the next start does:

- it is whole, and nothing in it was set aside;
- its events are the beginning of those that were kept, and all that were acknowledged before the cut are there;
- the session that is under way can be carried on.

`make bench-power-cuts`; a share of the images with SHARE=0.1.
"""

import argparse
import itertools
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Heard
from coach.core.session.machine import begin
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.journal.storage.database import Database, Statement
from coach.journal.store import Journal
from coach.performance import Equipment, run_session
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.voices.voice import ToneVoice

SESSIONS = ("first-hinge", "rdl-day")
SECONDS = 1500.0
"""Virtual seconds after which the lifter of each session is interrupted for good."""

PAGE = 4096
"""Bytes that a disk writes in one go."""

OFTEN = 200
"""Pages of the log after which it is copied into the file: five times as often as usual, to be caught at it."""

RESULTS = Path(__file__).parents[1] / "results" / "power-cuts.json"


@dataclass(frozen=True, slots=True)
class Shot:
    """The files as they were after a write that was acknowledged, and how many events had been by then."""

    file: bytes
    log: bytes
    events: int


@dataclass(frozen=True, slots=True)
class Image:
    """What a power cut left, by which way, and how many events must be in it at least."""

    way: str
    file: bytes
    log: bytes | None
    events: int


@dataclass(slots=True)
class Tally:
    """What became of the images of each way; everything in `wrong` is a fault of the coach."""

    images: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    copies: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)


class Camera:
    """Photographs a database's files after each of its writes."""

    def __init__(self, database: Database) -> None:
        self._database, self._write = database, database.write
        self.shots: list[Shot] = []
        database.write = self.write  # type: ignore[method-assign]  # only here: nobody else needs to look in between

    def write(self, statements: Iterable[Statement]) -> None:
        """Write, and take a picture."""
        self._write(statements)
        path = self._database.path
        log = path.with_name(path.name + "-wal")
        ((events,),) = self._database.open().execute("SELECT count(*) FROM event").fetchall()
        self.shots.append(Shot(path.read_bytes(), log.read_bytes() if log.exists() else b"", events))


def images(before: Shot, after: Shot, chance: random.Random) -> Iterator[Image]:
    """What a power cut between these two may leave."""
    if before.file != after.file:
        yield from while_copied(before, after, chance)
    first, last = changed(before.log, after.log)
    cuts = [chance.randint(first, last) for _ in range(2)]
    page = max(first, last - PAGE)
    torn = chance.randint(page, last)
    ways = {
        "as it is": after.log,
        "the log written up to any byte": after.log[: cuts[0]] + before.log[cuts[0] :],
        "the log cut off at any byte": after.log[: cuts[1]],
        "the last page torn": after.log[:torn] + bytes(last - torn) + after.log[last:],
        "the last page zeroed": after.log[:page] + bytes(last - page) + after.log[last:],
        "the last page garbage": after.log[:page] + chance.randbytes(last - page) + after.log[last:],
    }
    for way, log in ways.items():
        yield Image(way, before.file, log, after.events if way == "as it is" else before.events)
    yield Image("nothing of it was written", before.file, before.log, before.events)


def changed(old: bytes, new: bytes) -> tuple[int, int]:
    """The first byte that was written, and the one behind the last."""
    longest = max(len(old), len(new))
    differ = np.frombuffer(old.ljust(longest, b"\0"), np.uint8) != np.frombuffer(new.ljust(longest, b"\0"), np.uint8)
    places = np.flatnonzero(differ)
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (len(new), len(new))


def while_copied(before: Shot, after: Shot, chance: random.Random) -> Iterator[Image]:
    """The log, all of it on the disk, was being copied into the file: any page may be old, new or torn."""
    for number in range(4):
        pages = []
        for at in range(0, max(len(before.file), len(after.file)), PAGE):
            old, new = before.file[at : at + PAGE], after.file[at : at + PAGE]
            half = new[: PAGE // 2] + old[PAGE // 2 :] if number == 3 else new
            pages.append(chance.choice([old, half]))
        yield Image("the log half copied into the file", b"".join(pages), before.log, before.events)


def look(image: Image, folder: Path, kept: list[tuple[str, int, str]], tally: Tally) -> None:
    """Open an image as the next start does."""
    tally.images[image.way] += 1
    for each in folder.iterdir():
        each.unlink()
    path = folder / "journal.sqlite"
    path.write_bytes(image.file)
    if image.log is not None:
        path.with_name("journal.sqlite-wal").write_bytes(image.log)
    with Journal.open(path, durable=False) as journal:
        connection = journal.database.open()
        ((integrity,),) = connection.execute("PRAGMA integrity_check").fetchall()
        found = events(connection)
        journal.unfinished()
        aside = journal.database.aside
    faults = [f"the file is damaged: {integrity}"] if integrity != "ok" else []
    faults += ["it was set aside"] if aside is not None else []
    faults += ["its events are not the beginning of what was kept"] if found != kept[: len(found)] else []
    faults += [f"{image.events - len(found)} acknowledged events are gone"] if len(found) < image.events else []
    tally.lost += max(0, image.events - len(found))
    tally.wrong += [f"{image.way}: {fault}" for fault in faults]


def events(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Every event in the order in which it was kept."""
    rows = connection.execute(
        "SELECT session.key, event.number, event.body FROM event JOIN session ON session.id = event.session"
        " ORDER BY session.id, event.number"
    )
    return rows.fetchall()


def trained(journal: Journal, library: Library, name: str) -> None:
    """A session with a lifter who says a few things."""
    plan = compile_session(name, library, seed=1)
    with FileWorld(TimelineSpeaker(ToneVoice(), 8_000)) as world, journal.begin(plan) as book:
        for at, intent in ((60.0, "next"), (200.0, "pause"), (230.0, "resume"), (500.0, "slower")):
            world.post(Heard(SessionTime(at), intent, {}, intent))
        world.post(
            Heard(SessionTime(400.0), "complaint", {"region": "low_back", "sensation": "tight"}, "my back feels tight")
        )
        world.post(Heard(SessionTime(SECONDS), "stop", {}, "stop"))
        world.post(Heard(SessionTime(SECONDS + 2), "yes", {}, "yes"))
        equipment = Equipment(plan, world, world.speaker, book, NoScreen(), NoTranscript(), world.listen_for)
        run_session(begin(plan), Began(SESSION_START), equipment)


def photographed(folder: Path) -> tuple[list[Shot], list[tuple[str, int, str]]]:
    """The shots of a journal while sessions were kept in it, and every event it has in the end."""
    library, path = Library.open(), folder / "journal.sqlite"
    with Journal.open(path, durable=False) as journal:
        journal.database.open().execute(f"PRAGMA wal_autocheckpoint = {OFTEN}")
        camera = Camera(journal.database)
        for name in SESSIONS:
            trained(journal, library, name)
        kept = events(journal.database.open())
    return camera.shots, kept


def cut(shots: list[Shot], kept: list[tuple[str, int, str]], folder: Path, seed: int, share: float) -> Tally:
    """Cut the power around so many of the writes, evenly spread."""
    chance, tally = random.Random(seed), Tally(writes=len(shots))
    tally.copies = sum(one.file != other.file for one, other in itertools.pairwise(shots))
    every = max(1, round(1 / share))
    for number, (before, after) in enumerate(itertools.pairwise(shots)):
        if number % every == 0 or before.file != after.file:
            for image in images(before, after, chance):
                look(image, folder, kept, tally)
    return tally


def main() -> int:
    """Cut, and print what came of it; 1 when anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--share", type=float, default=1.0, help="of the writes; all of them with 1")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-power-") as name:
        (folder := Path(name) / "images").mkdir()
        shots, kept = photographed(Path(name))
        tally = cut(shots, kept, folder, asked.seed, asked.share)
    seconds = time.monotonic() - began
    figures = {
        "command": f"python -m benchmarks.torture.power_cuts --share {asked.share:g} --seed {asked.seed}",
        "writes": tally.writes,
        "times the log was copied into the file": tally.copies,
        "events": len(kept),
        "images": dict(tally.images),
        "images in all": tally.images.total(),
        "acknowledged events lost": tally.lost,
        "wrong": len(tally.wrong),
        "seconds": round(seconds),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    for fault, times in Counter(tally.wrong).most_common(20):
        sys.stdout.write(f"WRONG {times} x {fault}\n")
    if asked.keep is not None:
        asked.keep.write_text(json.dumps(figures, indent=1) + "\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
