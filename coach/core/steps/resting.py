"""A rest that runs: half way, the next set, ten seconds, "get ready" when something has to be fetched, three, two, one.

The end of a rest is the beginning of the set after it: what is to be said of the set is said before.
"""

from collections.abc import Sequence
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Beat, Countdown, Rank, Tone
from coach.core.plan import LOADED_ROLES, Plan, Rest, Step, Work
from coach.core.state import Resting
from coach.core.steps.loads.plates import seconds_to_say_plates
from coach.core.turn import Turn

CLOSING = -10.0
"""The offset from the end of a rest at which its closing words begin."""

READY = 6.0
"""Seconds before the end of a rest at which "get ready" is said."""

TELLING = 8.5
"""Seconds that announcing a set one knows takes at most: its number, its dose and one cue."""


def to_be_fetched(turn: Turn, step: Work, behind: Sequence[Step]) -> bool:
    """Whether the lifter needs another implement or another load for this work than for the last of those behind."""
    before = next((done for done in reversed(behind) if isinstance(done, Work)), None)
    implement = turn.exercise(step).implement
    if implement == "none":
        return False
    return before is None or (turn.exercise(before).implement, before.load) != (implement, step.load)


def begin_rest(turn: Turn, step: Rest, until: SessionTime) -> SessionTime | None:
    """Rest until `until`, with half way, ten seconds and a countdown that lands on zero; returns when it tells."""
    following = next((ahead for ahead in turn.session.ahead if isinstance(ahead, Work)), None)
    fetching = following is not None and to_be_fetched(turn, following, turn.session.behind)
    beats = rest_beats(turn.plan, until - turn.at, fetching)
    turn.commands.append(Countdown(turn.cue(), beats, until))
    tells = _tells(turn, until, beats)
    turn.become(Resting(step, turn.at, until, tells))
    return tells


def _tells(turn: Turn, until: SessionTime, beats: Sequence[Beat]) -> SessionTime | None:
    """When to announce the set after this rest, so that it is said before the countdown; None where there is no room.

    Only a set one knows is announced in the rest: how to set up for a new lift is told when the rest is over.
    """
    step = told_ahead(turn)
    if step is None:
        return None
    closing = min(beat.offset for beat in beats if beat.offset >= CLOSING)
    tells = until + closing - TELLING - seconds_to_say_plates(turn, step)
    return tells if tells > turn.silent_at() else None


def told_ahead(turn: Turn) -> Work | None:
    """The loaded set right after this rest, where it is one more of a lift that was set up before."""
    step = next(iter(turn.session.ahead), None)
    if not isinstance(step, Work) or step.role not in LOADED_ROLES or not came_before(step, turn.session.behind):
        return None
    return step


def came_before(step: Work, behind: Sequence[Step]) -> bool:
    """Whether this exercise is among the work behind."""
    return any(isinstance(done, Work) and done.exercise == step.exercise for done in behind)


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
    place_anew(turn, resting, replace(resting.step, seconds=until - resting.began), until)
    return until - turn.at


def place_anew(turn: Turn, before: Resting, step: Rest, until: SessionTime) -> None:
    """Place the rest anew: it goes on being the one it was, and what was announced is not announced again."""
    tells = begin_rest(turn, step, until)
    turn.become(replace(before, until=until, tells=None if before.told is not None else tells))
