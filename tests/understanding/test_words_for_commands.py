"""Commands in words of their own that the learner takes for another or for none, and talk that shares those words."""

import pytest

from coach.core.intents.armed import armed_in
from coach.core.state import Resting, Working
from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

IN_A_SET, IN_A_REST = armed_in(Working), armed_in(Resting)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("lets jump over the warm up", "skip_warm_up"),
        ("I can't be bothered with the warm up", "skip_warm_up"),
        ("give the warm-up a miss", "skip_warm_up"),
        ("I don't want to do the warm up", "skip_warm_up"),
        ("can we just not do this exercise", "skip_exercise"),
        ("give this exercise a miss", "skip_exercise"),
        ("I don't fancy doing this movement", "skip_exercise"),
        ("nah cant be arsed with this one give it a miss", "next"),
        ("give this one a miss", "next"),
        ("reckon ive got one more set in me", "one_more_set"),
        ("I could do another set", "one_more_set"),
        ("can I squeeze in an extra set", "one_more_set"),
        ("two minutes is way too long to be stood about", "less_rest"),
        ("ninety seconds is too long for me", "less_rest"),
        ("too long a rest", "less_rest"),
        ("can we strip a plate", "change_load"),
    ],
)
def test_what_the_words_mean_is_done_whichever_command_they_are_most_like(
    reader: Reader, text: str, intent: str
) -> None:
    reading = reader.read(text, IN_A_REST, spoken=True)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


def test_a_rest_that_is_too_long_is_shortened_by_the_usual_step(reader: Reader) -> None:
    assert dict(reader.read("two minutes is way too long").slots) == {"seconds": 30}


def test_how_many_more_of_these_asks_for_the_sets_left(reader: Reader) -> None:
    for text in ("how many more of these have i got to do", "how many of them are left"):
        assert dict(reader.read(text).slots) == {"topic": "sets_left"}, text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("not the left, the other one", "right"),
        ("not the right one, the opposite one", "left"),
        ("it's the left", "left"),
        ("we're all through for today, bye", "good_night"),
        ("right, all done for tonight, switch yourself off", "good_night"),
        ("call it a day", "stop"),
        ("turn yourself down a bit", "quieter"),
        ("shut it down, I'm done for today", "stop"),
        ("I'm done for today", "stop"),
        ("when do I have to start again", "time_left"),
        ("when must I lift it again", "time_left"),
        ("when do we train again", "next_session"),
    ],
)
def test_of_two_commands_that_are_alike_the_words_tell_which(reader: Reader, text: str, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


def test_who_is_done_and_says_bye_in_a_rest_stops(reader: Reader) -> None:
    assert reader.read("we're all through for today, bye", IN_A_REST).intent == "stop"


@pytest.mark.parametrize("text", ["leave out the romanian deadlifts today", "let's skip the good mornings"])
def test_a_movement_that_is_named_is_left_out_only_when_it_was_asked(reader: Reader, text: str) -> None:
    reading = reader.read(text, IN_A_REST, spoken=True)
    assert (reading.action, reading.intent) == (Action.ASK, "skip_exercise")


@pytest.mark.parametrize(
    "text",
    [
        "should I skip the warm up",
        "what if I skip the warm up",
        "don't skip the warm up",
        "I never skip the warm up",
        "let's skip the warm up act and go for a pint first",
        "don't drop the deadlifts",
        "he can't be arsed with this one",
        "five minutes is too long to wait for a bus",
        "the film was too long",
        "should I do another set",
    ],
)
def test_questions_and_talk_with_those_words_leave_nothing_out(reader: Reader, text: str) -> None:
    reading = reader.read(text, IN_A_REST, spoken=True)
    assert reading.action is not Action.ACT or reading.intent in ("ask", "why")


def test_who_wants_to_do_this_no_more_is_not_taken_to_the_next(reader: Reader) -> None:
    assert reader.read("I don't want to do this anymore, cut it off").intent == "stop"


def test_a_complaint_beside_a_wish_to_leave_it_out_comes_first(reader: Reader) -> None:
    assert reader.read("my back hurts, can we not do this exercise", IN_A_REST).intent == "complaint"


@pytest.mark.parametrize(
    ("text", "armed", "intent"),
    [
        ("and thats it", IN_A_SET, "done"),
        ("bars down", IN_A_SET, "done"),
        ("zip it for a while", IN_A_REST, "verbosity"),
        ("button it", IN_A_REST, "verbosity"),
        ("sorry what", IN_A_REST, "repeat"),
    ],
)
def test_short_commands_of_few_words_are_obeyed(reader: Reader, text: str, armed: frozenset[str], intent: str) -> None:
    reading = reader.read(text, armed, spoken=True)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


def test_not_yet_with_its_reason_is_at_least_asked_about_as_more_rest(reader: Reader) -> None:
    reading = reader.read("not yet my heart rates still up there", IN_A_REST, spoken=True)
    assert (reading.action is not Action.IGNORE, reading.intent) == (True, "more_rest")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("give it a miss", "give it a miss"),
        ("I am the boss", "i am the boss"),
        ("next one, miss", "next one"),
        ("slower, mate", "slower"),
    ],
)
def test_a_friendly_name_behind_an_article_is_kept(reader: Reader, text: str, words: str) -> None:
    assert reader.normalise(text).text == words


