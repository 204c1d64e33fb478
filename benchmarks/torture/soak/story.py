"""What is said in the soak on the sound card, its transcript as the lifter follows it, and the notes of each minute."""

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.lib.processes import Load

START = (("start first hinge", "session_start"), ("start mobility check", "session_start"))
ANSWERS = (("better", "better"), ("the same", "same"), ("yes", "yes"), ("no", "no"))
CALLED_FOR = {"idle": START, "asking": ANSWERS, "confirming": ANSWERS, "paused": (("resume", "resume"),),
              "settingup": (("i am ready", "start"), ("next", "next"))}  # fmt: skip
"""What is said in these states; in every other one a command, or a complaint."""

COMMANDS = (
    ("next", "next"), ("repeat that", "repeat"), ("pause", "pause"), ("resume", "resume"), ("slower", "slower"),
    ("give me thirty more seconds", "more_rest"), ("how long is left", "time_left"), ("what's next", "whats_next"),
    ("skip this exercise", "skip_exercise"), ("louder please", "louder"), ("turn it down", "quieter"),
    ("all done", "done"), ("i am ready", "start"),
)  # fmt: skip
COMPLAINTS = (
    ("my back feels tight", "complaint"), ("my hip pinches", "complaint"), ("my hamstring is pulling", "complaint"),
    ("that felt sharp", "complaint"), ("stop the session", "stop"),
)  # fmt: skip
TALK = (
    "did you see the game on tuesday it was raining all afternoon",
    "the delivery will come between nine and eleven they said",
    "put the kettle on and bring the other chair over here",
    "my sister moved to the coast and bought a blue bicycle",
)


class Story:
    """The transcript while it grows: every record with the monotonic time at which it was seen."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0
        self.state, self.sessions = "idle", 0
        self.intents: list[tuple[float, str]] = []

    def look(self) -> None:
        """Take in what was written since the last look."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            lines = file.read().split(b"\n")
        self._read += sum(len(line) + 1 for line in lines[:-1])
        for line in lines[:-1]:
            self._take(json.loads(line))

    def _take(self, record: dict[str, Any]) -> None:
        if record["kind"] == "intent":
            self.intents.append((time.monotonic(), record["name"]))
            if record["name"] == "session_start":
                self.state = "starting"
                self.sessions += 1
        elif record["kind"] == "state":
            self.state = "idle" if record["state"] == "finished" else record["state"]


@dataclass(slots=True)
class Minute:
    """What one minute showed."""

    hours: float
    load: Load
    said: int
    understood: int
    answered_to_talk: int
    delays: list[float] = field(default_factory=list)
    sessions: int = 0


def columns_of(minutes: list[Minute]) -> dict[str, tuple[str, list[float]]]:
    """What is watched, a value a minute; a minute without an understood remark keeps the latency of the one before."""
    delays: list[float] = []
    for minute in minutes:
        delays.append(median(minute.delays) if minute.delays else (delays[-1] if delays else 0.0))
    return {
        "coach": ("megabytes", [minute.load.main for minute in minutes]),
        "its helpers": ("megabytes", [minute.load.helpers for minute in minutes]),
        "threads": ("threads", [float(minute.load.threads) for minute in minutes]),
        "open files": ("files", [float(minute.load.files) for minute in minutes]),
        "command latency": ("milliseconds", delays),
    }


BEFORE = "no plug"
"""What is blamed for a loss before the first plug was pulled."""


def losses(journal: Path, pulled: Sequence[tuple[float, str]]) -> list[tuple[str, int]]:
    """How many lost devices the journal tells of after each plug, and before the next; `pulled` are wall times."""
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as read:
        walls = [wall for (wall,) in read.execute("SELECT wall FROM event WHERE kind = 'SoundLost'")]
    lost = [datetime.fromisoformat(wall).timestamp() for wall in walls]
    begins = [(float("-inf"), BEFORE), *pulled]
    ends = [*(at for at, _ in pulled), float("inf")]
    return [(what, sum(begin <= at < end for at in lost)) for (begin, what), end in zip(begins, ends, strict=True)]
