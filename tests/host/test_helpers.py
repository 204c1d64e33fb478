"""Helpers end with the program, whatever they are doing, and it does not wait for what they have only just begun."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from coach.host.helpers import beside, helper

DEAF = """
import os, signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
print(os.getpid(), flush=True)
if os.fork() == 0:
    print(os.getpid(), flush=True)
while True:
    time.sleep(60)
"""
"""Never reads, and ignores whoever asks it to end; what it forks is the same."""

PARENT = """
import sys, time
from coach.host.helpers import helper
kept = helper([sys.executable, "-c", {deaf!r}], stdout=-1, text=True)
print(kept.stdout.readline() + kept.stdout.readline(), flush=True)
while True:
    time.sleep(60)
"""


def lives(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def gone(*processes: int) -> bool:
    """Whether all of them end; they would live for ever, so that a busy machine has time."""
    end = time.monotonic() + 30
    while any(map(lives, processes)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(lives, processes))


@pytest.mark.parametrize("stopped", [False, True], ids=["deaf", "deaf and stopped"])
def test_a_helper_and_what_it_forked_end_with_a_program_that_is_killed(stopped: bool) -> None:
    command = [sys.executable, "-c", PARENT.format(deaf=DEAF)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    helpers = [int(parent.stdout.readline()) for _ in range(2)]  # told when the parent holds them
    try:
        for each in helpers if stopped else ():
            os.kill(each, signal.SIGSTOP)
        parent.kill()
        parent.wait()
        assert gone(*helpers)
    finally:
        parent.stdout.close()
        for each in filter(lives, helpers):
            os.kill(each, signal.SIGKILL)


def test_a_helper_ends_with_whoever_held_it() -> None:
    process = helper([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, text=True)
    out = process.stdout
    assert out is not None
    helpers = [int(out.readline()) for _ in range(2)]
    process.returncode = 0  # so that Python says nothing of a process that still runs
    del process
    out.close()
    assert gone(*helpers)


def test_a_helper_that_cannot_be_begun_leaves_no_pipe_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(FileNotFoundError):
        helper([str(tmp_path / "none")])
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_is_made_beside_is_there_when_it_is_asked_for() -> None:
    with beside(lambda: 7, "seven") as made:
        assert made.result() == 7


def test_what_cannot_be_made_raises_where_it_is_asked_for() -> None:
    with beside(lambda: int("none"), "none") as made, pytest.raises(ValueError, match="invalid literal"):
        made.result()


def test_it_is_waited_for_at_the_end() -> None:
    done: list[str] = []

    def make() -> None:
        time.sleep(0.2)
        done.append("made")

    with beside(make, "slow"):
        pass
    assert done == ["made"]


def test_a_program_that_is_asked_to_end_does_not_wait_for_it() -> None:
    never = threading.Event()
    with pytest.raises(KeyboardInterrupt), beside(never.wait, "never"):
        raise KeyboardInterrupt
    never.set()
