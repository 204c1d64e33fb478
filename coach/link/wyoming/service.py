"""A Wyoming server that handles sentences: what Home Assistant shows as a conversation agent.

Wyoming knows no passwords, so only the machines that were named may speak, and everybody else is hung up on. What they
say is what a paired phone may type, and goes the same way.
"""

import asyncio
import ipaddress
import signal
import socket
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any, cast

from wyoming.asr import Transcript
from wyoming.event import Event, async_read_event, async_write_event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Attribution, Describe, HandleModel, HandleProgram, Info
from wyoming.ping import Ping, Pong

from coach.errors import DeviceError
from coach.link.wyoming.sentences import Sentences

PORT = 10700

VISITORS = 16
"""Connections at once; who comes then is hung up on."""

IDLE = 60.0
"""Seconds between two events of a visitor's."""

LONGEST_LINE, LONGEST_PART = 16_384, 65_536
"""Bytes of an event's line, and of what may follow it: a sentence with its context is far shorter."""

LOOKED_UP = 30.0
"""Seconds for which a name's addresses are believed."""

Tell = Callable[[str], object]


class Named:
    """The machines that may speak, by name or address; `now` is a monotonic clock in seconds."""

    def __init__(self, hosts: Collection[str], now: Callable[[], float] = time.monotonic) -> None:
        self._hosts, self._now = tuple(hosts), now
        self._known: frozenset[str] = frozenset()
        self._looked_up_at = float("-inf")

    @property
    def all_here(self) -> bool:
        """Whether all of them are this very machine, so that nobody else need be listened to."""
        return bool(self._addresses()) and all(ipaddress.ip_address(each).is_loopback for each in self._addresses())

    def may_speak(self, address: str) -> bool:
        """Whether this address is one of theirs; looks names up, which may take a while."""
        return _plain(address) in self._addresses()

    def _addresses(self) -> frozenset[str]:
        if self._now() - self._looked_up_at >= LOOKED_UP:
            self._looked_up_at = self._now()
            self._known = frozenset(address for host in self._hosts for address in _found(host))
        return self._known


def _found(host: str) -> Iterable[str]:
    with suppress(OSError, UnicodeError):
        return {_plain(str(found[4][0])) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return ()


def _plain(address: str) -> str:
    """The address as everybody writes it, one of IPv4 within IPv6 as the former."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inside = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(inside or found)


class Service:
    """Takes sentences from whoever is `named`; `tell` hears whom it hung up on."""

    def __init__(self, sentences: Sentences, named: Named, tell: Tell, *, language: str, version: str) -> None:
        self._sentences, self._named, self._tell = sentences, named, tell
        self._info = _info(language, version).event()
        self._visitors = 0
        self._refused: set[str] = set()

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until it hangs up or is hung up on."""
        try:
            if self._visitors < VISITORS and await self._welcome(writer):
                self._visitors += 1
                try:
                    await self._serve(reader, writer)
                finally:
                    self._visitors -= 1
        finally:
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    async def _welcome(self, writer: asyncio.StreamWriter) -> bool:
        peer = writer.get_extra_info("peername")
        if not peer:
            return False
        address = str(peer[0])
        if await asyncio.to_thread(self._named.may_speak, address):
            return True
        if len(self._refused) < VISITORS and address not in self._refused:
            self._refused.add(address)
            self._tell(f"Hung up on {address}: it is not one of the machines that may speak.")
        return False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        measured = cast(asyncio.StreamReader, _Measured(reader))
        with suppress(OSError, TimeoutError, EOFError, *MALFORMED):
            while (event := await asyncio.wait_for(async_read_event(measured), IDLE)) is not None:
                reply = await self.reply(event)
                if reply is not None:
                    await asyncio.wait_for(async_write_event(reply, writer), IDLE)

    async def reply(self, event: Event) -> Event | None:
        """What is sent back; nothing for what is none of its business."""
        if Describe.is_type(event.type):
            return self._info
        if Ping.is_type(event.type):
            return Pong(_text(event)).event()
        if not Transcript.is_type(event.type):
            return None
        said = _text(event)
        if not said:
            return NotHandled(text="").event()
        found = await asyncio.to_thread(self._sentences.answered, said)
        return Handled(text=found.text).event() if found.done else NotHandled(text=found.text).event()


MALFORMED = (
    TypeError,
    KeyError,
    AttributeError,
    ValueError,
    RecursionError,
    OverflowError,
    asyncio.IncompleteReadError,
)
"""What comes of an event that is none; it ends the visit."""


class _Measured:
    """What events are read from: no line and no part longer than an honest one."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def readline(self) -> bytes:
        return await self._reader.readline()

    async def readexactly(self, count: int) -> bytes:
        if count > LONGEST_PART:
            raise ValueError("an endless part")
        return await self._reader.readexactly(count)


def _text(event: Event) -> str:
    found = event.data.get("text")
    return found if isinstance(found, str) else ""


def _info(language: str, version: str) -> Info:
    whose = Attribution(name="coach", url="")
    common: dict[str, Any] = {"attribution": whose, "installed": True, "version": version}
    model = HandleModel(name="coach", description="The coach in the gym", languages=[language], **common)
    return Info(handle=[HandleProgram(name="coach", description="The coach in the gym", models=[model], **common)])


async def _run(service: Service, host: str | None, port: int) -> None:
    try:
        server = await asyncio.start_server(service.visit, host, port, limit=LONGEST_LINE)
    except OSError as error:
        raise DeviceError(f"port {port} cannot be listened on ({error.strerror}); take another with --port") from error
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with server:
        await ended.wait()


def serve(service: Service, *, here: bool, port: int) -> None:
    """Serve until it is asked to end, `here` on this machine only. Raises DeviceError for a port that is taken."""
    asyncio.run(_run(service, "127.0.0.1" if here else None, port))
