"""Phrases learnt by ear: said three times, understood the fourth, and nothing else taken for them."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.ears.enrolment.takes import AT_MOST, Attempts, refuse_known
from coach.ears.factory import open_ear
from coach.ears.recognisers.base import Hypothesis
from coach.errors import ContentError, InputError
from coach.phrases.own_wordings import load_phrases
from coach.phrases.phones import keep_sounds, learnt_word, read_sounds, sounds_path
from coach.ports import EAR_RATE, Pcm16
from coach.script.files.library import Library
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence, slowed

HOME = "F AA ER IY Z HH OW M"
HOME_AGAIN = "F AA R IY Z HH OW M"
OTHER = "L OW S JH IY EY D CH T IY"


def hear(folder: Path, sound: Pcm16) -> list[str]:
    """The intents a new ear of this lifter understands."""
    with closing(open_ear("pocketsphinx", load_phrases(Library.open(), "en", folder))) as ear:
        ear.listen_for(frozenset({"next", "back", "done", "stop", "pause", "repeat", "complaint"}))
        events: list[Event] = []
        for start in range(0, len(sound), 320):
            events += ear.hear(sound[start : start + 320], SessionTime((start + 320) / EAR_RATE))
    return [event.intent for event in events if isinstance(event, Heard)]


def test_what_was_said_three_times_is_understood_the_next_time_and_no_sound_is_kept(
    tmp_path: Path,
    lifter: None,  # noqa: ARG001
) -> None:
    recording = tmp_path / "said.wav"
    command = in_a_row(silence(0.6), said("skip this", "slt"), silence(0.9))
    takes = [command] + [
        in_a_row(silence(0.6), slowed("kilimanjaro", stretch, "slt"), silence(0.9)) for stretch in (1, 0.97, 1.04)
    ]
    soundfile.write(recording, in_a_row(*takes), EAR_RATE)
    own = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "coach", "teach", "--mic", f"wav:{recording}"],
        env=own,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "that is next" in done.stdout
    folder = tmp_path / "data" / "coach"
    assert [path.name for path in folder.iterdir()] == ["sounds-en.yaml"]
    again = in_a_row(silence(0.5), slowed("kilimanjaro", 1.02, "slt"), silence(1.5))
    talk = in_a_row(silence(0.5), said("the weather was lovely on saturday", "slt"), silence(1.5))
    assert hear(folder, in_a_row(again, talk)) == ["next"]


def test_three_takes_that_are_alike_are_learnt_and_a_cough_between_them_is_left_out() -> None:
    attempts = Attempts()
    for sounds in (HOME, OTHER, HOME_AGAIN, HOME):
        assert attempts.learnt is None
        attempts = attempts.heard(sounds)
    assert attempts.learnt == (HOME, HOME_AGAIN, HOME)


def test_what_sounds_different_every_time_is_given_up() -> None:
    rows = [" ".join(letter * 2 for _ in range(6)) for letter in "ABCDEFG"]
    attempts = Attempts()
    for sounds in rows[: AT_MOST - 1]:
        attempts = attempts.heard(sounds)
    with pytest.raises(InputError, match="different every time"):
        attempts.heard(rows[AT_MOST - 1])


def test_a_short_sound_is_not_learnt() -> None:
    with pytest.raises(InputError, match="too short"):
        Attempts().heard("HH AH M")


def test_what_is_a_command_already_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="sounds like 'skip this', for next"):
        refuse_known(ENGLISH, "done", Hypothesis("skip this", 0.9))
    refuse_known(ENGLISH, "done", Hypothesis("skip this", 0.1))


def test_a_learnt_phrase_is_a_word_of_its_own_with_every_take_as_a_pronunciation(tmp_path: Path) -> None:
    keep_sounds(sounds_path(tmp_path, "en"), ENGLISH, "more_rest", (HOME, HOME_AGAIN))
    phrases = load_phrases(Library.open(), "en", tmp_path)
    word = learnt_word("more_rest", 0)
    assert phrases.book.pronunciations[word] == HOME
    assert phrases.book.pronunciations[f"{word}(2)"] == HOME_AGAIN
    understood = phrases.match(word)
    assert understood is not None
    assert understood.intent == "more_rest"


@pytest.mark.parametrize("content", ["[", "[]", "done: x", "done: [[]]", "dnoe: [[F AA]]"])
def test_a_damaged_file_of_sounds_is_one_clear_line(tmp_path: Path, content: str) -> None:
    path = sounds_path(tmp_path, "en")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match="mend or delete it"):
        read_sounds(path, ENGLISH)
