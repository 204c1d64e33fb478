"""The phrases: what each sentence means, and what means nothing. The sentences are data, in tests/phrases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence

from coach.content import without_words
from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from tests import shipped

ROOT = Path(__file__).parents[2]
LANGUAGES = tuple(sorted(path.stem for path in (ROOT / "scripts" / "phrases").glob("*.yaml")))
PHRASES = {language: shipped.phrases(language) for language in LANGUAGES}
SENTENCES: dict[str, Any] = {
    language: yaml.safe_load((ROOT / "tests" / "phrases" / f"{language}.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}


def meanings() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for language in LANGUAGES:
        for entry in SENTENCES[language]["means"]:
            for sentence in entry["say"]:
                yield language, str(sentence), entry["intent"], entry.get("slots", {})


def small_talk() -> list[tuple[str, str]]:
    return [(language, str(text)) for language in LANGUAGES for text in SENTENCES[language]["means_nothing"]]


def understood(language: str, sentence: str) -> tuple[str, dict[str, Any]] | None:
    found = PHRASES[language].match(sentence)
    return None if found is None else (found.intent, dict(found.slots))


MEANT = sorted({(language, intent) for language, _, intent, _ in meanings()})


@pytest.mark.parametrize(("language", "intent"), MEANT)
def test_every_sentence_means_this(language: str, intent: str) -> None:
    meant = [(sentence, slots) for spoken, sentence, each, slots in meanings() if (spoken, each) == (language, intent)]
    wrong = {
        sentence: found for sentence, slots in meant if (found := understood(language, sentence)) != (intent, slots)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_talk_means_nothing(language: str) -> None:
    talk = [text for spoken, text in small_talk() if spoken == language]
    assert {text: found for text in talk if (found := understood(language, text)) is not None} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_sentences_of_its_own(language: str) -> None:
    assert {intent for spoken, _, intent, _ in meanings() if spoken == language} == PHRASES[language].intents


WARNINGS = {("chest", "breathless"), ("head", "dizzy"), ("general", "numb"), ("general", "emergency")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_what_keeps_a_lifter_safe(language: str) -> None:
    means = [(intent, slots) for spoken, _, intent, slots in meanings() if spoken == language]
    told = {(slots.get("region"), slots.get("sensation")) for intent, slots in means if intent == "complaint"}
    assert WARNINGS - told == set()
    assert {"chest", "head", "low_back"} <= {region for region, _ in told}
    assert {"stop", "pause", "resume", "start", "done", "yes", "no", "false_alarm"} <= PHRASES[language].intents


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_answer_to_how_it_is_now(language: str) -> None:
    assert {"better", "same", "worse", "yes", "no", "not_sure", "both", "left", "right"} <= PHRASES[language].intents


def test_a_language_tells_which_commands_have_no_words_in_it() -> None:
    library = Library((ROOT,))
    assert without_words(PHRASES["en"], library) == ()
    assert {"ask", "do_workout"} <= set(without_words(PHRASES["ko"], library))
    assert "complaint" not in without_words(PHRASES["ko"], library)


def test_there_are_sentences_enough_to_trust_the_lists() -> None:
    assert len(list(meanings())) >= 600
    assert len(small_talk()) >= 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_wake_word_and_samples_that_are_commands(language: str) -> None:
    book = PHRASES[language].book
    assert book.wake
    assert len(book.samples) >= 2
    assert all(PHRASES[language].match(sample) is not None for sample in book.samples)


def test_no_wording_is_parsed_anew_to_be_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = Phrases.load(ROOT / "scripts" / "phrases" / "en.yaml")
    parsed: list[str] = []

    def parse(text: str, *, keep_text: bool = False) -> Sentence:
        parsed.append(text)
        return parse_sentence(text, keep_text=keep_text)

    monkeypatch.setattr("hassil.intents.parse_sentence", parse)
    assert phrases.match("ready", spoken=True) == phrases.match("ready")
    lists = {text for values in phrases.book.lists.values() for texts in values.values() for text in texts}
    assert set(parsed) <= lists | set(phrases.book.rules.values())
