"""A phrase taught by voice, the whole loop on sound files: a lifter, the box, and the phrase at work."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile

from coach.ports import EAR_RATE, Pcm16
from coach.testing.lifter import room
from tests.ears.speech import MISSING, can_speak, said, slowed
from tests.needed import lacking
from tests.wiring.workshop import Workshop, of, records, wait_for

VOICE = "slt"
PHRASE = "kilimanjaro"


@pytest.fixture(autouse=True)
def lifter() -> None:
    """Somebody who can speak; where nobody can the test is skipped with the reason, in CI it fails."""
    if not can_speak():
        lacking(MISSING)


def asking() -> list[tuple[float, Pcm16]]:
    """The lifter asks for a lesson, and names the command; each remark with the second it begins at."""
    return [(9.0, said("learn a phrase", VOICE)), (18.0, said("skip this", VOICE))]


def takes() -> list[tuple[float, Pcm16]]:
    """The phrase three times, never twice alike."""
    pairs = ((25.0, 1.0), (29.0, 0.97), (33.0, 1.04))
    return [(at, slowed(PHRASE, stretch, VOICE)) for at, stretch in pairs]


@contextmanager
def box_hearing(workshop: Workshop, *remarks: tuple[float, Pcm16]) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A box that hears these remarks from a file and speaks into another."""
    sessions = workshop.folder / "content" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "small-day.yaml").write_text(workshop.session.read_text())
    track = (room(90 * EAR_RATE) * 32767).astype("int16")
    for at, sound in remarks:
        first = round(at * EAR_RATE)
        track[first : first + len(sound)] += sound
    mic, told = workshop.folder / "mic.wav", workshop.folder / "told.jsonl"
    soundfile.write(mic, track, EAR_RATE)
    devices = ["--mic", f"wav:{mic}", "--speaker", f"wav:{workshop.folder / 'out.wav'}"]
    command = [sys.executable, "-m", "coach", "serve", "--ear", "pocketsphinx", *devices, "--transcript", str(told)]
    process = subprocess.Popen(command, env=workshop.environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process, told
    finally:
        process.kill()
        process.communicate()


def test_a_phrase_taught_in_the_box_by_voice_commands_the_next_session(workshop: Workshop) -> None:
    session = [(42.0, said("start small day", VOICE)), (52.0, slowed(PHRASE, 1.02, VOICE))]
    with box_hearing(workshop, *asking(), *takes(), *session) as (process, told):
        wait_for(process, told, '"step": 2')
        found = records(told)
    spoken = [record["text"] for record in of(found, "say")]
    prompts = ["Skip this, then. Now say your own words for it.", "The same words again.", "And a last time."]
    first = spoken.index(prompts[0])
    assert spoken[first : first + 4] == [*prompts, "Learnt. From now on that means skip this."]
    assert [record["name"] for record in of(found, "intent")][-2:] == ["session_start", "next"]
    assert (workshop.folder / "data" / "coach" / "sounds-en.yaml").exists()


def test_a_complaint_between_two_takes_is_answered_and_nothing_is_learnt(workshop: Workshop) -> None:
    hurt = (29.0, said("my back feels tight", VOICE))
    with box_hearing(workshop, *asking(), takes()[0], hurt) as (process, told):
        wait_for(process, told, "Nothing is learnt.")
        spoken = [record["text"] for record in of(records(told), "say")]
    assert spoken[-2:] == ["I heard low back, tight.", "A complaint stays a complaint. Nothing is learnt."]
    assert not (workshop.folder / "data" / "coach" / "sounds-en.yaml").exists()
