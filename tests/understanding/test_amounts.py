"""Which number of a remark is the load, which the repetitions, which the effort; and what was taken back or missed."""

import pytest

from coach.core.intents.armed import armed_in
from coach.core.state import Resting
from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

IN_A_REST = armed_in(Resting)
HOW_MANY = "How many clean ones? Say, I got eight."


@pytest.mark.parametrize(
    ("text", "label", "slots"),
    [
        ("fifty not fifteen kilos", "log_load", {"load": 50, "unit": "kg"}),
        ("it's sixty, not sixteen pounds", "log_load", {"load": 60, "unit": "lb"}),
        ("not fifteen kilos, fifty", "log_load", {"load": 50, "unit": "kg"}),
        ("eighty instead of ninety kilos", "log_load", {"load": 80, "unit": "kg"}),
        ("add five, not ten kilos", "change_load:up", {"delta": 5, "unit": "kg"}),
        ("two, not three minutes", "rest_for", {"seconds": 120}),
        ("seven, not eight reps", "log_reps", {"reps": 7}),
    ],
)
def test_what_is_denied_lends_its_unit_to_what_is_meant(
    reader: Reader, text: str, label: str, slots: dict[str, object]
) -> None:
    assert reader.slots(label, text) == slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("five at a hundred kilos", {"load": 100, "unit": "kg"}),
        ("no, sixty kilos", {"load": 60, "unit": "kg"}),
        ("the set at eighty kilos", {"load": 80, "unit": "kg"}),
    ],
)
def test_a_load_that_nothing_else_denies_stays_the_load(reader: Reader, text: str, slots: dict[str, object]) -> None:
    assert reader.slots("log_load", text) == slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("just a plate each side on the twenty kilo bar", {"load": 60, "unit": "kg"}),
        ("two plates a side on a fifteen kilo bar", {"load": 95, "unit": "kg"}),
        ("the forty five pound bar with three plates per side", {"load": 315, "unit": "lb"}),
        ("I have the fifteen kilo bar", {"load": 15, "unit": "kg"}),
        ("two plates a side, that's a hundred kilos", {"load": 100, "unit": "kg"}),
    ],
)
def test_plates_are_added_to_the_bar_they_hang_on(reader: Reader, text: str, slots: dict[str, object]) -> None:
    assert reader.slots("log_load", text) == slots


@pytest.mark.parametrize(
    ("text", "reps"),
    [
        ("ninety five for six easy", 6),
        ("a hundred for five", 5),
        ("one twenty for five", 5),
        ("8 at 60", 8),
        ("triple at one eighty", 3),
        ("did eight with one oh five", 8),
        ("got two twenty five for three", 3),
        ("hit six at one forty", 6),
        ("a hundred for five at an eight", 5),
        ("ten reps at eighty kilos", 10),
        ("eight reps and it was a nine", 8),
    ],
)
def test_of_a_load_and_its_repetitions_how_many_asks_for_the_repetitions(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text, asked=HOW_MANY)
    assert (reading.action, reading.intent, reading.slots["reps"]) == (Action.ACT, "log_reps", reps)


@pytest.mark.parametrize(
    ("text", "load"), [("let's do one twenty for five", 120), ("a hundred for five", 100), ("eight at sixty", 60)]
)
def test_the_load_of_such_a_pair_is_the_larger(reader: Reader, text: str, load: int) -> None:
    slots = reader.slots("log_load", text)
    assert slots is not None
    assert slots["load"] == load


@pytest.mark.parametrize("text", ["8 at 60", "eight at sixty", "5 at 80"])
def test_so_many_at_a_load_is_asked_about_in_a_rest_and_no_effort(reader: Reader, text: str) -> None:
    reading = reader.read(text, spoken=True)
    assert (reading.action, reading.intent) == (Action.ASK, "log_reps")


