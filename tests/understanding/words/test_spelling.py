"""Words that were typed in a hurry."""

import pytest

from coach.understanding.reader import Reader
from coach.understanding.words.spelling import Dictionary, Spelling, one_slip


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("secodns", "seconds", True),
        ("secnds", "seconds", True),
        ("seconnds", "seconds", True),
        ("seconts", "seconds", True),
        ("fourty", "forty", True),
        ("seconds", "seconds", False),
        ("minute", "seconds", False),
        ("knaee", "knees", False),
    ],
)
def test_one_slip_is_a_letter_wrong_missing_too_many_or_swapped(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is slip


def test_only_unknown_words_with_one_likeness_are_mended() -> None:
    mend = Spelling(lambda word: word == "form", ["forty", "hamstring", "fort"])
    assert mend("hamstirng") == "hamstring"
    assert mend("form") == "form"
    assert mend("fortt") == "fortt", "two words are as near"
    assert mend("xyz") == "xyz"


def test_a_misspelt_complaint_and_a_misspelt_number_are_understood(reader: Reader) -> None:
    assert dict(reader.read("my hamstirng is tihgt").slots)["region"] == "hamstring"
    assert dict(reader.read("give me thirty more secodns").slots) == {"seconds": 30}


@pytest.mark.parametrize(
    ("said", "intent"),
    [("I blacked out for a second", "complaint"), ("I pooped myself", "complaint"), ("abort", "stop")],
)
def test_an_english_word_is_no_slip_of_another(reader: Reader, said: str, intent: str) -> None:
    assert reader.normalise(said).text == said.lower()
    assert reader.read(said).intent == intent


def test_the_endings_of_a_template_belong_to_the_lexicon(reader: Reader) -> None:
    assert reader.concepts is not None
    assert {"cramps", "cramping", "blacked", "dizziness"} <= reader.concepts.words


@pytest.mark.parametrize(("word", "known"), [("aaa", True), ("zywicki", True), ("zzqq", False), ("", False)])
def test_the_dictionary_knows_its_words_from_the_first_to_the_last(word: str, known: bool) -> None:
    assert Dictionary().knows(word) is known
