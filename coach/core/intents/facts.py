"""What the lifter tells of himself and of the room: kept as findings, for the sessions to come."""

from dataclasses import replace

from coach.core.events import Heard, Slot
from coach.core.intents.questions.explanations import answer_lines
from coach.core.intents.questions.queries import answer
from coach.core.plan import Effect, FindLoad, Remember, RememberSaid
from coach.core.turn import Turn

EFFORTS = ("rpe", "reps_left", "reps", "level")
"""The slots an effort may come in: as such, as reps left in the tank, or as a number by itself."""


def about_me(turn: Turn, heard: Heard) -> None:
    """A fact, such as that there is no barbell: kept, and used from the next session on."""
    name, value = str(heard.slots.get("fact", "")), spoken_value(heard, "value")
    if name and value:
        turn.day = replace(turn.day, findings={**turn.session.today.findings, name: value})
        turn.note("finding", name=name, value=value)
        if name == "plates_said":
            turn.session = replace(turn.session, says_plates=value == "yes")
        answer(turn, "reply.kept_in_mind")
        if value == "no":
            _until_then(turn, name)


def _until_then(turn: Turn, name: str) -> None:
    """What to do today without a thing that is not there, where the answers know it: the topic no_ball of `ball`."""
    for line in answer_lines(turn.plan.lines, f"no_{name.removesuffix('s')}", known=True):
        answer(turn, line)


def spoken_value(heard: Heard, *slots: str) -> str:
    """The first of these slots that was filled, in words; a number with the unit it was said in."""
    for slot in slots:
        value = heard.slots.get(slot)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            return f"{value:g} {heard.slots.get('unit', '')}".strip()
        return value
    return ""


def filled(effects: tuple[Effect, ...], heard: Heard) -> tuple[Effect, ...]:
    """The effects of an answer, with what was said in it put where they want it; without those it says nothing for."""
    return tuple(found for effect in effects if (found := _filled(effect, heard)) is not None)


def _filled(effect: Effect, heard: Heard) -> Effect | None:
    if isinstance(effect, FindLoad):
        return effect if effect.effort is not None else replace(effect, effort=_effort(heard))
    if not isinstance(effect, RememberSaid):
        return effect
    if effect.every:
        value = ",".join(each for slot in effect.slots if (each := spoken_value(heard, slot)))
    else:
        value = spoken_value(heard, *effect.slots)
    return Remember(effect.name, effect.worded.format(value=value), effect.told) if value else None


def _effort(heard: Heard) -> float | None:
    for slot in EFFORTS:
        value: Slot | None = heard.slots.get(slot)
        if value is not None and not isinstance(value, str):
            return max(1.0, 10.0 - value if slot == "reps_left" else min(10.0, float(value)))
    return None