@pytest.mark.parametrize("text", ["he got eighty for three", "I owe him fifty for five pints"])
def test_what_others_lifted_or_paid_for_is_left_alone(reader: Reader, text: str) -> None:
    assert reader.read(text, spoken=True).action is Action.IGNORE
    assert reader.read(text, spoken=True, asked=HOW_MANY).action is Action.IGNORE


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("one short so seven", {"reps": 7, "missed": 1}),
        ("two short so six", {"reps": 6, "missed": 2}),
        ("one short, that's four", {"reps": 4, "missed": 1}),
        ("I was two short, so that makes eight", {"reps": 8, "missed": 2}),
        ("missed two, got four", {"reps": 4, "missed": 2}),
        ("stopped two short of ten", {"reps": 8, "missed": 2}),
        ("lost two of the five", {"reps": 3, "missed": 2}),
        ("only managed three of the five, two short", {"reps": 3, "missed": 2}),
        ("I was two short of it", {"missed": 2}),
    ],
)
def test_what_a_miss_leaves_is_what_was_done(reader: Reader, text: str, slots: dict[str, object]) -> None:
    assert reader.slots("log_reps", text) == slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("got seven, number eight refused to come up", {"reps": 7, "missed": 1}),
        ("got six, stalled on seven", {"reps": 6, "missed": 1}),
        ("the sixth one stalled", {"reps": 5, "missed": 1}),
        ("got stuck on the rep five, heavy", {"reps": 4, "missed": 1}),
        ("missed rep four, that was hard", {"reps": 3, "missed": 1}),
        ("couldn't get rep six", {"reps": 5, "missed": 1}),
        ("hit a double", {"reps": 2}),
        ("got five of the six", {"reps": 5, "missed": 1}),
    ],
)
def test_the_place_of_the_one_that_failed_is_no_repetition_done(
    reader: Reader, text: str, slots: dict[str, object]
) -> None:
    assert reader.slots("log_reps", text) == slots


@pytest.mark.parametrize("text", ["failed on the rep six, it was heavy", "failed on rep six, too heavy"])
def test_a_miss_that_was_heavy_is_no_rating_of_the_set(reader: Reader, text: str) -> None:
    reading = reader.read(text, IN_A_REST)
    assert (reading.action, reading.intent, reading.slots) == (Action.ACT, "log_reps", {"failed": 6})


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("drop down to ninety", "log_load", {"load": 90}),
        ("go up to one ten", "log_load", {"load": 110}),
        ("bring it back to eighty kilos", "log_load", {"load": 80, "unit": "kg"}),
        ("lower it to sixty", "log_load", {"load": 60}),
        ("add ten to the bar", "change_load", {"delta": 10}),
        ("drop it by ten", "change_load", {"delta": -10}),
        ("go up ten kilos", "change_load", {"delta": 10, "unit": "kg"}),
    ],
)
def test_what_a_load_shall_become_is_no_change_of_it(
    reader: Reader, text: str, intent: str, slots: dict[str, object]
) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, slots)


@pytest.mark.parametrize(
    ("text", "left"),
    [("one rep shy of failure", 1), ("two from failure", 2), ("not a thing left", 0), ("no more reps in me", 0)],
)
def test_what_was_left_is_told_from_failure_or_from_nothing(reader: Reader, text: str, left: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_effort", {"reps_left": left})


@pytest.mark.parametrize(("text", "reps"), [("nine I did", 9), ("eight reps I got", 8)])
def test_repetitions_may_stand_before_who_did_them(reader: Reader, text: str, reps: int) -> None:
    assert reader.read(text, spoken=True).slots == {"reps": reps}


@pytest.mark.parametrize(
    ("text", "effort"),
    [
        ("between a seven and an eight", 7.5),
        ("somewhere between an eight and a nine", 8.5),
        ("between seven and eight", 7.5),
    ],
)
def test_between_two_ratings_lies_their_middle(reader: Reader, text: str, effort: float) -> None:
    assert reader.slots("log_effort:rpe", text) == {"rpe": effort}


@pytest.mark.parametrize(
    ("text", "reps"),
    [
        ("couple", 2),
        ("a couple I think", 2),
        ("a pair", 2),
        ("none it wouldn't budge", 0),
        ("none at all, it would not move", 0),
        ("zero, couldn't shift it", 0),
    ],
)
def test_how_many_is_answered_in_words_that_are_hardly_numbers(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text, asked=HOW_MANY, spoken=True)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_reps", {"reps": reps})


@pytest.mark.parametrize("text", ["couple", "none of your business", "none left, I couldn't do another"])
def test_unasked_or_of_something_else_they_tell_no_repetitions(reader: Reader, text: str) -> None:
    assert reader.read(text, spoken=True).intent != "log_reps"


@pytest.mark.parametrize(("text", "reps"), [("forty two, no, forty three", 43), ("I got fifty", 50)])
def test_many_repetitions_are_believed_where_no_smaller_number_stands_beside(
    reader: Reader, text: str, reps: int
) -> None:
    assert reader.read(text, asked=HOW_MANY).slots == {"reps": reps}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("seven out of eight", {"reps": 7, "missed": 1}),
        ("ten of twelve", {"reps": 10, "missed": 2}),
        ("I got four done out of the six", {"reps": 4, "missed": 2}),
        ("did nine out of ten, missed one at the end", {"reps": 9, "missed": 1}),
        ("four went up, one stayed down", {"reps": 4, "missed": 1}),
        ("six went up, last two wouldn't come", {"reps": 6, "missed": 2}),
        ("six good, one no good", {"reps": 6, "missed": 1}),
        ("four sets of ten at fifty", {"reps": 10}),
        ("six instead of eight", {"reps": 6}),
        ("eight reps, wait nah nine", {"reps": 9}),
        ("two dozen swings", {"reps": 24}),
    ],
)
def test_repetitions_out_of_all_or_beside_those_that_failed(
    reader: Reader, text: str, slots: dict[str, object]
) -> None:
    assert reader.slots("log_reps", text) == slots


