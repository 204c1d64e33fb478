"""When something complains: the count stops at once, the coach names what it heard, and a row of the table decides."""

from collections.abc import Iterable, Mapping

from coach.core.commands import Rank
from coach.core.effects import apply_all, loaded
from coach.core.events import Slot
from coach.core.flow import cut_work, move_on
from coach.core.plan import Branch, EndSession, Line, Rest
from coach.core.state import (
    Briefing,
    Carrying,
    Complained,
    Confirming,
    Paused,
    Phase,
    Resting,
    SettingUp,
    Working,
)
from coach.core.turn import Turn

EVERYBODY = frozenset({"load"})
"""Regions that are remarks about the bar and not about the body: they do not count as pain."""


def hurts(complaint: Complained) -> bool:
    """Whether this complaint is about the body."""
    return complaint.region not in EVERYBODY


def has_complained(turn: Turn) -> bool:
    """Whether the body has complained today; from then on nothing gets heavier unless a question offers it."""
    return any(hurts(complaint) for complaint in turn.session.today.complaints)


def choose_branch(branches: Iterable[Branch], region: str, sensation: str, times: int) -> Branch:
    """The first row that holds; a complaint no row knows ends the session, which is always safe."""
    for branch in branches:
        if branch.regions and region not in branch.regions:
            continue
        if branch.sensations and sensation not in branch.sensations:
            continue
        if times >= branch.times:
            return branch
    return Branch("unknown", (), (), (), (EndSession("red-flag"),), red_flag=True)


def complain(turn: Turn, slots: dict[str, Slot]) -> None:
    """Take the branch for a complaint."""
    region, sensation = str(slots.get("region", "general")), str(slots.get("sensation", "pain"))
    side = str(slots["side"]) if "side" in slots else None
    times = 1 + sum(earlier.region == region for earlier in turn.session.today.complaints)
    branch = choose_branch(turn.plan.branches, region, sensation, times)
    today = turn.session.today
    turn.today(complaints=(*today.complaints, Complained(turn.at, region, sensation, side)), clean_sets=0)
    turn.note("branch", name=branch.name, region=region, sensation=sensation, side=side, times=times)
    what = what_was_heard(turn.plan.lines, region, sensation, side)
    if not branch.stops:
        turn.say("heard.remark", Rank.REPLY, what=what)
        turn.say_all(branch.at_once, Rank.REPLY)
        apply_all(turn, branch.effects, side)
        return
    turn.hush()
    turn.fresh()
    phase = _held(turn.session.phase)
    counting = isinstance(phase, Working | Carrying)
    _break_off(turn, phase)
    turn.keep(closed=len(turn.session.behind))
    turn.say("heard.complaint" if counting else "heard.remark", Rank.SAFETY, what=what)
    if counting and isinstance(phase, Working | Carrying) and loaded(phase.step):
        turn.say(turn.exercise(phase.step).safe_end, Rank.SAFETY)
    turn.say_all(branch.at_once, Rank.SAFETY)
    if apply_all(turn, branch.effects, side):
        move_on(turn)


def _held(phase: Phase) -> Phase:
    while isinstance(phase, Paused | Confirming):
        phase = phase.held
    return phase


def _break_off(turn: Turn, phase: Phase) -> None:
    """End what was going on: a set is logged and over; a rest, or a set not yet begun, comes back after the branch."""
    turn.become(phase)
    match phase:
        case Working() | Carrying():
            cut_work(turn)
        case Resting(step=step, until=until):
            turn.push(Rest(max(1.0, until - turn.at), step.since_start))
        case Briefing(step=step) | SettingUp(step=step) if loaded(step):
            turn.push(step)
        case _:
            pass


def what_was_heard(lines: Mapping[str, Line], region: str, sensation: str, side: str | None) -> str:
    """What was heard, in the lifter's words: "left hamstring, pulling"."""
    spoken = [_named(lines, "sensation", sensation)]
    if region not in ("general", "head", "load"):
        spoken.insert(0, f"{side or ''} {_named(lines, 'region', region)}".strip())
    return ", ".join(spoken)


def _named(lines: Mapping[str, Line], kind: str, name: str) -> str:
    line = lines.get(f"{kind}.{name}")
    return line.variants[0] if line else name.replace("_", " ")
