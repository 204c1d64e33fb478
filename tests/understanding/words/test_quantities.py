"""Numbers, times and units in the ways people say them."""

import pytest

from coach.understanding.reader import Reader
from coach.understanding.words.normalising import BREAK
from coach.understanding.words.quantities import Quantities


def amounts(reader: Reader, text: str) -> list[tuple[float, str]]:
    assert reader.concepts is not None
    words = [word for word in reader.normalise(text).plain if word != BREAK]
    quantities = Quantities(reader.concepts.file.numbers, reader.phrases.book.numerals)
    return [(each.value, each.unit) for each in quantities(words)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred and five", 105),
        ("one oh five", 105),
        ("two hundred and twenty five", 225),
        ("two twenty five", 225),
        ("ninety-seven point five", 97.5),
        ("ninety seven and a half", 97.5),
        ("ninety seven five", 97.5),
        ("82.5", 82.5),
        ("102,5", 102.5),
        ("one and a quarter", 1.25),
        ("point five", 0.5),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a couple of", 2),
        ("a double", 2),
        ("double five", 55),
        ("ninety seven comma five", 97.5),
        ("two hunnerd and five", 205),
        ("six zero", 60),
    ],
)
def test_a_number(reader: Reader, text: str, value: float) -> None:
    assert amounts(reader, text) == [(value, "")]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30", 90),
        ("a minute and a half", 90),
        ("a minute thirty", 90),
        ("minute twenty", 80),
        ("half a minute", 30),
        ("half minute", 30),
        ("a quarter of a minute", 15),
        ("45s", 45),
        ("two and a half more minutes", 150),
        ("two minutes and thirty seconds", 150),
        ("a couple of minutes", 120),
        ("an hour and a quarter", 4500),
        ("three quarters of an hour", 2700),
        ("another minute", 60),
    ],
)
def test_a_time(reader: Reader, text: str, seconds: float) -> None:
    assert amounts(reader, text) == [(seconds, "s")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("eighty kilos", [(80, "kg")]),
        ("half a kilo", [(0.5, "kg")]),
        ("225 lbs", [(225, "lb")]),
        ("two plates a side", [(2, "plate")]),
        ("a plate each side", [(1, "plate")]),
        ("ten percent", [(10, "percent")]),
        ("eight out of ten", [(8, "rpe")]),
        ("twelve reps at 80", [(12, "rep"), (80, "")]),
        ("five by five at a hundred", [(5, ""), (5, ""), (100, "")]),
    ],
)
def test_a_measure(reader: Reader, text: str, found: list[tuple[float, str]]) -> None:
    assert amounts(reader, text) == found


@pytest.mark.parametrize("text", ["this one", "the next one", "one of them", "oh well", "no number here"])
def test_words_that_are_no_numbers(reader: Reader, text: str) -> None:
    assert amounts(reader, text) == []


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("that was seven by my count, she says eight, seven reps", "log_reps", {"reps": 7}),
        ("I got just the four, lost count", "log_reps", {"reps": 4}),
        ("you said ten but I did eight", "log_reps", {"reps": 8}),
        ("got stuck on five", "log_reps", {"reps": 4, "missed": 1}),
        ("died on four", "log_reps", {"reps": 3, "missed": 1}),
        ("between seven and eight for effort, seven and a half", "log_effort", {"rpe": 7.5}),
        ("on your ten point scale that was a six for effort", "log_effort", {"rpe": 6}),
        ("nothing left, not one more", "log_effort", {"reps_left": 0}),
        ("I have sixty kilos on the bar, a hundred and thirty two pounds", "log_load", {"load": 60, "unit": "kg"}),
        ("the bar has forty two kilos and a half on it", "log_load", {"load": 42.5, "unit": "kg"}),
        ("three wheels a side on the bar", "log_load", {"plates": 3}),
        ("I've got forty minutes and not a second more", "time_available", {"minutes": 40}),
        ("ten procent heavier please", "change_load", {"percent": 10}),
    ],
)
def test_of_several_numbers_the_one_that_is_meant_counts(
    reader: Reader, text: str, intent: str, slots: dict[str, float]
) -> None:
    reading = reader.read(text)
    assert reading.intent == intent
    assert {name: reading.slots.get(name) for name in slots} == slots


