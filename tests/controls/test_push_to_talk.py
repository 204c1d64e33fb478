"""Push to talk, on the real embedded ear: open for a while after a press, and always for what is about safety."""

import numpy as np
import pytest

from coach.clocks import SessionTime
from coach.core.events import Heard
from coach.ears.factory import open_ear
from coach.ears.push_to_talk import PushToTalk, TalkWindow
from coach.ports import EAR_RATE
from tests import shipped
from tests.ears.speech import in_a_row, said, silence

PHRASES = shipped.phrases()
BLOCK = EAR_RATE // 50
SESSION = frozenset({"next", "more_rest", "complaint", "stop", "pause"})


def heard(words: str, *, pressed_at: float | None = None, seconds: float = 3.0, asked: str = "") -> list[str]:
    """The intents an ear behind the button hears in these words, spoken one second after it is opened.

    `asked` is what the coach says first.
    """
    window = TalkWindow(seconds)
    ear = PushToTalk(open_ear("pocketsphinx", PHRASES), PHRASES, window)
    ear.listen_for(SESSION)
    if pressed_at is not None:
        window.press(SessionTime(pressed_at))
    sound = in_a_row(silence(1), said(words), silence(2))
    sound = sound + np.random.default_rng(1).integers(-30, 30, len(sound)).astype(np.int16)
    events = []
    for number in range(len(sound) // BLOCK):
        block = sound[number * BLOCK : (number + 1) * BLOCK]
        saying = asked if number < EAR_RATE // BLOCK // 2 else ""
        events += ear.hear(block, SessionTime((number + 1) * BLOCK / EAR_RATE), saying=saying)
    ear.close()
    return [event.intent for event in events if isinstance(event, Heard)]


@pytest.mark.usefixtures("lifter")
def test_without_a_press_a_command_is_not_heard() -> None:
    assert heard("give me thirty more seconds") == []


@pytest.mark.usefixtures("lifter")
def test_after_a_press_it_is() -> None:
    assert heard("give me thirty more seconds", pressed_at=0.5) == ["more_rest"]


@pytest.mark.usefixtures("lifter")
def test_a_remark_begun_in_time_is_heard_to_its_end() -> None:
    assert heard("give me thirty more seconds", pressed_at=0.5, seconds=1.2) == ["more_rest"]


@pytest.mark.usefixtures("lifter")
def test_a_press_of_long_ago_counts_no_more() -> None:
    assert heard("give me thirty more seconds", pressed_at=0.0, seconds=0.5) == []


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize(("words", "meant"), [("my lower back feels tight", "complaint"), ("stop the set", "stop")])
def test_what_is_about_safety_needs_no_press(words: str, meant: str) -> None:
    assert heard(words) == [meant]


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize(("asked", "meant"), [("What do you need?", ["more_rest"]), ("We rest now.", [])])
def test_a_question_of_the_coachs_opens_the_ear_for_the_answer(asked: str, meant: list[str]) -> None:
    assert heard("give me thirty more seconds", asked=asked) == meant
