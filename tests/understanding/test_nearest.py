"""What could be said instead of words that mean nothing: something like them, or nothing at all."""

import pytest

from coach.core.intents.armed import armed_in
from coach.core.standby.machine import ARMED
from coach.core.state import Resting, SettingUp, Working
from coach.understanding.reader import Reader


@pytest.mark.parametrize("situation", [SettingUp, Working, Resting])
@pytest.mark.parametrize(
    "words", ["no", "yes", "banana split", "coffee", "qwerty", "my dog is called rex", "start dedlift day", "asdf jkl"]
)
def test_what_is_like_nothing_that_makes_sense_now_has_nothing_near(
    reader: Reader, words: str, situation: type
) -> None:
    assert reader.nearest(words, armed_in(situation)) == ""


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("skip thise", "next"),
        ("wat comes next", "what's next"),
        ("thirty more secs or so", "more"),
        ("how long now", "how"),
    ],
)
def test_what_is_like_a_command_is_answered_with_a_wording_of_it(reader: Reader, words: str, near: str) -> None:
    assert near in reader.nearest(words, armed_in(Resting))


def test_a_misspelt_session_is_answered_with_how_one_is_begun(reader: Reader) -> None:
    assert reader.nearest("start dedlift day", ARMED).startswith("start ")


@pytest.mark.parametrize("words", ["no", "yes", "next", "louder", "stop", "pause", "help"])
def test_nobody_is_told_to_say_what_they_said(reader: Reader, words: str) -> None:
    assert reader.nearest(words) != words
