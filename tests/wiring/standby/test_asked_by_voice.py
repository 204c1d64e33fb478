"""A workout, a timer and today asked for aloud: the whole loop on sound files, from the words to what is said."""

import pytest

from coach.ports import Pcm16
from tests.ears.speech import MISSING, can_speak, said
from tests.needed import lacking
from tests.wiring.standby.test_taught_by_voice import VOICE, box_hearing
from tests.wiring.workshop import Workshop, of, records, wait_for


@pytest.fixture(autouse=True)
def lifter() -> None:
    """Somebody who can speak; where nobody can the test is skipped with the reason, in CI it fails."""
    if not can_speak():
        lacking(MISSING)


def spoken(at: float, text: str) -> tuple[float, Pcm16]:
    """These words, begun at this second."""
    return at, said(text, VOICE)


def test_what_is_asked_for_aloud_is_read_back_or_timed(workshop: Workshop) -> None:
    remarks = (
        spoken(10.0, "five by five at eighty"),
        spoken(22.0, "set a timer for ninety seconds"),
        spoken(32.0, "cancel the timer"),
        spoken(42.0, "what's today"),
    )
    with box_hearing(workshop, *remarks) as (process, told):
        wait_for(process, told, "whats_today")
        found = records(told)
    heard = [(each["name"], each["slots"]) for each in of(found, "intent")]
    assert heard == [
        ("do_workout", {"sets": 5, "reps": 5, "load": 80}),
        ("set_timer", {"seconds": 90}),
        ("set_timer", {"seconds": 0}),
        ("whats_today", {}),
    ]
    lines = [each["text"] for each in of(found, "say")]
    assert any(line.startswith("Five sets of five,") and "at eighty kilos" in line for line in lines)
    assert {"Ninety seconds from now.", "The timer is off."} <= set(lines)
