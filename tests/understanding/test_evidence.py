"""Words that speak for a command: weighed with what the learner believes, and never against a complaint."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.understanding import evidence
from coach.understanding.evidence import POSSIBLE, telling, with_evidence
from coach.understanding.learner import FOLDER, Guess
from coach.understanding.meaning import Action
from coach.understanding.reader import Reader
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.patterns import as_matched

SPOKEN = as_matched(["speak", "up", "a", "bit"])


def guessed(**label: float) -> Guess:
    return Guess(label, {"general": 1.0}, {"pain": 1.0}, {"none": 1.0})


@pytest.fixture(scope="module")
def concepts(reader: Reader) -> Concepts:
    assert reader.concepts is not None
    return reader.concepts


def test_a_command_held_for_possible_is_raised_by_words_that_speak_for_it(concepts: Concepts) -> None:
    raised = with_evidence(guessed(louder=0.1, talk=0.9), concepts, SPOKEN)
    assert raised.label["louder"] > 0.5


def test_a_command_that_the_learner_rules_out_is_not_raised(concepts: Concepts) -> None:
    ruled_out = guessed(louder=POSSIBLE / 2, talk=1 - POSSIBLE / 2)
    assert with_evidence(ruled_out, concepts, SPOKEN) == ruled_out


def test_what_the_learner_is_sure_is_talk_no_words_make_a_command(concepts: Concepts) -> None:
    talk = Guess({"louder": 0.15, "none.talk": 0.85}, {}, {}, {})
    assert with_evidence(talk, concepts, SPOKEN) == talk
    unsure = Guess({"louder": 0.45, "none.talk": 0.55}, {}, {}, {})
    assert with_evidence(unsure, concepts, SPOKEN).label["louder"] > 0.5


def test_words_that_speak_for_nothing_change_nothing(concepts: Concepts) -> None:
    guess = guessed(louder=0.4, talk=0.6)
    assert with_evidence(guess, concepts, as_matched(["the", "kettle", "is", "on"])) == guess


@given(st.floats(POSSIBLE, 0.99))
def test_shares_still_add_up_to_one(concepts: Concepts, likely: float) -> None:
    raised = with_evidence(guessed(louder=likely, talk=1 - likely), concepts, SPOKEN)
    assert sum(raised.label.values()) == pytest.approx(1.0)
    assert raised.label["louder"] >= likely


def test_every_label_spoken_for_is_one_of_the_learners(concepts: Concepts) -> None:
    classes = json.loads((FOLDER / "classes.json").read_text(encoding="utf-8"))
    assert set(concepts.file.speaks_for) <= set(classes["label"])


def test_every_label_spoken_for_has_its_figure(concepts: Concepts) -> None:
    assert set(concepts.file.speaks_for) == set(telling())
    assert all(value >= 1 for value in telling().values())
    assert Path(evidence.__file__).with_name("evidence.json").is_file()


def test_no_word_speaks_for_a_complaint_or_a_red_flag(concepts: Concepts) -> None:
    assert not [label for label in concepts.file.speaks_for if label.startswith(("red", "complaint", "none"))]


@pytest.mark.parametrize("harm", ["i can't feel my legs", "my chest hurts", "something popped in my back"])
@pytest.mark.parametrize("said", ["speak up a bit", "run that by me again", "pull the pin", "call it a day"])
def test_a_red_flag_beside_such_words_still_stops(reader: Reader, said: str, harm: str) -> None:
    for text in (f"{said}, {harm}", f"{harm}, {said}"):
        reading = reader.read(text)
        assert reading.intent == "complaint", text
        assert reading.action is not Action.IGNORE, text


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("you're mumbling, boss", "louder"),
        ("you're hollering right in my ear", "quieter"),
        ("run that by me again, the dog was yapping", "repeat"),
        ("nature calls, that second coffee's come through", "pause"),
        ("put a fork in me, i'm calling it", "stop"),
        ("you count like an auctioneer, slow it down", "slower"),
        ("nine, i had to dig for it", "log_effort"),
        ("ten reps on the dot", "log_reps"),
        ("do the romanian day", "session_start"),
    ],
)
def test_commands_in_idioms_are_understood(reader: Reader, said: str, intent: str) -> None:
    reading = reader.read(said)
    assert (reading.intent, reading.action) == (intent, Action.ACT)


@pytest.mark.parametrize(
    "said",
    [
        "i did ten on monday with my brother",
        "it's ninety degrees out there",
        "next week i'll do eighty kilos",
        "they want forty dollars for the ticket",
        "the weather is getting worse again",
    ],
)
def test_amounts_of_other_things_and_other_times_are_left_alone(reader: Reader, said: str) -> None:
    assert reader.read(said).action is not Action.ACT
