"""Making it slower, faster, louder, longer, easier or harder."""

from dataclasses import replace

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank, SetVolume, Tone
from coach.core.events import Heard
from coach.core.intents.queries import answer, current_work
from coach.core.loading.gates import reachable
from coach.core.plan import LOADED_ROLES, Exercise, Reps, Step, StepDown, Verbosity, Work
from coach.core.state import (
    Briefing,
    Carrying,
    Confirming,
    Paused,
    Resting,
    SettingUp,
    Working,
)
from coach.core.steps import announcements, flow, resting
from coach.core.steps.effects import retime_ahead, retimed
from coach.core.steps.loads.ladder import step_down, swapped, walk
from coach.core.steps.loads.scaling import scaled
from coach.core.steps.work import set_log
from coach.core.turn import Turn

A_LITTLE_MORE = 1.05
"""The factor of "harder" and "too easy" on the load."""

LOUDER, SOFTEST, LOUDEST = 1.25, 0.3, 2.5


def more_rest(turn: Turn, heard: Heard) -> None:
    _change_rest(turn, float(heard.slots.get("seconds", 30)), "rest.more")


def less_rest(turn: Turn, heard: Heard) -> None:
    _change_rest(turn, -float(heard.slots.get("seconds", 30)), "rest.less")


def rest_for(turn: Turn, heard: Heard) -> None:
    """The whole rest shall last so many seconds; what has passed of it counts."""
    phase = turn.session.phase
    if isinstance(phase, Resting):
        delta = phase.began + float(heard.slots.get("seconds", phase.step.seconds)) - phase.until
        _change_rest(turn, delta, "rest.more" if delta > 0 else "rest.less")


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
            done_reps = set_log.done_so_far(turn, phase)
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
    turn.session = replace(turn.session, volume=factor)
    turn.commands.append(SetVolume(factor))
    if isinstance(turn.session.phase, Working):
        turn.play(Tone.HEARD)
    else:
        answer(turn, reply)


def verbosity(turn: Turn, heard: Heard) -> None:
    level = str(heard.slots.get("level", Verbosity.NORMAL))
    if level in tuple(Verbosity):
        turn.session = replace(turn.session, verbosity=Verbosity(level))
        answer(turn, f"reply.{level}")


def easier(turn: Turn, heard: Heard) -> None:
    """One rung down, from this set on; a set under way ends."""
    _ = heard
    step = current_work(turn)
    if step is None or step.role not in LOADED_ROLES:
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
    flow.go_on(turn)


def _put_back(turn: Turn) -> None:
    """End the work going on; a set not yet begun goes back to the steps still to come."""
    phase = turn.session.phase
    held = phase.held if isinstance(phase, Paused | Confirming) else phase
    turn.become(held)
    match held:
        case Briefing(step=step) | SettingUp(step=step):
            turn.push(step)
        case Working() | Carrying():
            set_log.cut_work(turn)
        case Resting(step=step, until=until):
            turn.push(replace(step, seconds=max(1.0, until - turn.at)))
        case _:
            pass


def harder(turn: Turn, heard: Heard) -> None:
    """A little more load for the lift that comes, or where that is asked for a harder movement; once a session."""
    step = announcements.next_work(turn)
    if has_complained(turn.session.today):
        answer(turn, "reply.not_harder")
    elif turn.session.today.went_up:
        answer(turn, "reply.harder_once")
    elif step is None or step.role not in LOADED_ROLES:
        answer(turn, "reply.hardest")
    elif heard.slots.get("what") == "movement" or not _heavier(turn, step):
        _harder_movement(turn, step)


def _heavier(turn: Turn, step: Work) -> bool:
    """More load for every set of this lift still to come; False where it has none, or no more of it can be made."""
    if step.load is None:
        return False
    load = scaled(turn, step.load, A_LITTLE_MORE, step.exercise)
    if load <= step.load:
        return False
    turn.map_ahead(lambda other: _more(turn, other, step.exercise))
    turn.day = replace(turn.day, went_up=True)
    turn.say("reply.load_set", Rank.REPLY, load=wording.load(load, turn.plan.kit.unit))
    return True


def _more(turn: Turn, step: Step, exercise: str) -> Step:
    if not isinstance(step, Work) or step.exercise != exercise or step.load is None:
        return step
    return replace(step, load=scaled(turn, step.load, A_LITTLE_MORE, exercise))


def _harder_movement(turn: Turn, step: Work) -> None:
    """The next rung of this lift's ladder, where its gate is open."""
    higher = walk(turn, step.exercise, "harder", 1)
    if higher.name == step.exercise:
        answer(turn, "reply.hardest")
        return
    if not reachable(turn.plan, step, higher):
        answer(turn, "reply.not_yet", title=higher.title)
        return
    turn.map_ahead(
        lambda other: (
            swapped(turn, other, higher) if isinstance(other, Work) and other.exercise == step.exercise else other
        )
    )
    turn.day = replace(turn.day, went_up=True, rungs_down=max(0, turn.session.today.rungs_down - 1), clean_sets=0)
    turn.say("reply.harder", Rank.REPLY, title=higher.title)
