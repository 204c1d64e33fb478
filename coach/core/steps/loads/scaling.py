"""The loads still to come, made lighter or heavier: always what the lifter's plates can make."""

from dataclasses import replace

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.loading.gates import capped
from coach.core.loading.plates import made, made_above
from coach.core.plan import Lighten, Step, Work
from coach.core.turn import Turn

BIGGEST_STEP_UP = 1.125
"""The most a load may grow at once when the wished share of it cannot be made: from the empty bar to one small pair."""


A_LITTLE_MORE = 1.05
"""The factor of "harder" and "too easy" on the load; what it makes may be lifted unasked, once a session."""


def a_little_more(turn: Turn, load: float, exercise: str) -> float:
    """The load that "harder" makes of this one."""
    return scaled(turn, load, A_LITTLE_MORE, exercise)


def scale_loads(turn: Turn, effect: Lighten) -> None:
    """Multiply the loads still to come; they are rounded to what the lifter's plates can make, never upwards
    when lightening. Where nothing lighter can be made, that is said."""
    if effect.factor > 1 and has_complained(turn.session.today):
        turn.say("reply.not_harder", Rank.REPLY)
        return
    before = _loads(turn)
    if effect.factor < 1:
        turn.day = replace(turn.day, lightened=turn.day.lightened | {exercise for exercise, _ in before})
    turn.map_ahead(lambda step: scaled_step(turn, step, effect.factor))
    turn.note("load", change=effect.factor)
    if effect.factor < 1 and before and before == _loads(turn):
        turn.say("reply.lightest", Rank.REPLY)


def say_load(turn: Turn, working: float, ramp: float | None = None) -> None:
    """The load from the next set on; where a ramp-up set with its own comes first, that of the working sets and its."""
    unit = turn.plan.kit.unit
    if ramp is None:
        turn.say("reply.load_set", Rank.REPLY, load=wording.load(working, unit))
        return
    turn.say("reply.load_work_sets", Rank.REPLY, load=wording.load(working, unit))
    turn.say("reply.load_ramp", Rank.REPLY, load=wording.load(ramp, unit))


def scaled_step(turn: Turn, step: Step, factor: float, exercise: str | None = None) -> Step:
    """The step with so many times its load, if it has one; with an `exercise` only a step of that."""
    if not isinstance(step, Work) or step.load is None or exercise not in (None, step.exercise):
        return step
    return replace(step, load=scaled(turn, step.load, factor, step.exercise))


def _loads(turn: Turn) -> list[tuple[str, float]]:
    return [
        (step.exercise, step.load) for step in turn.session.ahead if isinstance(step, Work) and step.load is not None
    ]


def scaled(turn: Turn, load: float, factor: float, exercise: str) -> float:
    """The load times the factor as it can be made; more is at least the smallest step, unless that is big or capped."""
    lift = turn.plan.exercises[exercise]
    most = capped(lift, max(load, load * factor))
    exact = rounded(turn, min(load * factor, max(most, load)), exercise)
    if factor <= 1 or exact > load:
        return exact
    above = made_above(load, turn.plan.kit, lift.implement)
    return above if above is not None and above <= min(load * BIGGEST_STEP_UP, capped(lift, above)) else load


def rounded(turn: Turn, load: float, exercise: str) -> float:
    """The nearest load at or below this one that can be made: by plates on a bar, in sizes owned, else in whole units.

    A bar is never lighter than itself, and nothing lighter than the smallest that is owned.
    """
    return made(load, turn.plan.kit, turn.plan.exercises[exercise].implement)
