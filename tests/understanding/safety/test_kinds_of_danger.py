"""Kinds of danger and of complaint that authors told in words of their own, and what only shares their words."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


def stops(reader: Reader, text: str) -> bool:
    """Whether it is acted on or asked about as a danger."""
    reading = reader.read(text)
    return reading.intent == "complaint" and reading.action is not Action.IGNORE and reading.meanings[0].red_flag


@pytest.mark.parametrize(
    "text",
    [
        "nine nine nine, quick, just ring",
        "dial the one one two for me",
        "phone it in for me, tell them a man of sixty",
        "fetch my husband, quick",
        "get my wife",
        "please send someone, I can't get up off the mat",
    ],
)
def test_who_has_somebody_called_is_asked_about_it(reader: Reader, text: str) -> None:
    assert stops(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "half the clock, there is a piece missing from the picture",
        "the tunnel's closing in on me",
        "a curtain is coming down over my left eye",
        "I can see two of everything",
    ],
)
def test_a_sight_of_which_a_part_is_gone_stops(reader: Reader, text: str) -> None:
    assert stops(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "just coughed up some blood",
        "I brought up pink froth",
        "I'm fighting for every breath",
        "I'm white as a sheet and clammy",
        "I think I'm having a stroke",
        "never had a headache like this",
        "can't tell where my foot is",
        "my hand won't do what I tell it",
        "my fingers are trapped, help",
        "bar's on top of him",
        "there goes my Achilles",
        "felt a pop in the hip",
        "cauda equina, I reckon",
        "the knee's given way again",
    ],
)
def test_dangers_in_words_of_their_own_stop(reader: Reader, text: str) -> None:
    assert stops(reader, text)


@pytest.mark.parametrize(
    ("text", "region", "sensation"),
    [
        ("my calf's just gone into spasm", "calf", "cramp"),
        ("my calf just went all locked up", "calf", "cramp"),
        ("my hips are all locked up from the drive", "hip", "tight"),
        ("can't get my wind back after that one", "general", "breathless"),
        ("a cramp under my shoulder blade", "upper_back", "cramp"),
        ("tipped too far forward onto my toes", "general", "lost"),
        ("can't keep my belly tight on the way up", "brace", "lost"),
        ("left cheek's really tight", "glute", "tight"),
    ],
)
def test_what_only_sounds_like_a_danger_is_the_milder_complaint(
    reader: Reader, text: str, region: str, sensation: str
) -> None:
    reading = reader.read(text)
    assert reading.intent == "complaint"
    assert (reading.slots["region"], reading.slots["sensation"]) == (region, sensation)
    assert not reading.meanings[0].red_flag


@pytest.mark.parametrize(
    "text",
    [
        "my head's a bit foggy this morning",
        "I've only got a small headache",
        "got a bruise on my shin",
    ],
)
def test_what_may_well_be_no_danger_is_asked_about(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.ASK


@pytest.mark.parametrize(
    "text",
    [
        "the ambulance crew were late again",
        "that crack was the bench, not my knee",
        "I tore that calf at school",
        "in my student days I fainted in a lecture",
        "I haven't got any tingling",
    ],
)
def test_what_is_past_or_no_body_of_his_is_let_pass(reader: Reader, text: str) -> None:
    assert reader.read(text).action is Action.IGNORE
