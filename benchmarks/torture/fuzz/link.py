"""What comes to the local door, to the page, by a broker and from an assistant: damaged by the ten thousand.

A box is in a session, its door open, with its page, a broker and the port for assistants on loopback. Half of what the
page gets is from a device that is paired. Afterwards all processes must be the same ones, nothing may have been told on
their terminals, and the session must be where it was: the same set, which ends when it was to end.
`python -m benchmarks.torture.fuzz.link`
"""

import argparse
import json
import os
import random
import re
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.torture.fuzz.damage import damaged_bytes, damaged_text
from coach.link import visitors
from coach.link.messages import wish_of
from coach.link.mqtt.entities import Topics
from coach.link.mqtt.face import Broker as Where
from coach.link.mqtt.face import Face
from coach.link.places import address_of
from tests.link.boxes import OpenBox, box, doors, seen, until
from tests.link.mqtt.brokers import NAME, PASSWORD, Broker, broker_in, face
from tests.link.web.pages import Page, page
from tests.link.wyoming.assistants import Assistant, assistant

WISHES = (
    '{"say": "?! ...", "id": 1}',
    '{"press": "ready", "id": "a"}',
    '{"start": "juggling"}',
    '{"ask": "picture", "id": null}',
    '{"speak_address": "garage.local:8765"}',
    '{"start_program": "juggling", "on": "2027-04-25"}',
    '{"page_at": "garage.local:8765"}',
)
"""Wishes that change nothing of a set; no sentence has a word, as damaged words may mean something after all."""

LOOK_UPS = ("/history", "/programs", "/everybody", "/report", "/plan.ics")
"""What a paired device may look up."""

LOOKS_UP = 0.02
"""The share of requests that do, as the box takes its time over each."""

DAY = """\
title: Long day
minutes: 60
for: the tests
equipment: []
steps:
  - {do: psoas-release, hold: 3600}
"""

RESULTS = Path(__file__).parents[2] / "results" / "fuzz-link.json"

AT_ONCE = 20
"""Lines on one connection to the door, and connections to the page side by side."""

KINDS = ("door", "page", "broker", "unhurried", "assistant")
"""Unhurried is the broker's face without its limit of 5 messages a second, which lets most of what comes drop."""

HURRIED = Topics("garage")
UNHURRIED = Topics("unhurried")

SENTENCES = (
    b'{"type": "transcript", "data": {"text": "?! ...", "language": "en"}}\n',
    b'{"type": "transcript", "data_length": 20}\n{"text": "?! ..."  }',
    b'{"type": "describe"}\n',
    b'{"type": "ping", "data": {"text": "7"}}\n',
    b'{"type": "audio-chunk", "data": {"rate": 16000, "width": 2, "channels": 1}, "payload_length": 4}\n\0\0\0\0',
)
"""Events that change nothing of a set."""

PATIENCE = 0.4
"""Seconds for the answers to requests of which some never end."""


@dataclass(frozen=True, slots=True)
class There:
    """Everything that is sent to. `cookie` is a paired device's; `faults` broke the face in this process, which `told`
    so much."""

    opened: OpenBox
    served: Page
    broker: Broker
    talks: Assistant
    carried: "subprocess.Popen[str]"
    cookie: str
    faults: list[str]
    told: Counter[str]


