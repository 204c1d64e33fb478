"""Easier and harder movements in the place of one: the rungs of its ladder."""

from dataclasses import replace

from coach.core import wording
from coach.core.loading.gates import at_first, capped, reachable
from coach.core.plan import LOADED_ROLES, Answer, Ask, Exercise, Line, Reps, Role, Step, StepDown, StepUp, Work
from coach.core.steps.loads.scaling import rounded
from coach.core.turn import Turn


def step_down(turn: Turn, effect: StepDown) -> None:
    """Swap every loaded movement still to come for one that many rungs easier."""
    turn.map_ahead(lambda step: _swap(turn, step, "easier", effect.rungs))
    turn.day = replace(turn.day, rungs_down=turn.session.today.rungs_down + effect.rungs, clean_sets=0)


def step_up(turn: Turn, effect: StepUp) -> None:
    """Swap back towards the harder rung."""
    turn.map_ahead(lambda step: _swap(turn, step, "harder", effect.rungs))
    turn.day = replace(turn.day, rungs_down=max(0, turn.session.today.rungs_down - effect.rungs), clean_sets=0)


def _swap(turn: Turn, step: Step, way: str, rungs: int) -> Step:
    if not isinstance(step, Work) or step.role not in LOADED_ROLES:
        return step
    exercise = walk(turn, step.exercise, way, rungs)
    if exercise.name == step.exercise or (way == "harder" and not reachable(turn.plan, step, exercise)):
        return step
    return swapped(turn, step, exercise)


def swapped(turn: Turn, step: Work, exercise: Exercise) -> Work:
    """The set as one of another movement on its ladder."""
    dose = replace(step.dose, tempo=None, free=step.dose.open) if isinstance(step.dose, Reps) else step.dose
    return replace(step, exercise=exercise.name, dose=dose, load=_carried_over(turn, step, exercise))


def _carried_over(turn: Turn, step: Work, exercise: Exercise) -> float | None:
    """The load on another rung: in proportion to what is usual there, and never more than it was."""
    if not exercise.loaded or step.load is None:
        return None
    share = min(exercise.relative_load / turn.exercise(step).relative_load, at_first(turn.plan, exercise))
    load = capped(exercise, step.load * min(1.0, share))
    return min(step.load, rounded(turn, load, exercise.name))


def walk(turn: Turn, name: str, way: str, rungs: int) -> Exercise:
    """The exercise so many rungs easier or harder; the last rung when the ladder ends."""
    exercise = turn.plan.exercises[name]
    for _ in range(rungs):
        neighbour = exercise.easier if way == "easier" else exercise.harder
        if neighbour is None or neighbour not in turn.plan.exercises:
            break
        exercise = turn.plan.exercises[neighbour]
    return exercise


CLEAN_SETS_BEFORE_GOING_UP = 2


def offer_way_back_up(turn: Turn, step: Work) -> None:
    """Two clean sets on an easier rung: offer the one above, by question, never by order."""
    today = turn.session.today
    harder = turn.exercise(step).harder
    if not harder or today.rungs_down < 1 or today.clean_sets < CLEAN_SETS_BEFORE_GOING_UP:
        return
    if harder not in turn.plan.exercises or not reachable(turn.plan, step, turn.plan.exercises[harder]):
        return
    if not any(_same_lift(step, other) for other in turn.session.ahead):
        return
    ask_line = turn.plan.lines["ask.back_up"]
    title = turn.plan.exercises[harder].title
    question = Line(tuple(wording.fill(text, {"title": title}) for text in ask_line.variants), ask_line.why)
    turn.day = replace(turn.day, clean_sets=0)
    turn.push(Ask("back-up", question, (Answer(("yes",), (StepUp(),)), Answer(("no",), ()))))


def _same_lift(step: Work, other: object) -> bool:
    return isinstance(other, Work) and other.exercise == step.exercise and other.role is Role.WORKING
