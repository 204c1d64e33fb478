"""`coach serve`, the box on the shelf."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.wiring.serving import spoken_time
from tests.sound_card import SoundCard
from tests.wiring.workshop import Workshop, of, records


@contextmanager
def box(workshop: Workshop, *typed: str) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A box with the small session in its content folder, its sound a file, these lines typed."""
    sessions = workshop.folder / "content" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "small-day.yaml").write_text(workshop.session.read_text())
    told = workshop.folder / "told.jsonl"
    out = workshop.folder / "out.wav"
    command = [sys.executable, "-m", "coach", "serve", "--ear", "keyboard", "--transcript", str(told)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*command, "--speaker", f"wav:{out}"],
        env=workshop.environment,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("\n".join(typed) + "\n")
    process.stdin.flush()
    try:
        yield process, told
    finally:
        process.kill()
        process.communicate()


def wait_for(process: "subprocess.Popen[str]", told: Path, words: str) -> None:
    """Wait until these words stand in the transcript; the box must stay alive meanwhile."""
    while not (told.exists() and words in told.read_text()):
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)  # it needs the processor more than this does


def test_the_box_greets_coaches_a_session_by_its_name_and_waits_again(workshop: Workshop) -> None:
    with box(workshop, "start small day") as (process, told):
        wait_for(process, told, '"outcome": "done"')
        assert process.poll() is None
        found = records(told)
    assert of(found, "say")[0]["text"] == "Your coach is here."
    assert of(found, "session")[0]["name"] == "small-day"


def test_an_interrupted_box_leaves_with_130(workshop: Workshop) -> None:
    with box(workshop, "what's on today") as (process, told):
        wait_for(process, told, "whats_today")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130


def test_a_faulty_calendar_is_told_and_the_box_goes_on(workshop: Workshop) -> None:
    place = workshop.folder / "config" / "coach"
    place.mkdir(parents=True)
    (place / "calendar.yaml").write_text("plan:\n  - someday: juggling\n")
    with box(workshop, "what's on today") as (process, told):
        wait_for(process, told, "whats_today")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Going on without the calendar." in err
    assert "calendar.yaml:2:" in err


@contextmanager
def box_on_card(card: SoundCard, told: Path) -> Iterator["subprocess.Popen[str]"]:
    """A box with a loudspeaker and a microphone of its own."""
    command = [sys.executable, "-m", "coach", "serve", "--transcript", str(told)]
    process = subprocess.Popen(command, env=card.environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.card
def test_the_box_says_that_its_devices_work_then_that_it_hears_nothing_then_that_it_hears_again(
    card: SoundCard, tmp_path: Path
) -> None:
    told = tmp_path / "told.jsonl"
    with box_on_card(card, told) as process:
        wait_for(process, told, "Name a session to begin")
        assert of(records(told), "say")[0]["text"] == "Ready. Loudspeaker and microphone work."
        card.control("set-source-mute", "mic", "1")
        wait_for(process, told, "I hear nothing at all from the microphone.")
        card.control("set-source-mute", "mic", "0")
        wait_for(process, told, "I can hear you again.")


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (18, 30, "half past six"),
        (7, 0, "seven"),
        (8, 45, "quarter to nine"),
        (12, 15, "quarter past twelve"),
        (9, 20, "nine twenty"),
        (0, 5, "twelve oh five"),
    ],
)
def test_times_of_day_are_said_as_people_say_them(hour: int, minute: int, words: str) -> None:
    assert spoken_time(datetime(2026, 5, 17, hour, minute, tzinfo=ZoneInfo("UTC"))) == words
