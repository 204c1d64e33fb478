"""What is told about the start of a race: when it is, and that it is delayed."""

from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.plan import Gun, Hold, Rest, Step, Work
from coach.core.state import Closing, Resting
from coach.core.steps import resting
from coach.core.steps.fitting import filled
from coach.core.steps.flow import move_on
from coach.core.steps.race import keep_time, lengths, rounded, spare
from coach.core.turn import Turn

WORTH_FILLING = 90.0
"""Seconds to spare below which nothing is added."""


def race_in(turn: Turn, heard: Heard) -> None:
    """The race starts in so many minutes: fit what is ahead into the time, and wait where there is too much of it."""
    _set(turn, turn.at + 60 * float(heard.slots.get("minutes", 0)), "race.left")
    if turn.plan.gun is not None:
        _use(turn, turn.plan.gun)


def race_delayed(turn: Turn, heard: Heard) -> None:
    """The start is so many minutes later: holding work keeps the lifter warm for as long."""
    gun_at, gun = turn.session.gun_at, turn.plan.gun
    if gun_at is None or gun is None:
        turn.say("race.when", Rank.REPLY)
        return
    _set(turn, gun_at + 60 * float(heard.slots.get("minutes", 0)), "race.delayed")
    _use(turn, gun)


def _set(turn: Turn, gun_at: SessionTime, line: str) -> None:
    left = gun_at - turn.at
    turn.session = replace(turn.session, gun_at=gun_at, gun_said=left / 60)
    turn.note("gun", minutes=round(left / 60, 1))
    turn.say(line, Rank.REPLY, time=wording.duration(rounded(left)))


def _use(turn: Turn, gun: Gun) -> None:
    """Wait while nothing has begun; once warm, stay warm; with too little time, leave something out."""
    begun = any(isinstance(step, Work) for step in turn.session.behind)
    phase = turn.session.phase
    if not begun and isinstance(phase, Resting):
        resting.change_rest(turn, phase, spare(turn, gun))
        return
    closing = isinstance(phase, Closing)
    lost = _lost(turn)
    turn.session = replace(turn.session, ahead=(*turn.session.ahead, *lost))
    keep_time(turn, said=True)
    if (left_over := spare(turn, gun)) >= WORTH_FILLING:
        again = gun.again if closing and begun and not lost else ()
        left_over -= sum(map(lengths(turn), again))
        turn.push(*(filled(gun.holding, left_over, lengths(turn)) if begun else (Rest(left_over),)), *again)
    if isinstance(phase, Closing):
        move_on(turn)


def _lost(turn: Turn) -> tuple[Step, ...]:
    """What has a floor and was left out all the same, or cut below it, with its rests: there may be time for it again.

    It was left out from the end, so that at the end is its place.
    """
    there = (step for step in (*turn.session.behind, *turn.session.ahead) if isinstance(step, Work))
    kept = {step.exercise for step in there if not (isinstance(step.dose, Hold) and step.dose.seconds < step.floor)}
    found: list[Step] = []
    missing = False
    for step in turn.plan.steps:
        if isinstance(step, Work):
            missing = step.floor > 0 and step.exercise not in kept
        if missing:
            found.append(step)
    return tuple(found)
