"""Finding the load of a lift nobody knows yet: from the lightest up, by how hard each set was.

What is tried is always a load that can be had, at most one step above what was lifted, and never above the plan's own.
"""

from dataclasses import replace
from typing import TypeGuard

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.loading.plates import convert, made, made_above
from coach.core.plan import Ask, Effect, FindLoad, Rest, Role, Step, Unit, Work
from coach.core.turn import Turn

EASY, HARD = 5.5, 8.0
"""Below the first effort the load goes up, from the second on it goes down; between them it is found."""

STEP_KILOS = 10.0
"""The most a load goes up from one set to the next."""

BIG_STEP = 1.5
"""Where sizes are farther apart than a step, the next one may be this many times as heavy."""

REST = 60.0


def find_load(turn: Turn, effect: FindLoad) -> None:
    """What the effort of the set at `effect.load` makes of those to come: one more step, or the load that is kept."""
    if effect.effort is not None and (effect.effort >= HARD or _missed(turn, effect)):
        _keep(turn, effect, _below(turn, effect), "find.lighter")
        return
    higher = step_above(turn, effect)
    easy = effect.effort is not None and effect.effort < EASY
    if not easy or higher is None or effect.tries < 1 or has_complained(turn.session.today):
        _keep(turn, effect, effect.load, "find.found")
    else:
        _try(turn, effect, higher)


def step_above(turn: Turn, effect: FindLoad) -> float | None:
    """The next load to try: the heaviest within one step and the plan's own; None when there is none."""
    kit, implement = turn.plan.kit, turn.plan.exercises[effect.exercise].implement
    reach = effect.load + convert(STEP_KILOS, Unit.KILOS, kit.unit)
    loads = made(min(reach, effect.heaviest), kit, implement), made_above(effect.load, kit, implement)
    most = min(max(reach, effect.load * BIG_STEP), effect.heaviest)
    return next((load for load in loads if load is not None and effect.load < load <= most), None)


def _missed(turn: Turn, effect: FindLoad) -> bool:
    """Whether the set that was just tried was not done to its end."""
    last = turn.session.today.log[-1:]
    return any(
        done.exercise == effect.exercise and (done.cut_short or (done.reps_done or 0) < (done.reps_planned or 0))
        for done in last
    )


def _below(turn: Turn, effect: FindLoad) -> float:
    """One step down, the lightest there is at the least."""
    step = convert(STEP_KILOS, Unit.KILOS, turn.plan.kit.unit)
    lighter = made(max(effect.load - step, effect.load / BIG_STEP), turn.plan.kit, _implement(turn, effect))
    return min(lighter, effect.load)


def _implement(turn: Turn, effect: FindLoad) -> str:
    return turn.plan.exercises[effect.exercise].implement


def _keep(turn: Turn, effect: FindLoad, load: float, line: str) -> None:
    """This is the load of the working sets."""
    _set(turn, effect.exercise, load)
    turn.say(line, Rank.REPLY, load=wording.load(load, turn.plan.kit.unit))


def _try(turn: Turn, effect: FindLoad, load: float) -> None:
    """One more set, heavier; until it is judged, the working sets are at what was lifted."""
    _set(turn, effect.exercise, effect.load)
    behind = turn.session.behind
    work = next((step for step in reversed(behind) if isinstance(step, Work)), None)
    question = next((step for step in reversed(behind) if isinstance(step, Ask)), None)
    if work is None or question is None:
        return
    turn.say("find.more", Rank.REPLY, load=wording.load(load, turn.plan.kit.unit))
    answers = tuple(replace(each, effects=_next(each.effects, load)) for each in question.answers)
    again = replace(question, answers=answers, silence=_next(question.silence, load))
    trial = replace(work, role=Role.RAMP, number=1, of=1, load=load)
    turn.push(Rest(REST), trial, again)


def _next(effects: tuple[Effect, ...], load: float) -> tuple[Effect, ...]:
    return tuple(
        replace(each, load=load, tries=each.tries - 1, effort=None) if isinstance(each, FindLoad) else each
        for each in effects
    )


def _is_working(step: Step, exercise: str) -> TypeGuard[Work]:
    return isinstance(step, Work) and step.exercise == exercise and step.role is Role.WORKING


def _set(turn: Turn, exercise: str, load: float) -> None:
    turn.map_ahead(lambda step: replace(step, load=load) if _is_working(step, exercise) else step)
    turn.note("load", exercise=exercise, load=load)
