"""What hearing takes on this machine: `make bench-pi` (`python -m benchmarks.hearing.cost [--remarks N] [--memory]`).

In real time, the ear as it runs in training, its recognisers in processes of their own: seconds from the last sound of
a remark to the decision, processor time while somebody speaks and in an empty room, and memory. Prints a table to be
pasted into docs/raspberry-pi.md, and writes benchmarks/results/hearing-cost.json. Needs no other voice than the coach's
own; about a minute. With --memory a whole session on sound files is watched as well.
"""

# ruff: noqa: T201 - the table on the screen is what this is for

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from benchmarks.hearing.judge import ARMED, BLOCK, COACH, table
from benchmarks.lib.processes import MEGABYTE, family
from benchmarks.understanding.results import written
from coach.clocks import SessionTime
from coach.core.events import Heard
from coach.ears.factory import open_watched_ear
from coach.ears.model_files.capacity import effort
from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.supervisor import WatchedEar
from coach.ports import EAR_RATE, Pcm16
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.voices.engines.worker import EngineWorker

REMARKS = (
    *("stop", "next", "my back feels tight", "how long left", "give me thirty more seconds", "repeat that"),
    *("slower", "my left knee hurts", "louder", "what's next"),
)
BEFORE, AFTER = 0.8, 1.4
"""Seconds of a quiet room around a remark."""
ROOM = 30.0
"""Its loudness, as a standard deviation of samples."""
EMPTY = 10.0
SESSION = "first-hinge"


class Voice:
    """The coach's own eSpeak, as somebody who speaks."""

    def __init__(self) -> None:
        self._worker = EngineWorker("coach.voices.engines.espeak_worker", deadline=60.0)

    def says(self, text: str, number: int) -> Pcm16:
        """The text with a little of the room around it."""
        samples, rate = self._worker.render(
            text, {"speaker": "gmw/en-us", "rate": 150 + 10 * (number % 3), "pitch": 45}
        )
        sound = soxr.resample(samples.astype(np.float64), rate, EAR_RATE)
        loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
        said: Pcm16 = (sound[loud[0] : loud[-1] + 1] / np.abs(sound).max() * 0.3 * 32767).astype(np.int16)
        return said

    def close(self) -> None:
        """Let it go."""
        self._worker.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--remarks", type=int, default=20, help="how many are said")
    parser.add_argument("--memory", action="store_true", help="watch a whole session too; a minute more")
    asked = parser.parse_args()
    found: dict[str, Any] = {"command": f"python -m benchmarks.hearing.cost --remarks {asked.remarks}", **board()}
    found |= pace()
    reader = open_reader(Library.open(), "en", COACH)
    with closing(open_watched_ear("auto", COACH, reader=reader)) as ear, closing(Voice()) as voice:
        ear.listen_for(ARMED["session"])
        found["ear"] = ear.name
        found |= spoken_to(ear, voice, asked.remarks)
        found |= left_alone(ear)
        found["megabytes of the ear"] = round(memory(os.getpid()))
    file = written("hearing-cost", found)
    if asked.memory:
        found["megabytes of a session"] = session_memory()
        written("hearing-cost", found)
    table(("measured here", ""), *found.items())
    print(f"written to {file}; paste the table into docs/raspberry-pi.md")


def board() -> dict[str, Any]:
    """What the machine is."""
    model = Path("/proc/device-tree/model")
    told = model.read_text(encoding="utf-8").rstrip("\0") if model.exists() else platform.processor() or "unknown"
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"board": told, "megabytes there": round(pages / MEGABYTE)}


def pace() -> dict[str, Any]:
    """Seconds of work for a remark, and what is made of it because of that."""
    folder = find_moonshine()
    if folder is None:
        return {"seconds of work for a remark": None, "so of a remark is made": "Moonshine's files are not installed"}
    from coach.ears.recognisers.neural.network import Transcriber

    seconds = Transcriber(folder).pace()
    return {"seconds of work for a remark": round(seconds, 3), "so of a remark is made": effort(seconds).value}


