"""The page's server in a process of its own, for the tests."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from coach.link.web.devices import Devices, devices_path
from tests.link.boxes import OpenBox, environment_of, until
from tests.speech_servers import free_port


@dataclass(frozen=True, slots=True)
class Page:
    """A running server: its process, its port, and the box it is of."""

    process: "subprocess.Popen[str]"
    port: int
    environment: dict[str, str]
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def coach(self, *words: str) -> str:
        """Run `coach` where the page's devices are; what it prints."""
        command = [sys.executable, "-m", "coach", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout

    def link(self, *, looks: bool = False) -> str:
        """An address that pairs one device, as `coach link pair` tells it."""
        devices = Devices(devices_path(self.folder / "data" / "coach"))
        return f"{self.address}#{devices.new_code(looks=looks)}"

    def pair(self, name: str) -> str:
        """Pair a device by such an address, without a browser; its cookie."""
        body = json.dumps({"code": self.link().partition("#")[2], "name": name})
        head = {"origin": self.address.rstrip("/"), "content-type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("POST", "/pair", body, head)
            answer = line.getresponse()
            assert answer.status == 200, answer.read()
            return str(answer.headers["set-cookie"]).partition(";")[0]


@contextmanager
def page(box: OpenBox, port: int | None = None) -> Iterator[Page]:
    """The page of this box, for this machine only."""
    chosen = port or free_port()
    environment = environment_of(box)
    command = [sys.executable, "-m", "coach", "link", "web", "--local", "--port", str(chosen)]
    folder = box.workshop.folder
    with (folder / "page.out").open("a") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, text=True)
        try:
            until(lambda: _listens(process, chosen))
            yield Page(process, chosen, environment, folder)
        finally:
            process.terminate()
            process.wait(30)


def _listens(process: "subprocess.Popen[str]", port: int) -> bool:
    assert process.poll() is None
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def listening(process: int) -> set[tuple[str, int]]:
    """Where in the network this process listens."""
    places = (each.readlink().name for each in Path(f"/proc/{process}/fd").iterdir())
    own = {each.removeprefix("socket:[").rstrip("]") for each in places if each.startswith("socket:")}
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()]
    found = [row[1].split(":") for row in rows if row[3] == "0A" and row[9] in own]
    return {(socket.inet_ntoa(bytes.fromhex(host)[::-1]), int(port, 16)) for host, port in found}
