"""A set changes those after it, today: missed reps and the effort told make the next sets lighter, with the reason.

Nothing here ever makes a set heavier than it was planned; an easy last ramp-up set only leads to a question.
"""

from dataclasses import dataclass, replace
from typing import TypeGuard

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.plan import Answer, Ask, Feedback, FindLoad, Lighten, Rest, Role, Step, Work
from coach.core.state import Resting
from coach.core.steps import resting
from coach.core.steps.loads.scaling import rounded
from coach.core.today import Eased, SetDone
from coach.core.turn import Turn


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a set says of the next: at most the part `factor` of its load, `rest` seconds longer, and the reason."""

    factor: float
    rest: float
    line: str


def judged(done: SetDone, by: Feedback) -> Verdict | None:
    """What this set of a lift says of those after it, by these numbers; None where all is as planned."""
    planned = done.reps_planned or 0
    meant = planned if done.reps_meant is None else min(done.reps_meant, planned)
    missed = meant - (done.reps_done or 0)
    effort = done.effort if done.effort is not None and done.effort > (done.effort_meant or 0.0) else 0.0
    if done.role is not Role.WORKING or done.load is None:
        return None
    if missed >= 2:
        return Verdict(by.missed_more, by.more_rest, "feedback.missed")
    if missed == 1:
        return Verdict(by.missed_one, by.more_rest, "feedback.missed")
    if effort >= by.limit:
        return Verdict(by.at_limit, by.more_rest, "feedback.limit")
    return Verdict(by.at_near, 0.0, "feedback.near") if effort >= by.near else None


def take_in(turn: Turn, done: SetDone) -> None:
    """Let this set, just logged or corrected, change the sets of its lift that are still to come."""
    verdict, before = judged(done, turn.plan.feedback), turn.session.today.eased
    same = before is not None and before.at == done.at
    if verdict is not None:
        _ease(turn, done, verdict, before if same else None)
    elif before is not None and same:
        _restore(turn, done, before)
    else:
        _offer_more(turn, done)


def _ease(turn: Turn, done: SetDone, verdict: Verdict, before: Eased | None) -> None:
    now = _next_load(turn, done.exercise)
    if now is None:
        return
    planned = before.planned if before is not None else now
    most = planned if not has_complained(turn.session.today) else now
    load = min(most, rounded(turn, (done.load or 0.0) * verdict.factor, done.exercise))
    _set_loads(turn, done.exercise, load)
    if before is None or not before.rest:
        _rest_longer(turn, verdict.rest)
    rest = verdict.rest or (before.rest if before is not None else 0.0)
    turn.day = replace(turn.day, eased=Eased(done.at, planned, rest))
    turn.note("load", exercise=done.exercise, load=load)
    line = verdict.line if load < planned else "feedback.rest" if verdict.rest else ""
    if line:
        turn.say(line, Rank.REPLY, load=wording.load(load, turn.plan.kit.unit))


def _restore(turn: Turn, done: SetDone, before: Eased) -> None:
    """What was said of the set is taken back: the load is again as it was, unless something complained meanwhile."""
    turn.day = replace(turn.day, eased=None)
    if _next_load(turn, done.exercise) is None or has_complained(turn.session.today):
        return
    _set_loads(turn, done.exercise, before.planned)
    turn.note("load", exercise=done.exercise, load=before.planned)
    turn.say("reply.load_set", Rank.REPLY, load=wording.load(before.planned, turn.plan.kit.unit))


def _offer_more(turn: Turn, done: SetDone) -> None:
    """The last ramp-up set was easy: ask whether the working sets shall be a little heavier."""
    by = turn.plan.feedback
    easy = done.role is Role.RAMP and done.number == done.of and done.effort is not None and done.effort <= by.easy
    asked = any(isinstance(step, Ask) and step.name == "more-load" for step in turn.session.ahead)
    line = turn.plan.lines.get("ask.more_load")
    if not easy or asked or line is None or _is_sought(turn, done.exercise) or has_complained(turn.session.today):
        return
    if _next_load(turn, done.exercise) is not None:
        turn.push(Ask("more-load", line, (Answer(("yes",), (Lighten(by.more),)), Answer(("no", "not_sure"), ()))))


def _is_sought(turn: Turn, exercise: str) -> bool:
    """Whether the load of this lift is looked for today, by a question of its own after each trial."""
    asks = (step for step in (*turn.session.behind, *turn.session.ahead) if isinstance(step, Ask))
    return any(isinstance(each, FindLoad) and each.exercise == exercise for step in asks for each in step.silence)


def _next_load(turn: Turn, exercise: str) -> float | None:
    """The load of the next working set of this lift."""
    return next((step.load for step in turn.session.ahead if _is_set(step, exercise)), None)


def _is_set(step: Step, exercise: str) -> TypeGuard[Work]:
    return isinstance(step, Work) and step.exercise == exercise and step.role is Role.WORKING and step.load is not None


def _set_loads(turn: Turn, exercise: str, load: float) -> None:
    turn.map_ahead(lambda step: replace(step, load=load) if _is_set(step, exercise) else step)


def _rest_longer(turn: Turn, seconds: float) -> None:
    """Make the rest that runs, or else the next one, so much longer."""
    phase = turn.session.phase
    if not seconds:
        return
    if isinstance(phase, Resting):
        resting.change_rest(turn, phase, seconds)
        return
    head, *tail = turn.session.ahead
    if isinstance(head, Rest):
        turn.session = replace(turn.session, ahead=(replace(head, seconds=head.seconds + seconds), *tail))
