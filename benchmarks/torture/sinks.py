"""The loudspeaker is exchanged in mid-count: does what follows keep time, and is what was lost told?

Counts are played on a virtual sound card whose sinks vanish, come back at another rate or with other channels, are
suspended, or lose being the default. What is not told as lost has to keep time: by the session clock's own word, and
in a recording of the sink that plays. `make bench-sinks`; more with MINUTES=60.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.testing.recorder import like_hardware
from coach.testing.sound_card import SHAPE, SoundCard, sound_card

BEATS, INTERVAL = 10, 0.5
"""What is counted in a try: five seconds."""

WORD = 0.06
"""Seconds a beat sounds."""

OFF = 0.03
"""Seconds by which a count may be longer or shorter than it should be, and a beat away from its place."""

HOLE = 1.3
"""Seconds without sound after which it is told as lost, and a look at it takes; shorter holes hold a count up."""

RESULTS = Path(__file__).parents[1] / "results" / "sinks.json"

LOUD = 0.05
"""Of full scale: a beat, and no noise."""


@dataclass(slots=True)
class Tally:
    """What became of the tries of one kind; seconds a whole count was off, and a beat from the one before it."""

    tries: int = 0
    told: int = 0
    whole: int = 0
    never: int = 0
    backwards: int = 0
    counts: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """What ran too fast, clocks that ran backwards, counts that never ended, and those held up without a word."""
        return self.counts_early + self.beats_early + self.never + self.backwards + self.untold

    @property
    def counts_early(self) -> int:
        """Whole counts that took less time than they should."""
        return sum(seconds < -OFF for seconds in self.counts)

    @property
    def beats_early(self) -> int:
        """Beats that came too soon after the one before: so does the one behind a beat that a hole made late."""
        return sum(seconds < -OFF for seconds in self.beats)

    @property
    def untold(self) -> int:
        """Whole counts held up for so long that it should have been told."""
        return sum(seconds > HOLE for seconds in self.counts)

    @property
    def held_up(self) -> int:
        """Whole counts that took longer: by a hole in the sound too short to be told."""
        return sum(seconds > OFF for seconds in self.counts)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A kind of change; `shape` is that of the sink that comes, `heard` whether somebody takes its sound evenly."""

    name: str
    change: Callable[["Bench", bool], None]
    shape: str = ""
    heard: bool = True


class Bench:
    """One card, one player on it that counts when it is told to, and somebody who listens to the sink."""

    def __init__(self, card: SoundCard, exchange: Exchange, chance: random.Random) -> None:
        self.card, self.exchange, self.chance = card, exchange, chance
        self._listener: subprocess.Popen[bytes] | None = None
        self._recorded = card.folder / "recorded"
        self._player = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.torture.sinks_player", str(BEATS), str(INTERVAL), str(WORD)],
            env=card.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.listen()
        assert self.answer()["kind"] == "ready"

    def listen(self) -> None:
        """Take the sound off the sink that plays, as evenly as a loudspeaker does."""
        self.deaf()
        if self.exchange.heard:
            command = ["parec", "-d", "@DEFAULT_MONITOR@", "--latency-msec=20", "--rate=48000", "--channels=1"]
            with self._recorded.open("wb") as file:
                self._listener = subprocess.Popen(
                    [*command, "--format=s16le"], env=self.card.environment, stdout=file, stderr=subprocess.DEVNULL
                )
            like_hardware(self._listener.pid)

    def deaf(self) -> None:
        """Nobody listens any more."""
        if self._listener is not None:
            self._listener.kill()
            self._listener.wait()
            self._listener = None

    def recorded(self) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """What was played since somebody listens, in -1..1."""
        if self._listener is None:
            return np.zeros(0)
        data = self._recorded.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float64) / 32768

    def answer(self) -> dict[str, Any]:
        """The next line of the player's."""
        assert self._player.stdout is not None
        told: dict[str, Any] = json.loads(self._player.stdout.readline())
        return told

    def attempt(self, number: int, tally: Tally) -> None:
        """One count, and the change in the middle of it; then one more, undisturbed, that must be right."""
        assert self._player.stdin is not None
        for disturbed in (True, False):
            self._player.stdin.write("count\n")
            self._player.stdin.flush()
            if disturbed:
                time.sleep(self.chance.uniform(0.8, 3.0))
                self.exchange.change(self, bool(number % 2))
            tally_one(tally, self.answer(), self.recorded(), disturbed)

    def close(self) -> None:
        """End the player."""
        self.deaf()
        self._player.kill()
        self._player.communicate()


