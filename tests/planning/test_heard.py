"""The calendar by voice, through the real embedded ear and another voice than the coach's."""

import numpy as np
import pytest

from coach.clocks import SessionTime
from coach.core.events import Heard, Slot
from coach.core.standby.machine import ARMED
from coach.ears.factory import open_ear
from coach.ports import EAR_RATE
from tests import shipped
from tests.ears.conftest import lifter
from tests.ears.speech import in_a_row, said, silence

__all__ = ["lifter"]

PHRASES = shipped.phrases()
BLOCK = EAR_RATE // 50


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize(
    ("words", "intent", "slots"),
    [
        (
            "plan first hinge tomorrow at half past six in the evening",
            "plan_session",
            {"session": "first-hinge", "day": "tomorrow", "clock": 390, "half": "pm"},
        ),
        ("move today's session to seven", "move_session", {"day": "today", "clock": 420}),
    ],
)
def test_a_wish_is_heard_with_its_day_and_its_time(words: str, intent: str, slots: dict[str, Slot]) -> None:
    ear = open_ear("pocketsphinx", PHRASES)
    ear.listen_for(ARMED)
    sound = in_a_row(silence(1), said(words), silence(1.5))
    sound = sound + np.random.default_rng(1).integers(-30, 30, len(sound)).astype(np.int16)
    events = []
    for number in range(len(sound) // BLOCK):
        block = sound[number * BLOCK : (number + 1) * BLOCK]
        events += ear.hear(block, SessionTime((number + 1) * BLOCK / EAR_RATE))
    ear.close()
    assert [(event.intent, dict(event.slots)) for event in events if isinstance(event, Heard)] == [(intent, slots)]