@pytest.mark.parametrize("word", ["arsed", "theek", "swole", "dunny", "yaar", "arre", "yeet"])
def test_slang_is_no_slip_of_a_part_of_the_body(reader: Reader, word: str) -> None:
    assert reader.normalise(f"that was {word} today").text == f"that was {word} today"


@pytest.mark.parametrize(
    ("typed", "meant"), [("bakc", "back"), ("sholder", "shoulder"), ("tighht", "tight"), ("hamstirng", "hamstring")]
)
def test_slips_of_complaints_are_still_mended(reader: Reader, typed: str, meant: str) -> None:
    assert reader.normalise(f"my {typed} today").text == f"my {meant} today"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not gonna lie, that was an eight", "that was an eight"),
        ("hes ready", "he is ready"),
        ("id say an eight", "i would say an eight"),
        ("youre too loud", "you are too loud"),
        ("theyve gone", "they have gone"),
    ],
)
def test_contractions_without_their_sign_are_written_out(reader: Reader, text: str, words: str) -> None:
    assert reader.normalise(text).text == words


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("that's me", "done"),
        ("I'm all yours", "start"),
        ("where were we", "resume"),
        ("not on your life", "no"),
        ("I concur", "yes"),
        ("absolutely not, I have only just arrived", "no"),
        ("your guess is as good as mine", "not_sure"),
        ("don't baby me", "harder"),
        ("I'm not continuing with this session", "stop"),
    ],
)
def test_what_may_be_of_anything_is_a_command_where_it_is_all_that_was_said(
    reader: Reader, text: str, intent: str
) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, intent)


@pytest.mark.parametrize("text", ["that's me in the photo with the dog", "you bet on the wrong horse there"])
def test_beside_other_words_it_means_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE


def test_words_of_a_command_that_needs_an_amount_read_it(reader: Reader) -> None:
    reading = reader.read("the start has slipped by twenty minutes")
    assert (reading.intent, dict(reading.slots)) == ("race_delayed", {"minutes": 20})


def test_next_exercise_is_not_the_next_set(reader: Reader) -> None:
    for text in ("next exercise", "right, on to the following exercise please"):
        reading = reader.read(text)
        assert (reading.intent, dict(reading.slots)) == ("next", {"exercise": 1}), text


def test_what_was_told_and_was_nothing_is_taken_back(reader: Reader) -> None:
    reading = reader.read("disregard what I told you about my back, it was only the belt")
    assert (reading.action, reading.intent) == (Action.ACT, "false_alarm")


def test_a_complaint_beside_what_is_taken_back_comes_first(reader: Reader) -> None:
    reading = reader.read("forget what I said about my back, it was nothing, but my chest hurts")
    assert (reading.intent, reading.slots["region"]) == ("complaint", "chest")
