"""Moving through the session: next, back, ready, done, and saying it again."""

from dataclasses import replace

from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.plan import Line, Work
from coach.core.state import Asking, Briefing, Carrying, Paused, Resting, SettingUp, Speaking, Working
from coach.core.steps import feedback, flow, resting
from coach.core.steps.effects import apply_all, without
from coach.core.steps.pausing import resume
from coach.core.steps.work import set_log, uncounted
from coach.core.steps.work.counting import full_dose
from coach.core.turn import Turn


def next_(turn: Turn, heard: Heard) -> None:
    """Go to the next step; a set that was under way is logged as far as it came.

    A question that is skipped is answered by what silence answers: the way past "how does it feel" is the safe one.
    `exercise`: to the next exercise, so what is left of this one is left out.
    """
    turn.hush()
    set_log.cut_work(turn)
    phase = turn.session.phase
    if isinstance(phase, Asking) and not apply_all(turn, phase.step.silence):
        return
    if "exercise" in heard.slots:
        _leave_out_the_rest(turn)
    flow.move_on(turn, phase.told if isinstance(phase, Resting) else None)


def _leave_out_the_rest(turn: Turn) -> None:
    """Nothing more of the exercise that is under way or was done last: who rests behind its last set loses none."""
    begun = [step for step in turn.session.behind if isinstance(step, Work)]
    if begun:
        turn.session = replace(turn.session, ahead=without(turn.session.ahead, begun[-1].exercise))


def back(turn: Turn, heard: Heard) -> None:
    """Go back to the work before this one, or to the beginning of this one (`again`).

    Never over a complaint, to the set that it ended.
    """
    turn.hush()
    phase = turn.session.phase
    if isinstance(phase, Paused):
        turn.become(phase.held)
    set_log.cut_work(turn)
    closed = turn.session.closed
    behind = list(turn.session.behind)
    if "again" in heard.slots and len(behind) > closed and isinstance(behind[-1], Work):
        flow.enter(turn)
        return
    undone = [behind.pop()] if len(behind) > closed else []
    while len(behind) > closed and not isinstance(behind[-1], Work):
        undone.append(behind.pop())
    turn.session = replace(turn.session, behind=tuple(behind), ahead=(*reversed(undone), *turn.session.ahead))
    if len(behind) > closed:
        flow.enter(turn)
    else:
        turn.say("reply.nothing_back", Rank.REPLY)
        flow.move_on(turn)


def start(turn: Turn, heard: Heard) -> None:
    """Begin: the set that is being set up, or the next one when resting."""
    phase = turn.session.phase
    match phase:
        case Briefing(step=step) | SettingUp(step=step) | Paused(held=SettingUp(step=step)):
            turn.hush()
            flow.begin_work(turn, step)
        case Resting():
            turn.hush()
            flow.cut_rest(turn)
        case Speaking():
            next_(turn, heard)
        case Paused():
            resume(turn, heard)
        case _:
            pass


def done(turn: Turn, heard: Heard) -> None:
    """The lifter has finished the work, whatever the count says; what was not counted is not logged, and told so."""
    _ = heard
    phase = turn.session.phase
    if isinstance(phase, Carrying):
        turn.hush()
        uncounted.learn(turn, phase)
        flow.finish_work(turn, phase.step)
    elif isinstance(phase, Working):
        turn.hush()
        amount = set_log.done_so_far(turn, phase)
        if amount >= full_dose(phase.step.dose):
            flow.finish_work(turn, phase.step)
        elif amount < 1:
            _nothing_counted(turn)
        else:
            set_log.cut_work(turn)
            turn.fresh()
            turn.say("set.done", Rank.CHATTER)
            turn.say("set.how_many", Rank.CHATTER)
            feedback.take_in(turn, turn.session.today.log[-1])
            flow.move_on(turn)
    elif isinstance(phase, Briefing | SettingUp):
        turn.hush()
        _nothing_counted(turn)


def _nothing_counted(turn: Turn) -> None:
    turn.fresh()
    turn.say("set.none", Rank.REPLY)
    flow.move_on(turn)


def repeat(turn: Turn, heard: Heard) -> None:
    """Say the last thing again; a question is put again, work is announced again."""
    _ = heard
    said = turn.session.last_said
    turn.hush()
    phase = turn.session.phase
    if isinstance(phase, Asking):
        flow.ask(turn, phase.step, phase.times)
        return
    if not said:
        turn.say("reply.nothing_to_repeat", Rank.REPLY)
        return
    turn.fresh()
    cue = turn.say_all(tuple(Line((text,)) for text in said), Rank.REPLY)
    _wait_for(turn, cue or 0)


def _wait_for(turn: Turn, cue: int) -> None:
    """After hushing, a phase that waits for a cue to leave waits for this one; a countdown is placed again."""
    phase = turn.session.phase
    match phase:
        case Speaking() | Briefing():
            turn.become(replace(phase, cue=cue, patience=turn.patience()))
        case SettingUp():
            turn.become(replace(phase, until=max(phase.until, turn.patience())))
        case Resting(step=step, until=until):
            resting.place_anew(turn, phase, step, until)
        case _:
            pass
