"""A red flag: its words are never silenced, its emergency line is said again, and for a while it can be taken back."""

from dataclasses import replace

from coach.core.commands import Rank
from coach.core.plan import Branch
from coach.core.state import Alarm, Closing, Session
from coach.core.steps import flow
from coach.core.today import Complained
from coach.core.turn import Turn

__all__ = ["TAKEN_BACK", "WARNING_SIGN", "Session", "another", "arm", "false_alarm", "over", "say_again"]

WARNING_SIGN, TAKEN_BACK = "warning_sign", "taken back"
"""The fact that keeps a red flag between sessions, by the name of its row, and its value when it was none."""

AGAIN_AFTER = 20.0
"""Seconds after a red flag at which its emergency line is said once more."""

TAKEN_BACK_WITHIN = 15.0
"""Seconds a red flag can be taken back at least, also when its words are over sooner."""


def arm(turn: Turn, branch: Branch, said: Complained, before: Session) -> None:
    """Keep with the last words what belongs to this red flag; nothing where the row lets the session go on."""
    phase = turn.session.phase
    if isinstance(phase, Closing):
        told = Alarm(turn.at, branch.at_once, branch.again, said, before)
        turn.become(replace(phase, alarm=told))


def another(turn: Turn, closing: Closing, told: Alarm, branch: Branch) -> None:
    """A second red flag adds its lines to those of the first, and closes the way back."""
    lines = tuple(line for line in branch.at_once if line not in told.lines)
    cue = turn.say_all(lines, Rank.SAFETY) or closing.cue
    again = tuple(dict.fromkeys((*told.again, *branch.again)))
    told = replace(told, lines=(*told.lines, *lines), again=again, before=None, waits=None)
    turn.become(replace(closing, cue=cue, patience=turn.patience(), alarm=told))


def over(turn: Turn, closing: Closing, told: Alarm) -> None:
    """The words have left the loudspeaker: wait to say the emergency line again, or for a word that takes it back."""
    until = told.raised + (AGAIN_AFTER if told.again else TAKEN_BACK_WITHIN)
    if told.again or turn.at < until:
        turn.become(replace(closing, alarm=replace(told, waits=max(until, turn.at + 1.0))))
    else:
        flow.end(turn, closing.outcome)


def say_again(turn: Turn, closing: Closing, told: Alarm) -> None:
    """The wait is over: the emergency line once more, then the end."""
    cue = turn.say_all(told.again, Rank.SAFETY)
    if cue is None:
        flow.end(turn, closing.outcome)
    else:
        turn.become(replace(closing, cue=cue, patience=turn.patience(), alarm=replace(told, again=(), waits=None)))


def false_alarm(turn: Turn, closing: Closing, told: Alarm) -> None:
    """Take a red flag back: everything is as it was before it, and waits for the lifter. Not after a second one."""
    if told.before is None:
        cue = turn.say("red.stays", Rank.SAFETY)
        turn.become(replace(closing, cue=cue, patience=turn.patience(), alarm=replace(told, waits=None)))
        return
    now, before = turn.session, told.before
    kept = tuple(each for each in now.today.complaints if each != told.complained)
    turn.hush()
    turn.session = replace(
        before, today=replace(before.today, complaints=kept), at=now.at, next_cue=now.next_cue, used=now.used
    )
    turn.note("taken-back", at=told.raised)
    if isinstance(before.phase, Closing):
        flow.close(turn, before.phase.outcome)
    else:
        turn.say("red.taken_back", Rank.REPLY)
