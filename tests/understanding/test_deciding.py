"""What is acted on of several meanings, and what is asked about."""

import pytest

from coach.understanding.deciding import decide
from coach.understanding.meaning import Action, Meaning
from coach.understanding.reader import Reader

YIELDS = {"tired": frozenset({"more_rest", "change_load"})}
TIRED = Meaning("complaint", {"region": "general", "sensation": "tired"}, 0.99)
HURTS = Meaning("complaint", {"region": "low_back", "sensation": "pain"}, 0.99)
REST = Meaning("more_rest", {"seconds": 60}, 0.9)


def first_of(*meanings: Meaning) -> Meaning:
    return decide("", list(meanings), {}, yields=YIELDS).meanings[0]


def test_a_complaint_beside_a_command_wins() -> None:
    assert first_of(REST, HURTS) is HURTS


def test_a_reason_for_less_yields_to_the_command_it_is_the_reason_of() -> None:
    assert first_of(TIRED, REST) is REST


def test_a_reason_beside_a_pain_yields_to_nothing() -> None:
    assert first_of(TIRED, HURTS, REST).intent == "complaint"


def test_a_red_flag_yields_to_nothing() -> None:
    grave = Meaning("complaint", {"region": "chest", "sensation": "tired"}, 0.5, red_flag=True)
    assert first_of(grave, REST) is grave


def test_a_reason_yields_to_no_command_that_is_unsure() -> None:
    assert first_of(TIRED, Meaning("more_rest", {"seconds": 60}, 0.4)) is TIRED


def test_a_reason_yields_to_nothing_that_adds_load() -> None:
    assert first_of(TIRED, Meaning("change_load", {"delta": 5}, 0.95)) is TIRED
    lighter = Meaning("change_load", {"delta": -5}, 0.95)
    assert first_of(TIRED, lighter) is lighter


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("two more minutes, I'm dead tired", "more_rest"),
        ("next one, I'm exhausted", "complaint"),
        ("take ten kilos off, this is too heavy", "change_load"),
        ("two more minutes, my back hurts", "complaint"),
    ],
)
def test_who_says_why_he_wants_less_gets_less(reader: Reader, said: str, intent: str) -> None:
    reading = reader.read(said)
    assert (reading.intent, reading.action) == (intent, Action.ACT)
