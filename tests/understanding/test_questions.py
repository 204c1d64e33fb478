"""Questions in other people's words reach the topic that answers them: tests/content/questions.yaml, by the reader."""

from pathlib import Path

import pytest
import yaml

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

TABLE = Path(__file__).parents[1] / "content" / "questions.yaml"
QUESTIONS: dict[str, list[str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def topic_of(reader: Reader, question: str) -> str | None:
    """The topic this is taken to ask about, None where it is taken for anything else."""
    reading = reader.read(question)
    return str(reading.slots["topic"]) if reading.intent == "ask" else None


MOST_MISSED = 0.08
"""Of the questions; a learner trained anew gives and takes a few, and wordings hold the others."""

TELLS = frozenset({"ask", "why", "help", "time_left", "whats_next", "complaint"})
"""What may be done about a question that was misread: it changes no load and skips nothing."""


def test_every_topic_can_be_asked_about(reader: Reader) -> None:
    found = {topic for topic, asked in QUESTIONS.items() if topic in [topic_of(reader, each) for each in asked]}
    assert len(set(QUESTIONS) - found) <= 2, set(QUESTIONS) - found


def test_of_all_questions_hardly_any_misses_its_topic(reader: Reader) -> None:
    asked = [(topic, question) for topic, questions in QUESTIONS.items() for question in questions]
    missed = [question for topic, question in asked if topic_of(reader, question) != topic]
    assert len(missed) <= MOST_MISSED * len(asked), missed


def test_what_misses_its_topic_changes_nothing_without_being_asked_about(reader: Reader) -> None:
    for topic, questions in QUESTIONS.items():
        for question in questions:
            reading = reader.read(question)
            if topic_of(reader, question) != topic and reading.action is Action.ACT:
                assert reading.intent in TELLS, question


@pytest.mark.parametrize(
    "question",
    [
        "my back is working too in this, is that meant to be",
        "my thighs wobble towards the end, is that fine",
        "something clicks in my hip, bad sign",
        "what if I get chest pain now",
        "should this hurt in my lower back",
    ],
)
def test_a_question_that_tells_of_the_body_is_a_complaint_first(question: str, reader: Reader) -> None:
    reading = reader.read(question)
    assert (reading.intent, reading.action is Action.IGNORE) == ("complaint", False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("it stays high", "yes"),
        ("it falls outward", "yes"),
        ("the pelvis rolls early", "yes"),
        ("my heel stays far", "yes"),
        ("it goes higher", "yes"),
        ("it drops down", "no"),
        ("the pelvis stays still", "no"),
        ("my heel touches", "no"),
        ("stays up", "yes"),
        ("it stays up a bit", "yes"),
        ("it drifts out", "yes"),
        ("falls outward", "yes"),
        ("the hip comes up", "yes"),
        ("my bum lifts", "yes"),
        ("far", "yes"),
        ("it drops", "no"),
        ("it lies flat", "no"),
        ("it touches the bench", "no"),
        ("neither", "no"),
        ("it reaches my glute", "no"),
        ("close", "no"),
        ("no higher", "no"),
    ],
)
@pytest.mark.parametrize("spoken", [False, True])
def test_a_check_is_answered_in_its_own_words(said: str, meant: str, spoken: bool, reader: Reader) -> None:
    reading = reader.read(said, asked="Does the left thigh stay up, or fall outward?", spoken=spoken)
    assert (reading.intent, reading.action) == (meant, Action.ACT)


@pytest.mark.parametrize("said", ["it drifted out", "my knee goes out", "my back goes out"])
def test_a_complaint_that_sounds_like_an_answer_stays_a_complaint(said: str, reader: Reader) -> None:
    assert reader.read(said, asked="Does the left thigh stay up, or fall outward?").intent == "complaint"


@pytest.mark.parametrize(
    "said", ["I have a fever", "I've got the flu", "I caught the flu", "running a temperature", "I feel feverish"]
)
def test_who_is_ill_is_heard(said: str, reader: Reader) -> None:
    reading = reader.read(said)
    assert (reading.intent, reading.slots["sensation"]) == ("complaint", "fever")
    assert reading.action is not Action.IGNORE


@pytest.mark.parametrize(
    "said", ["my son has the flu", "it has a nice temperature in here", "we had the flu last month"]
)
def test_somebody_elses_fever_is_left_alone(said: str, reader: Reader) -> None:
    assert reader.read(said).action is Action.IGNORE
