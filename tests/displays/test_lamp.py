"""The lamp: what it shows for what is going on."""

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.plan import Rest
from coach.core.session.machine import view
from coach.core.state import Paused, Phase, Resting, Unstarted, Working
from coach.displays.lamp import LISTENING, RESTING, TROUBLE, WORKING, Blink, LampDisplay, blink_for
from coach.displays.screen import NoScreen
from tests.core.plans import SETS, plan
from tests.core.stories import Story

REST = Resting(Rest(30.0), SESSION_START, SessionTime(30.0))


@pytest.mark.parametrize(
    ("phase", "blink"),
    [
        (REST, RESTING),
        (Paused(REST, SessionTime(5.0)), LISTENING),
        (Paused(REST, SessionTime(5.0), frozenset({"speaker"})), TROUBLE),
        (Unstarted(), LISTENING),
    ],
)
def test_the_lamp_shows_what_is_going_on(phase: Phase, blink: Blink) -> None:
    assert blink_for(phase) == blink


class Screen(NoScreen):
    def __init__(self) -> None:
        self.heard_of: list[str] = []

    def heard(self, text: str, meant: str) -> None:
        self.heard_of.append(f"{text}: {meant}")


def test_a_pattern_goes_on_while_nothing_changes_and_the_screen_is_told_everything() -> None:
    shown: list[Blink] = []
    screen = Screen()
    display = LampDisplay(screen, shown.append)
    story = Story(plan(SETS[0])).began().spoken().spoken().hear("start")
    assert isinstance(story.state.phase, Working)
    for _ in range(2):
        display.show(view(story.plan, story.state, story.state.at), story.state)
    display.heard("ready", "start")
    assert (shown, screen.heard_of) == ([WORKING], ["ready: start"])
