"""What it costs to send, to keep and to take in, as boxes and years grow; boxes simulated one after the other."""

import asyncio
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.gather.racks import EVENTS_A_SESSION, Rack
from benchmarks.gather.servers import NatsServer, one
from coach.config import Config
from coach.core.plan import Unit
from coach.gather.gathered import gathered_path
from coach.gather.overview import known, standings
from coach.gather.server import connected
from coach.gather.settings import Server, server_of
from coach.gather.visit import Gatherer, Tally

SESSIONS_A_YEAR = 156
"""Three a week."""

SIZES = ((1, 156), (1, 468), (10, 39), (50, 8), (200, 2), (10, 156), (50, 39), (200, 16))
"""Boxes, and the sessions each of them has."""

IDLE_VISITS = 5


def cost(folder: Path, sizes: Sequence[tuple[int, int]], seed: int) -> Iterator[dict[str, Any]]:
    """Measure each size at a server of its own, one after the other."""
    for boxes, sessions in sizes:
        place = folder / f"{boxes}-{sessions}"
        with one(place / "server") as server:
            row = _measured(place, server, boxes, sessions, random.Random(seed))
        shutil.rmtree(place)
        yield row


def _measured(place: Path, server: NatsServer, boxes: int, sessions: int, chance: random.Random) -> dict[str, Any]:
    racks = [Rack(place / f"rack-{number}", [server.address], [f"lifter-{number}"]) for number in range(boxes)]
    for rack in racks:
        rack.write(sessions, chance)
    events = boxes * sessions * EVENTS_A_SESSION
    wall, work = _timed(lambda: [_visit(rack.folder, server, "nothing") for rack in racks])
    idle = median(_timed(lambda: _visit(racks[0].folder, server, "nothing"))[0] for _ in range(IDLE_VISITS))
    desk = place / "desk"
    taken, taking = _timed(lambda: _visit(desk, server, "all"))
    looking = _timed(lambda: standings(known(desk, date(2026, 12, 31)), date(2026, 12, 31), Unit.KILOS))[0]
    kept = _bytes(server)
    return {
        "boxes": boxes,
        "years each": round(sessions / SESSIONS_A_YEAR, 2),
        "events": events,
        "sent, events a second": round(events / wall),
        "sender's own work, ms an event": round(1000 * work / events, 3),
        "taken in, events a second": round(events / taken),
        "desk's own work, ms an event": round(1000 * taking / events, 3),
        "bytes an event on the server": round(kept / events),
        "bytes an event at the desk": round(gathered_path(desk).stat().st_size / events),
        "visit with nothing to send, ms": round(1000 * idle),
        "overview, ms": round(1000 * looking),
        "server's memory, MB": round(_memory(server) / 1e6),
    }


def _visit(folder: Path, server: NatsServer, take: str) -> Tally:
    folder.mkdir(parents=True, exist_ok=True)
    gather = {"servers": (server.address,), "name": folder.name, "take": take}
    config = Config(data_folder=folder, gather=gather)
    with closing(Gatherer(config, server_of(config, {}), lambda _: None)) as gatherer:
        return asyncio.run(gatherer.once())


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock on the wall, and of this process's own work."""
    wall, work = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - work


def _bytes(server: NatsServer) -> int:
    async def asked() -> int:
        async with connected(Server((server.address,), "bench")) as stream:
            return stream.bytes

    return asyncio.run(asked())


def _memory(server: NatsServer) -> int:
    assert server.process is not None
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
