"""What strangers send to the local door, to the page, by a broker and as an assistant: damaged by the ten thousand.

A box waits with its door open, its page, a broker and the port for assistants on loopback. Afterwards all processes
must be the same ones, nothing may have been told on their terminals, and the box must still wait and answer.
`python -m benchmarks.torture.fuzz.link`
"""

import argparse
import json
import random
import re
import select
import socket
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.torture.fuzz.damage import damaged_bytes, damaged_text
from coach.link.client import Client
from coach.link.places import address_of
from tests.link.assistants import Assistant, assistant
from tests.link.boxes import OpenBox, box, doors, seen, until
from tests.link.brokers import NAME, PASSWORD, TOPICS, Broker, broker_in, face
from tests.link.pages import Page, page

WISHES = (
    '{"say": "what is on today", "id": 1}',
    '{"press": "done", "id": "a"}',
    '{"start": "juggling"}',
    '{"ask": "picture", "id": null}',
    '{"speak_address": "garage.local:8765"}',
    '{"start_program": "juggling", "on": "2027-04-25"}',
    '{"page_at": "garage.local:8765"}',
)
"""Wishes that change nothing of a box that waits."""

AT_ONCE = 20
"""Lines on one connection to the door, and connections to the page side by side."""

KINDS = ("door", "page", "broker", "assistant")

SENTENCES = (
    b'{"type": "transcript", "data": {"text": "the parcel comes", "language": "en"}}\n',
    b'{"type": "transcript", "data_length": 28}\n{"text": "the parcel comes"   }',
    b'{"type": "describe"}\n',
    b'{"type": "ping", "data": {"text": "7"}}\n',
    b'{"type": "audio-chunk", "data": {"rate": 16000, "width": 2, "channels": 1}, "payload_length": 4}\n\0\0\0\0',
)
"""Events that change nothing of a box that waits."""

PATIENCE = 0.4
"""Seconds for the answers to requests of which some never end."""


