"""Whatever is said: what the grammar holds means its own intent, and any other text means something or nothing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.phrases.grammar import Choice, Grammar, Line, Named, Tree, Word
from coach.phrases.intents import Phrases
from tests import shipped

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ko")
PHRASES = {language: shipped.phrases(language) for language in LANGUAGES}
NUMBER_RULE = "number_9"
"""Numbers are put together by rule; a wording with one may be drawn with a number that is out of range."""


def spoken_words(tree: Tree, grammar: Grammar, data: st.DataObject) -> Iterator[str]:
    """The words of one sentence of the tree, drawn where there is a choice."""
    if isinstance(tree, Word):
        yield tree.text
    elif isinstance(tree, Named):
        yield from spoken_words(grammar.rules[tree.name], grammar, data)
    elif isinstance(tree, Choice):
        yield from spoken_words(tree.items[data.draw(st.integers(0, len(tree.items) - 1))], grammar, data)
    else:
        for item in tree.items:
            yield from spoken_words(item, grammar, data)


def rules_in(tree: Tree, grammar: Grammar) -> Iterator[str]:
    """The names of all rules that a sentence of the tree may go through."""
    if isinstance(tree, Named):
        yield tree.name
        yield from rules_in(grammar.rules[tree.name], grammar)
    elif isinstance(tree, Choice | Line):
        for item in tree.items:
            yield from rules_in(item, grammar)


@cache
def intents(language: str, *, counting: bool) -> list[str]:
    """The intents that have wordings to be spoken, those with numbers in them or those without."""
    phrases = PHRASES[language]
    grammars = {intent: phrases.grammar(frozenset({intent})) for intent in sorted(phrases.intents)}
    return [
        intent
        for intent, grammar in grammars.items()
        if grammar.roots and counting == any(NUMBER_RULE in rules_in(root, grammar) for root in grammar.roots.values())
    ]


def sentence(phrases: Phrases, intent: str, data: st.DataObject) -> str:
    grammar = phrases.grammar(frozenset({intent}))
    root = data.draw(st.sampled_from(sorted(grammar.roots)))
    return " ".join(spoken_words(grammar.roots[root], grammar, data))


@settings(max_examples=80)
@given(data=st.data())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_without_a_number_means_its_own_intent(language: str, data: st.DataObject) -> None:
    phrases = PHRASES[language]
    intent = data.draw(st.sampled_from(intents(language, counting=False)))
    said = sentence(phrases, intent, data)
    understood = phrases.match(said, frozenset({intent}), spoken=True)
    assert understood is not None, said
    assert understood.intent == intent


@settings(max_examples=60)
@given(data=st.data())
def test_a_sentence_with_a_number_means_its_own_intent_or_is_out_of_range(data: st.DataObject) -> None:
    phrases = PHRASES["en"]  # Korean numbers are heard as digits, so no grammar holds them
    intent = data.draw(st.sampled_from(intents("en", counting=True)))
    understood = phrases.match(sentence(phrases, intent, data), frozenset({intent}), spoken=True)
    assert understood is None or understood.intent == intent


@settings(max_examples=60)
@given(text=st.text(max_size=60))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_too_odd_to_be_read(language: str, text: str) -> None:
    phrases = PHRASES[language]
    understood = phrases.match(text)
    assert understood is None or understood.intent in phrases.intents


@settings(max_examples=60)
@given(data=st.data())
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_order_of_the_words_it_knows_is_too_odd_to_be_read(language: str, data: st.DataObject) -> None:
    phrases = PHRASES[language]
    known = st.sampled_from(sorted(phrases.words())) | st.integers(0, 10_000).map(str)
    text = " ".join(data.draw(st.lists(known, min_size=1, max_size=7)))
    understood = phrases.match(text)
    assert understood is None or understood.intent in phrases.intents