@pytest.mark.parametrize(("text", "reps"), [("seven out of eight", 7), ("six of the eight", 6)])
def test_out_of_any_number_but_ten_is_no_rating(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, reading.slots["reps"]) == (Action.ACT, "log_reps", reps)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("five more each side", {"delta": 10}),
        ("half a kilo more on each end", {"delta": 1, "unit": "kg"}),
        ("strip five off each side", {"delta": -10}),
        ("thirty pounds off the bar", {"delta": -30, "unit": "lb"}),
        ("two and a half off each side", {"delta": -5}),
        ("add twenty kilos, ten each side", {"delta": 20, "unit": "kg"}),
        ("drop the load a quarter", {"percent": -25}),
        ("halve the weight", {"percent": -50}),
    ],
)
def test_what_is_changed_on_each_side_or_by_a_part_of_it(reader: Reader, text: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "change_load", slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("two twenty-four kilo kettlebells, forty-eight altogether", {"load": 48, "unit": "kg"}),
        ("one thirty-five, that's a plate a side", {"load": 135}),
    ],
)
def test_a_sum_counts_before_what_it_is_made_of(reader: Reader, text: str, slots: dict[str, object]) -> None:
    assert reader.slots("log_load", text) == slots


@pytest.mark.parametrize(
    ("text", "intent", "seconds"),
    [
        ("make it three minutes", "rest_for", 180),
        ("I'm having three minutes before the next one", "rest_for", 180),
        ("start a five minute rest", "rest_for", 300),
        ("lengthen this rest by forty-five", "more_rest", 45),
        ("push the rest out by two minutes", "more_rest", 120),
        ("skip a minute of that rest", "less_rest", 60),
        ("that's thirty seconds too long", "less_rest", 30),
        ("twenty more, I'm not quite there", "more_rest", 20),
    ],
)
def test_words_of_a_rest_tell_what_its_time_is(reader: Reader, text: str, intent: str, seconds: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, {"seconds": seconds})


@pytest.mark.parametrize(("text", "left"), [("RIR 1", 1), ("3 rir", 3), ("I was three off failing", 3)])
def test_repetitions_in_reserve_in_a_lifters_words(reader: Reader, text: str, left: int) -> None:
    assert dict(reader.read(text).slots) == {"reps_left": left}


