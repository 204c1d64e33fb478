"""What an answer or a complaint does to the rest of the session: one small function for each kind of effect."""

from dataclasses import replace
from typing import Any, Protocol

from coach.core.commands import Rank
from coach.core.flow import LOADED, close
from coach.core.loads import next_up, round_down
from coach.core.plan import (
    DropSide,
    Effect,
    EndLoading,
    EndSession,
    Exercise,
    Insert,
    Lighten,
    LongerRest,
    Remember,
    Reps,
    Rest,
    Role,
    ShortenSets,
    Side,
    SlowLowering,
    Step,
    StepDown,
    StepUp,
    Talk,
    Tempo,
    Utter,
    Work,
)
from coach.core.turn import Turn

SLOWEST, FASTEST = 9, 1
"""The most and the fewest seconds of eccentric the coach will count."""


LONGEST_REST = 180.0
"""Seconds up to which a complaint lengthens a rest; a longer one in the plan stays as it is."""


class _Apply(Protocol):
    def __call__(self, turn: Turn, effect: Any, side: str | None) -> None: ...


def apply_all(turn: Turn, effects: tuple[Effect, ...], side: str | None = None) -> bool:
    """Carry the effects out in order; `side` is the one that complained. False when one of them ended the session."""
    for effect in effects:
        if isinstance(effect, EndSession):
            end_session(turn, effect)
            return False
        _APPLY[type(effect)](turn, effect, side)
    return True


def end_session(turn: Turn, effect: EndSession) -> None:
    close(turn, effect.reason)


def loaded(step: Step) -> bool:
    """Whether this step puts load on the lifter."""
    return isinstance(step, Work) and step.role in LOADED


BIGGEST_STEP_UP = 1.125
"""The most a load may grow at once when the wished share of it cannot be made: from the empty bar to one small pair."""


def scale_loads(turn: Turn, effect: Lighten, side: str | None = None) -> None:
    """Multiply the loads still to come; they are rounded to what the lifter's plates can make, never upwards
    when lightening."""
    _ = side
    turn.map_ahead(
        lambda step: (
            replace(step, load=scaled(turn, step.load, effect.factor, step.exercise))
            if isinstance(step, Work) and step.load is not None
            else step
        )
    )
    turn.note("load", change=effect.factor)


def scaled(turn: Turn, load: float, factor: float, exercise: str) -> float:
    """The load times the factor as it can be made; more is at least the smallest step, unless that is big."""
    made = rounded(turn, load * factor, exercise)
    if factor <= 1 or made > load:
        return made
    bar = turn.plan.exercises[exercise].implement == "barbell"
    above = next_up(load, turn.plan.kit) if bar else load + 1
    return above if above is not None and above <= load * BIGGEST_STEP_UP else load


def rounded(turn: Turn, load: float, exercise: str) -> float:
    """The nearest load at or below this one that can be made: by plates on a bar, else in whole units.

    A bar is never lighter than itself; an exercise without one is.
    """
    if turn.plan.exercises[exercise].implement != "barbell":
        return float(int(load + 1e-9))
    return round_down(load, turn.plan.kit)


def step_down(turn: Turn, effect: StepDown, side: str | None = None) -> None:
    """Swap every loaded movement still to come for one that many rungs easier."""
    _ = side
    turn.map_ahead(lambda step: _swap(turn, step, "easier", effect.rungs))
    turn.today(rungs_down=turn.session.today.rungs_down + effect.rungs, clean_sets=0)


def step_up(turn: Turn, effect: StepUp, side: str | None = None) -> None:
    """Swap back towards the harder rung."""
    _ = side
    turn.map_ahead(lambda step: _swap(turn, step, "harder", effect.rungs))
    turn.today(rungs_down=max(0, turn.session.today.rungs_down - effect.rungs), clean_sets=0)


def _swap(turn: Turn, step: Step, way: str, rungs: int) -> Step:
    if not isinstance(step, Work) or step.role not in LOADED:
        return step
    exercise = walk(turn, step.exercise, way, rungs)
    if exercise.name == step.exercise:
        return step
    dose = replace(step.dose, tempo=None, free=False) if isinstance(step.dose, Reps) else step.dose
    return replace(step, exercise=exercise.name, dose=dose, load=_carried_over(turn, step, exercise))


def _carried_over(turn: Turn, step: Work, exercise: Exercise) -> float | None:
    """The load on another rung: in proportion to what is usual there, and never more than it was."""
    if not exercise.loaded or step.load is None:
        return None
    share = exercise.relative_load / turn.exercise(step).relative_load
    return min(step.load, rounded(turn, step.load * min(1.0, share), exercise.name))


