"""A load held to the body is no danger; one that fell or lies there is."""

import pytest

from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("a ten kilo plate held to my chest", {"load": 10, "unit": "kg"}),
        ("I'm holding a five kilo plate against my chest", {"load": 5, "unit": "kg"}),
        ("hugging a ten kilo plate to my chest", {"load": 10, "unit": "kg"}),
        ("got a 25 lb plate held tight against my chest", {"load": 25, "unit": "lb"}),
        ("a fifteen kilo plate on my chest for the sit-ups", {"load": 15, "unit": "kg"}),
        ("goblet squat with eight kilos held at the chest", {"load": 8, "unit": "kg"}),
        ("crunches with ten kilos on my chest", {"load": 10, "unit": "kg"}),
        ("now I hold ten kilo to the chest", {"load": 10, "unit": "kg"}),
    ],
)
def test_a_load_held_to_the_chest_is_a_load(reader: Reader, text: str, slots: dict[str, object]) -> None:
    reading = reader.read(text)
    assert (reading.action, reading.intent, dict(reading.slots)) == (Action.ACT, "log_load", slots)


@pytest.mark.parametrize(
    "text",
    [
        "a plate fell on my chest",
        "a ten kilo plate fell on my chest",
        "the ten kilo plate I was holding landed on my chest",
        "a ten kilo plate on my chest",
        "a twenty kilo plate on my chest, that's what it feels like",
        "holding a ten kilo plate to my chest and my chest hurts",
        "holding a ten kilo plate to my chest and it hurts in my chest",
        "holding a ten kilo plate to my chest, I feel faint",
        "ten kilos held to my chest and I can't breathe",
        "feels like someone's holding a weight against my chest",
        "I'm holding my chest, it's tight",
        "the bar is on my chest, help",
    ],
)
def test_a_danger_beside_such_a_load_stays_one(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.action in (Action.ACT, Action.ASK)
    assert reading.meanings[0].intent == "complaint"
    assert reading.meanings[0].red_flag
