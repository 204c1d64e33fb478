"""Between sessions: how loud the coach is, who trains, what is so about them, how long the next session may be."""

from dataclasses import replace

from coach.core.commands import SetVolume
from coach.core.events import Heard
from coach.core.intents.facts import spoken_value
from coach.core.standby.model import KeepFact, SwitchLifter
from coach.core.standby.turn import BoxTurn

LOUDEST, SOFTEST, STEP = 2.5, 0.3, 1.25


def _volume(shelf: BoxTurn, heard: Heard) -> None:
    """Level five of ten is normal."""
    _set_volume(shelf, float(heard.slots.get("level", 5)) / 5)


def _set_volume(shelf: BoxTurn, factor: float) -> None:
    factor = max(SOFTEST, min(LOUDEST, factor))
    shelf.state = replace(shelf.state, volume=factor)
    shelf.wanted.append(SetVolume(factor))
    shelf.say("idle.volume")


def _louder(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    _set_volume(shelf, shelf.state.volume * STEP)


def _quieter(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    _set_volume(shelf, shelf.state.volume / STEP)


def _who(shelf: BoxTurn, heard: Heard) -> None:
    name = str(heard.slots.get("name", "")).strip()
    if name:
        shelf.wanted.append(SwitchLifter(name))
        shelf.say("idle.who", what=name)


def _call_me(shelf: BoxTurn, heard: Heard) -> None:
    """How the lifter wants to be called, whose history it stays."""
    name = str(heard.slots.get("name", "")).strip().title()
    if name:
        shelf.wanted.append(KeepFact("name", name))
        shelf.say("idle.who", what=name)


def _time_available(shelf: BoxTurn, heard: Heard) -> None:
    """How long the next session may be: a form by name, or by minutes."""
    minutes = float(heard.slots.get("minutes", 0))
    by_minutes = "short" if 0 < minutes <= 6 else "normal" if minutes <= 8 else "long"
    length = str(heard.slots.get("length", by_minutes))
    shelf.state = replace(shelf.state, length=length)
    shelf.say("idle.length", what=length)


def _about_me(shelf: BoxTurn, heard: Heard) -> None:
    """A fact of the lifter or the room: kept, and used from the next session on."""
    name, value = str(heard.slots.get("fact", "")), spoken_value(heard, "value")
    if name and value:
        shelf.wanted.append(KeepFact(name, value))
        shelf.say("idle.about_me")


ON = {
    "volume": _volume,
    "louder": _louder,
    "quieter": _quieter,
    "who": _who,
    "call_me": _call_me,
    "time_available": _time_available,
    "about_me": _about_me,
}
"""The remarks about the lifter, and about how the coach is."""