@pytest.mark.parametrize(
    "text",
    [
        "is thirty seconds too long between sets",
        "I weigh eighty kilos these days",
        "there are two left in the fridge",
        "half a dozen of the eggs were cracked",
        "twenty kilos of spuds in that sack",
    ],
)
def test_numbers_of_questions_and_of_other_things_are_not_acted_on(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("a ton on the bar", "log_load", {"load": 100}),
        ("eighty two five on the bar", "log_load", {"load": 82.5}),
        ("sixty seven five loaded", "log_load", {"load": 67.5}),
        ("bar and two fifteens makes fifty", "log_load", {"load": 50}),
        ("two twenties a side", "log_load", {"plates": 2}),
        ("kettlebell weighs twenty four kilos now", "log_load", {"load": 24, "unit": "kg"}),
        ("dumbbells are seventeen and a half each", "log_load", {"load": 17.5}),
        ("take two twenty fives off", "change_load", {"delta": -50}),
        ("let's jump twenty kilos", "change_load", {"delta": 20, "unit": "kg"}),
        ("step it up by ten pounds", "change_load", {"delta": 10, "unit": "lb"}),
        ("thirty kilos off for the back-off set", "change_load", {"delta": -30, "unit": "kg"}),
        ("twenty pounds off for my last one", "change_load", {"delta": -20, "unit": "lb"}),
    ],
)
def test_loads_in_a_lifters_words(reader: Reader, text: str, intent: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("aimed for twelve but stopped at ten", {"reps": 10}),
        ("was hoping for eight, packed it in at six", {"reps": 6}),
        ("I only did half of the twelve, so six", {"reps": 6}),
        ("one more than you said, so eleven", {"reps": 11}),
        ("not one rep went up", {"reps": 0}),
        ("eight out of the ten", {"reps": 8, "missed": 2}),
        ("seven of my ten", {"reps": 7, "missed": 3}),
        ("six went up, the last two didn't", {"reps": 6, "missed": 2}),
        ("ten squats in the bag", {"reps": 10}),
        ("eight deadlifts done", {"reps": 8}),
        ("nine good pulls", {"reps": 9}),
        ("nine lifts in total", {"reps": 9}),
        ("six on each arm", {"reps": 6}),
        ("eight with either leg", {"reps": 8}),
        ("five, and they were bonny", {"reps": 5}),
        ("5x", {"reps": 5}),
        ("x 12", {"reps": 12}),
    ],
)
def test_repetitions_in_a_lifters_words(reader: Reader, text: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_reps", slots)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one more, definitely no two", 1),
        ("one more, certainly not two", 1),
        ("one rep to spare", 1),
        ("a couple up my sleeve", 2),
        ("one more, no two", 2),
        ("two left, no three", 3),
    ],
)
def test_what_was_left_keeps_its_kind_where_it_is_taken_back(reader: Reader, text: str, left: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_effort", {"reps_left": left})


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("tack three minutes onto the break", "more_rest", {"seconds": 180}),
        ("stick another thirty seconds on my rest", "more_rest", {"seconds": 30}),
        ("fifteen seconds, that's all the rest I want", "rest_for", {"seconds": 15}),
        ("that's all the rest I need, two minutes", "rest_for", {"seconds": 120}),
        ("that's too long, shave thirty off it", "less_rest", {"seconds": 30}),
        ("gimme ten before we begin", "start_delayed", {"minutes": 10}),
        ("fifteen minutes before I get going", "start_delayed", {"minutes": 15}),
        ("need to be done in half an hour", "time_available", {"minutes": 30}),
        ("I've got to be out of here within forty minutes", "time_available", {"minutes": 40}),
    ],
)
def test_times_in_a_lifters_words(reader: Reader, text: str, intent: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, slots)


@pytest.mark.parametrize(
    "text",
    [
        "should I stretch the rest by a minute",
        "should I add ten kilos",
        "would it be wise to take ten off",
        "is it worth putting five more on",
        "am I ready to go up five kilos",
        "do you think I should rest two minutes",
        "what if I add five kilos",
        "I wonder if I should drop ten kilos",
        "should I make it ten reps",
        "should I skip this one",
    ],
)
def test_what_is_only_wondered_about_is_asked_about(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ASK


@pytest.mark.parametrize("text", ["can I add five kilos", "shall we add five", "could we do with ten kilos more"])
def test_a_wish_in_the_form_of_a_question_is_obeyed(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, "change_load")


@pytest.mark.parametrize(
    "text", ["can I add five kilos next week", "ten kilos more next week I reckon", "put five kilos on next Tuesday"]
)
def test_what_is_for_another_day_changes_nothing_today(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("seven in total", "log_reps", {"reps": 7}),
        ("that was eleven altogether", "log_reps", {"reps": 11}),
        ("twenty swings", "log_reps", {"reps": 20}),
        ("ten, same as last time", "log_reps", {"reps": 10}),
        ("same seventy as before", "log_load", {"load": 70}),
        ("sixty second breather", "rest_for", {"seconds": 60}),
        ("just a two minute rest", "rest_for", {"seconds": 120}),
        ("hold on fifteen more", "more_rest", {"seconds": 15}),
        ("wait another thirty seconds", "more_rest", {"seconds": 30}),
        ("eight good, one bad", "log_reps", {"reps": 8, "missed": 1}),
        ("stopped with two in hand", "log_effort", {"reps_left": 2}),
        ("dropped to forty for these", "log_load", {"load": 40}),
        ("a plate more a side, so forty", "change_load", {"delta": 40}),
        ("make it a twenty minute session", "time_available", {"minutes": 20}),
    ],
)
def test_a_remark_that_is_nothing_but_an_amount_of_a_kind(
    reader: Reader, text: str, intent: str, slots: dict[str, object]
) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, intent, slots)


def test_a_large_number_in_total_is_no_count(reader: Reader) -> None:
    assert dict(reader.read("forty in total").slots).get("reps") != 40


def test_a_large_number_that_takes_another_back_is_a_load(reader: Reader) -> None:
    assert dict(reader.read("I said fifteen, I mean fifty").slots) == {"load": 50}
