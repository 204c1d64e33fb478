"""The door's own process: one session behind it, any number of visitors before it, none of whom it waits for.

Run as `python -m coach.link.door FD`, where FD is a socket to the session. From there comes {"place": ...} once, then
{"picture": ...} and {"to": n, "answer": ...}; what goes there is {"to": n, "wish": ...}. It ends with the session.
"""

import asyncio
import json
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.host.clocks import monotonic, wall
from coach.link.changes import Changes
from coach.link.looking_up import LookingUp
from coach.link.messages import LONGEST_LINE, Ask, PageAt, Press, StartProgram, Wish, wish_of
from coach.link.places import PACKET, opened_door
from coach.link.visitors import Bucket, Visitor

VISITORS = 32
"""So many at once; who comes then is sent away."""

ANSWER_WITHIN = 10.0
"""Seconds the session may take over a wish."""

PULSE = 2.0
"""Seconds between two looks at the clocks and at who still reads."""


class Door:
    """What the session tells to everybody, and what anybody wishes to the session."""

    def __init__(self, line: socket.socket, end: Callable[[], object]) -> None:
        self._line, self._end = line, end
        self._visitors: set[Visitor] = set()
        self._changes: Changes | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._wishes = 0
        self._pace = Bucket(40, 10.0)
        self._look_up = LookingUp({})

    async def serve(self, place: Path, settings: dict[str, Any]) -> None:
        """Serve at this place for ever; raises OSError where there can be no socket."""
        self._look_up = LookingUp(settings)
        server = await asyncio.start_unix_server(self._visit, sock=opened_door(place), limit=LONGEST_LINE)
        async with server:
            while True:
                await asyncio.sleep(PULSE)
                self._pulse()

    def take(self) -> None:
        """Take what the session has sent; at its end the door ends too."""
        with suppress(BlockingIOError):
            while True:
                packet = self._line.recv(PACKET)
                if not packet:
                    self._end()
                    return
                self._taken(json.loads(packet))

    def _taken(self, packet: dict[str, Any]) -> None:
        if "picture" in packet:
            new = packet["picture"]
            if self._changes is None:
                self._changes = Changes(new, monotonic, wall)
                self._tell_all(self._changes.picture())
            else:
                self._tell_all(self._changes.take(new))
        elif "answer" in packet:
            waiting = self._waiting.pop(packet["to"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(packet["answer"])

    def _tell_all(self, message: dict[str, Any] | None) -> None:
        if message is not None:
            line = _line(message)
            for visitor in tuple(self._visitors):
                visitor.tell(line)

    def _pulse(self) -> None:
        now = time.monotonic()
        for visitor in tuple(self._visitors):
            visitor.look(now)
        if self._changes is not None:
            self._tell_all(self._changes.look_at_clock())

    # ------------------------------------------------------------------------------------------ visitors

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitor = Visitor(writer)
        if len(self._visitors) >= VISITORS or not _ours(writer):
            writer.transport.abort()
            return
        self._visitors.add(visitor)
        try:
            if self._changes is not None:
                visitor.tell(_line(self._changes.picture()))
            with suppress(OSError, ValueError, asyncio.IncompleteReadError):  # gone, or a line without an end
                while line := await reader.readline():
                    visitor.tell(_line(await self._answer(line, visitor)))
        finally:
            self._visitors.discard(visitor)
            if visitor.page:
                self._tell_where_the_page_is()
            with suppress(OSError):
                writer.close()

    async def _answer(self, line: bytes, visitor: Visitor) -> dict[str, Any]:
        try:
            wish = wish_of(line)
        except ValueError:
            visitor.pace.take()
            return _refused(None, "malformed")
        stops = isinstance(wish, Press) and wish.press == "stop"
        if not (visitor.pace.take() or (stops and visitor.stops.take())):
            return _refused(wish.id, "too_fast")
        if isinstance(wish, Ask):
            return {"is": "answer", "id": wish.id, **await self._asked(wish.ask, visitor)}
        if isinstance(wish, StartProgram):
            return {"is": "answer", "id": wish.id, **await self._begun(wish)}
        if isinstance(wish, PageAt):
            visitor.page = wish.page_at
            self._tell_where_the_page_is()
            return {"is": "answer", "id": wish.id, "done": True}
        if not stops and not self._pace.take():
            return _refused(wish.id, "too_fast")
        return await self._passed_on(wish)

    async def _passed_on(self, wish: Wish) -> dict[str, Any]:
        """What the session says to it."""
        self._wishes += 1
        number = self._wishes
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        told = wish.model_dump(exclude={"id"})
        try:
            self._line.send(_line({"to": number, "wish": told}))
            answer = await asyncio.wait_for(waiting, ANSWER_WITHIN)
        except (OSError, TimeoutError):
            return _refused(wish.id, "busy")
        finally:
            self._waiting.pop(number, None)
        return {"is": "answer", "id": wish.id, **answer}

    async def _asked(self, what: str, visitor: Visitor) -> dict[str, Any]:
        if what != "picture":
            return await self._look_up(what, self._lifter())
        if self._changes is None:
            return {"done": False, "why": "busy"}
        visitor.tell(_line(self._changes.picture()))
        return {"done": True}

    async def _begun(self, wish: StartProgram) -> dict[str, Any]:
        """Begin a program, whoever trains now; the session is told to look what today brings."""
        lifter, on = self._lifter(), None if wish.on is None else wish.on.isoformat()
        if lifter is None:
            return {"done": False, "why": "busy"}
        answer = await self._look_up("started", lifter, program=wish.start_program, on=on)
        if answer["done"]:
            self._tell_session({"look": True})
        return answer

    def _lifter(self) -> str | None:
        return None if self._changes is None else str(self._changes.now["lifter"])

    def _tell_where_the_page_is(self) -> None:
        places = [each.page for each in self._visitors if each.page]
        self._tell_session({"page_at": places[0] if places else ""})

    def _tell_session(self, what: dict[str, Any]) -> None:
        """Something that no visitor waits for; a session that takes nothing now goes without."""
        with suppress(OSError):
            self._line.send(_line({"to": 0, "wish": what}))


def _refused(identity: int | str | None, why: str) -> dict[str, Any]:
    return {"is": "answer", "id": identity, "done": False, "why": why}


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _ours(writer: asyncio.StreamWriter) -> bool:
    """Whether the visitor is the socket's owner or root; whoever got hold of the socket otherwise is nobody here."""
    peer = writer.get_extra_info("socket")
    _, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return user in (0, os.getuid())


async def _run(line: socket.socket) -> None:
    setup = json.loads(line.recv(PACKET))
    place = Path(setup["place"])
    ended = asyncio.Event()
    door = Door(line, ended.set)
    line.setblocking(False)
    asyncio.get_running_loop().add_reader(line.fileno(), door.take)
    serving = asyncio.ensure_future(door.serve(place, setup["settings"]))
    ending = asyncio.ensure_future(ended.wait())
    done, _ = await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
    if serving in done:
        serving.result()
    serving.cancel()
    with suppress(OSError):
        place.unlink(missing_ok=True)


def main() -> None:
    """Serve until the session ends. Ctrl-C is the session's own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=int(sys.argv[1]))
    try:
        asyncio.run(_run(line))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