def main() -> int:
    """Send them all and print the table; 1 when anything was the matter afterwards."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=20_000, help="so many each way")
    options.add_argument("--to", nargs="*", default=KINDS, help=f"which of {', '.join(KINDS)}")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="coach-fuzz-") as name, box(Path(name)) as opened, page(opened) as served:
        with opened.visit() as client:
            before = told(client)
        ids = doors(opened.process.pid)
        rows, faults = [], []
        with broker_in(Path(name)) as broker, face(opened, broker) as carried, assistant(opened) as talks:
            for each in asked.to:
                began = time.monotonic()
                answers = sent(each, asked.inputs, chance, (opened, served, broker, talks))
                rows.append((each, time.monotonic() - began, dict(answers.most_common(8))))
            faults = wrong(opened, served, before, ids)
            if carried.poll() is not None or talks.process.poll() is not None:
                faults.append("what carries the box to the broker, or to assistants, ended")
    sys.stdout.write("| to | inputs | seconds | answers |\n|---|---|---|---|\n")
    for to, seconds, told_back in rows:
        sys.stdout.write(f"| {to} | {asked.inputs} | {seconds:.0f} | {told_back} |\n")
    for fault in faults:
        sys.stdout.write(f"WRONG: {fault}\n")
    return 1 if faults else 0


def sent(to: str, inputs: int, chance: random.Random, where: tuple[OpenBox, Page, Broker, Assistant]) -> Counter[str]:
    """Send so many there; the answers by their kind, where there are any."""
    opened, served, broker, talks = where
    if to == "door":
        return to_the_door(inputs, chance, opened)
    if to == "page":
        return to_the_page(inputs, chance, served)
    if to == "assistant":
        return as_an_assistant(inputs, chance, talks)
    to_the_broker(inputs, chance, broker)
    return Counter()


def told(client: Client) -> dict[str, object]:
    """What of the picture no stranger may change."""
    now = seen(client, lambda now: now["mode"] == "standby" and now["sessions"])
    return {name: now[name] for name in ("mode", "situation", "lifter", "sessions", "today", "summary", "trouble")}


def wrong(opened: OpenBox, served: Page, before: dict[str, object], ids: list[int]) -> list[str]:
    """Everything that is not as it was."""
    faults = []
    if opened.process.poll() is not None or served.process.poll() is not None:
        faults.append("a process ended")
    if doors(opened.process.pid) != ids:
        faults.append("the door died and was opened again")
    time.sleep(3)  # the door's measure of wishes fills up again
    with opened.visit() as client:
        if (now := told(client)) != before:
            faults.append(f"the picture was {before} and is {now}")
        if not client.ask({"press": "stop"})["done"]:
            faults.append("stop is not taken")
    said = opened.said() + "".join(
        (opened.workshop.folder / each).read_text() for each in ("page.out", "mqtt.out", "wyoming.out")
    )
    faults += [f"told: {each}" for each in said.split("Traceback")[1:]]
    return faults


# ------------------------------------------------------------------------------------------------ what is sent


def line(chance: random.Random) -> bytes:
    """A damaged line for the door."""
    wish = chance.choice(WISHES)
    if chance.random() < 0.5:
        return damaged_bytes(wish.encode(), chance).replace(b"\n", b" ") + b"\n"
    return damaged_text(wish, chance).replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n"


def request(chance: random.Random, served: Page) -> bytes:
    """A damaged request for the page."""
    body = chance.choice([*WISHES, '{"pin": "000000", "name": "x"}', '{"code": "abc"}'])
    if chance.random() < 0.7:
        body = damaged_text(body, chance)
    raw = body.encode("utf-8", "surrogatepass")
    path = chance.choice(["/", "/me", "/events", "/wish", "/pair", "/pin", "/report", "/page.js", "/../x", "/%00"])
    method = chance.choice(["GET", "POST", "PUT", "HEAD", "OPTIONS"])
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: http://127.0.0.1:{served.port}\r\n"
        f"Content-Type: application/json\r\nCookie: coach={chance.randbytes(8).hex()}\r\n"
        f"Content-Length: {len(raw)}\r\n\r\n"
    ).encode()
    whole = head + raw
    return damaged_bytes(whole, chance) if chance.random() < 0.6 else whole


def event(chance: random.Random) -> bytes:
    """An event for the port of assistants: damaged, whole with a damaged sentence, or now and then as it should be."""
    whole = chance.choice(SENTENCES)
    dice = chance.random()
    if dice < 0.1:
        return whole
    if dice < 0.4:
        said = damaged_text("the parcel comes on tuesday", chance)
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


def to_the_page(inputs: int, chance: random.Random, served: Page) -> Counter[str]:
    """Send so many requests, each on a connection of its own, some at once; count the answers by their status."""
    answers: Counter[str] = Counter()
    for begin in range(0, inputs, AT_ONCE):
        lines = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(min(AT_ONCE, inputs - begin))]
        for each in lines:
            with suppress(OSError):
                each.sendall(request(chance, served))
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


def to_the_broker(inputs: int, chance: random.Random, broker: Broker) -> None:
    """Have the broker hand on so many damaged presses, choices and starts, and wait until they were handed on."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set(NAME, PASSWORD)
    client.max_queued_messages_set(0)
    told: list[str] = []
    client.on_message = lambda _client, _data, message: told.append(message.payload.decode())
    client.connect("127.0.0.1", broker.port)
    client.subscribe([(TOPICS["available"], 1), (TOPICS["session"], 1)])
    client.loop_start()
    until(lambda: "online" in told)
    payloads = ("done", "small-day", "start", '{"press": "done"}')
    for number in range(inputs):
        text = damaged_text(chance.choice(payloads), chance)
        topic = TOPICS[chance.choice(("press", "session/set", "start"))]
        if text.strip() in ("start", "stop", "ready", "next", "pause", "resume"):
            text += "!"  # what is no damage would be obeyed
        client.publish(topic, text.encode("utf-8", "surrogatepass"))
        if number % AT_ONCE == 0:
            time.sleep(0.005)
    until(lambda: _chosen(client, told), 300)  # whatever came before it has been taken
    client.disconnect()
    client.loop_stop()


def _chosen(client: mqtt.Client, told: list[str]) -> bool:
    """Whether the choice of a session is answered, which is asked for again: too many at once are let drop."""
    client.publish(TOPICS["session/set"], "rdl-day", qos=1)
    time.sleep(0.5)
    return "rdl-day" in told


if __name__ == "__main__":
    sys.exit(main())
