"""A complaint that was half heard: everything stops and it is asked about; silence is a yes, "no" waits for "ready"."""

from collections.abc import Mapping

from coach.core import doubts
from coach.core.branches import branch_for
from coach.core.commands import Rank
from coach.core.doubts import HOW, HURT, QUESTIONS, WHICH, Doubted, Outcome
from coach.core.events import Heard, HeardUnclear, Slot
from coach.core.safety.complaints import complain, said_in
from coach.core.state import Closing, Confirming, Paused
from coach.core.steps import pausing
from coach.core.steps.effects import end_loading
from coach.core.turn import Turn


def half_heard(turn: Turn, event: HeardUnclear) -> None:
    """Stop and ask. What is half heard while that question is open answers it."""
    phase = turn.session.phase
    if isinstance(phase, Closing) and phase.alarm is not None:
        turn.note("unclear", guess=event.guess)
    elif isinstance(phase, Confirming) and phase.about in QUESTIONS:
        slots = event.slots if event.slots and not _is_red(turn, phase.slots) else phase.slots
        _become(turn, phase, doubts.yes(_doubted(turn, phase, slots)), slots)
    else:
        _ask(turn, HURT, event.slots)


def cannot(turn: Turn, _heard: Heard) -> None:
    """ "I can't": stop, and ask why."""
    _ask(turn, WHICH, {})


def complained(turn: Turn, slots: Mapping[str, Slot]) -> None:
    """A complaint heard for certain. Of one who cannot, that it hurts says too little."""
    phase = turn.session.phase
    why = isinstance(phase, Confirming) and phase.about == WHICH
    if why and slots.get("sensation", "pain") == "pain" and not _is_red(turn, slots):
        _ask(turn, HOW, slots)
    else:
        complain(turn, slots)


def answered(turn: Turn, phase: Confirming, heard: Heard) -> None:
    """What was said while one of the questions was open; a complaint heard for certain never comes here."""
    if heard.intent == "what_is_wrong":
        complained(turn, heard.slots)
        return
    _become(turn, phase, doubts.answered(_doubted(turn, phase, phase.slots), heard), phase.slots)
    if heard.intent == "stop":
        pausing.stop(turn, heard)


def unanswered(turn: Turn, phase: Confirming) -> None:
    """Nothing was."""
    _become(turn, phase, doubts.unanswered(_doubted(turn, phase, phase.slots)), phase.slots)


def _become(turn: Turn, phase: Confirming, outcome: Outcome, slots: Mapping[str, Slot]) -> None:
    if outcome.ask:
        _ask(turn, outcome.ask, slots, outcome.times)
    elif outcome.slots is None:
        _nothing(turn, phase)
    else:
        complain(turn, outcome.slots)
        if outcome.over and not isinstance(turn.session.phase, Closing):
            end_loading(turn)


def _ask(turn: Turn, about: str, slots: Mapping[str, Slot], times: int = 1) -> None:
    pausing.confirm(turn, about, turn.stock(QUESTIONS[about]), times, slots)


def _nothing(turn: Turn, phase: Confirming) -> None:
    """Nothing hurt: still nothing goes on by itself."""
    turn.hush()
    if isinstance(phase.held, Closing):
        pausing.take_up(turn, phase.held, phase.since)
        return
    turn.become(Paused(phase.held, phase.since))
    turn.say("pause.ready", Rank.REPLY)


def _doubted(turn: Turn, phase: Confirming, slots: Mapping[str, Slot]) -> Doubted:
    return Doubted(phase.about, slots, _is_red(turn, slots), phase.times)


def _is_red(turn: Turn, slots: Mapping[str, Slot]) -> bool:
    said = said_in(turn.at, slots)
    return branch_for(turn.plan.branches, turn.session.today, said.region, said.sensation).red_flag
