"""Sentences as people say them."""

import pytest

from coach.core import wording
from coach.core.plan import Line, Side, Unit


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (61, "sixty one"),
        (100, "one hundred"),
        (102.5, "one hundred and two point five"),
        (221.25, "two hundred and twenty one point two five"),
        (1000, "one thousand"),
        (1250, "one thousand two hundred and fifty"),
    ],
)
def test_numbers_become_words(value: float, words: str) -> None:
    assert wording.number(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "one second"),
        (45, "forty five seconds"),
        (60, "one minute"),
        (90, "ninety seconds"),
        (100, "one minute forty"),
        (120, "two minutes"),
        (150, "two and a half minutes"),
    ],
)
def test_times_become_words(seconds: float, words: str) -> None:
    assert wording.duration(seconds) == words


def test_one_is_singular() -> None:
    assert (wording.counted(1, "rep", "reps"), wording.counted(2, "rep", "reps")) == ("one rep", "two reps")


@pytest.mark.parametrize(("unit", "words"), [(Unit.KILOS, "sixty kilos"), (Unit.POUNDS, "sixty pounds")])
def test_a_load_is_said_in_the_lifters_unit(unit: Unit, words: str) -> None:
    assert wording.load(60, unit) == words


def test_a_side_is_named_and_no_side_is_nothing() -> None:
    assert (wording.side(Side.LEFT), wording.side(None)) == ("left side", "")


@pytest.mark.parametrize("seed", range(5))
def test_a_wording_is_never_the_same_twice_running(seed: int) -> None:
    line, before = Line(("a", "b", "c", "d")), ""
    used: dict[str, int] = {}
    for _ in range(20):
        said, used = wording.choose(line, used, seed)
        assert said != before
        before = said


def test_every_sentence_begins_with_a_capital_whatever_field_it_begins_with() -> None:
    assert wording.fill("{title}. {dose}.", {"title": "hinge", "dose": "six reps"}) == "Hinge. Six reps."


def test_longer_sentences_take_longer_to_say() -> None:
    assert wording.seconds_to_say("Down.") < wording.seconds_to_say("Down, and slowly, with the bar close.")
