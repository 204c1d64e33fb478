"""Making it slower, faster, louder, longer, easier or harder."""

from dataclasses import replace

from coach.core import flow, resting, wording
from coach.core.answers import answer, current_work
from coach.core.commands import Rank, SetVolume, Tone
from coach.core.complaints import has_complained
from coach.core.effects import retime_ahead, retimed, step_down, step_up, walk
from coach.core.events import Heard
from coach.core.plan import Exercise, Reps, StepDown, StepUp
from coach.core.state import (
    Briefing,
    Carrying,
    Confirming,
    Paused,
    Resting,
    SettingUp,
    Working,
)
from coach.core.turn import Turn

LOUDER, SOFTEST, LOUDEST = 1.25, 0.3, 2.5


def more_rest(turn: Turn, heard: Heard) -> None:
    _change_rest(turn, float(heard.slots.get("seconds", 30)), "rest.more")


def less_rest(turn: Turn, heard: Heard) -> None:
    _change_rest(turn, -float(heard.slots.get("seconds", 30)), "rest.less")


def _change_rest(turn: Turn, delta: float, line: str) -> None:
    phase = turn.session.phase
    if isinstance(phase, Resting):
        left = resting.change_rest(turn, phase, delta)
        turn.say(line, Rank.REPLY, time=wording.duration(left))


def slower(turn: Turn, heard: Heard) -> None:
    _ = heard
    _retime(turn, +1, "reply.slower")


def faster(turn: Turn, heard: Heard) -> None:
    _ = heard
    _retime(turn, -1, "reply.faster")


def _retime(turn: Turn, seconds: int, reply: str) -> None:
    """Change the lowering of every set still to come; a set under way is counted anew from its next rep."""
    retime_ahead(turn, seconds)
    phase = turn.session.phase
    match phase:
        case Working(step=step) if isinstance(step.dose, Reps):
            done_reps = flow.done_so_far(turn, phase)
            turn.hush()
            turn.say(reply, Rank.REPLY)
            flow.begin_work(turn, retimed(turn, step, seconds), min(done_reps, step.dose.count - 1))
        case Briefing(step=step) | SettingUp(step=step):
            turn.become(replace(phase, step=retimed(turn, step, seconds)))
            answer(turn, reply)
        case _:
            answer(turn, reply)


def louder(turn: Turn, heard: Heard) -> None:
    _ = heard
    set_volume(turn, turn.session.volume * LOUDER, "reply.louder")


def quieter(turn: Turn, heard: Heard) -> None:
    _ = heard
    set_volume(turn, turn.session.volume / LOUDER, "reply.quieter")


def set_volume(turn: Turn, factor: float, reply: str) -> None:
    factor = max(SOFTEST, min(LOUDEST, factor))
    turn.keep(volume=factor)
    turn.commands.append(SetVolume(factor))
    if isinstance(turn.session.phase, Working):
        turn.play(Tone.HEARD)
    else:
        answer(turn, reply)


def verbosity(turn: Turn, heard: Heard) -> None:
    level = str(heard.slots.get("level", "normal"))
    if level in ("quiet", "normal", "talkative"):
        turn.keep(verbosity=level)
        answer(turn, f"reply.{level}")


def easier(turn: Turn, heard: Heard) -> None:
    """One rung down, from this set on; a set under way ends."""
    _ = heard
    step = current_work(turn)
    if step is None or step.role not in flow.LOADED:
        answer(turn, "reply.easiest")
        return
    lower: Exercise = walk(turn, step.exercise, "easier", 1)
    if lower.name == step.exercise:
        answer(turn, "reply.easiest")
        return
    turn.hush()
    _put_back(turn)
    step_down(turn, StepDown())
    turn.fresh()
    turn.say("reply.easier", Rank.REPLY, title=lower.title)
    flow.move_on(turn)


def _put_back(turn: Turn) -> None:
    """End the work going on; a set not yet begun goes back to the steps still to come."""
    phase = turn.session.phase
    held = phase.held if isinstance(phase, Paused | Confirming) else phase
    turn.become(held)
    match held:
        case Briefing(step=step) | SettingUp(step=step):
            turn.push(step)
        case Working() | Carrying():
            flow.cut_work(turn)
        case Resting(step=step, until=until):
            turn.push(replace(step, seconds=max(1.0, until - turn.at)))
        case _:
            pass


def harder(turn: Turn, heard: Heard) -> None:
    """One rung up for the sets still to come; never after a complaint, never within a set."""
    _ = heard
    step = flow.next_work(turn)
    if has_complained(turn):
        answer(turn, "reply.not_harder")
        return
    higher = walk(turn, step.exercise, "harder", 1) if step else None
    if step is None or higher is None or step.role not in flow.LOADED or higher.name == step.exercise:
        answer(turn, "reply.hardest")
        return
    step_up(turn, StepUp())
    turn.say("reply.harder", Rank.REPLY, title=higher.title)