@pytest.mark.parametrize(
    ("text", "label", "slots"),
    [
        ("sixty, six zero, not sixteen", "log_load", {"load": 60}),
        ("forty five, pounds", "log_load", {"load": 45, "unit": "lb"}),
        ("seventy two decimal five kilos", "log_load", {"load": 72.5, "unit": "kg"}),
        ("two hundred an sixty kilos", "log_load", {"load": 260, "unit": "kg"}),
        ("nine five pounds", "log_load", {"load": 95, "unit": "lb"}),
        ("double five kilos", "log_load", {"load": 55, "unit": "kg"}),
        ("it is two and a quarter", "log_load", {"load": 225}),
        ("I count 20 plus 47.5, makes 67.5", "log_load", {"load": 67.5}),
        ("a plate a side", "log_load", {"plates": 1}),
        ("two big ones on each side", "log_load", {"plates": 2}),
        ("bar with no plates", "log_load", {"plates": 0}),
        ("five pounds a side, ten in total", "change_load:up", {"delta": 10, "unit": "lb"}),
        ("fourteen but the last two were slow", "log_reps", {"reps": 14}),
        ("eleven by my count", "log_reps", {"reps": 11}),
        ("two, then I failed", "log_reps", {"reps": 2, "missed": 1}),
        ("I was two short", "log_reps", {"missed": 2}),
        ("missed the last two", "log_reps", {"missed": 2}),
        ("two good ones, then I failed the third", "log_reps", {"reps": 2, "missed": 1}),
        ("two up and missed the one after", "log_reps", {"reps": 2, "missed": 1}),
        ("four good ones and the fifth wouldn't budge", "log_reps", {"reps": 4, "missed": 1}),
        ("four good, last one I couldn't get past the knees", "log_reps", {"reps": 4, "missed": 1}),
        ("nine and I was robbed of the tenth", "log_reps", {"reps": 9, "missed": 1}),
        ("eight, but I missed the last two", "log_reps", {"reps": 8, "missed": 2}),
        ("I got five but couldn't get six", "log_reps", {"reps": 5, "missed": 1}),
        ("failed on the fifth", "log_reps", {"reps": 4, "missed": 1}),
        ("lost the last one", "log_reps", {"missed": 1}),
        ("ten, you missed one", "log_reps", {"reps": 10}),
        ("five, the last one was ugly", "log_reps", {"reps": 5}),
        ("did five, the second set", "log_reps", {"reps": 5}),
        ("failed the third but got two", "log_reps", {"reps": 2, "missed": 1}),
        ("only managed a couple, then failed", "log_reps", {"reps": 2, "missed": 1}),
        ("not a single one more in me", "log_effort:reps_left", {"reps_left": 0}),
        ("on that one to ten thing I'd say it's a three", "pain_level", {"level": 3}),
        ("the start is a half hour late", "race_delayed", {"minutes": 30}),
        ("not a single one", "log_reps", {"reps": 0}),
        ("four sets of ten at fifty", "log_reps", {"reps": 10}),
        ("just the one left", "log_effort:reps_left", {"reps_left": 1}),
        ("one of ten", "pain_level", {"level": 1}),
        ("nought", "pain_level", {"level": 0}),
        ("hauf a minute", "more_rest", {"seconds": 30}),
        ("I was going for ten, got nine", "log_reps", {"reps": 9}),
        ("it was supposed to be twelve but eleven", "log_reps", {"reps": 11}),
        ("between six and eight, let's say seven", "log_effort:rpe", {"rpe": 7}),
        ("half way between seven and eight", "log_effort:rpe", {"rpe": 7.5}),
        ("ten, nothing left", "log_effort:reps_left", {"rpe": 10}),
        ("three minutes, not a second less", "rest_for", {"seconds": 180}),
        ("three plates a side, that is three fifteen", "log_load", {"load": 315}),
        ("deuce fifteen", "log_load", {"load": 215}),
        ("another tenner", "change_load:up", {"delta": 10}),
        ("five kilos on each side", "change_load:up", {"delta": 10, "unit": "kg"}),
        ("five each side, so plus ten", "change_load:up", {"delta": 10}),
    ],
)
def test_an_amount_of_every_kind(reader: Reader, text: str, label: str, slots: dict[str, object]) -> None:
    assert reader.slots(label, text) == slots


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a kilo and a quarter", 1.25, "kg"),
        ("five and thirty minutes", 2100, "s"),
        ("six and forty pounds", 46, "lb"),
        ("the next one ten kilos more", 10, "kg"),
        ("this one twelve reps", 12, "rep"),
        ("one six reps", 16, "rep"),
    ],
)
def test_one_amount_in_words_that_could_be_two(reader: Reader, text: str, value: float, unit: str) -> None:
    assert amounts(reader, text) == [(value, unit)]


def test_a_load_that_begins_with_one_stays_whole(reader: Reader) -> None:
    assert amounts(reader, "same one twenty kilos as before") == [(120, "kg")]
    assert amounts(reader, "no, one ten") == [(110, "")]