def walk(turn: Turn, name: str, way: str, rungs: int) -> Exercise:
    """The exercise so many rungs easier or harder; the last rung when the ladder ends."""
    exercise = turn.plan.exercises[name]
    for _ in range(rungs):
        neighbour = exercise.easier if way == "easier" else exercise.harder
        if neighbour is None or neighbour not in turn.plan.exercises:
            break
        exercise = turn.plan.exercises[neighbour]
    return exercise


def slow_lowering(turn: Turn, effect: SlowLowering, side: str | None = None) -> None:
    """Add seconds to the eccentric of every counted set still to come."""
    _ = side
    retime_ahead(turn, effect.seconds)


def retime_ahead(turn: Turn, seconds: int) -> None:
    """Make the eccentric of every counted set still to come longer or shorter."""
    turn.map_ahead(lambda step: retimed(turn, step, seconds) if isinstance(step, Work) else step)


def retimed(turn: Turn, step: Work, seconds: int) -> Work:
    """The same work with its eccentric longer or shorter by so many seconds; counted, also when it was not before."""
    if not isinstance(step.dose, Reps):
        return step
    speed: Tempo = step.dose.tempo or turn.exercise(step).tempo
    eccentric = max(FASTEST, min(SLOWEST, speed.eccentric + seconds))
    return replace(step, dose=replace(step.dose, tempo=replace(speed, eccentric=eccentric), free=False))


def shorten_sets(turn: Turn, effect: ShortenSets, side: str | None = None) -> None:
    _ = side
    turn.map_ahead(
        lambda step: (
            replace(step, dose=replace(step.dose, count=max(1, step.dose.count - effect.reps)))
            if isinstance(step, Work) and step.role in LOADED and isinstance(step.dose, Reps)
            else step
        )
    )


def longer_rest(turn: Turn, effect: LongerRest, side: str | None = None) -> None:
    _ = side
    turn.map_ahead(
        lambda step: replace(step, seconds=lengthened(step.seconds, effect.seconds)) if isinstance(step, Rest) else step
    )
    turn.today(rest_to_tell=True)


def lengthened(seconds: float, by: float) -> float:
    """A rest made longer; several complaints together do not stretch it past `LONGEST_REST`."""
    return max(seconds, min(seconds + by, LONGEST_REST))


def insert(turn: Turn, effect: Insert, side: str | None = None) -> None:
    """Put steps next; a drill that has sides starts with the side that complained."""
    steps = effect.steps
    if side in (Side.LEFT, Side.RIGHT):
        steps = tuple(step for step in steps if not isinstance(step, Work) or step.side in (None, side))
    turn.push(*steps)


def utter(turn: Turn, effect: Utter, side: str | None = None) -> None:
    """Say it now: put before everything still to come, it would be said after the drills it explains, or be dropped."""
    _ = side
    turn.say(effect.line, Rank.REPLY)


def remember(turn: Turn, effect: Remember, side: str | None = None) -> None:
    _ = side
    turn.today(findings={**turn.session.today.findings, effect.name: effect.value})
    turn.note("finding", name=effect.name, value=effect.value)


def drop_side(turn: Turn, effect: DropSide, side: str | None = None) -> None:
    """Nothing more for the side that complained; work on both legs at once loads it too, so that goes as well."""
    _ = effect
    turn.map_ahead(
        lambda step: (
            None
            if isinstance(step, Work) and step.role in LOADED and (step.side is None or step.side == side)
            else step
        )
    )
    _tidy(turn)


def end_loading(turn: Turn, effect: EndLoading | None = None, side: str | None = None) -> None:
    """Drop all loaded work, and the rests and talk that went with it; the cool-down takes their place."""
    _ = effect, side
    kept = tuple(
        step for step in turn.session.ahead if isinstance(step, Work) and step.role in (Role.COOL_DOWN, Role.RESET)
    )
    cool_down = tuple(step for step in turn.plan.cool_down if step not in kept)
    turn.keep(ahead=(Talk((turn.plan.lines["close.ended_loading"],)), *kept, *cool_down))
    turn.note("branch", name="end-loading")


def _tidy(turn: Turn) -> None:
    """When no loaded work is left, what is left is the cool-down."""
    if not any(loaded(step) for step in turn.session.ahead):
        end_loading(turn)


_APPLY: dict[type, _Apply] = {
    Lighten: scale_loads,
    StepDown: step_down,
    StepUp: step_up,
    SlowLowering: slow_lowering,
    ShortenSets: shorten_sets,
    LongerRest: longer_rest,
    Insert: insert,
    Utter: utter,
    Remember: remember,
    DropSide: drop_side,
    EndLoading: end_loading,
}
