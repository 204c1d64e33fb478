"""`coach serve`, the box on the shelf."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.testing.sound_card import SoundCard
from tests.wiring.workshop import Workshop, of, records, wait_for

NONE = "a loudspeaker there is none of"


@contextmanager
def box(
    workshop: Workshop, *typed: str, speaker: str | None = None, voice: str = "tones"
) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A box with the small session in its content folder, its sound a file, these lines typed.

    A box whose `speaker` there is none of goes on in silence, at the pace of the clock.
    """
    sessions = workshop.folder / "content" / "sessions"
    sessions.mkdir(parents=True, exist_ok=True)
    (sessions / "small-day.yaml").write_text(workshop.session.read_text())
    told = workshop.folder / "told.jsonl"
    out, settings = workshop.folder / "out.wav", workshop.folder / "coach.yaml"
    settings.write_text(f"voice: {voice}\n")
    command = [sys.executable, "-m", "coach", "serve", "--ear", "keyboard", "--transcript", str(told)]
    command += ["--config", str(settings)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*command, "--speaker", speaker or f"wav:{out}"],
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


def test_the_box_greets_coaches_a_session_by_its_name_and_waits_again(workshop: Workshop) -> None:
    with box(workshop, "start small day") as (process, told):
        wait_for(process, told, '"outcome": "done"')
        assert process.poll() is None
        found = records(told)
    assert of(found, "say")[0]["text"] == "Your coach is here."
    assert of(found, "session")[0]["name"] == "small-day"


def cut_off(workshop: Workshop) -> None:
    """Leave a session of many sets open, as a power cut does."""
    workshop.session.write_text(workshop.session.read_text().replace("sets: 2", "sets: 100"))
    with box(workshop, "start small day") as (process, told):
        wait_for(process, told, '"kind": "set"')
    told.unlink()


def test_asked_whether_to_carry_on_the_box_begins_another_session(workshop: Workshop) -> None:
    cut_off(workshop)
    # At the pace of the clock: on files its patience is over before a busy machine has read what was typed.
    with box(workshop, "start first hinge", speaker=NONE) as (process, told):
        wait_for(process, told, '"name": "first-hinge"')
        wait_for(process, told, "Closed as cut short. What you did is kept.")


def test_where_nobody_answers_whether_to_carry_on_the_box_waits_for_the_next_word(workshop: Workshop) -> None:
    cut_off(workshop)
    with box(workshop) as (process, told):
        wait_for(process, told, "Your coach is here.")


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


def calendar(workshop: Workshop, text: str) -> Path:
    path = workshop.folder / "config" / "coach" / "calendar.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def say(process: "subprocess.Popen[str]", told: Path, words: str, *until: str) -> str:
    """Type these words, wait for one of the answers, and return what was told meanwhile."""
    assert process.stdin is not None
    before = len(told.read_text()) if told.exists() else 0
    process.stdin.write(f"{words}\n")
    process.stdin.flush()
    while not (told.exists() and any(answer in told.read_text()[before:] for answer in until)):
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)  # it needs the processor more than this does
    return told.read_text()[before:]


def test_the_calendar_is_changed_by_voice_after_a_yes_and_the_rest_of_the_file_stays(workshop: Workshop) -> None:
    path = calendar(workshop, "# my week\nzone: Pacific/Kiritimati\nplan:\n  - sun 18:30 rdl-day  # after lunch\n")
    with box(workshop, speaker=NONE) as (process, told):
        say(process, told, "plan small day every friday at six thirty", "every Friday at half past six in the evening")
        assert "fri" not in path.read_text()
        say(process, told, "yes", "Next comes")
    assert path.read_text() == (
        "# my week\nzone: Pacific/Kiritimati\nplan:\n  - sun 18:30 rdl-day  # after lunch\n  - fri 18:30 small-day\n"
    )


def test_after_a_no_the_calendar_is_what_it_was(workshop: Workshop) -> None:
    path = calendar(workshop, "plan:\n  - sun 18:30 rdl-day\n")
    with box(workshop, speaker=NONE) as (process, told):
        say(process, told, "cancel sunday's session", "yes or no")
        say(process, told, "no", "nothing is changed")
    assert path.read_text() == "plan:\n  - sun 18:30 rdl-day\n"


def test_a_calendar_edited_by_hand_meanwhile_is_read_again(workshop: Workshop) -> None:
    path = calendar(workshop, "plan: []\n")
    with box(workshop, speaker=NONE) as (process, told):
        say(process, told, "when is the next session", "Nothing is planned.")
        path.write_text("plan:\n  - sun 18:30 small-day\n")
        answers = ("Next comes Small day", "Nothing is planned")
        while "Next comes" not in say(process, told, "when is the next session", *answers):
            pass


def test_a_workout_asked_for_in_words_and_kept_by_a_name_can_be_planned_and_begun_at_once(workshop: Workshop) -> None:
    typed = ("two sets of one rdl at thirty kilos, five seconds rest", "yes")
    with box(workshop, *typed) as (process, told):
        wait_for(process, told, "Shall I keep that one")
        say(process, told, "save it as garage grind", "start my garage grind")
        say(process, told, "plan garage grind every friday at six thirty", "every Friday at half past six", "yes or no")
        say(process, told, "yes", "Next comes")
        say(process, told, "garage grind please", '"name": "garage-grind"')
        found = records(told)
    texts = [each["text"] for each in of(found, "say")]
    assert "Two sets of one, romanian deadlift, at thirty kilos, five seconds of rest. Shall I?" in texts
    assert "fri 18:30 garage-grind" in (workshop.folder / "config" / "coach" / "calendar.yaml").read_text()
    assert "title: Garage grind" in (workshop.folder / "content" / "sessions" / "garage-grind.yaml").read_text()
