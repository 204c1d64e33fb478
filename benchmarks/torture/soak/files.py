"""Hours of sessions on end in one process: do memory, threads, open files and the time of a turn stay flat?

Virtual hours: the real loop, timeline, voice and journal on sound files nobody hears, with a lifter who says things at
random. The microphone is left out, so the recogniser is not part of this. `make soak`; `make soak HOURS=8` for a night.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lib.growth import draw, grown, table
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Event, Heard
from coach.core.session.machine import begin
from coach.core.session.prefetch import texts_of
from coach.core.state import Finished
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.journal.store import Journal
from coach.performance import Equipment, run_session
from coach.phrases.intents import Phrases
from coach.ports import Voice
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice

SESSIONS = ("first-hinge", "rdl-day", "mobility-check", "deadlift-day")

REMARKS = (
    "next", "repeat that", "pause", "resume", "slower", "faster", "louder", "quieter", "why", "how long left", "back",
    "more rest", "my hips pinch", "too heavy", "easier", "what's next", "done", "better", "yes", "no",
)  # fmt: skip
"""What the lifter draws from; nothing that ends a session, so that the hours are spent training."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The process after a session: virtual hours so far, megabytes, threads, open files, milliseconds a turn took.

    `slow` is what 95 of 100 turns stay under."""

    hours: float
    megabytes: float
    threads: int
    files: int
    typical: float
    slow: float
    worst: float
    outcome: str


class TimedWorld:
    """A world that notes how long the loop took from each event to the next wait."""

    def __init__(self, world: FileWorld) -> None:
        self._world, self._returned = world, time.perf_counter()
        self.turns: list[float] = []

    def now(self) -> SessionTime:
        """Seconds on the session clock."""
        return self._world.now()

    def wait(self, deadline: SessionTime | None) -> Event:
        """As the world's own."""
        self.turns.append(time.perf_counter() - self._returned)
        event = self._world.wait(deadline)
        self._returned = time.perf_counter()
        return event


def main() -> int:
    """Soak for the asked virtual hours, print a line a session, and judge; 1 when something grew."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=2.0, help="virtual hours")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--plot", type=Path, help="draw the picture there")
    asked = options.parse_args()
    sys.stdout.write(f"{'hours':>7}{'MB':>8}{'threads':>9}{'files':>7}{'turn ms':>9}{'p95':>8}{'worst':>8}  session\n")
    readings = soak(asked.hours, asked.seed)
    columns = columns_of(readings)
    faults = grown(columns)
    if asked.plot is not None:
        draw(asked.plot, "sessions on sound files", [reading.hours for reading in readings], columns)
    sys.stdout.write("\n" + table(columns))
    sys.stdout.write("flat\n" if not faults else f"GREW: {', '.join(faults)}\n")
    return 1 if faults else 0


def soak(hours: float, seed: int) -> list[Reading]:
    """Session after session until so many virtual hours have passed; a reading after each."""
    library, chance = Library.open(), random.Random(seed)
    phrases = Phrases.load(library.phrases_path())
    readings: list[Reading] = []
    with (
        tempfile.TemporaryDirectory(prefix="coach-soak-") as folder,
        Journal.open(Path(folder) / "journal.sqlite", durable=False) as journal,
        load_voice("default", Path(folder) / "phrases", library.voices_dirs) as voice,
    ):
        passed = 0.0
        while passed < hours * 3600:
            name = SESSIONS[len(readings) % len(SESSIONS)]
            seconds, turns, outcome = _session(name, library, phrases, voice, journal, chance)
            passed += seconds
            readings.append(_reading(passed / 3600, turns, f"{name}, {outcome}"))
            sys.stdout.write(_line(readings[-1]))
            sys.stdout.flush()
    return readings


def _session(
    name: str, library: Library, phrases: Phrases, voice: Voice, journal: Journal, chance: random.Random
) -> tuple[float, list[float], str]:
    plan = compile_session(name, library, seed=chance.randrange(1000))
    if isinstance(voice, SpokenVoice):
        voice.prepare(texts_of(plan))
    with FileWorld(TimelineSpeaker(voice, 48_000)) as world:
        at = 0.0
        while (at := at + chance.expovariate(1 / 45)) < 3600:
            understood = phrases.match(chance.choice(REMARKS))
            if understood is not None:
                world.post(Heard(SessionTime(at), understood.intent, understood.slots, understood.text))
        timed = TimedWorld(world)
        with journal.begin(plan) as book:
            equipment = Equipment(plan, timed, world.speaker, book, NoScreen(), NoTranscript(), world.listen_for)
            state = run_session(begin(plan), Began(SESSION_START), equipment)
    return world.now(), timed.turns, "done" if isinstance(state.phase, Finished) else "left waiting"


def _reading(hours: float, turns: list[float], outcome: str) -> Reading:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    ordered = sorted(turns)
    return Reading(
        hours=hours,
        megabytes=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        threads=threading.active_count(),
        files=len(list(Path("/proc/self/fd").iterdir())),
        typical=1000 * ordered[len(ordered) // 2],
        slow=1000 * ordered[round(0.95 * (len(ordered) - 1))],
        worst=1000 * ordered[-1],
        outcome=outcome,
    )


def _line(reading: Reading) -> str:
    counts = f"{reading.hours:7.2f}{reading.megabytes:8.1f}{reading.threads:9}{reading.files:7}"
    return f"{counts}{reading.typical:9.2f}{reading.slow:8.2f}{reading.worst:8.1f}  {reading.outcome}\n"


def columns_of(readings: list[Reading]) -> dict[str, tuple[str, list[float]]]:
    """What is watched, a value for each session."""
    return {
        "memory": ("megabytes", [reading.megabytes for reading in readings]),
        "threads": ("threads", [float(reading.threads) for reading in readings]),
        "open files": ("files", [float(reading.files) for reading in readings]),
        "a turn, typically": ("milliseconds", [reading.typical for reading in readings]),
        "a turn, 95 of 100 under": ("milliseconds", [reading.slow for reading in readings]),
    }


if __name__ == "__main__":
    sys.exit(main())
