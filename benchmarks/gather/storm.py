"""Boxes that write and send while servers are killed, lines are cut and clocks are apart; is everything there, once?"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.gather.racks import EVENTS_A_SESSION, Rack, Rows, Verdict, counted, faketime, judged, rows_of
from benchmarks.gather.servers import Line, NatsServer, cluster
from coach.gather.gathered import Gathered, gathered_path
from coach.gather.server import GoneError, connected
from coach.gather.settings import Server

APART = 9.0
"""Hours by which the clocks of boxes differ from the right time, at most."""

ABOUT = 0.25
"""Hours by which a clock that was put wrong may seem to be so by more or less: a message may have waited."""

LIFTERS_A_BOX = 5

PATIENCE = 20.0
"""Seconds after which the next thing happens though the desk stands still."""

LOOK = 0.25
"""Seconds between two looks at how far the desk is."""


@dataclass
class Progress:
    """How the desk's count of events went: the longest time in which it stood still while some were to come."""

    total: int
    began: float = field(default_factory=time.monotonic)
    events: int = 0
    moved: float = field(default_factory=time.monotonic)
    stood: float = 0.0
    marks: dict[str, float] = field(default_factory=dict)

    def look(self, events: int) -> None:
        now = time.monotonic()
        if events != self.events:
            self.stood = max(self.stood, now - self.moved)
            self.events, self.moved = events, now

    def mark(self, what: str) -> None:
        self.marks[what] = round(time.monotonic() - self.began, 1)


