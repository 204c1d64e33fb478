"""A rest that runs: half way, ten seconds, "get ready" when something has to be fetched, and three, two, one."""

from collections.abc import Sequence
from dataclasses import replace

from coach.core import wording
from coach.core.commands import Beat, Countdown, Rank, Tone
from coach.core.plan import Plan, Rest, Step, Work
from coach.core.state import Resting
from coach.core.turn import Turn

READY = 6.0
"""Seconds before the end of a rest at which "get ready" is said."""


def to_be_fetched(turn: Turn, step: Work, behind: Sequence[Step]) -> bool:
    """Whether the lifter needs another implement or another load for this work than for the last of those behind."""
    before = next((done for done in reversed(behind) if isinstance(done, Work)), None)
    implement = turn.exercise(step).implement
    if implement == "none":
        return False
    return before is None or (turn.exercise(before).implement, before.load) != (implement, step.load)


def begin_rest(turn: Turn, step: Rest, until: float) -> None:
    """Rest until `until`, with half way, ten seconds and a countdown that lands on zero."""
    following = next((ahead for ahead in turn.session.ahead if isinstance(ahead, Work)), None)
    fetching = following is not None and to_be_fetched(turn, following, turn.session.behind)
    turn.commands.append(Countdown(turn.cue(), rest_beats(turn.plan, until - turn.at, fetching), until))
    turn.become(Resting(step, turn.at, until))


def rest_beats(plan: Plan, seconds: float, fetching: bool = False) -> tuple[Beat, ...]:
    """The beats of a rest of so many seconds, offsets before zero."""
    said = {
        name: plan.lines[name].variants[0] for name in ("rest.half", "rest.ten", "rest.ready") if name in plan.lines
    }
    beats = [Beat(-float(left), wording.number(left)) for left in (3, 2, 1)]
    if fetching and seconds >= 12 and "rest.ready" in said:
        beats.insert(0, Beat(-READY, said["rest.ready"]))
    if seconds >= 25:
        beats.insert(0, Beat(-10.0, said["rest.ten"]))
    if seconds >= 60:
        beats.insert(0, Beat(-seconds / 2, said["rest.half"]))
    return (*beats, Beat(0.0, Tone.GO))


def change_rest(turn: Turn, resting: Resting, delta: float) -> float:
    """Lengthen or shorten the running rest; returns the seconds left."""
    until = max(turn.at + 1.0, resting.until + delta)
    turn.hush(Rank.COUNTDOWN)
    begin_rest(turn, replace(resting.step, seconds=until - resting.began), until)
    turn.become(replace(resting, until=until))
    return until - turn.at
