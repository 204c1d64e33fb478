"""Holding everything: pause and resume, stop, and the questions that are asked before something is done."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Rank
from coach.core.events import Heard, Slot
from coach.core.plan import Line
from coach.core.state import (
    Carrying,
    Closing,
    Confirming,
    Live,
    Paused,
    Phase,
    Resting,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.steps import flow, resting
from coach.core.steps.work import set_log
from coach.core.turn import PATIENCE, Turn

ASKED_AT_MOST = 2
"""How often a question is put before silence is taken as an answer."""

CONFIRM_FOR = 12.0
"""Seconds a yes-or-no question waits before it is asked again, and once more before everything just waits."""


def pause(turn: Turn, heard: Heard) -> None:
    hold(turn)
    turn.say("pause.toilet" if heard.slots.get("reason") == "toilet" else "pause.paused", Rank.REPLY)


def hold(turn: Turn, lost: frozenset[str] = frozenset()) -> bool:
    """Silence, and keep everything as it stands, until the `lost` devices are back or the lifter says so.

    False where nothing goes on that could be held.
    """
    phase = turn.session.phase
    if not isinstance(phase, Live):
        return False
    turn.hush()
    turn.become(Paused(settled(turn, phase), turn.at, lost))
    return True


def settled(turn: Turn, phase: Live) -> Live:
    """The phase with the progress made so far written into it."""
    if isinstance(phase, Working):
        return replace(phase, before=set_log.done_so_far(turn, phase), began=None)
    return phase


def resume(turn: Turn, heard: Heard) -> None:
    _ = heard
    phase = turn.session.phase
    if not isinstance(phase, Paused):
        return
    if not isinstance(phase.held, Resting):
        turn.say("pause.resumed", Rank.REPLY)
    take_up(turn, phase.held, phase.since)


def take_up(turn: Turn, held: Phase, since: SessionTime) -> None:
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
        case Closing(outcome=outcome):
            flow.close(turn, outcome)
        case Unstarted() | Speaking(step=None):
            flow.move_on(turn)
        case _:
            flow.enter(turn)


def stop(turn: Turn, heard: Heard) -> None:
    """Silence at once, then ask whether the session shall end."""
    _ = heard
    confirm(turn, "stop", turn.plan.lines["ask.stop"].variants[0])


def confirm(
    turn: Turn, about: str, question: str, times: int = 1, slots: Mapping[str, Slot] = MappingProxyType({})
) -> None:
    """Hold everything and put a yes-or-no question, for the first time or again; not in a red flag's last words."""
    phase = turn.session.phase
    held: Live | Closing
    since = turn.at
    if isinstance(phase, Paused | Confirming):
        held, since = phase.held, phase.since
    elif isinstance(phase, Live):
        held = settled(turn, phase)
    elif isinstance(phase, Closing) and phase.alarm is None:
        held = phase
    else:
        return
    turn.hush()
    turn.say(Line((question,)), Rank.SAFETY)
    until = turn.patience(CONFIRM_FOR - PATIENCE)
    turn.become(Confirming(held, since, about, question, until, times, dict(slots)))
