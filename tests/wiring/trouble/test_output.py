"""Where the output goes may be full or gone: what was not written is told, and no session ends for it."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from coach.displays.screen import Lasting, LastingConsole
from tests.wiring.workshop import Workshop, records

FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


def coach(workshop: Workshop, output: int, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command as it runs for a person: what it prints is collected, and written when there is enough of it."""
    environment = {**workshop.environment, "PYTHONUNBUFFERED": ""}
    return subprocess.run(
        [sys.executable, "-m", "coach", *words],
        env=environment, cwd=workshop.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE,
        text=True, timeout=240, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", [["sessions"], ["history", "--json"], ["program", "list"]])
def test_what_a_full_disk_does_not_take_is_told_and_no_success(workshop: Workshop, words: list[str]) -> None:
    with FULL.open("w") as full:
        done = coach(workshop, full.fileno(), *words)
    assert (done.returncode, done.stderr) == (2, "the disk is full; free some space, and do it again\n")


@pytest.mark.parametrize("words", [["sessions"], ["profile"], ["--help"], ["log", "--help"]])
def test_a_reader_that_goes_away_is_no_fault(workshop: Workshop, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = coach(workshop, writing, *words)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_session_goes_on_though_nobody_can_take_its_lines(workshop: Workshop) -> None:
    told = workshop.folder / "transcript.jsonl"
    speaker = ("--speaker", f"wav:{workshop.folder / 'out.wav'}", "--transcript", str(told))
    with FULL.open("w") as full:
        done = coach(
            workshop, full.fileno(), "run", str(workshop.session), "--voice", "tones", "--ear", "keyboard", *speaker
        )
    assert done.returncode == 0
    assert done.stderr.count("No space left on device") == 1
    assert any("All done for today." in str(record) for record in records(told))


def test_lines_whose_reader_went_away_are_left_out_and_that_is_told_once() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    troubles: list[str] = []
    gone = os.fdopen(writing, "w")
    lines = Lasting(LastingConsole(file=gone).print, troubles.append)
    lines("one")
    lines("two")
    with suppress(BrokenPipeError):
        gone.close()
    assert troubles == ["What is shown here can be written no more (Broken pipe); the session goes on."]
