"""Complaints between sessions: a red flag says its lines, and its emergency line again; what is mild gets a word."""

from collections.abc import Mapping
from dataclasses import replace

from coach.core import doubts
from coach.core.branches import choose_branch
from coach.core.commands import Hush
from coach.core.doubts import QUESTIONS, Doubted, Outcome
from coach.core.events import Heard, HeardUnclear, Slot
from coach.core.plan import Branch
from coach.core.safety.complaints import said_in, what_was_heard
from coach.core.safety.red_flag import AGAIN_AFTER, TAKEN_BACK, WARNING_SIGN
from coach.core.standby.model import Doubt, KeepFact, Warned
from coach.core.standby.turn import BoxTurn

ANSWER_WITHIN = 12.0
"""Seconds to answer whether something hurt; silence is a yes."""


def complained(turn: BoxTurn, heard: Heard | Doubt, at_end: str = "idle.complaint") -> None:
    """Name it back; a red flag says its lines, takes back what was offered and is kept; anything else gets `at_end`."""
    said = said_in(turn.at, heard.slots)
    branch = choose_branch(turn.box.branches, said.region, said.sensation)
    turn.wanted.append(Hush())
    turn.state = replace(turn.state, doubt=None)
    what = what_was_heard(turn.box.lines, said.region, said.sensation, said.side)
    turn.warn(turn.box.lines["heard.remark"], what=what)
    if branch.red_flag:
        _warn(turn, branch)
    else:
        turn.say(at_end)


def half_heard(turn: BoxTurn, event: HeardUnclear) -> None:
    """Ask whether something hurt. What is half heard while that question is open answers it."""
    doubt = turn.state.doubt
    if doubt is None:
        _ask(turn, Doubt(event.slots, turn.at))
        return
    slots = event.slots if event.slots and not _is_red(turn, doubt.slots) else doubt.slots
    doubt = replace(doubt, slots=slots)
    _become(turn, doubt, doubts.yes(_doubted(turn, doubt)))


def answered(turn: BoxTurn, doubt: Doubt, heard: Heard) -> None:
    """What was said while one of the questions was open; a complaint says it better than a yes.

    A "no" is about what was half heard only, and takes no red flag back that was certain: "false alarm" does.
    """
    if heard.intent == "complaint":
        complained(turn, heard)
    elif heard.intent == "false_alarm":
        false_alarm(turn)
    else:
        _become(turn, doubt, doubts.answered(_doubted(turn, doubt), heard))


def unanswered(turn: BoxTurn, doubt: Doubt) -> None:
    """Nothing was."""
    _become(turn, doubt, doubts.unanswered(_doubted(turn, doubt)))


def ask_again(turn: BoxTurn, doubt: Doubt) -> None:
    """Put the open question once more, behind something else that was said; how long it waits stays as it was."""
    turn.warn(turn.box.lines[QUESTIONS[doubt.about]])


def _become(turn: BoxTurn, doubt: Doubt, outcome: Outcome) -> None:
    """Between sessions nothing is loaded that could be over."""
    if outcome.ask:
        _ask(turn, replace(doubt, about=outcome.ask, times=outcome.times))
    elif outcome.slots is None:
        _nothing_hurt(turn)
    else:
        complained(turn, replace(doubt, slots=outcome.slots))


def _ask(turn: BoxTurn, doubt: Doubt) -> None:
    turn.wanted.append(Hush())
    turn.warn(turn.box.lines[QUESTIONS[doubt.about]])
    turn.state = replace(turn.state, doubt=replace(doubt, until=turn.at + ANSWER_WITHIN))


def _doubted(turn: BoxTurn, doubt: Doubt) -> Doubted:
    return Doubted(doubt.about, doubt.slots, _is_red(turn, doubt.slots), doubt.times)


def _is_red(turn: BoxTurn, slots: Mapping[str, Slot]) -> bool:
    said = said_in(turn.at, slots)
    return choose_branch(turn.box.branches, said.region, said.sensation).red_flag


def _nothing_hurt(turn: BoxTurn) -> None:
    """It was asked whether something hurt, and nothing did."""
    turn.wanted.append(Hush())
    turn.state = replace(turn.state, doubt=None)
    turn.say("idle.no_harm")


def false_alarm(turn: BoxTurn) -> None:
    """A red flag was said, and it is none; nor is what was half heard."""
    was_kept = turn.state.warned is not None
    turn.state = replace(turn.state, warned=None)
    _nothing_hurt(turn)
    if was_kept:
        turn.wanted.append(KeepFact(WARNING_SIGN, TAKEN_BACK))


def say_again(turn: BoxTurn, warned: Warned) -> None:
    """The emergency line once more."""
    turn.state = replace(turn.state, warned=None)
    for line in warned.lines:
        turn.warn(line)


def _warn(turn: BoxTurn, branch: Branch) -> None:
    for line in branch.at_once:
        turn.warn(line)
    turn.state = replace(
        turn.state,
        offer=None,
        again=None,
        proposed=None,
        asked=None,
        lesson=None,
        warned=Warned(branch.again, turn.at + AGAIN_AFTER),
    )
    turn.wanted.append(KeepFact(WARNING_SIGN, branch.name))
