"""A witness of the machine: a process that does nothing but notice when it was kept from running.

What is promised to the sample cannot be kept by a machine that stands still, as a virtual one does when its host has
no time for it. Only the witness may excuse what is then out of place, never the coach: it shares nothing with the coach
but the machine, and is served before it, so that no fault of the coach makes it late.
"""

import functools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

STEP = 0.01
"""Seconds the witness sleeps at a time."""

STOOD_STILL = 0.05
"""Seconds of lateness from which on the machine stood still: as much sound as the coach keeps ready in the card."""

ATTEMPTS = 3
"""How often something is played on a machine that stands still each time."""

PRIORITY = 30
"""Real-time priority of the witness, above that of the sound server and of the coach, where that is allowed."""

Stall = tuple[float, float]
"""Monotonic begin and end of a time in which one processor at least did not serve the witness."""

Result = TypeVar("Result")


class Witness:
    """Watches every processor from `__enter__` on; `stalls` tells, at any time and afterwards, when one stood still."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "tests.witness")) -> None:
        self._command = command

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
        )
        assert self._process.stdout is not None
        # A processor may be late already while the witness starts; that was over before anything is played.
        for line in iter(self._process.stdout.readline, ""):
            if line == "watching\n":
                return self
        self._process.communicate(timeout=30)
        raise AssertionError("the witness ended before it watched")

    @property
    def process_id(self) -> int:
        """The witness itself."""
        return self._process.pid

    def stop(self) -> list[Stall]:
        """End the watch; every stall there was, in order. May be called once."""
        told, _ = self._process.communicate(timeout=30)
        return sorted((float(begin), float(end)) for begin, end in map(str.split, told.splitlines()))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.communicate(timeout=30)


def undisturbed(
    play: Callable[[], Result], excused: Callable[[Result, list[Stall]], bool], watch: Callable[[], Witness] = Witness
) -> Result:
    """What comes of `play`; played again while what came of it is `excused` by stalls of the machine, thrice at most.

    Without a stall nothing is played twice, whatever came of it.
    """
    for _ in range(ATTEMPTS):
        with watch() as witness:
            result = play()
            stalls = witness.stop()
        if not (stalls and excused(result, stalls)):
            break
    return result


def again_if_the_machine_stood_still(test: Callable[..., None]) -> Callable[..., None]:
    """A test of what happens in real time: failed while the machine stood still, it is tried again, thrice at most.

    It must be able to begin anew with the same fixtures.
    """

    @functools.wraps(test)
    def tried(**fixtures: object) -> None:
        def attempt() -> AssertionError | None:
            try:
                test(**fixtures)
            except AssertionError as failure:
                return failure
            return None

        failure = undisturbed(attempt, lambda failed, _: failed is not None)
        if failure is not None:
            raise failure

    return tried


def _watch(processor: int, ended: threading.Event) -> None:
    """Tell of every time this processor does not serve us, to the last step."""
    with suppress(OSError):
        os.sched_setaffinity(0, {processor})  # of this thread only
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))
    before = time.monotonic()
    while not ended.is_set():
        time.sleep(STEP)
        now = time.monotonic()
        if now - before > STEP + STOOD_STILL:
            _tell(f"{before} {now}")
        before = now


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Watch every processor this process may use, until standard input ends; a line for each stall: begin and end."""
    ended = threading.Event()
    processors = sorted(os.sched_getaffinity(0))
    threads = [threading.Thread(target=_watch, args=(number, ended)) for number in processors]
    for thread in threads:
        thread.start()
    _tell("watching")
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