def tally_one(
    tally: Tally, told: dict[str, Any], sound: "np.ndarray[Any, np.dtype[np.float64]]", disturbed: bool
) -> None:
    """Take note of one count; one that was told as lost need not be whole."""
    tally.tries += disturbed
    tally.told += told["lost"]
    tally.backwards += told["backwards"]
    if told["lost"]:
        return
    if told["seconds"] is None:
        tally.never += 1
        return
    tally.whole += 1
    tally.counts.append(told["seconds"] - BEATS * INTERVAL)
    found = beats_in(sound)
    tally.beats += [float(gap - INTERVAL) for gap in np.diff(found) if gap < 2 * INTERVAL][-BEATS + 1 :]


def beats_in(sound: "np.ndarray[Any, np.dtype[np.float64]]", rate: int = 48_000) -> "np.ndarray[Any, Any]":
    """Seconds at which beats begin in the sound."""
    loud = np.flatnonzero(np.abs(sound) > LOUD)
    if not len(loud):
        return np.zeros(0)
    first = np.concatenate([[True], np.diff(loud) > rate * INTERVAL / 4])
    begins: np.ndarray[Any, Any] = loud[first] / rate
    return begins


# ------------------------------------------------------------------------------------------------ what is changed


def gone(bench: Bench, back: bool) -> None:
    """All sinks are gone, and after a moment there is another one."""
    listed = bench.card.control("list", "short", "modules").splitlines()
    for line in listed:
        if "module-null-sink" in line:
            bench.card.control("unload-module", line.split("\t")[0])
    time.sleep(bench.chance.choice([0.0, 0.1, 0.5, 2.0]))
    shape = SHAPE if back else bench.exchange.shape
    bench.card.control("load-module", "module-null-sink", "sink_name=spk", *shape.split())
    bench.card.control("set-default-sink", "spk")
    bench.listen()


def default_changed(bench: Bench, back: bool) -> None:
    """Another sink becomes the default one, and the old one goes."""
    other, old = ("spk", "other") if back else ("other", "spk")
    bench.card.control("load-module", "module-null-sink", f"sink_name={other}", *SHAPE.split())
    bench.card.control("set-default-sink", other)
    time.sleep(bench.chance.choice([0.0, 0.3, 1.0]))
    bench.listen()
    for line in bench.card.control("list", "short", "modules").splitlines():
        if f"sink_name={old} " in line:
            bench.card.control("unload-module", line.split("\t")[0])


def suspended(bench: Bench, back: bool) -> None:
    """The sink sleeps for a while."""
    _ = back
    bench.card.control("suspend-sink", "spk", "1")
    time.sleep(bench.chance.uniform(0.2, 3.0))
    bench.card.control("suspend-sink", "spk", "0")


KINDS = (
    Exchange("gone, then one of 96 kHz", gone, "rate=96000 channels=2 format=s16le"),
    Exchange("gone, then one of 96 kHz that nobody takes sound from", gone, "rate=96000 channels=2", heard=False),
    Exchange("gone, then one of one channel at 44.1 kHz", gone, "rate=44100 channels=1 format=s16le"),
    Exchange("gone, then one of six channels", gone, "rate=48000 channels=6 format=s16le"),
    Exchange("another default, the old one gone", default_changed),
    Exchange("suspended for a while", suspended),
)


