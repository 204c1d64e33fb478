"""The log by voice: reps, effort and loads said, corrected and taken back; and what goes on the bar."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from coach.core import flow, wording
from coach.core.answers import answer
from coach.core.commands import Rank
from coach.core.complaints import has_complained
from coach.core.effects import rounded
from coach.core.events import Heard
from coach.core.loads import Loading, loading_for, moved
from coach.core.plan import Role, Step, Work
from coach.core.state import (
    Briefing,
    SetDone,
    SettingUp,
)
from coach.core.turn import Turn


def log_reps(turn: Turn, heard: Heard) -> None:
    _amend(
        turn,
        "reply.reps_logged",
        {"reps": wording.counted(int(heard.slots.get("reps", 0)), "rep", "reps")},
        reps_done=int(heard.slots.get("reps", 0)),
    )


def log_effort(turn: Turn, heard: Heard) -> None:
    left = heard.slots.get("reps_left")
    effort = 10.0 - float(left) if left is not None else float(heard.slots.get("rpe", 0))
    _amend(turn, "reply.effort_logged", {"effort": wording.number(effort)}, effort=effort)


def _amend(turn: Turn, reply: str, fields: dict[str, str], **changes: float) -> None:
    """Correct the last set in the log; "undo" brings it back."""
    log = turn.session.today.log
    if not log:
        answer(turn, "reply.nothing_logged")
        return
    amended: SetDone = replace(log[-1], **changes)  # type: ignore[arg-type]
    turn.today(log=(*log[:-1], amended), undone=(*turn.session.today.undone, log[-1]))
    turn.note("set", exercise=amended.exercise, number=amended.number, reps=amended.reps_done, effort=amended.effort)
    turn.say(reply, Rank.REPLY, **fields)


def undo(turn: Turn, heard: Heard) -> None:
    _ = heard
    today = turn.session.today
    if not today.undone:
        answer(turn, "reply.nothing_to_undo")
        return
    before = today.undone[-1]
    # Other sets may have been done since the correction: the one it was about is known by when it ended.
    log = tuple(before if (done.at, done.exercise) == (before.at, before.exercise) else done for done in today.log)
    turn.today(log=log, undone=today.undone[:-1])
    turn.say("reply.undone", Rank.REPLY)


def log_load(turn: Turn, heard: Heard) -> None:
    """Use this load from the next set on."""
    change_load_to(turn, lambda _: float(heard.slots.get("load", 0)))


def change_load(turn: Turn, heard: Heard) -> None:
    """Change the load from the next set on, by a percentage or by a weight."""
    percent, delta = float(heard.slots.get("percent", 0)), float(heard.slots.get("delta", 0))
    change_load_to(turn, lambda load: load * (1 + percent / 100) + delta)


def change_load_to(turn: Turn, change: Callable[[float], float]) -> None:
    """Set the load of every working set of the next lift, its ramp-up in proportion; never up after a complaint."""
    step = _next_loaded(turn, Role.WORKING)
    if step is None or not step.load:
        answer(turn, "reply.no_load")
        return
    wanted = rounded(turn, change(step.load), step.exercise)
    if wanted > step.load and has_complained(turn):
        answer(turn, "reply.not_harder")
        return
    factor, exercise = wanted / step.load, step.exercise

    def reloaded(work: Work) -> Work:
        if work.exercise != exercise or work.load is None:
            return work
        return replace(work, load=wanted if work.role is Role.WORKING else rounded(turn, work.load * factor, exercise))

    turn.map_ahead(lambda other: reloaded(other) if isinstance(other, Work) else other)
    phase = turn.session.phase
    if isinstance(phase, Briefing | SettingUp):
        turn.become(replace(phase, step=reloaded(phase.step)))
    turn.note("load", exercise=exercise, load=wanted)
    turn.say("reply.load_set", Rank.REPLY, load=wording.load(wanted, turn.plan.kit.unit))


def _next_loaded(turn: Turn, role: Role) -> Work | None:
    """The set of this role being set up, or the next one, that has a load."""
    return next((step for step in _lifts(turn) if step.load is not None and step.role is role), None)


def _lifts(turn: Turn) -> Iterator[Work]:
    """The set being set up, and those to come, that are done under load."""
    phase = turn.session.phase
    steps: tuple[Step, ...] = turn.session.ahead
    if isinstance(phase, Briefing | SettingUp):
        steps = (phase.step, *steps)
    return (step for step in steps if isinstance(step, Work) and step.role in flow.LOADED)


def plates(turn: Turn, heard: Heard) -> None:
    """What to put on each side of the bar, and how to get there; what is no bar is named by its weight."""
    _ = heard
    step = next(_lifts(turn), None)
    if step is None or step.load is None:
        answer(turn, "reply.no_load")
    elif turn.exercise(step).implement == "barbell":
        _say_plates(turn, step.load)
    else:
        answer(turn, "reply.load_now", load=wording.load(step.load, turn.plan.kit.unit))


def _say_plates(turn: Turn, load: float) -> None:
    now = _on_the_bar(turn)
    wanted = loading_for(load, turn.plan.kit, now=now)
    if wanted.per_side:
        answer(turn, "reply.plates", plates=_named(wanted.per_side))
    else:
        answer(turn, "reply.empty_bar")
    if now is None:
        return
    off, on = moved(now, wanted)
    if not off and not on:
        answer(turn, "reply.plates_same")
    if off:
        answer(turn, "reply.plates_off", plates=_named(off))
    if on:
        answer(turn, "reply.plates_on", plates=_named(on))


def _named(sizes: tuple[float, ...]) -> str:
    return ", ".join(map(wording.number, sizes))


def _on_the_bar(turn: Turn) -> Loading | None:
    """What the sets of today left on the bar, each loaded with the fewest changes; None before the first."""
    now: Loading | None = None
    for done in turn.session.today.log:
        if done.load is not None and turn.plan.exercises[done.exercise].implement == "barbell":
            now = loading_for(done.load, turn.plan.kit, now=now)
    return now
