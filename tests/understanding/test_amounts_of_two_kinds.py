"""Numbers that may be of two kinds: a load or repetitions, a rest or a load, one's own weight or the bar's."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("sixteen, the red kettlebell", 16),
        ("Twenty, that's the black bell.", 20),
        ("twelve, the wee green bell", 12),
        ("thirty-two, that's my old rusty bell", 32),
        ("ten, the little dumbbells", 10),
        ("the eight, the pink dumbbells", 8),
        ("twenty in each hand", 20),
        ("a sixteen in each hand", 16),
        ("I've got twenty-two and a half in each hand", 22.5),
        ("did them with a fifteen plate held to my chest", 15),
    ],
)
def test_a_number_that_names_a_weight_of_the_hand_is_a_load(reader: Reader, text: str, load: float) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, reading.slots["load"]) == (Action.ACT, "log_load", load)


@pytest.mark.parametrize(
    ("text", "reps"),
    [
        ("eight per side", 8),
        ("twelve either side", 12),
        ("six reps on each side", 6),
        ("seven a side", 7),
        ("eight a side so sixteen in total", 16),
        ("nine each side so eighteen", 18),
    ],
)
def test_so_many_a_side_that_no_plate_weighs_are_repetitions(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_reps", {"reps": reps})


@pytest.mark.parametrize("text", ["ten per side", "fifteen each side", "twenty per side"])
def test_so_many_a_side_as_a_plate_weighs_are_asked_about(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    ("text", "reps"),
    [
        ("fifteen bridges, wahey", 15),
        ("nine squats, phew", 9),
        ("twelve press-ups, get in!", 12),
        ("twenty-five crunches, hurrah", 25),
        ("fourteen swings, woohoo", 14),
        ("eighteen squats, blimey", 18),
        ("twenty-two lunges, thank God", 22),
    ],
)
def test_a_cheer_behind_what_was_counted_changes_nothing(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_reps", {"reps": reps})


@pytest.mark.parametrize(
    ("text", "reps"), [("I pulled six", 6), ("I lifted five", 5), ("I took six", 6), ("I had eight", 8)]
)
def test_what_is_lighter_than_any_bar_was_counted(reader: Reader, text: str, reps: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_reps", {"reps": reps})


@pytest.mark.parametrize(
    ("text", "reps", "missed"),
    [
        ("all of them bar one, nine", 9, 1),
        ("all of them but two, so eight", 8, 2),
        ("nine, one short of ten", 9, 1),
        ("seven, one shy of eight", 7, 1),
        ("eight, two short of ten", 8, 2),
    ],
)
def test_how_many_of_all_are_missing(reader: Reader, text: str, reps: int, missed: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent) == (Action.ACT, "log_reps")
    assert dict(reading.slots) == {"reps": reps, "missed": missed}


def test_how_many_of_all_are_missing_is_told_of_a_bare_number(reader: Reader) -> None:
    assert reader.slots("log_reps", "all except one, four") == {"reps": 4, "missed": 1}


@pytest.mark.parametrize(
    "text",
    [
        "five kilos more and two minutes rest",
        "rest two minutes and five kilos less",
        "take ten kilos off and give me another minute",
        "put eighty on and rest two minutes",
        "drop ten percent and take two minutes",
        "add a plate and rest ninety seconds",
    ],
)
def test_a_load_and_a_rest_in_one_remark_are_asked_about(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ASK


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("two minutes, not a second less", 120), ("three minutes rest and not one second more", 180)],
)
def test_not_a_second_less_takes_nothing_off(reader: Reader, text: str, seconds: int) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "rest_for", {"seconds": seconds})


@pytest.mark.parametrize(
    ("text", "delta"),
    [
        ("one ten-kilo each side more, means twenty", 20),
        ("five either side on top, ten in all", 10),
        ("two and a half per side extra", 5),
    ],
)
def test_so_much_more_on_each_side_is_twice_as_much(reader: Reader, text: str, delta: float) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, reading.slots["delta"]) == (Action.ACT, "change_load", delta)


@pytest.mark.parametrize(
    "text",
    [
        "I'm eighty-four kilos myself these days",
        "I used to weigh a hundred and ten kilos",
        "I used to be a hundred and twenty kilos",
        "I only weigh sixty-two kilos",
        "my weight's gone up to ninety-five since Christmas",
        "I'm a hundred and eighty pounds soaking wet",
        "that's fifteen love to Murray",
    ],
)
def test_what_one_weighs_oneself_is_no_load(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT


@pytest.mark.parametrize(
    "text",
    [
        "rest till the half hour",
        "I'll rest until the hour",
        "rest until ten past",
        "rest till 10 past",
        "resting till half past",
        "rest till quarter to",
        "rest till half seven",
        "rest till quarter to eight",
        "let me rest until ten to six",
        "I'm sitting until the half hour",
    ],
)
def test_a_time_of_the_clock_is_no_length_of_a_rest(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert "seconds" not in reading.slots


@pytest.mark.parametrize("text", ["rest until two minutes are up", "rest half an hour", "rest for the half minute"])
def test_a_length_behind_until_is_one(reader: Reader, text: str) -> None:
    assert reader.read(text).slots["seconds"] in (120, 1800, 30)


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("two 45s a side", 2),
        ("2 45s each side", 2),
        ("two 20s per side", 2),
        ("three 45s on each side", 3),
        ("four 45s on either side", 4),
        ("four forty fives a side", 4),
    ],
)
def test_plates_in_figures_are_no_seconds(reader: Reader, text: str, plates: int) -> None:
    reading = reader.read(text)
    assert (reading.intent, dict(reading.slots)) == ("log_load", {"plates": plates})


@pytest.mark.parametrize("text", ["two 25s a side", "two 10s and a 5 each side", "25s a side", "45s each side"])
def test_plates_that_no_rule_adds_up_start_no_rest(reader: Reader, text: str) -> None:
    assert reader.read(text).intent != "rest_for"


@pytest.mark.parametrize("text", ["twenty kilos each side", "I've got twenty kilos on each side", "a 45 a side"])
def test_one_plate_on_each_side_is_not_all_that_is_lifted(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.action, dict(reading.slots)) == (Action.ACT, {"plates": 1})


@pytest.mark.parametrize(
    "text",
    [
        "thirty kilos each side",
        "I've got fifteen kilos on each side",
        "loaded thirty a side",
        "it's got twenty-five pounds on each end",
    ],
)
def test_what_hangs_on_each_side_alone_is_no_load_of_the_bar(reader: Reader, text: str) -> None:
    assert "load" not in reader.read(text).slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("two twenty-four kilo kettlebells", {"load": 24, "unit": "kg"}),
        ("two twenty-four kilo kettlebells, one in each hand", {"load": 24, "unit": "kg"}),
        ("got two twenty kilo dumbbells", {"load": 20, "unit": "kg"}),
        ("two fifty pound dumbbells here", {"load": 50, "unit": "lb"}),
    ],
)
def test_several_bells_weigh_what_one_does(reader: Reader, text: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_load", slots)


@pytest.mark.parametrize(
    ("text", "delta"),
    [("add two ten kilo plates", 20), ("put two twenty kilo plates on", 40), ("add two five kilo discs", 10)],
)
def test_several_plates_more_weigh_what_they_do_together(reader: Reader, text: str, delta: int) -> None:
    assert dict(reader.slots("change_load:up", text) or {}) == {"delta": delta, "unit": "kg"}


def test_a_number_of_hundreds_stays_one_without_what_it_counts(reader: Reader) -> None:
    assert dict(reader.read("two twenty kilos on the bar").slots) == {"load": 220, "unit": "kg"}


@pytest.mark.parametrize(
    "text",
    [
        "three kilos of carrots, can you believe it",
        "forty pounds of turnips in the barrow",
        "sixty-five when he died, God rest him",
        "I was twelve when my dad retired",
        "eight a side, we play, with rolling subs",
        "seven a side football on Thursdays",
    ],
)
def test_numbers_of_crops_ages_and_teams_do_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).action is not Action.ACT
