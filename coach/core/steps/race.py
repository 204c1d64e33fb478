"""A warm-up tied to the gun keeps time: it says how long is left and leaves out what no longer fits."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from coach.core import wording
from coach.core.commands import Rank
from coach.core.plan import Gun, Step, Work
from coach.core.state import Briefing, Carrying, Resting, SettingUp, Working
from coach.core.steps.fitting import anchored
from coach.core.steps.work.durations import seconds_of
from coach.core.turn import Turn

MARKS = (45, 30, 20, 15, 10, 5, 2)
"""Minutes before the gun at which it is said how long is left; the last one passed is said at the next step."""

LATE = 20.0
"""Seconds the warm-up may run over before something is left out; guesses are not better than that."""

LEAST_SHARE = 0.5
"""Of the time that is left so much is for warming up at least: what is close to the gun is easy then, but not cold."""


def keep_time(turn: Turn, *, said: bool = False) -> None:
    """Before a step: say how long is left when a mark was passed, and leave out what no longer fits."""
    gun, gun_at = turn.plan.gun, turn.session.gun_at
    if gun is None or gun_at is None:
        return
    left = gun_at - turn.at
    mark = next((mark for mark in reversed(MARKS) if left <= 60 * mark), None)
    if not said and mark is not None and mark < turn.session.gun_said:
        turn.session = replace(turn.session, gun_said=float(mark))
        turn.say("race.left", Rank.CUE, time=wording.duration(rounded(left)))
    fitted = anchored(turn.session.ahead, max(left - gun.ends_before + LATE, left * LEAST_SHARE), lengths(turn))
    turn.session = replace(turn.session, ahead=fitted.steps)
    if fitted.shed:
        _tell(turn, fitted.shed)


def rounded(left: float) -> float:
    """The time to the gun as it is said: in half minutes, and in five seconds when it is close."""
    grain = 30.0 if left >= 120 else 5.0
    return max(0.0, grain * round(left / grain))


def _tell(turn: Turn, shed: tuple[str, ...]) -> None:
    """Say what was left out; what is done all the same, before or after, goes without a word."""
    turn.note("shed", names=", ".join(shed))
    there = {step.exercise for step in (*turn.session.behind, *turn.session.ahead) if isinstance(step, Work)}
    if missed := [turn.plan.exercises[name].title for name in dict.fromkeys(shed) if name not in there]:
        turn.say("race.shed", Rank.CUE, what=", ".join(missed))


def spare(turn: Turn, gun: Gun) -> float:
    """The seconds that are left over when everything ahead is done, negative when it is too much."""
    left = (turn.session.gun_at or turn.at) - turn.at - _under_way(turn) - gun.ends_before
    return left - sum(map(lengths(turn), turn.session.ahead))


def _under_way(turn: Turn) -> float:
    """The seconds that what is going on still takes."""
    match turn.session.phase:
        case Working(count=count, began=began):
            return count.length - (turn.at - began if began is not None else 0.0)
        case Resting(until=until) | Carrying(until=until):
            return until - turn.at
        case Briefing(step=step) | SettingUp(step=step):
            return seconds_of(turn.plan, turn.session.today, step)
        case _:
            return 0.0


def lengths(turn: Turn) -> Callable[[Step], float]:
    """How long a step takes in this plan."""
    return partial(seconds_of, turn.plan, turn.session.today)
