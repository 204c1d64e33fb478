"""From a transcript to an armed phrase: digits, short forms, and the places between words."""

import pytest

from coach.ears.recognisers.neural.phrase_search import Place, Walk, said_for
from coach.phrases.automaton import automaton
from coach.phrases.numerals import Numerals
from tests.ears.conftest import ENGLISH

WALK = Walk(
    automaton(ENGLISH.grammar(frozenset({"log_load", "log_reps", "more_rest", "complaint", "repeat"}))),
    ENGLISH.book.numerals,
    ENGLISH.book.spellings,
)


def walked(letters: str) -> str | None:
    place = WALK.on(Place(), letters)
    return WALK.phrase(place) if place is not None else None


@pytest.mark.parametrize(
    ("letters", "phrase"),
    [
        ("repeat that.", "repeat that"),
        (" my back feels tight", "my back feels tight"),
        ("90 kilos", "ninety kilos"),
        ("90 kg.", "ninety kilos"),
        ("90kg", "ninety kilos"),
        ("102.5 kilos", "a hundred and two point five kilos"),
        ("12 reps", "twelve reps"),
        ("give me 30 more seconds ", "give me thirty more seconds"),
    ],
)
def test_what_a_transcript_writes_leads_to_what_was_said(letters: str, phrase: str) -> None:
    found, meant = ENGLISH.match(walked(letters) or ""), ENGLISH.match(phrase)
    assert found is not None
    assert meant is not None
    assert (found.intent, found.slots) == (meant.intent, meant.slots)


@pytest.mark.parametrize(
    "letters",
    [
        "can i get a coffee",
        "my ba",
        "90 koalas",
        "1000 kilos",
        "1'90 kilos",
        "90.125 kilos",
        ".",
        "'",
        "repeat that tomorrow",
    ],
)
def test_what_is_no_armed_phrase_leads_nowhere(letters: str) -> None:
    assert walked(letters) is None


@pytest.mark.parametrize(
    ("digits", "ways"),
    [
        ("8", {"eight"}),
        ("0", {"zero"}),
        ("42", {"forty two"}),
        ("60", {"sixty"}),
        ("100", {"a hundred", "one hundred"}),
        ("105", {"a hundred five", "a hundred and five", "one hundred five", "one hundred and five", "one oh five"}
            | {"one zero five"}),
        ("2.5", {"two point five", "two and a half"}),
    ],
)  # fmt: skip
def test_a_number_is_said_in_these_ways(digits: str, ways: set[str]) -> None:
    assert {" ".join(way) for way in said_for(digits, ENGLISH.book.numerals)} == ways


@pytest.mark.parametrize("digits", ["160", "105", "1", "25", "8.3", "101"])
def test_a_number_this_language_has_no_words_for_is_said_in_no_way(digits: str) -> None:
    few = Numerals(units={"eight": 8}, zero={"oh": 0}, tens={"twenty": 20}, hundred=("hundred",), point=("point",))
    assert list(said_for(digits, few)) == []
    assert list(said_for("20", few)) == [("twenty",)]
