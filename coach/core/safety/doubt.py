"""A complaint that was half heard: everything stops and it is asked about; silence is a yes, "no" waits for "ready"."""

from collections.abc import Mapping
from dataclasses import replace

from coach.core.branches import branch_for
from coach.core.commands import Rank
from coach.core.events import Heard, HeardUnclear, Slot
from coach.core.safety.complaints import complain, said_in
from coach.core.state import Closing, Confirming, Paused
from coach.core.steps import pausing
from coach.core.steps.effects import end_loading
from coach.core.turn import Turn

HURT, HOW = "complaint", "complaint-how"
"""The two questions: whether something hurt, and whether it was a sign that ends the day."""

QUESTIONS = {HURT: "ask.hurt", HOW: "ask.hurt_how"}

BAD = 6.0
"""A pain of so many in ten ends the loading."""


def half_heard(turn: Turn, event: HeardUnclear) -> None:
    """Stop and ask. What is half heard while that question is open answers it."""
    phase = turn.session.phase
    if isinstance(phase, Closing) and phase.alarm is not None:
        turn.note("unclear", guess=event.guess)
    elif isinstance(phase, Confirming) and phase.about in QUESTIONS:
        slots = event.slots if event.slots and not _is_red(turn, phase.slots) else phase.slots
        _yes(turn, replace(phase, slots=slots))
    else:
        _ask(turn, HURT, event.slots)


def answered(turn: Turn, phase: Confirming, heard: Heard) -> None:
    """What was said while one of the questions was open; a complaint heard for certain never comes here."""
    level = float(heard.slots.get("level", BAD)) if heard.intent == "pain_level" else None
    if heard.intent in ("repeat", "louder", "quieter"):
        _ask(turn, phase.about, phase.slots, phase.times)
    elif heard.intent == "false_alarm" or level == 0 or (heard.intent == "no" and phase.about == HURT):
        _nothing(turn, phase)
    elif heard.intent == "no" or (level is not None and phase.about == HOW):
        _as_guessed(turn, phase, over=level is not None and level >= BAD)
    elif heard.intent == "stop":
        _as_guessed(turn, phase)
        pausing.stop(turn, heard)
    else:
        _yes(turn, phase)


def unanswered(turn: Turn, phase: Confirming) -> None:
    """Silence: asked once more only where the guess was mild; then it is a yes, and a day without more load."""
    if phase.about == HOW:
        _as_guessed(turn, phase, over=True)
    elif phase.times < pausing.ASKED_AT_MOST and not _is_red(turn, phase.slots):
        _ask(turn, HURT, phase.slots, phase.times + 1)
    else:
        _yes(turn, phase)


def _ask(turn: Turn, about: str, slots: Mapping[str, Slot], times: int = 1) -> None:
    pausing.confirm(turn, about, turn.stock(QUESTIONS[about]), times, slots)


def _yes(turn: Turn, phase: Confirming) -> None:
    """It hurt: a sign that ends the day is taken as heard, anything else is asked about once."""
    if _is_red(turn, phase.slots):
        complain(turn, phase.slots)
    elif phase.about == HURT:
        _ask(turn, HOW, phase.slots)
    else:
        complain(turn, {**phase.slots, "sensation": "sharp"})


def _as_guessed(turn: Turn, phase: Confirming, *, over: bool = False) -> None:
    complain(turn, phase.slots)
    if over and not isinstance(turn.session.phase, Closing):
        end_loading(turn)


def _nothing(turn: Turn, phase: Confirming) -> None:
    """Nothing hurt: still nothing goes on by itself."""
    turn.hush()
    if isinstance(phase.held, Closing):
        pausing.take_up(turn, phase.held, phase.since)
        return
    turn.become(Paused(phase.held, phase.since))
    turn.say("pause.ready", Rank.REPLY)


def _is_red(turn: Turn, slots: Mapping[str, Slot]) -> bool:
    said = said_in(turn.at, slots)
    return branch_for(turn.plan.branches, turn.session.today, said.region, said.sensation).red_flag
