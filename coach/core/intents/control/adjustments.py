"""Making it slower, faster, louder, longer, easier or harder."""

from dataclasses import replace

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank, SetVolume, Tone
from coach.core.events import Heard
from coach.core.intents.questions.queries import answer, current_work
from coach.core.loading.gates import reachable
from coach.core.plan import LOADED_ROLES, Exercise, Reps, Role, StepDown, Verbosity, Work
from coach.core.state import Briefing, Carrying, Confirming, Paused, Resting, SettingUp, Working
from coach.core.steps import announcements, flow, resting
from coach.core.steps.effects import retime_ahead, retimed
from coach.core.steps.loads.ladder import step_down, swapped, walk
from coach.core.steps.loads.scaling import A_LITTLE_MORE, a_little_more, say_load, scaled, scaled_step
from coach.core.steps.work import set_log
from coach.core.tempo import CountMode
from coach.core.turn import Turn

LESS = 0.9
"""The factor of "easier": what "too heavy" takes off."""

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
            _count_on(turn, phase, retimed(turn, step, seconds), reply)
        case Briefing(step=step) | SettingUp(step=step):
            turn.become(replace(phase, step=retimed(turn, step, seconds)))
            answer(turn, reply)
        case _:
            answer(turn, reply)


def counting(turn: Turn, heard: Heard) -> None:
    """Count without a sound from here on, or aloud again; the set under way goes on from its next rep."""
    aloud = heard.slots.get("aloud") != "no"
    usual = CountMode(turn.plan.count)
    spoken = CountMode.FULL if usual is CountMode.SILENT else usual
    turn.session = replace(turn.session, mode=spoken if aloud else CountMode.SILENT)
    reply = "reply.counted" if aloud else "reply.uncounted"
    match turn.session.phase:
        case Working(step=Work(dose=Reps()) as step) as phase:
            _count_on(turn, phase, step, reply)
        case _:
            answer(turn, reply)


def _count_on(turn: Turn, phase: Working, step: Work, reply: str) -> None:
    """Count the rest of the set under way anew, as this step."""
    done_reps = set_log.done_so_far(turn, phase)
    turn.hush()
    turn.say(reply, Rank.REPLY)
    most = step.dose.count - 1 if isinstance(step.dose, Reps) else done_reps
    flow.begin_work(turn, step, min(done_reps, most))


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
    """Less load, as after "too heavy"; where none can be taken off, or was before, one rung down. A set under way ends.

    After a complaint it is the easier movement at once: there the load alone is not what asks for it.
    """
    step = current_work(turn)
    if step is None or step.role not in LOADED_ROLES:
        answer(turn, "reply.easiest")
    elif heard.slots.get("what") == "movement" or not _lighter(turn, step):
        _easier_movement(turn, step)


def _lighter(turn: Turn, step: Work) -> bool:
    """Less load for this lift, from this set on; False where it has none, no less of it, or had less before."""
    today = turn.session.today
    if step.load is None or step.exercise in today.lightened or has_complained(today):
        return False
    if scaled(turn, step.load, LESS, step.exercise) >= step.load:
        return False
    turn.hush()
    _put_back(turn)
    turn.map_ahead(lambda other: scaled_step(turn, other, LESS, step.exercise))
    turn.day = replace(turn.day, lightened=today.lightened | {step.exercise})
    turn.fresh()
    _say_scaled(turn, step, LESS)
    flow.go_on(turn)
    return True


def _easier_movement(turn: Turn, step: Work) -> None:
    """The next rung down of this lift's ladder, from this set on."""
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
    if a_little_more(turn, step.load, step.exercise) <= step.load:
        return False
    turn.map_ahead(lambda other: scaled_step(turn, other, A_LITTLE_MORE, step.exercise))
    turn.day = replace(turn.day, went_up=True)
    _say_scaled(turn, step, A_LITTLE_MORE)
    return True


def _say_scaled(turn: Turn, step: Work, factor: float) -> None:
    """The load of the next set; before a ramp-up set that of the working sets first, which is what was asked for."""
    load = scaled(turn, step.load or 0.0, factor, step.exercise)
    if step.role is not Role.RAMP:
        say_load(turn, load)
        return
    sets = [each for each in turn.session.ahead if isinstance(each, Work) and each.exercise == step.exercise]
    say_load(turn, sets[-1].load or load, load)


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
