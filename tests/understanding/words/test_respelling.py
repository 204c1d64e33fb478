"""Words written as they are said in a dialect, and short forms of typing."""

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.script.files.library import Library
from coach.understanding.reader import Reader
from coach.understanding.words.patterns import as_matched
from coach.understanding.words.respelling import Respelling, RespellingsFile, read_respellings

SHIPPED = read_respellings(Library.open().file("scripts", "respellings", "en.yaml"))
FILE = RespellingsFile.model_validate(
    {
        "language": "en",
        "ask": ["am", "does"],
        "subjects": ["i", "the"],
        "whole_in": ["aspirin"],
        "kinds": {
            "scots": {
                "words": {"meenit": "minute", "efter": "after", "ma fit": "my foot", "b4": "before"},
                "shared": {"fit": "what", "a fit": "a fit"},
                "asking": {"fit": "what", "far": "where"},
            }
        },
    }
)
ENGLISH = frozenset({"lifting", "cabin", "aspiring"})
ENTRIES = [
    (written, standard)
    for each in SHIPPED.kinds.values()
    for rows in (each.words, each.shared, each.asking)
    for written, standard in rows.items()
]


def respelled(text: str, wordings: frozenset[str] = frozenset()) -> str:
    parts = Respelling(FILE, wordings, ENGLISH.__contains__)(text.split())
    return " ".join(word for part in parts for word in part.standard)


def test_an_unmistakable_word_is_respelled_wherever_it_stands() -> None:
    assert respelled("wait a meenit now") == "wait a minute now"


def test_a_word_keeps_its_ending() -> None:
    assert respelled("a meenit's rest") == "a minute's rest"


def test_the_longest_respelling_counts() -> None:
    assert respelled("ma fit's numb") == "my foot's numb"


@pytest.mark.parametrize(
    ("text", "standard"), [("fit efter a meenit", "what after a minute"), ("a good fit", "a good fit")]
)
def test_an_english_word_is_respelled_beside_two_words_of_the_dialect(text: str, standard: str) -> None:
    assert respelled(text) == standard


def test_a_fit_that_one_may_have_stays_one_beside_any_dialect() -> None:
    assert respelled("a fit efter a meenit") == "a fit after a minute"


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("far does the air go", "where does the air go"),
        ("now , far am i", "now , where am i"),
        ("far's the bar", "where's the bar"),
        ("fit's coming efter", "what's coming after"),
        ("fit's coming", "fit's coming"),
        ("too far am i", "too far am i"),
        ("far too heavy", "far too heavy"),
    ],
)
def test_an_english_word_is_respelled_where_it_begins_a_question(text: str, standard: str) -> None:
    assert respelled(text) == standard


@pytest.mark.parametrize(
    ("word", "standard"), [("liftin", "lifting"), ("cabin", "cabin"), ("aspirin", "aspirin"), ("zulin", "zulin")]
)
def test_a_dropped_g_is_put_back_where_that_makes_a_word(word: str, standard: str) -> None:
    assert respelled(word) == standard


def test_what_stays_itself_in_dialect_keeps_all_its_words(reader: Reader) -> None:
    assert reader.normalise("cannae lift the fit, it's deid").text == "can not lift the fit it is dead"


def test_short_forms_with_figures_are_whole_words() -> None:
    assert Respelling(FILE, frozenset(), ENGLISH.__contains__).figures("B4 b45 ab4") == "before b45 ab4"


def test_what_a_wording_says_in_dialect_is_looked_for_as_it_is_written() -> None:
    (part,) = Respelling(FILE, frozenset({"meenit"}), ENGLISH.__contains__)(["meenit"])
    assert (part.said, part.standard) == (("meenit",), ("minute",))


def test_no_respelling_takes_a_part_of_the_body_or_what_is_felt_away(reader: Reader) -> None:
    concepts = reader.concepts
    assert concepts is not None
    patterns = [pattern for _, pattern in concepts.body]
    patterns += [sign.alone for sign in concepts.signs] + [sign.beside for sign in concepts.signs if sign.beside]
    lost = [
        f"{written}: {standard}"
        for written, standard in ENTRIES
        for pattern in patterns
        if pattern.search(as_matched(written.split())) and not pattern.search(as_matched(standard.split()))
    ]
    assert not lost


def test_a_fault_in_a_file_of_respellings_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text("language: en\nkinds:\n  scots: {word: {meenit: minute}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="'word' is not known here; did you mean 'words'"):
        read_respellings(path)


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("gie me anither meenit on that", "more_rest", {"seconds": 60}),
        ("fit's comin efter this lot then", "whats_next", {}),
        ("foo lang till I'm done wi this", "time_left", {}),
        ("fan am I back under the bar next", "next_session", {}),
        ("pit a hunner an twinty kilos on the bar", "log_load", {"load": 120}),
        ("purra nuther five kilos on", "change_load", {"delta": 5}),
        ("same as b4", "same", {}),
        ("wots nxt", "whats_next", {}),
    ],
)
def test_commands_in_dialect_and_in_a_hurry_are_understood(
    reader: Reader, said: str, intent: str, slots: dict[str, float]
) -> None:
    reading = reader.read(said)
    assert (reading.intent, slots.items() <= dict(reading.slots).items()) == (intent, True)


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("ma left fit's went deid, I canna feel ma taes", None),
        ("richt licht heidit a o a sudden", "head"),
        ("i feel like imma pass out", None),
        ("there's a sair ticht pain in ma kist", "chest"),
    ],
)
def test_a_danger_told_in_dialect_stops(reader: Reader, said: str, region: str | None) -> None:
    reading = reader.read(said)
    assert [meaning.red_flag for meaning in reading.meanings[:1]] == [True]
    assert region is None or dict(reading.slots)["region"] == region


@pytest.mark.parametrize(
    "said",
    ["the suit is a good fit", "it is too far to walk", "switch the fan on", "ken is at the bar", "far too heavy"],
)
def test_plain_english_stays_as_it_is(reader: Reader, said: str) -> None:
    assert reader.normalise(said).text == said
