"""When something complains: the count stops at once, the coach names what it heard, and a row of the table decides."""

from collections.abc import Mapping
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core.branches import branch_for, choose_branch, has_complained, hurts
from coach.core.commands import Rank
from coach.core.events import Slot
from coach.core.plan import Branch, Line, Rest, Utter
from coach.core.safety import red_flag
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Live,
    Paused,
    Phase,
    Resting,
    SettingUp,
    Working,
)
from coach.core.steps.effects import apply_all, loaded
from coach.core.steps.flow import move_on
from coach.core.steps.pausing import settled
from coach.core.steps.work.set_log import cut_work
from coach.core.today import Complained
from coach.core.turn import Turn

__all__ = ["choose_branch", "complain", "has_complained", "hurts", "what_was_heard"]


def complain(turn: Turn, slots: Mapping[str, Slot]) -> None:
    """Take the branch for a complaint."""
    asked = turn.session.phase
    if isinstance(asked, Confirming) and isinstance(asked.held, Closing):
        turn.become(asked.held)
    said = said_in(turn.at, slots)
    branch = branch_for(turn.plan.branches, turn.session.today, said.region, said.sensation)
    if branch.red_flag:
        _red_flag(turn, said, branch)
    elif isinstance(turn.session.phase, Closing):
        _noted(turn, said, branch)
    elif branch.stops:
        _stop(turn, said, branch)
    else:
        _remark(turn, said, branch)


def said_in(at: SessionTime, slots: Mapping[str, Slot]) -> Complained:
    """The complaint of these slots; where nothing is named, a pain that could be anywhere."""
    side = str(slots["side"]) if "side" in slots else None
    return Complained(at, str(slots.get("region", "general")), str(slots.get("sensation", "pain")), side)


def _remark(turn: Turn, said: Complained, branch: Branch) -> None:
    """A remark about the bar that leaves the count running; after pain it leads to nothing."""
    _enter(turn, said, branch)
    turn.say("heard.remark", Rank.REPLY, what=_what(turn, said))
    if has_complained(turn.session.today):
        turn.say("reply.not_harder", Rank.REPLY)
        return
    turn.say_all(branch.at_once, Rank.REPLY)
    apply_all(turn, branch.effects, said.side)


def _stop(turn: Turn, said: Complained, branch: Branch) -> None:
    """Stop whatever goes on, and do what the row says. A question that was open is answered cautiously first."""
    turn.hush()
    turn.fresh()
    phase = _held(turn.session.phase)
    _break_off(turn, phase)
    if isinstance(phase, Asking) and not _silently(turn, phase, said.side):
        _noted(turn, said, branch)
        return
    _enter(turn, said, branch)
    turn.session = replace(turn.session, closed=len(turn.session.behind))
    counting = isinstance(phase, Working | Carrying)
    turn.say("heard.complaint" if counting else "heard.remark", Rank.SAFETY, what=_what(turn, said))
    if isinstance(phase, Working | Carrying) and loaded(phase.step):
        turn.say_surely(turn.exercise(phase.step).safe_end)
    turn.say_all(branch.at_once, Rank.SAFETY)
    if apply_all(turn, branch.effects, said.side):
        move_on(turn)


def _silently(turn: Turn, asking: Asking, side: str | None) -> bool:
    """What silence answers, without its words; False when that ended the session."""
    return apply_all(turn, tuple(each for each in asking.step.silence if not isinstance(each, Utter)), side)


def _red_flag(turn: Turn, said: Complained, branch: Branch) -> None:
    """Everything ends. In last words that another red flag already speaks, only its own lines are added."""
    phase = turn.session.phase
    if isinstance(phase, Closing) and phase.alarm is not None:
        _enter(turn, said, branch)
        red_flag.another(turn, phase, phase.alarm, branch)
        return
    before = _taken_back_to(turn)
    turn.session = replace(turn.session, unsaid=())  # "rack the bar" would contradict "put it down"
    turn.hush()
    turn.fresh()
    if isinstance(phase, Paused | Confirming):
        phase = phase.held
    if not isinstance(phase, Closing):
        _break_off(turn, phase)
    _enter(turn, said, branch)
    turn.session = replace(turn.session, closed=len(turn.session.behind))
    turn.say("red.first", Rank.SAFETY)
    turn.say_all(branch.at_once, Rank.SAFETY)
    turn.say("red.wrong", Rank.SAFETY, what=_what(turn, said))
    if apply_all(turn, branch.effects, said.side):
        move_on(turn)
    red_flag.arm(turn, branch, said, before)


def _taken_back_to(turn: Turn) -> "red_flag.Session":
    """The session as it is now, held, for when the red flag was none."""
    phase = turn.session.phase
    if isinstance(phase, Live):
        return replace(turn.session, phase=Paused(settled(turn, phase), turn.at))
    if isinstance(phase, Confirming) and not isinstance(phase.held, Closing):
        return replace(turn.session, phase=Paused(phase.held, phase.since))
    return turn.session


def _noted(turn: Turn, said: Complained, branch: Branch) -> None:
    """In the last words there is nothing left to change: it is kept, and answered where that is in nobody's way."""
    _enter(turn, said, branch)
    phase = turn.session.phase
    if isinstance(phase, Closing) and phase.alarm is None:
        turn.say("heard.remark", Rank.SAFETY, what=_what(turn, said))
        cue = turn.say("close.noted", Rank.SAFETY)
        turn.become(replace(phase, cue=cue, patience=turn.patience()))


def _enter(turn: Turn, said: Complained, branch: Branch) -> None:
    """Write the complaint into the day."""
    today = turn.session.today
    times = 1 + sum(earlier.region == said.region for earlier in today.complaints)
    turn.day = replace(turn.day, complaints=(*today.complaints, said), clean_sets=0)
    turn.note(
        "branch", name=branch.name, region=said.region, sensation=said.sensation, side=said.side, times=times
    )  # fmt: skip


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


def _what(turn: Turn, said: Complained) -> str:
    return what_was_heard(turn.plan.lines, said.region, said.sensation, said.side)


def what_was_heard(lines: Mapping[str, Line], region: str, sensation: str, side: str | None) -> str:
    """What was heard, in the lifter's words: "left hamstring, pulling"."""
    spoken = [_named(lines, "sensation", sensation)]
    if region not in ("general", "head", "load"):
        spoken.insert(0, f"{side or ''} {_named(lines, 'region', region)}".strip())
    return ", ".join(spoken)


def _named(lines: Mapping[str, Line], kind: str, name: str) -> str:
    line = lines.get(f"{kind}.{name}")
    return line.variants[0] if line else name.replace("_", " ")