def storm(
    folder: Path, events: int, boxes: int, seed: int, within: float, *, down: float = 8.0, patience: float = PATIENCE
) -> dict[str, Any]:
    """Run it; the result in plain data, `right` when nothing was lost, doubled or out of order, and the clocks were
    apart. The server that is killed stays away for `down` seconds. Raises FileNotFoundError where no clock can be put
    apart.
    """
    faketime()
    chance = random.Random(seed)
    with ExitStack() as stack:
        servers = stack.enter_context(cluster(folder / "servers"))
        lines = [[Line(server.port) for server in servers] for _ in range(min(2, boxes - 1))]
        racks = stack.enter_context(_racks(folder, boxes, servers, lines, chance))
        sessions = max(2, round(events / EVENTS_A_SESSION / boxes))
        for rack in racks:
            rack.write(sessions // 2, random.Random(chance.getrandbits(64)))
        before = sum(counted(rack.journal) for rack in racks)
        progress = Progress(sessions * boxes * EVENTS_A_SESSION - sessions * EVENTS_A_SESSION)
        for rack in racks:
            rack.start()
        writers = [
            Thread(target=rack.write, args=(sessions - sessions // 2, random.Random(chance.getrandbits(64)), 0.01))
            for rack in racks
        ]
        for writer in writers:
            writer.start()
        finished = _weather(racks, servers, lines, progress, within, down, patience)
        for writer in writers:
            writer.join()
        joined = _settle(racks, within / 3)
        for rack in racks:
            rack.kill()
        kept = _kept_by(servers)
        return _result(racks, progress, before, kept, finished=finished and joined)


@contextmanager
def _racks(
    folder: Path, boxes: int, servers: Sequence[NatsServer], lines: Sequence[Sequence[Line]], chance: random.Random
) -> Iterator[list[Rack]]:
    """The desk, which takes everything, and racks; the first of them reach the servers by lines that can be cut."""
    direct = [server.address for server in servers]
    made = []
    for number in range(boxes):
        through = number - 1 < len(lines) and number > 0
        addresses = [line.address for line in lines[number - 1]] if through else direct
        lifters = [f"lifter-{(LIFTERS_A_BOX * number + each)}" for each in range(LIFTERS_A_BOX)]
        lifters[1] = f"lifter-{LIFTERS_A_BOX * ((number + 1) % boxes)}"  # who trains at the next box too
        hours = round(chance.uniform(-APART, APART), 2)
        name = f"rack-{number}" if number else "desk"
        made.append(Rack(folder / name, addresses, lifters, "own" if number else "all", hours))
    try:
        yield made
    finally:
        for rack in made:
            rack.kill()


def _weather(
    racks: Sequence[Rack],
    servers: Sequence[NatsServer],
    lines: Sequence[Sequence[Line]],
    progress: Progress,
    within: float,
    down: float,
    patience: float,
) -> bool:
    """Cut, kill, start again and mend as the desk's count goes up; whether it has everything in time."""
    direct = [server.address for server in servers]
    plan: list[tuple[float, str, Callable[[], object]]] = [
        (0.15, "lines cut", lambda: _each(lines, Line.cut)),
        (0.30, "server killed", lambda: _leader(servers, direct).kill()),
        (0.40, "a box killed", racks[-1].kill),
        (0.45, "the box started", racks[-1].start),
        (0.50, "lines mended", lambda: _each(lines, Line.mend)),
    ]
    dead_since = None
    end = progress.began + within
    while time.monotonic() < end:
        progress.look(counted(gathered_path(racks[0].folder)))
        if plan and (progress.events >= plan[0][0] * progress.total or time.monotonic() - progress.moved > patience):
            _, what, does = plan.pop(0)
            does()
            progress.mark(what)
            if what == "server killed":
                dead_since = time.monotonic()
        if dead_since is not None and time.monotonic() - dead_since > down:
            dead_since = None
            for server in servers:
                if server.process is None:
                    server.start()
            progress.mark("server started")
        if progress.events >= progress.total and not plan and dead_since is None:
            progress.mark("all there")
            return True
        time.sleep(LOOK)
    return False


def _each(lines: Sequence[Sequence[Line]], what: Callable[[Line], None]) -> None:
    for each in lines:
        for line in each:
            what(line)


def _settle(racks: Sequence[Rack], within: float) -> bool:
    """Wait until every box's journal has the sessions of its lifters that were done elsewhere."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if all(not _missing(rack, racks) for rack in racks):
            return True
        time.sleep(1.0)
    return False


def _missing(rack: Rack, racks: Sequence[Rack]) -> set[str]:
    return {key for each in racks if each is not rack for key in _keys(each.journal, rack.lifters)} - _keys(
        rack.journal
    )


def _keys(journal: Path, lifters: Sequence[str] = ()) -> set[str]:
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=1)) as connection:
        rows = connection.execute("SELECT key, lifter FROM session").fetchall()
    return {key for key, lifter in rows if not lifters or lifter in lifters}


def _leader(servers: Sequence[NatsServer], addresses: Sequence[str]) -> NatsServer:
    """The server that leads the stream; the first where that cannot be asked."""

    async def asked() -> str:
        async with connected(Server(tuple(addresses), "bench")) as stream:
            return stream.leader

    try:
        name = asyncio.run(asked())
    except GoneError:
        name = ""
    return next((server for server in servers if server.folder.name == name), servers[0])


def _kept_by(servers: Sequence[NatsServer]) -> dict[str, int]:
    async def asked() -> dict[str, int]:
        async with connected(Server(tuple(server.address for server in servers), "bench")) as stream:
            return {"messages": stream.messages, "bytes": stream.bytes}

    return asyncio.run(asked())


def apart(racks: Sequence[Rack], seen: Mapping[str, float]) -> bool:
    """Whether the desk saw each box's clock wrong by about what it was put to."""
    return all(abs(seen.get(rack.folder.name, 99.0) - rack.hours) < ABOUT for rack in racks[1:])


def _clocks(desk: Rack) -> dict[str, float]:
    with closing(Gathered(gathered_path(desk.folder))) as gathered:
        return {box.name: round(box.ahead / 3600, 2) for box in gathered.boxes()}


def _result(
    racks: Sequence[Rack], progress: Progress, before: int, kept: dict[str, int], *, finished: bool
) -> dict[str, Any]:
    everything = [rows_of(rack.journal) for rack in racks]
    done_at: list[Rows] = [
        {key: rows for key, rows in each.items() if key in set(rack.keys)}
        for rack, each in zip(racks, everything, strict=True)
    ]
    sources = {key: rows for each in done_at[1:] for key, rows in each.items()}
    desk = judged(sources, rows_of(gathered_path(racks[0].folder)))
    joined: list[Verdict] = []
    for rack, own in zip(racks, everything, strict=True):
        elsewhere = {
            key: rows
            for other, each in zip(racks, done_at, strict=True)
            if other is not rack
            for key, rows in each.items()
            if rows["session"][0][0] in rack.lifters
        }
        joined.append(judged(elsewhere, {key: rows for key, rows in own.items() if key not in set(rack.keys)}))
    sessions = sum(len(each) for each in done_at)
    events = sum(len(rows["event"]) for each in done_at for rows in each.values())
    clocks = _clocks(racks[0])
    seconds = progress.marks.get("all there", round(time.monotonic() - progress.began, 1))
    return {
        "right": finished and desk.right and all(each.right for each in joined) and apart(racks, clocks),
        "boxes": len(racks),
        "events": events,
        "sessions": sessions,
        "written before the boxes began to send": before,
        "clocks apart by hours": [rack.hours for rack in racks],
        "clocks as the desk saw them": clocks,
        "the desk has": asdict(desk),
        "journals that others' sessions were put into": [asdict(each) for each in joined],
        "seconds": seconds,
        "events a second": round(progress.total / seconds, 0),
        "longest standstill at the desk, s": round(progress.stood, 1),
        "happened after s": progress.marks,
        "the session found its journal locked": sum(rack.locked for rack in racks),
        "messages on the servers": kept["messages"],
        "messages kept twice by the servers": kept["messages"] - events - 2 * sessions,
        "bytes a copy on the servers": kept["bytes"],
    }
