"""Talk near the coach: of others, of what was, of figures of speech, of numbers of other things; and what is none."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader

LONG_AGO = (
    "broke my wrist off a quad bike in 2009 and it's never bothered me since",
    "I put my back out in 2019 lifting a pram",
    "the doctor took my bad knee apart in 2015 and it's been a belter since",
    "in 1971 I dislocated my shoulder, good as new now",
    "my hernia was done by keyhole the year of the Olympics",
    "broke my left wrist in primary five, fell off a shed roof",
    "I broke my ankle on a trampoline, been solid for twelve years since",
)
OTHERS = (
    "put your belt on, Simone, that's heavy",
    "his dad dropped dead on the golf course, chest pain, at fifty five",
    "take some off, mate, you're going to hurt yourself",
    "no point in calling the ambulance for a ewe, get the vet",
)
NUMBERS_OF_OTHER_THINGS = (
    "ninety-seven and a half, that was Papa's age when we buried him",
    "sixty-five, that's the speed limit along there",
    "eighty-seven he was, still digging peat",
    "five of them turned up and only three paid",
    "I was eighty kilos when I got married, look at me now",
    "a hundred kilos of potatoes we dug",
    "a divided court is a headache for everyone and an aspirin for no one",
)
FIGURES = (
    "I can breathe fine, I'm just right out of puff from laughing",
    "it's still pitch black out there",
    "that curry blew my head off",
    "I've pinned my number on upside down again",
)


@pytest.mark.parametrize("text", [*LONG_AGO, *OTHERS, *NUMBERS_OF_OTHER_THINGS, *FIGURES])
def test_what_is_said_of_others_of_long_ago_or_of_other_numbers_is_let_pass(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE


@pytest.mark.parametrize(
    "text",
    [
        "I broke my wrist in 2009 and it hurts again today",
        "broke my ankle in 2009, good as new, but now my chest hurts",
        "my leg went numb in 2011 and it is numb again now",
        "my knee has hurt since 2018",
        "I've had a sore hip since Christmas",
        "ever since my fall my wrist hurts",
    ],
)
def test_what_was_and_still_is_or_is_beside_it_is_at_least_asked_about(reader: Reader, text: str) -> None:
    meant = reader.read(text)
    assert (meant.action is not Action.IGNORE, meant.intent) == (True, "complaint")


@pytest.mark.parametrize("text", ["I can't breathe", "I fainted, out of breath", "blacked out for a second there"])
def test_dangers_in_words_of_those_figures_stay_dangers(reader: Reader, text: str) -> None:
    meant = reader.read(text)
    assert (meant.action is not Action.IGNORE, meant.meanings[0].red_flag) == (True, True)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("ninety-seven and a half, that was heavy", {"load": 97.5}),
        ("that was sixty-five, easy weight", {"load": 65}),
        ("I got eight, no, nine", {"reps": 9}),
    ],
)
def test_numbers_of_the_bar_are_logged_as_before(reader: Reader, text: str, slots: dict[str, float]) -> None:
    found = dict(reader.read(text).slots)
    assert {name: found.get(name) for name in slots} == slots


def test_somebody_who_blacked_out_there_is_acted_on(reader: Reader) -> None:
    meant = reader.read("I blacked out there for a second, came to holding the rack")
    assert (meant.action, meant.meanings[0].red_flag) == (Action.ACT, True)