def main() -> int:
    """Send them all and print the table; 1 when anything was the matter afterwards."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=20_000, help="so many each way")
    options.add_argument("--to", nargs="*", default=KINDS, help=f"which of {', '.join(KINDS)}")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", action="store_true", help=f"write {RESULTS.name}")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-fuzz-") as name:
        result = fuzzed(Path(name), asked.inputs, asked.to, asked.seed)
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if asked.keep:
        command = f"python -m benchmarks.torture.fuzz.link --inputs {asked.inputs} --to {' '.join(asked.to)}"
        keep(result, {"command": command, "commit": commit(), "load average": round(os.getloadavg()[2], 1)})
    return 1 if result["wrong"] else 0


def commit() -> str:
    """What is tried."""
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def keep(result: Mapping[str, Any], run: Mapping[str, Any]) -> None:
    """Write down what came of this run, beside what came of those that sent elsewhere."""
    before = json.loads(RESULTS.read_text(encoding="utf-8"))
    sent_to = {**before["sent to"], **{to: {**run, **each} for to, each in result["sent to"].items()}}
    faults = [each for each in before["wrong"] if each not in result["wrong"]] + result["wrong"]
    RESULTS.write_text(json.dumps({"sent to": sent_to, "wrong": faults}, indent=1) + "\n", encoding="utf-8")


def fuzzed(folder: Path, inputs: int, to: Sequence[str], seed: int, *, phrases: Path | None = None) -> dict[str, Any]:
    """Send so many to each of these during a set; what was answered, and everything that was wrong afterwards.

    The box shares the folder of `phrases` with others, where there is one.
    """
    chance, told = random.Random(seed), dict[str, Any]()
    with everything(folder, phrases) as there:
        before, ids = began(there.opened), doors(there.opened.process.pid)
        for each in to:
            since = time.monotonic()
            answers = sent(each, inputs, chance, there)
            seconds = round(time.monotonic() - since)
            told[each] = {"inputs": inputs, "seconds": seconds, "answers": dict(answers.most_common(12))}
        return {"sent to": told, "wrong": wrong(there, before, ids)}


@contextmanager
def everything(folder: Path, phrases: Path | None = None) -> Iterator[There]:
    """A box with all its faces, and a device that is paired."""
    faults, said = list[str](), Counter[str]()
    with (
        box(folder, content=DAY, phrases=phrases) as opened,
        page(opened) as served,
        broker_in(folder) as broker,
        face(opened, broker) as carried,
        assistant(opened) as talks,
        unhurried(opened, broker, faults, said),
    ):
        yield There(opened, served, broker, talks, carried, served.pair("fuzz"), faults, said)


@contextmanager
def unhurried(opened: OpenBox, broker: Broker, faults: list[str], said: Counter[str]) -> Iterator[None]:
    """A second face of this box, in a thread of this process, that lets no message drop; what breaks it is kept."""

    class Unhurried(Face):
        def _message(self, client: mqtt.Client, data: Any, message: mqtt.MQTTMessage) -> None:
            try:
                super()._message(client, data, message)
            except Exception as fault:  # noqa: BLE001  whatever it is, it is what is looked for
                faults.append(f"the broker's face: {fault!r} after {message.payload[:80]!r}")

    where = Where("127.0.0.1", broker.port, NAME, PASSWORD)
    made = Unhurried(where, UNHURRIED, (opened.place,), lambda line: said.update([line[:30]]))
    made._pace = made._stops = visitors.Bucket(1e9, 1e9)
    made._client.connect_async("127.0.0.1", broker.port)
    made._client.loop_start()
    following = threading.Thread(target=made._follow, daemon=True)
    following.start()
    yield
    made._client.disconnect()
    made._client.loop_stop()


def began(opened: OpenBox) -> dict[str, object]:
    """Begin the session; what of its set nobody who is fuzzing may change."""
    with opened.visit() as client:
        client.ask({"start": "small-day"})
        seen(client, lambda now: now["situation"] == "get ready" and "ready" in now["buttons"])
        client.ask({"press": "ready"})
        return told(seen(client, lambda now: now["situation"] == "set" and now["ends"] is not None))


def sent(to: str, inputs: int, chance: random.Random, there: There) -> Counter[str]:
    """Send so many there; the answers by their kind, where there are any."""
    if to == "door":
        return to_the_door(inputs, chance, there.opened)
    if to == "page":
        return to_the_page(inputs, chance, there)
    if to == "assistant":
        return as_an_assistant(inputs, chance, there.talks)
    to_the_broker(inputs, chance, there.broker, HURRIED if to == "broker" else UNHURRIED)
    return there.told if to == "unhurried" else Counter()


def told(now: Mapping[str, Any]) -> dict[str, object]:
    """What of a set no stranger may change: which it is, and the moment it ends at."""
    names = ("mode", "situation", "title", "what", "detail", "lifter", "load", "rep", "steps_done", "trouble", "asked")
    return {**{name: now[name] for name in names}, "ends": now["ends"] and round(now["ends"]["session"], 2)}


def wrong(there: There, before: dict[str, object], ids: list[int]) -> list[str]:
    """Everything that is not as it was."""
    opened, faults = there.opened, list(there.faults)
    if any(each.poll() is not None for each in (opened.process, there.served.process)):
        faults.append("a process ended")
    if any(each.poll() is not None for each in (there.carried, there.talks.process)):
        faults.append("what carries the box to the broker, or to assistants, ended")
    if doors(opened.process.pid) != ids:
        faults.append("the door died and was opened again")
    time.sleep(3)  # the door's measure of wishes fills up again
    with opened.visit() as client:
        picture = seen(client, lambda _: True)
        if (now := told(picture)) != before:
            faults.append(f"the set was {before} and is {now}, after {picture['heard']}")
        if not client.ask({"press": "stop"})["done"]:
            faults.append("stop is not taken")
    said = opened.said() + "".join(
        (opened.workshop.folder / each).read_text() for each in ("page.out", "mqtt.out", "wyoming.out")
    )
    return faults + [f"told: {each}" for each in said.split("Traceback")[1:]]


# ------------------------------------------------------------------------------------------------ what is sent


def obeyed(raw: bytes) -> bool:
    """Whether this is a wish after all, which a set would have to follow: a button, or a sentence with words in it."""
    try:
        wish = wish_of(raw).model_dump()
    except ValueError:
        return False
    return wish.get("press", "ready") != "ready" or any(map(str.isalnum, wish.get("say", "")))


def line(chance: random.Random) -> bytes:
    """A damaged line for the door."""
    while obeyed(made := _line(chance)):
        pass
    return made


def _line(chance: random.Random) -> bytes:
    wish = chance.choice(WISHES)
    if chance.random() < 0.5:
        return damaged_bytes(wish.encode(), chance).replace(b"\n", b" ") + b"\n"
    return damaged_text(wish, chance).replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n"


def request(chance: random.Random, there: There) -> bytes:
    """A damaged request for the page, every other one by a paired device."""
    served = there.served
    body = chance.choice([*WISHES, '{"pin": "000000", "name": "x"}', '{"code": "abc"}'])
    if chance.random() < 0.7:
        body = damaged_text(body, chance)
    raw = body.encode("utf-8", "surrogatepass")
    raw = b"{}" if obeyed(raw) else raw
    paths = ["/", "/me", "/events", "/wish", "/wish", "/pair", "/pin", "/page.js", "/../x", "/%00"]
    path = chance.choice(LOOK_UPS if chance.random() < LOOKS_UP else paths)
    usual = "POST" if path in ("/wish", "/pair", "/pin") else "GET"
    method = usual if chance.random() < 0.8 else chance.choice(["GET", "POST", "PUT", "HEAD", "OPTIONS"])
    cookie = there.cookie if chance.random() < 0.5 else f"coach={chance.randbytes(8).hex()}"
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: http://127.0.0.1:{served.port}\r\n"
        f"Content-Type: application/json\r\nCookie: {cookie}\r\nContent-Length: {len(raw)}\r\n\r\n"
    ).encode()
    if chance.random() < 0.5:
        head = damaged_bytes(head, chance)
    return head + raw


def event(chance: random.Random) -> bytes:
    """An event for the port of assistants: damaged, whole with a damaged sentence, or now and then as it should be."""
    whole = chance.choice(SENTENCES)
    dice = chance.random()
    if dice < 0.1:
        return whole
    if dice < 0.4:
        said = damaged_text("?! ...", chance)
        said = "?!" if obeyed(json.dumps({"say": said}).encode()) else said
        return json.dumps({"type": "transcript", "data": {"text": said, "context": said}}).encode() + b"\n"
    return damaged_bytes(whole, chance)


def to_the_door(inputs: int, chance: random.Random, opened: OpenBox) -> Counter[str]:
    """Send so many lines, some at once, and count the answers by their kind."""
    answers: Counter[str] = Counter()
    for begin in range(0, inputs, AT_ONCE):
        found = b""
        with socket.socket(socket.AF_UNIX) as door, address_of(opened.place) as address, suppress(OSError):
            door.settimeout(10)
            door.connect(address)
            for _ in range(min(AT_ONCE, inputs - begin)):
                door.sendall(line(chance))
            door.shutdown(socket.SHUT_WR)
            while got := door.recv(1 << 16):
                found += got
        told = [json.loads(each) for each in found.split(b"\n") if each.endswith(b"}")]
        answers.update(str(each.get("why") or each["is"]) for each in told)
    return answers


def to_the_page(inputs: int, chance: random.Random, there: There) -> Counter[str]:
    """Send so many requests, each on a connection of its own, some at once; count the answers by their status."""
    answers: Counter[str] = Counter()
    for begin in range(0, inputs, AT_ONCE):
        lines = [
            socket.create_connection(("127.0.0.1", there.served.port)) for _ in range(min(AT_ONCE, inputs - begin))
        ]
        for each in lines:
            with suppress(OSError):
                each.sendall(request(chance, there))
        waiting, end = set(lines), time.monotonic() + PATIENCE
        while waiting and time.monotonic() < end:
            for each in select.select(list(waiting), [], [], 0.05)[0]:
                waiting.discard(each)
                with suppress(OSError):
                    answers[each.recv(64)[9:12].decode("ascii", "replace") or "closed"] += 1
        answers["waits for more"] += len(waiting)
        for each in lines:
            each.close()
    return answers


def as_an_assistant(inputs: int, chance: random.Random, talks: Assistant) -> Counter[str]:
    """Send so many damaged events, some on one connection, and count the answers by their kind."""
    answers: Counter[str] = Counter()
    sent = 0
    while sent < inputs:
        found = b""
        with suppress(OSError), socket.create_connection(("127.0.0.1", talks.port)) as there:
            there.settimeout(30)
            for _ in range(chance.randint(1, 4)):
                sent += 1
                there.sendall(event(chance))
            there.shutdown(socket.SHUT_WR)
            while got := there.recv(1 << 16):
                found += got
        told = re.findall(rb'"type": "([a-z-]+)"', found)
        answers.update([each.decode() for each in told] or ["hung up"])
    return answers


def to_the_broker(inputs: int, chance: random.Random, broker: Broker, topics: Topics) -> None:
    """Have the broker hand on so many damaged presses, sentences, choices and starts, and wait until it has."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set(NAME, PASSWORD)
    client.max_queued_messages_set(0)
    told: list[str] = []
    client.on_message = lambda _client, _data, message: told.append(message.topic)
    client.connect("127.0.0.1", broker.port)
    client.subscribe([(topics["available"], 1), (topics.config, 1)])
    client.loop_start()
    until(lambda: topics.config in told)
    for number in range(inputs):
        topic, payload = published(chance)
        client.publish(topics[topic], payload, qos=number % 2)
        if number % AT_ONCE == 0:
            time.sleep(0.005)
        if number % 500 == 0:
            _taken(client, topics, told)
    _taken(client, topics, told)
    client.disconnect()
    client.loop_stop()


def published(chance: random.Random) -> tuple[str, bytes]:
    """A topic and what is told there, damaged, unless it would be obeyed."""
    topic = chance.choice(("press", "say", "session/set", "start"))
    text = damaged_text(chance.choice(("ready", "small-day", "start", "?! ...", '{"press": "x"}')), chance)
    raw = text.encode("utf-8", "surrogatepass")
    raw = damaged_bytes(raw, chance) if raw and chance.random() < 0.3 else raw
    wish = json.dumps({topic: raw.decode("utf-8", "replace").strip()}).encode()
    return topic, b"?!" if obeyed(wish) else raw


def _taken(client: mqtt.Client, topics: Topics, told: list[str]) -> None:
    """Wait until what was published is taken: a birth message behind it is always answered."""
    told.clear()
    client.publish(topics.birth, "online", qos=1).wait_for_publish(60)
    until(lambda: topics.config in told, 300)


if __name__ == "__main__":
    sys.exit(main())
