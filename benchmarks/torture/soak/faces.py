"""An hour on the virtual sound card with every face of the local door in use at once.

The same box and lifter as in `card`, no plugs pulled; beside them the page with ten screens that follow it, a broker
that is told everything, a voice assistant that asks, and a program at the door. Written down are underruns of the
loudspeaker, how late pictures came, and what of memory, threads and files grew, of the coach and of each face.
`python -m benchmarks.torture.soak.faces --minutes 60`
"""

import argparse
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.lib.growth import grown, quarters, table
from benchmarks.lib.processes import Load, load_of
from benchmarks.torture.soak.card import Soak
from benchmarks.torture.soak.story import columns_of
from coach.link.client import Client, LostError
from coach.link.places import door_places
from coach.link.web.devices import Devices, devices_path
from coach.speech_server import ServerError, SpeechServer
from coach.testing.sound_card import SoundCard, sound_card
from tests.link.brokers import NAME, PASSWORD, TOPICS, Broker, broker_in
from tests.link.pages import free_port
from tests.speech_servers import listens

RESULTS = Path(__file__).parents[2] / "results" / "faces.json"
SCREENS = 10
EVERY = 5.0
"""Seconds between two questions of the assistant, and two pictures that are asked for at the door."""

SENTENCES = ("how long is left", "what's next", "the parcel comes on tuesday")
"""What the assistant asks: nothing that changes what is trained."""

SESSION = "first-hinge"

THREADS = 6
"""So many a face may have; they are begun when they are first needed."""

START = 60.0
"""Seconds a face may take to begin."""


class WithFaces(Soak):
    """The hour, with everything that stands on the door beside it."""

    serve = ("serve", "--link")

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.loads: dict[str, list[Load]] = {}
        self.told: dict[str, Any] = {}

    def _hour(self, coach: "subprocess.Popen[bytes]", seconds: float, every: float) -> int | None:
        with faces(self._card, self._folder) as (processes, broker, ports):
            self._faces = processes
            with visited(self._card, broker, ports) as visitors:
                code = super()._hour(coach, seconds, every)
            self.told = visitors.told()
            self.told["faces that ended"] = [name for name, each in processes.items() if each.poll() is not None]
        return code

    def _end_minute(self, load: Load, before: Load, now: float) -> Load:
        for name, process in self._faces.items():
            self.loads.setdefault(name, []).append(load_of(process.pid))
        return super()._end_minute(load, before, now)

    def underruns(self) -> list[float]:
        """Seconds that each underrun of the loudspeaker lasted, from the transcript."""
        with (self._folder / "transcript.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if '"underrun"' in line]
        return [each["end"] - each["begin"] for each in records if each.get("kind") == "underrun"]


@contextmanager
def faces(
    card: SoundCard, folder: Path
) -> Iterator[tuple[dict[str, "subprocess.Popen[bytes]"], Broker, dict[str, int]]]:
    """The page, the box on a broker, the port for assistants; their processes, the broker, and where they listen."""
    environment = {**card.environment, "COACH_MQTT_PASSWORD": PASSWORD}
    ports = {"page": free_port(), "assistant": free_port()}
    own = folder / "broker"
    own.mkdir()
    with broker_in(own) as broker, ExitStack() as opened:
        words = {
            "page": ("web", "--local", "--port", str(ports["page"])),
            "broker's": ("mqtt", "127.0.0.1", "--port", str(broker.port), "--user", NAME, "--name", TOPICS.name),
            "assistant's": ("wyoming", "127.0.0.1", "--port", str(ports["assistant"])),
        }
        processes: dict[str, subprocess.Popen[bytes]] = {}
        for name, each in words.items():
            out = opened.enter_context((folder / f"{each[0]}.log").open("wb"))
            command = [sys.executable, "-m", "coach", "link", *each]
            processes[name] = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
            opened.callback(_ended, processes[name])
        end = time.monotonic() + START
        while not all(listens(port) for port in ports.values()) and time.monotonic() < end:
            time.sleep(0.1)
        yield processes, broker, ports


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    process.kill()
    process.wait()


class Visitors:
    """Ten screens, an assistant, a program at the door and a second client of the broker, in threads of their own."""

    def __init__(self, card: SoundCard, broker: Broker, ports: dict[str, int]) -> None:
        self._over = threading.Event()
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
        while not self._over.wait(EVERY):
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
def visited(card: SoundCard, broker: Broker, ports: dict[str, int]) -> Iterator[Visitors]:
    """Everybody who visits, for the length of the `with`."""
    visitors = Visitors(card, broker, ports)
    try:
        yield visitors
    finally:
        visitors.close()


def slope(hours: list[float], values: list[float]) -> float:
    """By how much the values grow in an hour, by least squares after settling; 0 for fewer than three."""
    begin = len(values) // 4
    times, settled = hours[begin:], values[begin:]
    if len(settled) < 3:
        return 0.0
    middle, level = sum(times) / len(times), sum(settled) / len(settled)
    spread = sum((each - middle) ** 2 for each in times)
    return sum((x - middle) * (y - level) for x, y in zip(times, settled, strict=True)) / spread


def result(soak: WithFaces, code: int | None, minutes: float, busy: float) -> dict[str, Any]:
    """What is written down."""
    hours = [minute.hours for minute in soak.minutes]
    watched = {"coach": [minute.load for minute in soak.minutes], **soak.loads}
    columns = columns_of(soak.minutes)
    for name, loads in soak.loads.items():
        columns[f"{name} memory"] = ("megabytes", [each.main + each.helpers for each in loads])
        columns[f"{name} files"] = ("files", [float(each.files) for each in loads])
    sys.stdout.write(table(columns))
    underruns = soak.underruns()
    logs = [each.read_text("utf-8", "replace") for each in sorted(soak.log.parent.glob("*.log"))]
    faults = grown(columns) + (["a traceback"] if any("Traceback" in each for each in logs) else [])
    faults += [f"the coach ended with {code}"] if code is not None else []
    most = {name: max(each.threads for each in loads) for name, loads in soak.loads.items()}
    faults += [f"{name} threads up to {number}" for name, number in most.items() if number > THREADS]
    faults += [f"{name} ended" for name in soak.told["faces that ended"]]
    said = sum(minute.said for minute in soak.minutes)
    return {
        "command": f"python -m benchmarks.torture.soak.faces --minutes {minutes:g}",
        "load average": round(busy, 1),
        "minutes": len(soak.minutes),
        "screens": SCREENS,
        "underruns": len(underruns),
        "longest underrun, seconds": round(max(underruns, default=0.0), 2),
        "remarks": said,
        "understood": sum(minute.understood for minute in soak.minutes),
        **soak.told,
        "megabytes an hour": {
            name: round(slope(hours, [each.main + each.helpers for each in loads]), 1)
            for name, loads in watched.items()
        },
        "threads, settled and last": {
            name: list(quarters([float(each.threads) for each in loads])) for name, loads in watched.items()
        },
        "open files, settled and last": {
            name: list(quarters([float(each.files) for each in loads])) for name, loads in watched.items()
        },
        "faults": faults,
    }


def main() -> int:
    """Soak, print a line a minute and a table, write the result file; 1 when anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=RESULTS, help="where the result goes")
    asked = options.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory(prefix="coach-faces-") as folder, sound_card() as card:
        soak = WithFaces(card, Path(folder), asked.seed, tell)
        code = soak.run(60 * asked.minutes + 1, float("inf"))
        found = result(soak, code, asked.minutes, os.getloadavg()[2])
    asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    tell(json.dumps(found, indent=1))
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
