"""Holding everything: pause and resume, stop, and the questions that are asked before something is done."""

from dataclasses import replace

from coach.core import flow, resting, wording
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.plan import Line
from coach.core.state import (
    Carrying,
    Confirming,
    Live,
    Paused,
    Resting,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.turn import PATIENCE, Turn

CONFIRM_FOR = 12.0
"""Seconds a yes-or-no question waits before it is asked again, and once more before everything just waits."""


def pause(turn: Turn, heard: Heard) -> None:
    _ = heard
    hold(turn)
    turn.say("pause.paused", Rank.REPLY)


def hold(turn: Turn, lost: frozenset[str] = frozenset()) -> bool:
    """Silence, and keep everything as it stands, until the `lost` devices are back or the lifter says so.

    False where nothing goes on that could be held.
    """
    phase = turn.session.phase
    if not isinstance(phase, Live):
        return False
    turn.hush()
    turn.become(Paused(_settled(turn, phase), turn.at, lost))
    return True


def _settled(turn: Turn, phase: Live) -> Live:
    """The phase with the progress made so far written into it."""
    if isinstance(phase, Working):
        return replace(phase, before=flow.done_so_far(turn, phase), began=None)
    return phase


def resume(turn: Turn, heard: Heard) -> None:
    _ = heard
    phase = turn.session.phase
    if not isinstance(phase, Paused):
        return
    if not isinstance(phase.held, Resting):
        turn.say("pause.resumed", Rank.REPLY)
    take_up(turn, phase.held, phase.since)


def take_up(turn: Turn, held: Live, since: float) -> None:
    """Go on with what was held at `since`: reps left are counted with a new lead-in, rests keep what was left."""
    match held:
        case Working(step=step, before=before):
            flow.begin_work(turn, step, before)
        case Resting(step=step, until=until):
            left = max(1.0, until - since)
            turn.say("reply.time_left", Rank.REPLY, time=wording.duration(left))
            resting.begin_rest(turn, step, turn.at + left)
        case Carrying(began=began, until=until):
            away = turn.at - since
            turn.become(replace(held, began=began + away, until=max(turn.at + 5.0, until + away)))
        case SettingUp(step=step):
            flow.set_up(turn, step)
        case Unstarted() | Speaking(step=None):
            flow.move_on(turn)
        case _:
            flow.enter(turn)


def stop(turn: Turn, heard: Heard) -> None:
    """Silence at once, then ask whether the session shall end."""
    _ = heard
    confirm(turn, "stop", turn.plan.lines["ask.stop"].variants[0])


def confirm(turn: Turn, about: str, question: str, times: int = 1) -> None:
    """Hold everything and put a yes-or-no question, for the first time or again."""
    phase = turn.session.phase
    held: Live
    since = turn.at
    if isinstance(phase, Paused | Confirming):
        held, since = phase.held, phase.since
    elif isinstance(phase, Live):
        held = _settled(turn, phase)
    else:
        return
    turn.hush()
    turn.say(Line((question,)), Rank.SAFETY)
    turn.become(Confirming(held, since, about, question, turn.patience(CONFIRM_FOR - PATIENCE), times))
