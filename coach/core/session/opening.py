"""How a session begins, and how it is taken up again after the program died."""

from dataclasses import replace

from coach.core import wording
from coach.core.commands import Rank, SetVolume
from coach.core.intents.questions import queries
from coach.core.plan import Work
from coach.core.state import Closing, Speaking, Unstarted
from coach.core.steps import flow, pausing
from coach.core.turn import Turn


def began(turn: Turn) -> None:
    turn.note("session", name=turn.plan.session, title=turn.plan.title)
    cue = turn.say_all(turn.plan.welcome)
    if cue is None:
        flow.move_on(turn)
    else:
        turn.become(Speaking(None, cue, turn.patience()))


def resumed(turn: Turn) -> None:
    """Back after a power cut: ask before anything goes on. The loudspeaker is new, so its volume is set again."""
    turn.commands.append(SetVolume(turn.session.volume))
    if isinstance(turn.session.phase, Unstarted):
        flow.move_on(turn)
        return
    if isinstance(turn.session.phase, Closing):
        _resumed_closing(turn, turn.session.phase)
        return
    step = queries.current_work(turn)
    where = _where(turn, step) if step else turn.plan.title
    question = turn.plan.lines["ask.carry_on"].variants[0].format_map({"where": where})
    pausing.confirm(turn, "carry-on", question)


def _resumed_closing(turn: Turn, closing: Closing) -> None:
    """The last words once more; those of a red flag were perhaps never heard."""
    told = closing.alarm
    if told is not None:
        turn.say_all(told.lines, Rank.SAFETY)
    flow.close(turn, closing.outcome)
    if told is not None and isinstance(turn.session.phase, Closing):
        turn.become(replace(turn.session.phase, alarm=replace(told, waits=None)))


def _where(turn: Turn, step: Work) -> str:
    title = turn.exercise(step).title
    return f"{title}, set {wording.number(step.number)} of {wording.number(step.of)}" if step.of > 1 else title
