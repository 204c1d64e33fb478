"""The page's own visitor at the local door: one connection for all devices, opened again whenever it is lost."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

from coach.link.places import address_of

AGAIN = 1.0
"""Seconds before the door is tried again."""

PLACE_AGAIN = 10.0
"""Seconds after which it is looked again where the page is."""

BEHIND = 200
"""Messages a device may lag behind before its stream is ended; it comes again by itself."""

LONGEST = 8_000_000
"""Bytes of one line of the door's."""

ANSWER_WITHIN = 100.0
"""Seconds the door may take; the history of a small machine takes long."""

AWAY: Mapping[str, Any] = {"is": "away"}


class Bridge:
    """Follows the door at one of these places and tells every stream; the coach learns that the page is at `page_at()`,
    which may take a second and is asked in a thread.

    `now` is the whole picture, empty while no coach is there.
    """

    def __init__(self, *places: Path, page_at: Callable[[], str] = str) -> None:
        self.places, self._page_at = places, page_at
        self.now: dict[str, Any] = {}
        self._read_at = 0.0
        self._streams: set[asyncio.Queue[Mapping[str, Any] | None]] = set()
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._asked = 0
        self._writer: asyncio.StreamWriter | None = None

    async def follow(self) -> None:
        """Stay connected for ever."""
        while True:
            for place in self.places:
                with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
                    await self._connected(place)
            self._lost()
            await asyncio.sleep(AGAIN)

    async def _connected(self, place: Path) -> None:
        with address_of(place) as address:
            reader, writer = await asyncio.open_unix_connection(address, limit=LONGEST)
        self._writer = writer
        telling = asyncio.ensure_future(self._tell_place(writer))
        try:
            while line := await reader.readline():
                self._take(json.loads(line))
        finally:
            telling.cancel()
            writer.close()

    async def _tell_place(self, writer: asyncio.StreamWriter) -> None:
        """Tell the coach where the page is, and again when that is elsewhere: a name may be taken, a network come."""
        told = ""
        while True:
            place = await asyncio.to_thread(self._page_at)
            if place and place != told:
                writer.write(json.dumps({"page_at": place}).encode() + b"\n")
                told = place
            await asyncio.sleep(PLACE_AGAIN)

    def _lost(self) -> None:
        self._writer = None
        if self.now:
            self.now = {}
            self._tell(AWAY)
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result({"is": "answer", "done": False, "why": "nobody"})

    def _take(self, message: dict[str, Any]) -> None:
        if message["is"] == "answer":
            waiting = self._waiting.get(message["id"])
            if waiting is not None and not waiting.done():
                waiting.set_result(message)
            return
        if message["is"] == "picture":
            self.now = {}
        self.now |= message
        self._read_at = time.monotonic()
        self._tell(message)

    def _tell(self, message: Mapping[str, Any]) -> None:
        for stream in tuple(self._streams):
            if stream.qsize() >= BEHIND:
                self._streams.discard(stream)
                stream.put_nowait(None)
            else:
                stream.put_nowait(message)

    def picture(self) -> Mapping[str, Any]:
        """Everything as it is now; that nobody is there is a picture too."""
        if not self.now:
            return AWAY
        passed = time.monotonic() - self._read_at
        clocks = {name: round(self.now[name] + passed, 3) for name in ("at", "wall")}
        return {**self.now, "is": "picture", **clocks}

    @contextlib.asynccontextmanager
    async def stream(self) -> AsyncIterator["asyncio.Queue[Mapping[str, Any] | None]"]:
        """What happens from now on, the whole picture first; None is its end."""
        mine: asyncio.Queue[Mapping[str, Any] | None] = asyncio.Queue()
        mine.put_nowait(self.picture())
        self._streams.add(mine)
        try:
            yield mine
        finally:
            self._streams.discard(mine)

    async def wish(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        """Pass on a wish and wait for its answer; "nobody" when no coach is there."""
        if self._writer is None:
            return {"done": False, "why": "nobody"}
        self._asked += 1
        number = self._asked
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        try:
            self._writer.write(json.dumps({**wish, "id": number}).encode() + b"\n")
            return await asyncio.wait_for(waiting, ANSWER_WITHIN)
        except (OSError, TimeoutError):
            return {"done": False, "why": "busy"}
        finally:
            del self._waiting[number]
