"""What is understood while a stage is open: a name that comes meanwhile is known at once, typed and heard."""

import pytest

from coach.errors import ContentError, Problem
from coach.phrases.intents import Phrases
from coach.understanding.reader import Reader
from coach.wiring.vocabulary import Vocabulary
from tests import shipped

ENGLISH = shipped.phrases()
NAMED = ENGLISH.with_values({"session": {"garage-grind": ("garage grind",)}})
READER = Reader(ENGLISH, None, lambda _region, _sensation: False)
BOOKED = "plan garage grind tomorrow at six"


def test_a_session_that_is_named_meanwhile_can_be_planned_from_the_next_remark_on() -> None:
    vocabulary = Vocabulary(READER)
    assert vocabulary.read(BOOKED).meanings == ()
    vocabulary.know(NAMED)
    (meant,) = vocabulary.read(BOOKED).meanings
    assert (meant.intent, meant.slots["session"]) == ("plan_session", "garage-grind")


def test_a_reader_that_nobody_awaits_is_made_for_who_asks_and_behind_nothing() -> None:
    made: list[Reader] = []

    def make() -> Reader:
        made.append(READER)
        return READER

    vocabulary = Vocabulary(make=make, awaited=False)
    vocabulary.prepare_behind()
    assert made == []
    assert vocabulary.reader is READER


def test_the_ear_is_told_of_the_same_phrases() -> None:
    told: list[Phrases] = []
    vocabulary = Vocabulary(READER)
    vocabulary.hears = told.append
    vocabulary.know(NAMED)
    assert told == [vocabulary.phrases] == [NAMED]


def test_a_reader_that_is_not_there_yet_is_made_once_by_who_asks_first() -> None:
    made: list[Reader] = []

    def make() -> Reader:
        made.append(READER)
        return READER

    vocabulary = Vocabulary(make=make)
    assert not vocabulary.made
    assert vocabulary.read("next").intent == "next"
    vocabulary.prepare_behind()
    assert vocabulary.reader is READER
    assert made == [READER]


def test_what_is_wrong_with_the_words_is_raised_at_the_next_turn() -> None:
    def make() -> Reader:
        raise ContentError([Problem("en.yaml", 1, 1, "is empty")])

    vocabulary = Vocabulary(make=make)
    with pytest.raises(ContentError):
        vocabulary.read("next")
    with pytest.raises(ContentError, match="is empty"):
        vocabulary.prepare_behind()
