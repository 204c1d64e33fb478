"""Typed words in every situation of a session: none is met with silence, and what one says at a gym is understood."""

from dataclasses import replace
from functools import cache

import pytest

from coach.clocks import SessionTime
from coach.controls.keyboard import understood
from coach.core.commands import Command, Hush, Note
from coach.core.events import Event, Heard
from coach.core.intents.armed import listening_for
from coach.core.plan import Plan
from coach.core.session.machine import Session, advance
from coach.core.session.rehearsal import Remark, turns
from coach.core.state import Asking, Briefing, Confirming, Paused, Resting, SettingUp, Working
from coach.script.compiler.compile import compile_session
from tests.shipped import LIBRARY, reader

SITUATIONS = (Asking, Briefing, SettingUp, Working, Resting, Paused, Confirming)
"""In the last words nothing is said over them; the screen shows that it was not understood."""

GYM = {
    "back": ("back", {}),
    "previous": ("back", {}),
    "start over": ("back", {"again": 1}),
    "redo this set": ("back", {"again": 1}),
    "from the top": ("back", {"again": 1}),
    "I did all of them": ("log_reps", {"missed": 0}),
    "all reps": ("log_reps", {"missed": 0}),
    "missed one": ("log_reps", {"missed": 1}),
    "12": ("log_reps", {"reps": 12}),
    "sixty": ("log_load", {"load": 60}),
    "one plate a side": ("log_load", {"plates": 1}),
    "cut a set": ("last_set", {"fewer": 1}),
    "one set less": ("last_set", {"fewer": 1}),
    "mute": ("verbosity", {"level": "quiet"}),
    "be right back": ("pause", {}),
    "only dumbbells": ("about_me", {"fact": "barbell", "value": "no"}),
    "I have no ball": ("about_me", {"fact": "ball", "value": "no"}),
}

LAST = 800.0
"""Seconds into the session, in its loaded sets."""

MEANT_FOR_NOBODY = ("banana split", "xyzzy", "get me a coffee", "1.5")


@cache
def day() -> Plan:
    return replace(compile_session("rdl-day", LIBRARY, seed=0), waits=True)


@cache
def seen() -> dict[type, Session]:
    """A moment of each situation, in the middle of the loaded sets where it may be."""
    found: dict[type, Session] = {}
    said = {560.0: "pause", 570.0: "stop", 575.0: "no", 580.0: "resume"}
    for turn in turns(day(), [Remark(SessionTime(at), intent) for at, intent in said.items()]):
        if turn.event.at < LAST:
            found[type(turn.state.phase)] = turn.state
    return found


def typed(text: str, situation: type) -> tuple[Event, Session, tuple[Command, ...]]:
    state = seen()[situation]
    event = understood(reader(), text, listening_for(state), state.at)
    return event, *advance(day(), state, event)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__)
def test_nothing_typed_is_met_with_silence(situation: type) -> None:
    ignored = []
    for text in (*MEANT_FOR_NOBODY, *GYM):
        _, after, commands = typed(text, situation)
        answered = any(not isinstance(command, Note | Hush) for command in commands)
        if not answered and type(after.phase) is situation:
            ignored.append(text)
    assert ignored == []


@pytest.mark.parametrize(("text", "meant"), GYM.items())
def test_what_one_says_at_a_gym_is_understood_when_it_is_typed_in_a_rest(
    text: str, meant: tuple[str, dict[str, str | int]]
) -> None:
    event, _, _ = typed(text, Resting)
    assert isinstance(event, Heard)
    assert (event.intent, dict(event.slots)) == meant


def test_start_over_in_a_pause_does_not_resume() -> None:
    event, after, _ = typed("start over", Paused)
    assert isinstance(event, Heard)
    assert (event.intent, type(after.phase)) == ("back", Briefing)


def test_one_plate_a_side_is_the_bar_and_two_plates() -> None:
    _, _, commands = typed("one plate a side", Resting)
    assert "Sixty kilos" in " ".join(getattr(command, "text", "") for command in commands)
