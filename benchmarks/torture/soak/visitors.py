"""Who visits the faces for an hour: ten screens, an assistant, a program at the door, a client of the broker."""

import json
import select
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from coach.link.client import Client, LostError
from coach.link.places import door_places
from coach.link.web.devices import Devices, devices_path
from coach.speech_server import ServerError, SpeechServer
from coach.testing.sound_card import SoundCard
from tests.link.mqtt.brokers import NAME, PASSWORD, Broker

SCREENS = 10
EVERY = 5.0
"""Seconds between two questions of the assistant, and two pictures that are asked for at the door."""

SENTENCES = ("how long is left", "what's next", "the parcel comes on tuesday")
"""What the assistant asks: nothing that changes what is trained."""

SESSION = "first-hinge"


class Visitors:
    """Ten screens, an assistant, a program at the door and a second client of the broker, in threads of their own."""

    def __init__(self, card: SoundCard, broker: Broker, ports: dict[str, int], every: float) -> None:
        self._over, self._every = threading.Event(), every
        data = Path(card.environment["XDG_DATA_HOME"]) / "coach"
        self._places, self._ports = door_places(data, card.environment), ports
        devices = Devices(devices_path(data))
        self._tokens = [devices.pair(f"screen {number}", looks=True) for number in range(SCREENS)]
        self._lags: list[float] = []
        self._counts: Counter[str] = Counter()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.username_pw_set(NAME, PASSWORD)
        self._client.on_message = lambda *_: self._counts.update(["messages of the broker"])
        self._client.connect("127.0.0.1", broker.port)
        self._client.subscribe("coach/#")
        self._client.loop_start()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._look, self._ask)]
        for each in self._threads:
            each.start()

    def close(self) -> None:
        """Leave."""
        self._over.set()
        for each in self._threads:
            each.join(30)
        self._client.disconnect()
        self._client.loop_stop()

    def told(self) -> dict[str, Any]:
        """What they saw."""
        lags = sorted(self._lags) or [0.0]
        late = {"p50": median(lags), "p95": lags[round(0.95 * (len(lags) - 1))], "longest": lags[-1]}
        return {
            "pictures on the screens": len(self._lags),
            "milliseconds until a screen had one": {name: round(1000 * each) for name, each in late.items()},
            **dict(sorted(self._counts.items())),
        }

    # ------------------------------------------------------------------ the screens

    def _look(self) -> None:
        lines: dict[socket.socket, tuple[str, bytes]] = {}
        absent = list(self._tokens)
        while not self._over.is_set():
            for token in tuple(absent):
                with suppress(OSError):
                    lines[self._screen(token)] = (token, b"")
                    absent.remove(token)
                    self._counts["streams opened"] += 1
            for line in select.select(list(lines), [], [], 0.5)[0]:
                token, waiting = lines.pop(line)
                got = b""
                with suppress(OSError):
                    got = line.recv(1 << 16)
                if not got:
                    line.close()
                    absent.append(token)
                    continue
                lines[line] = (token, self._taken(waiting + got))
        for line in lines:
            line.close()

    def _screen(self, token: str) -> socket.socket:
        port = self._ports["page"]
        line = socket.create_connection(("127.0.0.1", port), 5)
        line.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: coach={token}\r\n\r\n".encode())
        return line

    def _taken(self, text: bytes) -> bytes:
        """Read off what is whole; what is not stays."""
        *whole, rest = text.split(b"\n")
        for each in whole:
            if each.startswith(b"data: {") and b'"wall"' in each:
                with suppress(ValueError):
                    message = json.loads(each.removeprefix(b"data: "))
                    if message["is"] == "change":
                        self._lags.append(time.time() - message["wall"])
        return rest

    # ------------------------------------------------------------------ the assistant and the door

    def _ask(self) -> None:
        number = 0
        while not self._over.wait(self._every):
            number += 1
            uri = f"tcp://127.0.0.1:{self._ports['assistant']}"
            try:
                with SpeechServer(uri, reached_within=5, within=30) as line:
                    line.send("transcript", text=SENTENCES[number % len(SENTENCES)])
                    self._counts[f"assistant: {line.take().type}"] += 1
            except ServerError:
                self._counts["assistant: no answer"] += 1
            with suppress(LostError), Client(*self._places) as door:
                self._counts[f"door: {'answered' if door.ask({'ask': 'picture'})['done'] else 'refused'}"] += 1
                self._go_on(door)

    def _go_on(self, door: Client) -> None:
        """Do by the door what is waited for, so that sessions go on where a busy machine hears nobody."""
        now = door.now
        if now["asked"] is not None:
            wish, what = {"say": (now["asked"]["answers"] or ["next"])[-1]}, "answered a question"
        elif "ready" not in now["buttons"]:
            return
        elif now["mode"] == "standby":
            wish, what = {"start": SESSION}, "began a session"
        else:
            wish, what = {"press": "ready"}, "pressed ready"
        if door.ask(wish)["done"]:
            self._counts[f"door: {what}"] += 1


@contextmanager
def visited(card: SoundCard, broker: Broker, ports: dict[str, int], every: float) -> Iterator[Visitors]:
    """Everybody who visits, for the length of the `with`."""
    visitors = Visitors(card, broker, ports, every)
    try:
        yield visitors
    finally:
        visitors.close()
