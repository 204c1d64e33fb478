"""The box as one whom a voice assistant talks to: the real service, and what Home Assistant does to speak to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coach.speech_server import SpeechServer
from tests.link.boxes import OpenBox, environment_of, until
from tests.speech_servers import free_port, listens

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Assistant:
    """Who talks to the box at this port of this machine."""

    process: "subprocess.Popen[str]"
    port: int
    said: Any

    def line(self) -> SpeechServer:
        """One connection."""
        return SpeechServer(f"tcp://127.0.0.1:{self.port}", reached_within=PATIENCE, within=PATIENCE)

    def asks(self, text: str) -> tuple[str, str]:
        """A sentence on a connection of its own, as Home Assistant sends it; what comes back, and its text."""
        with self.line() as line:
            line.send("transcript", text=text, language="en", context={"conversation_id": "01J"})
            event = line.take()
        return event.type, event.data.get("text", "")


@contextmanager
def assistant(box: OpenBox, *hosts: str) -> Iterator[Assistant]:
    """`coach link wyoming` for this box; without `hosts` this machine may speak."""
    port = free_port()
    named = hosts or ("127.0.0.1",)
    command = [sys.executable, "-m", "coach", "link", "wyoming", *named, "--port", str(port)]
    place = box.workshop.folder / "wyoming.out"
    with place.open("w") as said:
        process = subprocess.Popen(command, env=environment_of(box), stdout=said, stderr=said, text=True)
        try:
            until(lambda: listens(port) or process.poll() is not None)
            yield Assistant(process, port, place.read_text)
        finally:
            process.terminate()
            process.wait(PATIENCE)