@contextmanager
def bench_of(exchange: Exchange, seed: int) -> Iterator[Bench]:
    """A bench on a card of its own."""
    with sound_card() as card:
        bench = Bench(card, exchange, random.Random(seed))
        try:
            yield bench
        finally:
            bench.close()


def tried(exchange: Exchange, seconds: float, tries: int, seed: int) -> Tally:
    """Try it for so long, and no more often than that."""
    tally, end = Tally(), time.monotonic() + seconds
    with bench_of(exchange, seed) as bench:
        try:
            while time.monotonic() < end and tally.tries < tries:
                bench.attempt(tally.tries, tally)
        except (BrokenPipeError, json.JSONDecodeError):  # the player has ended, which it never should
            tally.never += 1
    return tally


def ends(values: list[float]) -> tuple[float, float]:
    """The least and the most, in milliseconds."""
    return (1000 * min(values), 1000 * max(values)) if values else (0.0, 0.0)


def row(name: str, tally: Tally) -> str:
    """One kind for people."""
    count, beat = ends(tally.counts), ends(tally.beats)
    counts = f"{tally.whole} | {count[0]:+.0f} | {count[1]:+.0f} | {tally.held_up}"
    beats = f"{len(tally.beats)} | {beat[0]:+.0f} | {beat[1]:+.0f}"
    return f"| {name} | {tally.tries} | {tally.told} | {counts} | {beats} | {tally.wrong} |\n"


HEAD = (
    "| loudspeaker | tries | told as lost | whole counts | off by ms, from | to | held up | beats recorded "
    "| off by ms, from | to | wrong |\n|" + 11 * "---|" + "\n"
)


def main() -> int:
    """Try every kind, print the table, keep it; 1 when something that was not told as lost did not keep time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=20, help="for all kinds together")
    options.add_argument("--tries", type=int, default=100, help="of each kind, at most")
    options.add_argument("--jobs", type=int, default=3, help="how many kinds at a time")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="")
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    chosen = [kind for kind in KINDS if asked.only in kind.name]
    seconds = 60 * asked.minutes * min(asked.jobs, len(chosen)) / len(chosen)
    sys.stdout.write(HEAD)
    found: dict[str, Tally] = {}
    with ThreadPoolExecutor(asked.jobs) as pool:
        tallies = pool.map(lambda kind: tried(kind, seconds, asked.tries, asked.seed), chosen)
        for kind, tally in zip(chosen, tallies, strict=True):
            found[kind.name] = tally
            sys.stdout.write(row(kind.name, tally))
            sys.stdout.flush()
    if asked.keep is not None:
        how = f"--minutes {asked.minutes:g} --tries {asked.tries} --jobs {asked.jobs} --seed {asked.seed}"
        kept = {
            "command": f"python -m benchmarks.torture.sinks {how}",
            "load average": round(os.getloadavg()[1], 1),
            "kinds": {name: figures(tally) for name, tally in found.items()},
        }
        asked.keep.write_text(json.dumps(kept, indent=1) + "\n")
    return 1 if any(tally.wrong for tally in found.values()) else 0


def figures(tally: Tally) -> dict[str, float]:
    """One kind for a file."""
    return {
        "tries": tally.tries,
        "told as lost": tally.told,
        "whole counts": tally.whole,
        "counts off by ms, from": round(ends(tally.counts)[0]),
        "counts off by ms, to": round(ends(tally.counts)[1]),
        "counts held up": tally.held_up,
        "beats recorded": len(tally.beats),
        "beats off by ms, from": round(ends(tally.beats)[0]),
        "beats off by ms, to": round(ends(tally.beats)[1]),
        "counts too early": tally.counts_early,
        "beats too early": tally.beats_early,
        "held up untold": tally.untold,
        "never ended": tally.never,
        "clock ran backwards": tally.backwards,
        "wrong": tally.wrong,
    }


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
