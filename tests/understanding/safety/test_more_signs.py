"""Signs in words of their own: where they belong, and what only shares their words."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


def meant(reader: Reader, text: str) -> tuple[str, str] | None:
    """Where and what, if it is taken for a complaint."""
    reading = reader.read(text)
    if reading.intent != "complaint":
        return None
    return str(reading.slots["region"]), str(reading.slots["sensation"])


def red(reader: Reader, text: str) -> bool:
    reading = reader.read(text)
    return reading.intent == "complaint" and reading.action is not Action.IGNORE and reading.meanings[0].red_flag


@pytest.mark.parametrize(
    ("text", "sensation"),
    [
        ("can't wee", "bladder"),
        ("i cannot have a wee", "bladder"),
        ("haven't been able to wee since this morning", "bladder"),
        ("not able to wee all day", "bladder"),
        ("a little wee came out", "leak"),
        ("haven't been to the loo and i can't tell if i need it", "bladder"),
    ],
)
def test_a_wee_is_no_little_thing(reader: Reader, text: str, sensation: str) -> None:
    where = meant(reader, text)
    assert where is not None
    assert where[1] == sensation


@pytest.mark.parametrize(
    ("text", "plain"), [("a wee bit heavy", "a little bit heavy"), ("a wee dram", "a little dram")]
)
def test_wee_before_a_noun_is_little(reader: Reader, text: str, plain: str) -> None:
    assert reader.normalise(text).text == plain


@pytest.mark.parametrize(
    "text", ["my back went and i cannot stand up", "lower back went and i can't get up", "my hip went i can't walk"]
)
def test_who_cannot_stand_is_in_danger_whatever_part_he_names(reader: Reader, text: str) -> None:
    assert red(reader, text)


def test_a_back_that_feels_weak_is_no_red_flag(reader: Reader) -> None:
    assert not red(reader, "my back feels weak")


@pytest.mark.parametrize(
    "text", ["tore my palm open", "ripped a callus", "my palm is torn up", "ripped a blister open on my palm"]
)
def test_torn_skin_of_the_hand_ends_no_session(reader: Reader, text: str) -> None:
    assert meant(reader, text) == ("grip", "tear")


@pytest.mark.parametrize(
    "text", ["felt something tear in my hand", "blood is gushing from my hand", "my nose is bleeding"]
)
def test_what_is_more_than_torn_skin_is_a_red_flag(reader: Reader, text: str) -> None:
    assert red(reader, text)


def test_torn_skin_hides_no_other_tear(reader: Reader) -> None:
    assert red(reader, "tore my skin and then my bicep tore")


@pytest.mark.parametrize(
    "text",
    [
        "i woke up on the garage floor",
        "found myself on the floor",
        "next thing i know i'm on the floor",
        "i was out for ten seconds",
        "i had a little blackout",
    ],
)
def test_who_was_out_has_fainted(reader: Reader, text: str) -> None:
    assert red(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "call triple zero",
        "get me to hospital",
        "take me to casualty",
        "he has stopped breathing",
        "my wife has collapsed",
        "my son just fell off the bench he's not breathing",
        "hes not breathing",
        "tell my husband to come in here quick",
    ],
)
def test_a_call_for_help_is_heard_for_whomever_it_is(reader: Reader, text: str) -> None:
    assert red(reader, text)


@pytest.mark.parametrize(
    ("text", "sensation"),
    [
        ("roll it off me", "accident"),
        ("lift this off me", "accident"),
        ("it's crushing me", "accident"),
        ("get this off my neck", "accident"),
        ("bone is sticking out of my finger", "accident"),
        ("my heart is doing somersaults like it's skipping", "chest_pain"),
        ("felt a massive pop in my hamstring", "pop"),
        ("heard a huge crack", "pop"),
        ("whole left side feels dead", "speech"),
        ("one side of me isn't working", "speech"),
        ("my backside has no feeling", "numb"),
        ("i don't know where i am", "dizzy"),
        ("None. Heard something tear.", "tear"),
        ("nothing felt a tear in my groin", "tear"),
    ],
)
def test_a_danger_in_words_of_its_own(reader: Reader, text: str, sensation: str) -> None:
    assert red(reader, text)
    assert reader.read(text).slots["sensation"] == sensation


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("i got a crick when i turn my head", ("neck", "pain")),
        ("crick in my back", ("low_back", "pain")),
        ("rolled my ankle a bit walking back", ("ankle", "pain")),
        ("strained my stomach bracing", ("belly", "pulling")),
        ("the backs of my thighs are cramping", ("hamstring", "cramp")),
    ],
)
def test_a_complaint_is_put_where_it_is_felt(reader: Reader, text: str, where: tuple[str, str]) -> None:
    assert meant(reader, text) == where
    assert not red(reader, text)


def test_an_ankle_nobody_can_stand_on_is_a_red_flag(reader: Reader) -> None:
    assert red(reader, "rolled my ankle can't stand on it")


@pytest.mark.parametrize(
    "text",
    [
        "i can't stand that song",
        "he woke up on the sofa",
        "the cat was on the kitchen floor",
        "i was out for ten minutes with the dog",
        "the hospital is next to the church",
        "she works in a and e",
        "he watched casualty on the telly",
        "tell my husband to buy milk",
        "bone sticking out of the stew",
        "skipping breakfast is bad for you",
        "i don't know where i am in the set",
        "what a massive pop star she was",
        "no feeling is better than a cold beer",
        "i tore the skin off the chicken",
        "my heart is not in it today",
    ],
)
def test_what_shares_the_words_of_a_danger_is_let_pass(reader: Reader, text: str) -> None:
    assert meant(reader, text) is None


@pytest.mark.parametrize(
    "text",
    ["it feels tight down the back of my legs", "it is stiff down the back of my thigh", "it stretches down my calf"],
)
def test_what_is_felt_along_a_leg_and_travels_nowhere_is_no_red_flag(reader: Reader, text: str) -> None:
    assert not red(reader, text)


@pytest.mark.parametrize(
    "text", ["it goes all the way down my leg", "it's running down the back of my leg", "the pain goes down my leg"]
)
def test_what_travels_down_a_leg_is_one(reader: Reader, text: str) -> None:
    assert red(reader, text)


@pytest.mark.parametrize(
    "text",
    ["i'm out of breath just sitting here", "puffed out while i'm sat down", "short of breath even lying down"],
)
def test_who_is_out_of_breath_at_rest_is_in_danger(reader: Reader, text: str) -> None:
    assert meant(reader, text) == ("chest", "breathless")
    assert red(reader, text)


@pytest.mark.parametrize("text", ["my biceps has rolled up like a blind", "the muscle has just rolled up in my arm"])
def test_a_muscle_that_rolls_up_is_torn(reader: Reader, text: str) -> None:
    assert red(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "i rolled my ankle last week and it's still a bit sore",
        "still got that pain in my shoulder from last time",
        "my back is still sore from last month",
        "my feet are killing me",
        "my big toe is killing me in these shoes",
    ],
)
def test_what_still_hurts_is_neither_past_nor_a_figure_of_speech(reader: Reader, text: str) -> None:
    assert meant(reader, text) is not None
    assert reader.read(text).action is not Action.IGNORE


@pytest.mark.parametrize("text", ["i used to have pain in my shoulder", "i hurt my knee last year and it is fine"])
def test_what_is_over_stays_past(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE
