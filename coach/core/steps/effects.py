"""What an answer or a complaint does to the rest of the session: one small function for each kind of effect."""

from dataclasses import replace
from typing import assert_never

from coach.core.branches import LOADING_ENDED
from coach.core.commands import Rank
from coach.core.plan import (
    LOADED_ROLES,
    DropSide,
    Effect,
    EndLoading,
    EndSession,
    FindLoad,
    Insert,
    LeaveOut,
    Lighten,
    LongerRest,
    Remember,
    RememberSaid,
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
    TellFault,
    Tempo,
    Utter,
    Work,
)
from coach.core.steps.flow import close
from coach.core.steps.loads.first_load import find_load
from coach.core.steps.loads.ladder import step_down, step_up
from coach.core.steps.loads.scaling import scale_loads
from coach.core.turn import Turn

SLOWEST, FASTEST = 9, 1
"""The most and the fewest seconds of eccentric the coach will count."""


LONGEST_REST = 180.0
"""Seconds up to which a complaint lengthens a rest; a longer one in the plan stays as it is."""


def apply_all(turn: Turn, effects: tuple[Effect, ...], side: str | None = None) -> bool:
    """Carry the effects out in order; `side` is the one that complained. False when one of them ended the session."""
    for effect in effects:
        _apply(turn, effect, side)
        if isinstance(effect, EndSession):
            return False
    return True


# long: a line for each kind of effect
def _apply(turn: Turn, effect: Effect, side: str | None) -> None:  # noqa: C901 - a line for each kind
    """Carry out one effect."""
    match effect:
        case Lighten():
            scale_loads(turn, effect)
        case StepDown():
            step_down(turn, effect)
        case StepUp():
            step_up(turn, effect)
        case SlowLowering():
            retime_ahead(turn, effect.seconds)
        case ShortenSets():
            shorten_sets(turn, effect)
        case LongerRest():
            longer_rest(turn, effect)
        case Insert():
            insert(turn, effect, side)
        case Utter():
            # now: put before everything still to come, it would be said after the drills it explains, or be dropped
            turn.say(effect.line, Rank.REPLY)
        case TellFault():
            tell_fault(turn, effect)
        case Remember():
            remember(turn, effect)
        case FindLoad():
            find_load(turn, effect)
        case DropSide():
            drop_side(turn, side)
        case LeaveOut():
            leave_out(turn, effect)
        case EndLoading():
            end_loading(turn)
        case EndSession():
            close(turn, effect.reason)
        case RememberSaid():
            return  # nothing was said that could be kept: an answer fills it in before it comes here
        case _:
            assert_never(effect)


def loaded(step: Step) -> bool:
    """Whether this step puts load on the lifter."""
    return isinstance(step, Work) and step.role in LOADED_ROLES


def retime_ahead(turn: Turn, seconds: int) -> None:
    """Make the eccentric of every counted set still to come longer or shorter."""
    turn.map_ahead(lambda step: retimed(turn, step, seconds) if isinstance(step, Work) else step)


def retimed(turn: Turn, step: Work, seconds: int) -> Work:
    """The same work with its eccentric longer or shorter by so many seconds; counted, also when it was not before."""
    if not isinstance(step.dose, Reps) or step.dose.open:
        return step
    speed: Tempo = step.dose.tempo or turn.exercise(step).tempo
    eccentric = max(FASTEST, min(SLOWEST, speed.eccentric + seconds))
    return replace(step, dose=replace(step.dose, tempo=replace(speed, eccentric=eccentric), free=False))


def shorten_sets(turn: Turn, effect: ShortenSets) -> None:
    turn.map_ahead(
        lambda step: (
            replace(step, dose=replace(step.dose, count=max(1, step.dose.count - effect.reps)))
            if isinstance(step, Work) and loaded(step) and isinstance(step.dose, Reps) and turn.exercise(step).loaded
            else step
        )
    )


