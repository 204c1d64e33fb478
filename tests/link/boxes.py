"""A box with its door open, for the tests of everything that stands on the door."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.link.client import Client, LostError
from coach.link.places import door_place
from coach.script.shapes.program import DAYS
from tests.wiring.workshop import SMALL, Workshop

NONE = "a loudspeaker there is none of"
PATIENCE = 240.0
"""Seconds a busy machine is given for anything."""


@dataclass(frozen=True, slots=True)
class OpenBox:
    """A running box: its process, where its door is, and the environment commands are run in."""

    process: "subprocess.Popen[str]"
    place: Path
    workshop: Workshop

    def visit(self) -> Client:
        """Come in."""
        return Client(self.place)

    def waits(self) -> bool:
        """Whether it has come so far as to wait for a word."""
        try:
            with self.visit() as client:
                return client.next(PATIENCE) is not None
        except LostError:
            return False

    def end_session(self) -> None:
        """Stop what is going on, whatever it is."""
        with self.visit() as client:
            now = seen(client, lambda now: now)
            while now["mode"] == "session":
                client.ask({"press": "stop"})
                now = seen(client, lambda now: asks_to_stop(now) or now["mode"] != "session")
                if now["mode"] == "session":  # a yes between sessions would begin what was offered last
                    client.ask({"say": "yes"})
                    now = seen(client, lambda now: not asks_to_stop(now))
            seen_at_last(self)

    def number(self) -> str:
        """The number for a new screen that it said last, empty before the first: what somebody beside it hears."""
        told = self.workshop.folder / "told.jsonl"
        lines = told.read_text().splitlines() if told.exists() else []
        numbers = [line.partition("The number for your screen is")[2].partition(".")[0] for line in lines]
        return "".join(sign for sign in next(filter(None, reversed(numbers)), "") if sign.isdigit())

    def said(self) -> str:
        """What whoever looks at its terminal has seen."""
        return (self.workshop.folder / "box.out").read_text()


LIFTS = """\
title: Lifting day
minutes: 3
for: the tests
equipment: [barbell]
steps:
  - {do: romanian-deadlift, load: 60, sets: 2, reps: 3, tempo: 2-0-1-0, rest: 90, get_ready: 4}
"""
"""Two sets that are counted, and a rest in which there is time to look."""


def environment_of(box: OpenBox) -> dict[str, str]:
    """Where commands find this box."""
    return {**box.workshop.environment, "XDG_RUNTIME_DIR": str(box.place.parent)}


def lose_the_voice(opened: OpenBox, client: Client) -> None:
    """End the process that speaks, and have it say something that it has to be started for: what was never said."""
    for number in children(opened.process.pid, b"coach.voices.engines.espeak_worker"):
        kill(number)
    assert client.ask({"speak_address": f"{secrets.token_hex(4)}.local"})["done"]


WEEKLY = """\
title: A day like the others
for: the tests
missed: skip
weeks:
  - times: 2
    days: {%s: small-day}
"""


def with_a_program_for_today(opened: OpenBox) -> Path:
    """The program "daily" in its content folder, of which something is due today; where it is kept who follows it.

    It has no other day: of a week of which something is gone already, nothing is begun.
    """
    place = opened.workshop.folder / "content" / "programs" / "daily.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(WEEKLY % DAYS[datetime.now().astimezone().weekday()], encoding="utf-8")
    return opened.workshop.folder / "data" / "coach" / "programs" / "me.json"


def share(phrases: Path, folder: Path) -> None:
    """Have the coach of the workshop in `folder` keep what it renders among these phrases, and find it there."""
    kept = folder / "data" / "coach" / "cache" / "phrases"
    kept.parent.mkdir(parents=True)
    kept.symlink_to(phrases)


@contextmanager
def box(folder: Path, *, content: str = SMALL, phrases: Path | None = None) -> Iterator[OpenBox]:
    """A box without a loudspeaker, so at the pace of the clock, with two small sessions in its content folder.

    It shares what was rendered with the other boxes that are given this folder of `phrases`.
    """
    workshop = Workshop(folder)
    if phrases is not None:
        share(phrases, folder)
    sessions = folder / "content" / "sessions"
    sessions.mkdir(parents=True, exist_ok=True)
    (sessions / "small-day.yaml").write_text(content, encoding="utf-8")
    (sessions / "lifting-day.yaml").write_text(LIFTS, encoding="utf-8")
    environment = workshop.environment
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment["XDG_RUNTIME_DIR"] = str(runtime)
    command = [sys.executable, "-m", "coach", "serve", "--link", "--ear", "keyboard", "--speaker", NONE]
    command += ["--transcript", str(folder / "told.jsonl")]
    place = door_place(folder / "data" / "coach", environment)
    with (folder / "box.out").open("w") as said:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=said, text=True, cwd=folder
        )
        try:
            opened = OpenBox(process, place, workshop)
            until(opened.waits)
            yield opened
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)


def opens(place: Path) -> bool:
    """Whether somebody is let in at this door."""
    try:
        Client(place).close()
    except LostError:
        return False
    return True


def let_in(place: Path) -> Client:
    """A visitor, as soon as there is a door: its process needs a while to start on a busy machine."""
    until(lambda: opens(place))
    return Client(place)


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until this holds; fails after so many seconds."""
    end, pause = time.monotonic() + seconds, 0.02
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(pause)  # what is waited for needs the processor more than this does
        pause = min(0.1, 1.2 * pause)


def seen(client: Client, wanted: Callable[[dict[str, Any]], object], seconds: float = PATIENCE) -> dict[str, Any]:
    """Follow the changes until the whole picture is wanted; returns it. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while not (client.now and wanted(client.now)):
        client.next(max(0.0, end - time.monotonic()))
        assert time.monotonic() < end, f"it was never seen; at last: {client.now}"
    return client.now


def asks_to_stop(now: dict[str, Any]) -> bool:
    """Whether the question that is open is the one whether to stop; another may have been asked before it."""
    return now["asked"] is not None and "end it" in now["asked"]["question"]


def seen_at_last(opened: OpenBox) -> None:
    """Wait until the box waits again."""
    with opened.visit() as client:
        seen(client, lambda now: now["mode"] == "standby" and "ready" in now["buttons"])


def doors(parent: int) -> list[int]:
    """The ids of the doors' processes of this coach."""
    return children(parent, b"coach.link.door")


def children(parent: int, module: bytes) -> list[int]:
    """The ids of this process's children that run this module."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            status = (place / "status").read_text()
        except OSError:
            continue
        if module in words and f"PPid:\t{parent}\n" in status:
            found.append(int(place.name))
    return found


def kill(number: int) -> None:
    """End one process of ours at once."""
    os.kill(number, signal.SIGKILL)


__all__ = [
    "LostError",
    "OpenBox",
    "box",
    "doors",
    "kill",
    "let_in",
    "opens",
    "seen",
    "share",
    "until",
    "with_a_program_for_today",
]
