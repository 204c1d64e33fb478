"""The grammar the recognisers get: it says what the phrases say, and knows whether more words would matter."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.phrases.automaton import automaton
from coach.phrases.intents import GRAMMARS_KEPT, Phrases
from coach.phrases.own_wordings import own_phrases_path, read_own_phrases, teach
from tests.ears.conftest import ENGLISH

SMALL = """
language: en
numbers: {units: {one: 1, two: 2}, teens: {ten: 10}, tens: {twenty: 20}, hundred: [hundred], one_before_hundred: [a]}
ranges: {load: {from: 1, to: 999}}
lists: {side: {left: [left], right: [right]}}
intents:
  next: {say: ["next [exercise[s]]"]}
  log_load: {say: ["{load} kilos"]}
  complaint: {say: ["my [{side}] hip hurts"]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Phrases:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return Phrases.load(path)


def test_what_others_say_is_heard_and_is_no_command() -> None:
    armed = frozenset({"next"})
    assert "seven" in ENGLISH.audible(armed).words() - ENGLISH.grammar(armed).words()
    assert ENGLISH.match("seven", armed) is None


def test_a_language_without_others_listens_for_its_commands_alone(small: Phrases) -> None:
    assert small.audible(frozenset({"next"})).words() == {"next", "exercise", "exercises"}


def test_a_suffix_becomes_whole_words(small: Phrases) -> None:
    assert small.words(frozenset({"next"})) == {"next", "exercise", "exercises"}


def test_every_phrase_the_recogniser_is_shown_means_its_own_intent() -> None:
    # Numbers are put together by rule, so a grammar with them also holds some that are out of range.
    without_numbers = [name for name in sorted(ENGLISH.intents) if "seventeen" not in ENGLISH.words(frozenset({name}))]
    assert len(without_numbers) >= 30
    for intent in without_numbers:
        armed = frozenset({intent})
        for phrase in automaton(ENGLISH.grammar(armed)).covering_phrases()[::3]:
            assert ENGLISH.match(phrase, armed) is not None, phrase


@pytest.mark.parametrize(("words", "may"), [("next", False), ("a hundred kilos", False), ("my hip hurts", False)])
def test_a_whole_sentence_is_not_kept_waiting(small: Phrases, words: str, may: bool) -> None:
    assert automaton(small.grammar()).may_change(words.split()) is may


def test_half_a_number_may_go_on(small: Phrases) -> None:
    assert automaton(small.grammar()).may_change(["a", "hundred"])


def test_a_wording_with_an_unknown_word_is_left_out_and_the_rest_stays(small: Phrases) -> None:
    left = small.grammar().without(frozenset({"hip"}))
    assert left.words() >= {"next", "kilos"}
    assert "hurts" not in left.words()


def test_every_fault_of_a_phrase_file_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "language: en\nintents:\n  next: {say: ['next (one']}\n  stop: {care: esay, say: ['stop {sied}']}\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentError) as caught:
        Phrases.load(path)
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == [(3, 16), (4, 16), (4, 28)]
    assert "did you mean 'easy'?" in str(caught.value)


def test_a_taught_phrase_is_kept_and_understood(tmp_path: Path) -> None:
    path = own_phrases_path(tmp_path, "en")
    teach(path, ENGLISH, "done", "Bar is home!")
    taught = ENGLISH.with_phrases(read_own_phrases(path, ENGLISH))
    understood = taught.match("bar is home")
    assert understood is not None
    assert understood.intent == "done"
    assert ENGLISH.match("bar is home") is None


@pytest.mark.parametrize(
    ("intent", "phrase", "why"), [("done", "skip this", "already means next"), ("dnoe", "x y", "done")]
)
def test_what_cannot_be_taught_says_why(tmp_path: Path, intent: str, phrase: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        teach(tmp_path / "own.yaml", ENGLISH, intent, phrase)


def test_a_phrase_too_short_to_be_told_apart_is_not_learnt(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too short"):
        teach(tmp_path / "own.yaml", ENGLISH, "done", "yo")


def test_only_so_many_grammars_are_kept_and_what_is_asked_for_again_and_again_is_not_made_anew() -> None:
    phrases = Phrases(ENGLISH.book)
    usual, names = frozenset({"next", "stop"}), sorted(phrases.intents)
    first = phrases.grammar(usual)
    for number in range(2 * GRAMMARS_KEPT):
        phrases.grammar(frozenset(names[number : number + 2]))
        assert phrases.grammar(usual) is first
    assert len(phrases._grammars) == GRAMMARS_KEPT