def spoken_to(ear: WatchedEar, voice: Voice, many: int) -> dict[str, Any]:
    """Seconds from the last sound to the decision, in real time, and processor time meanwhile."""
    late, samples, began, before = [], 0, time.monotonic(), work()
    for number in range(many):
        said = voice.says(REMARKS[number % len(REMARKS)], number)
        sound = in_the_room(BEFORE, said, AFTER, number)
        start, last = time.monotonic(), BEFORE + len(said) / EAR_RATE
        samples += len(sound)
        for at in range(0, len(sound), BLOCK):
            time.sleep(max(0.0, start + (at + BLOCK) / EAR_RATE - time.monotonic()))
            events = ear.hear(sound[at : at + BLOCK], SessionTime(time.monotonic() - began))
            if any(isinstance(event, Heard) for event in events):
                late.append(time.monotonic() - start - last)
                break
    p50, p95 = np.percentile(late, [50, 95]) if late else (np.nan, np.nan)
    used = (work() - before) / (time.monotonic() - began)
    return {
        "remarks said": many,
        "acted on": len(late),
        "seconds after the last sound, p50": round(float(p50), 3),
        "seconds after the last sound, p95": round(float(p95), 3),
        "processor seconds a second, spoken to": round(used, 3),
    }


def left_alone(ear: WatchedEar) -> dict[str, Any]:
    """Processor time in an empty room."""
    sound = in_the_room(EMPTY, np.zeros(0, np.int16), 0.0, 1)
    start, before = time.monotonic(), work()
    for at in range(0, len(sound), BLOCK):
        time.sleep(max(0.0, start + (at + BLOCK) / EAR_RATE - time.monotonic()))
        ear.hear(sound[at : at + BLOCK], SessionTime(start + (at + BLOCK) / EAR_RATE))
    return {"processor seconds a second, an empty room": round((work() - before) / EMPTY, 3)}


def in_the_room(before: float, said: Pcm16, after: float, seed: int) -> Pcm16:
    """The sound with the room around it and under it."""
    quiet = [np.zeros(round(seconds * EAR_RATE), np.int16) for seconds in (before, after)]
    sound = np.concatenate([quiet[0], said, quiet[1]])
    sound = sound[: len(sound) // BLOCK * BLOCK].astype(np.float64)
    sound += np.random.default_rng(seed).normal(0, ROOM, len(sound))
    heard: Pcm16 = np.clip(sound, -32768, 32767).astype(np.int16)
    return heard


def work() -> float:
    """Processor seconds of this process and its helpers, but for the voice that speaks to it."""
    ticks = 0
    for member in family(os.getpid()):
        with suppress(OSError):
            if b"espeak_worker" not in Path(f"/proc/{member}/cmdline").read_bytes():
                fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Megabytes of a process and its helpers; what they share counts once."""
    total = 0
    for member in family(process):
        with suppress(OSError):
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total / MEGABYTE


def session_memory() -> int:
    """Most megabytes that `coach run` and its helpers held in a session on sound files, with remarks in it."""
    with tempfile.TemporaryDirectory() as folder, closing(Voice()) as voice:
        said = [in_the_room(4.0, voice.says(text, number), 2.0, number) for number, text in enumerate(REMARKS[1:5])]
        soundfile.write(f"{folder}/in.wav", np.concatenate([*said, np.zeros(EAR_RATE * 20, np.int16)]), EAR_RATE)
        words = [sys.executable, "-m", "coach", "run", SESSION, "--plain", "--fresh"]
        words += ["--mic", f"wav:{folder}/in.wav", "--speaker", f"wav:{folder}/out.wav"]
        own = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        most = 0.0
        with subprocess.Popen(words, env=own, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as coach:
            while coach.poll() is None:
                most = max(most, memory(coach.pid))
                time.sleep(0.2)
        return round(most)


if __name__ == "__main__":
    main()
