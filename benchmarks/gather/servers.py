"""Real servers on loopback, one or a cluster, each with its store in a folder; and a line to one that can be cut."""

import asyncio
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVER = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin")

WITHIN = 30.0
"""Seconds a server may take to listen."""


def free_ports(number: int) -> list[int]:
    """Ports nobody listens on."""
    lines = [socket.socket() for _ in range(number)]
    try:
        for line in lines:
            line.bind(("127.0.0.1", 0))
        return [int(line.getsockname()[1]) for line in lines]
    finally:
        for line in lines:
            line.close()


@dataclass
class NatsServer:
    """One server with JetStream; `more` are further lines of its configuration."""

    folder: Path
    port: int
    more: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        assert SERVER is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "nats.conf"
        configuration.write_text(
            f'listen: "127.0.0.1:{self.port}"\njetstream {{ store_dir: "{self.folder}/store" }}\n{self.more}'
        )
        with (self.folder / "nats.log").open("ab") as said:
            self.process = subprocess.Popen([SERVER, "-c", str(configuration)], stdout=said, stderr=said)
        end = time.monotonic() + WITHIN
        while not self.listens():
            said_so = (self.folder / "nats.log").read_text()
            assert time.monotonic() < end, said_so
            assert self.process.poll() is None, said_so
            time.sleep(0.02)

    def listens(self) -> bool:
        """Whether somebody answers at its port."""
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(WITHIN)
            self.process = None


@contextmanager
def one(folder: Path, more: str = "") -> Iterator[NatsServer]:
    """A server alone."""
    made = NatsServer(folder, free_ports(1)[0], more)
    made.start()
    try:
        yield made
    finally:
        made.kill()


@contextmanager
def cluster(folder: Path, size: int = 3) -> Iterator[list[NatsServer]]:
    """Servers that keep three copies of everything between them."""
    ports = free_ports(2 * size)
    clients, routes = ports[:size], ports[size:]
    known = ", ".join(f'"nats://127.0.0.1:{route}"' for route in routes)
    made = []
    for number, (port, route) in enumerate(zip(clients, routes, strict=True)):
        cluster_lines = f'cluster {{ name: boxes, listen: "127.0.0.1:{route}", routes: [{known}] }}\n'
        made.append(NatsServer(folder / f"n{number}", port, f"server_name: n{number}\n{cluster_lines}"))
    try:
        for server in made:
            server.start()
        yield made
    finally:
        for server in made:
            server.kill()


@dataclass
class Line:
    """A way to one port through another, which can be cut and mended; it runs in a thread of its own."""

    to: int
    port: int = field(default_factory=lambda: free_ports(1)[0])
    up: bool = True

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._done(asyncio.start_server(self._visit, "127.0.0.1", self.port))

    @property
    def address(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Close what is open, and let nobody through."""
        self.up = False
        self._done(self._close())

    def mend(self) -> None:
        """Let everybody through again."""
        self.up = True

    def _done(self, what: Coroutine[Any, Any, object]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(WITHIN)

    async def _close(self) -> None:
        for each in self._open:
            each.transport.abort()

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with suppress(OSError):
            if self.up:
                there, back = await asyncio.open_connection("127.0.0.1", self.to)
                self._open.add(back)
                await asyncio.gather(self._carry(reader, back), self._carry(there, writer))
        writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(1 << 16):
                writer.write(piece)
                await writer.drain()
        self._open.discard(writer)
        writer.close()