def longer_rest(turn: Turn, effect: LongerRest) -> None:
    turn.map_ahead(
        lambda step: replace(step, seconds=lengthened(step.seconds, effect.seconds)) if isinstance(step, Rest) else step
    )
    turn.day = replace(turn.day, rest_to_tell=True)


def lengthened(seconds: float, by: float) -> float:
    """A rest made longer; several complaints together do not stretch it past `LONGEST_REST`."""
    return max(seconds, min(seconds + by, LONGEST_REST))


def insert(turn: Turn, effect: Insert, side: str | None = None) -> None:
    """Put steps next; a drill that has sides starts with the side that complained."""
    steps = effect.steps
    if side in (Side.LEFT, Side.RIGHT):
        steps = tuple(step for step in steps if not isinstance(step, Work) or step.side in (None, side))
    turn.push(*steps)


def tell_fault(turn: Turn, effect: TellFault) -> None:
    """Say the lift's own cue; nothing where it has no such fault, or nothing was lifted yet."""
    lift = _last_lift(turn)
    faults = turn.exercise(lift).faults if lift is not None else ()
    found = next((fault.cue for word in effect.words for fault in faults if word in fault.name), None)
    if found is not None:
        turn.say(found, Rank.REPLY)


def _last_lift(turn: Turn) -> Work | None:
    lifts = (step for step in reversed(turn.session.behind) if isinstance(step, Work) and step.role in LOADED_ROLES)
    return next(lifts, None)


def remember(turn: Turn, effect: Remember) -> None:
    turn.day = replace(turn.day, findings={**turn.session.today.findings, effect.name: effect.value})
    turn.note("finding", name=effect.name, value=effect.value)


def drop_side(turn: Turn, side: str | None) -> None:
    """Nothing more for the side that complained; work on both legs at once loads it too, so that goes as well."""
    turn.map_ahead(
        lambda step: (
            None
            if isinstance(step, Work) and step.role in LOADED_ROLES and (step.side is None or step.side == side)
            else step
        )
    )
    _tidy(turn)


def leave_out(turn: Turn, effect: LeaveOut) -> None:
    """Drop the exercises; where the only lift left goes, the cool-down takes its place."""
    lift = _last_lift(turn)
    for name in effect.exercises or ((lift.exercise,) if lift is not None else ()):
        turn.session = replace(turn.session, ahead=without(turn.session.ahead, name))
    if not effect.exercises:
        _tidy(turn)


def without(ahead: tuple[Step, ...], exercise: str) -> tuple[Step, ...]:
    """The steps without this exercise, and without the rests that stand before or after it."""
    kept: list[Step] = []
    resting = True  # what stands first is the rest before it
    for step in ahead:
        if isinstance(step, Work) and step.exercise == exercise:
            resting = True
        elif not (resting and isinstance(step, Rest)):
            kept.append(step)
            resting = False
    return tuple(kept)


def end_loading(turn: Turn) -> None:
    """Drop all loaded work, and the rests and talk that went with it; the cool-down takes their place."""
    kept = tuple(
        step for step in turn.session.ahead if isinstance(step, Work) and step.role in (Role.COOL_DOWN, Role.RESET)
    )
    cool_down = tuple(step for step in turn.plan.cool_down if step not in kept)
    turn.session = replace(turn.session, ahead=(Talk((turn.plan.lines["close.ended_loading"],)), *kept, *cool_down))
    turn.day = replace(turn.day, loading_ended=True)
    _remember_ended(turn)
    turn.note("loading-ended")


def _remember_ended(turn: Turn) -> None:
    """Keep of which lift it was, the last that was loaded today: its next outing begins lighter."""
    lifts = [step.exercise for step in turn.session.behind if isinstance(step, Work) and step.role in LOADED_ROLES]
    if lifts:
        turn.day = replace(turn.day, findings={**turn.session.today.findings, LOADING_ENDED: lifts[-1]})


def _tidy(turn: Turn) -> None:
    """When no loaded work is left, what is left is the cool-down."""
    if not any(loaded(step) for step in turn.session.ahead):
        end_loading(turn)
