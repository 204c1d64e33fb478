"""An amount that is said instead of another within one remark, and what tells of what an amount is."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


@pytest.mark.parametrize(
    ("text", "label", "slots"),
    [
        ("rest three minutes, no wait, make it two", "rest_for", {"seconds": 120}),
        ("cut twenty seconds off the rest, nah, cut forty", "less_rest", {"seconds": 40}),
        ("two minutes rest, sorry, ninety", "rest_for", {"seconds": 90}),
        ("the race is in forty minutes, sorry, thirty", "race_in", {"minutes": 30}),
        ("race in fifty, not forty minutes", "race_in", {"minutes": 50}),
        ("put ninety kilos on, no, eighty", "log_load", {"load": 80, "unit": "kg"}),
        ("add a couple of kilos, say two and a half", "change_load:up", {"delta": 2.5, "unit": "kg"}),
    ],
)
def test_a_bare_number_that_takes_an_amount_back_has_its_unit(
    reader: Reader, text: str, label: str, slots: dict[str, object]
) -> None:
    assert reader.slots(label, text) == slots


def test_a_count_behind_a_correction_is_no_load(reader: Reader) -> None:
    assert reader.slots("log_load", "eighty kilos, sorry, I did five") != {"load": 5, "unit": "kg"}


def test_what_was_told_before_is_not_what_counts(reader: Reader) -> None:
    assert reader.slots("log_load", "it's ninety kilos, sorry, I told you eighty") == {"load": 90, "unit": "kg"}


@pytest.mark.parametrize("text", ["not plus twenty, plus ten", "plus ten, not plus twenty"])
def test_a_denied_change_is_not_made(reader: Reader, text: str) -> None:
    assert reader.slots("change_load:up", text) == {"delta": 10}


def test_a_correction_turns_the_direction_of_a_change(reader: Reader) -> None:
    reading = reader.read("put it up ten, no wait, take it down, ten pounds down")
    assert (reading.intent, dict(reading.slots)) == ("change_load", {"delta": -10, "unit": "lb"})


def test_an_amount_at_the_correction_is_not_logged_as_repetitions(reader: Reader) -> None:
    assert reader.read("three minutes rest, no wait, make it five").intent == "rest_for"


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("halve the load, I've been on my feet since six", {"percent": -50}),
        ("take it down by one third", {"percent": -33}),
        ("drop it a quarter", {"percent": -25}),
        ("third set, take five off", {"delta": -5}),
    ],
)
def test_a_part_of_the_load_is_no_number_that_stands_behind_it(
    reader: Reader, text: str, slots: dict[str, object]
) -> None:
    assert reader.slots("change_load:down", text) == slots


@pytest.mark.parametrize(
    ("text", "level"),
    [("it was a six, now four", 4), ("the pain was a five and it's down to two", 2), ("it was a three", 3)],
)
def test_of_two_pain_levels_the_one_that_holds_now_counts(reader: Reader, text: str, level: int) -> None:
    assert reader.slots("pain_level", text) == {"level": level}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("cut the rest back by twenty seconds", "less_rest", {"seconds": 20}),
        ("stick two minutes on the timer", "rest_for", {"seconds": 120}),
        ("thirty seconds breather, then", "rest_for", {"seconds": 30}),
        ("two minutes is plenty for a breather", "rest_for", {"seconds": 120}),
        ("another thirty seconds", "more_rest", {"seconds": 30}),
        ("I don't need this much rest", "less_rest", {"seconds": 30}),
        ("next set five kilos heavier", "change_load", {"delta": 5, "unit": "kg"}),
        ("twenty pounds coming off", "change_load", {"delta": -20, "unit": "lb"}),
        ("take it down to seventy for now", "log_load", {"load": 70}),
        ("the next one with ninety", "log_load", {"load": 90}),
        ("three reps I was saving", "log_effort", {"reps_left": 3}),
        ("banged out twelve on that last one", "log_reps", {"reps": 12}),
        ("the race is fifteen minutes late", "race_delayed", {"minutes": 15}),
        ("twenty minutes till the start of the race", "race_in", {"minutes": 20}),
        ("I'm running ten late", "start_delayed", {"minutes": 10}),
        ("can you fit it all in twenty five minutes", "time_available", {"minutes": 25}),
    ],
)
def test_a_kind_of_build_tells_what_an_amount_is_of(
    reader: Reader, text: str, intent: str, slots: dict[str, object]
) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, slots)


@pytest.mark.parametrize(
    "text",
    ["the bus is ten minutes late again", "they let us in an hour later", "my dad used twenty for those back then"],
)
def test_talk_with_the_same_builds_changes_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    changes = ("start_delayed", "race_delayed", "change_load", "rest_for")
    assert reading.action is not Action.ACT or reading.intent not in changes


def test_a_slipped_disc_is_no_plate(reader: Reader) -> None:
    assert reader.read("could you slip a disc with this").intent != "log_load"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what's my next session going to be", "next_session"),
        ("how come", "why"),
        ("yes grand", "yes"),
        ("you can switch off for the night", "good_night"),
        ("dial it back a notch", "easier"),
        ("that was only the radio", "false_alarm"),
    ],
)
def test_short_commands_in_everyday_words_are_done(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)
