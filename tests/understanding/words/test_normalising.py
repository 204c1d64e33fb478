"""Words as they are compared."""

import pytest

from coach.understanding.reader import Reader
from coach.understanding.words.normalising import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My back's TIGHT!", "my back is tight"),
        ("um, my knee, uh, my knee hurts", "my knee my knee hurts"),
        ("Coach, could you please skip this one?", "skip this one"),
        ("I can't feel my foot", "i can not feel my foot"),
        ("the the bar slipped", "the bar slipped"),
        ("okay so thanks mate, louder please", "louder"),
        ("soooo tired", "soo tired"),
    ],
)
def test_contractions_are_written_out_and_courtesies_left_out(reader: Reader, text: str, words: str) -> None:
    assert reader.normalise(text).text == words


@pytest.mark.parametrize("text", ["nine one one", "two two five", "no no no"])
def test_numbers_and_refusals_that_are_repeated_stay_as_they_are(reader: Reader, text: str) -> None:
    assert reader.normalise(text).text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("102,5 kg", ["102.5", "kilos"]),
        ("1,000", ["1000"]),
        ("1:30", ["1:30"]),
        ("45s", ["45", "s"]),
        ("8/10", ["8", "out", "of", "ten"]),
        ("+5", ["plus", "5"]),
        ("5x5", ["5", "by", "5"]),
        ("at 18.30", ["at", "18:30"]),
        ("ten, no, twelve", ["ten", ",", "no", ",", "twelve"]),
    ],
)
def test_figures_are_taken_as_they_are_written(text: str, words: list[str]) -> None:
    assert words_of(text, {"kg": "kilos"}) == words


def test_the_coach_is_heard_being_called(reader: Reader) -> None:
    assert reader.normalise("hey coach, next").addressed
    assert reader.normalise("next, coach").addressed
    assert not reader.normalise("the coach left early").addressed


def test_only_a_name_is_no_call_without_words(reader: Reader) -> None:
    assert reader.normalise("coach").text == "coach"
