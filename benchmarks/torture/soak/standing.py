"""What stands around the box for the hour of the faces: real servers, and each face in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gather.servers import one
from coach.testing.sound_card import SoundCard
from tests.link.mqtt.brokers import NAME, PASSWORD, TOPICS, Broker, broker_in
from tests.speech_servers import free_port, listens, piper_server, served

START = 300.0
"""Seconds a face may take to begin, on a machine with much to do."""

SETTINGS = """\
voice: box
second_ear: tcp://127.0.0.1:{hearing}
gather:
  servers: [{nats}]
  name: rack-1
"""

VOICE = """\
title: The big machine's voice
engine: wyoming
uri: tcp://127.0.0.1:{voice}
instead: default
"""

Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Servers:
    """A broker, and where the second ear writes what it was asked about, a line a remark."""

    broker: Broker
    remarks: Path


@contextmanager
def servers(card: SoundCard, folder: Path) -> Iterator[Servers]:
    """A broker, a NATS server, a voice and an ear, all real and on loopback; the box's settings name them."""
    remarks, own = folder / "remarks", folder / "broker"
    own.mkdir()
    with ExitStack() as opened:
        broker = opened.enter_context(broker_in(own))
        nats = opened.enter_context(one(folder / "nats"))
        voice, hearing = free_port(), free_port()
        opened.enter_context(piper_server(voice, folder))
        command = [sys.executable, "-m", "tests.hearing_server", str(hearing), "0", str(remarks)]
        opened.enter_context(served(command, hearing))
        content = folder / "content"
        (content / "voices").mkdir(parents=True)
        (content / "voices" / "box.yaml").write_text(VOICE.format(voice=voice))
        settings = Path(card.environment["XDG_CONFIG_HOME"]) / "coach" / "coach.yaml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS.format(hearing=hearing, nats=nats.address))
        card.environment["COACH_CONTENT"] = str(content)
        yield Servers(broker, remarks)


@contextmanager
def faces(card: SoundCard, folder: Path, broker: Broker) -> Iterator[tuple[dict[str, Process], dict[str, int]]]:
    """The page, the box on a broker, the port for assistants, what gathers; and where two of them listen."""
    environment = {**card.environment, "COACH_MQTT_PASSWORD": PASSWORD}
    ports = {"page": free_port(), "assistant": free_port()}
    words = {
        "page": ("link", "web", "--local", "--port", str(ports["page"])),
        "broker's": (
            *("link", "mqtt", "127.0.0.1", "--port", str(broker.port)),
            *("--user", NAME, "--name", TOPICS.name),
        ),
        "assistant's": ("link", "wyoming", "127.0.0.1", "--port", str(ports["assistant"])),
        "gather": ("gather", "run"),
    }
    processes: dict[str, Process] = {}
    with ExitStack() as opened:
        for name, each in words.items():
            out = opened.enter_context((folder / f"{each[0]}-{each[1]}.log").open("wb"))
            processes[name] = subprocess.Popen(
                [sys.executable, "-m", "coach", *each], env=environment, stdout=out, stderr=out
            )
            opened.callback(_ended, processes[name])
        end = time.monotonic() + START
        while not all(listens(port) for port in ports.values()) and time.monotonic() < end:
            time.sleep(0.1)
        yield processes, ports


def gathered(card: SoundCard) -> str:
    """What `coach gather status` tells of this box."""
    command = [sys.executable, "-m", "coach", "gather", "status"]
    told = subprocess.run(command, env=card.environment, capture_output=True, text=True, timeout=START, check=False)
    return " ".join((told.stdout + told.stderr).split())[:300]


def _ended(process: Process) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    process.kill()
    process.wait()
