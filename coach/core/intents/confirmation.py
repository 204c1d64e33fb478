"""A question of yes or no is open: what is said meanwhile, and what silence means."""

from dataclasses import replace
from typing import cast

from coach.core.commands import Rank
from coach.core.doubts import QUESTIONS
from coach.core.events import Heard
from coach.core.intents.armed import TALK
from coach.core.intents.control import instead
from coach.core.intents.handlers import REMARKS
from coach.core.intents.numbers import amounts, correction, logbook
from coach.core.plan import Line
from coach.core.safety import doubt
from coach.core.state import Confirming, Live, Paused
from coach.core.steps import flow, pausing
from coach.core.steps.work import set_log
from coach.core.turn import PATIENCE, Turn

YES = {"carry-on": frozenset({"start", "resume"}), instead.INSTEAD: frozenset({"start"})}
"""Commands that are a yes to a question."""

KEPT = amounts.ASKED_BACK | {instead.INSTEAD, correction.EITHER}
"""What stays as it was without a yes."""


def heard(turn: Turn, phase: Confirming, said: Heard) -> None:
    """Take the answer; a command is obeyed, and the question comes again where the command does not settle it."""
    if phase.about in QUESTIONS:
        doubt.answered(turn, phase, said)
    elif said.intent == "stop":
        pausing.stop(turn, said)
    elif phase.about == amounts.WHICH and said.intent in amounts.NAMES_ONE:
        _resolved(turn, phase, said)
    elif phase.about == correction.EITHER and (meant := correction.answers_which(turn, said)) is not None:
        turn.hush()
        pausing.take_up(turn, phase.held, phase.since)
        correction.remember(turn, meant)
        REMARKS[meant.intent](turn, meant)
    elif phase.about == correction.EITHER and said.intent == "yes":
        turn.hush()
        ask_again(turn, phase)
    elif said.intent == "yes" or said.intent in YES.get(phase.about, ()):
        turn.hush()
        _confirmed(turn, phase, said)
    elif said.intent == "no":
        turn.hush()
        _denied(turn, phase)
    else:
        _obeyed(turn, phase, said)


def unanswered(turn: Turn, phase: Confirming) -> None:
    """No answer: ask once more; then of two loads the lesser is taken, any other amount stays, and all else waits."""
    if phase.about in QUESTIONS:
        doubt.unanswered(turn, phase)
    elif phase.times < pausing.ASKED_AT_MOST:
        pausing.confirm(turn, phase.about, phase.question, phase.times + 1, phase.slots)
    elif phase.about in KEPT:
        turn.become(phase.held)
        if phase.about == amounts.LOAD and logbook.lightens(turn, float(phase.slots["load"])):
            _load_taken(turn, phase)
        else:
            _denied(turn, phase)
    else:
        turn.become(Paused(cast(Live, phase.held), phase.since))  # only a doubt holds last words
        turn.say("pause.paused", Rank.REPLY)


def ask_again(turn: Turn, phase: Confirming) -> None:
    """Put the question once more after something else was said, without silencing that, and wait for it anew."""
    put_again(turn, phase)
    turn.become(replace(phase, until=turn.patience(pausing.CONFIRM_FOR - PATIENCE)))


def put_again(turn: Turn, phase: Confirming) -> None:
    """Put the question once more; how long it waits for its answer stays as it was."""
    turn.say(Line((phase.question,)), Rank.SAFETY)


def _obeyed(turn: Turn, phase: Confirming, said: Heard) -> None:
    if said.intent == "repeat":
        turn.hush()
        ask_again(turn, phase)
    elif said.intent == "pause":
        turn.become(phase.held)
        pausing.pause(turn, said)
    elif said.intent in TALK:
        REMARKS[said.intent](turn, said)
        ask_again(turn, phase)
    else:
        turn.hush()
        if said.intent == correction.CORRECTION:
            correction.not_done(turn, phase.about)
        pausing.take_up(turn, phase.held, phase.since)
        REMARKS[said.intent](turn, said)


def _resolved(turn: Turn, phase: Confirming, said: Heard) -> None:
    """Seconds or a load was meant."""
    turn.hush()
    pausing.take_up(turn, phase.held, phase.since)
    meant = amounts.meant(phase.slots, said)
    correction.remember(turn, meant)
    REMARKS[meant.intent](turn, meant)


def _confirmed(turn: Turn, phase: Confirming, said: Heard) -> None:
    turn.become(phase.held)
    if phase.about == "stop":
        set_log.cut_work(turn)
        flow.close(turn, "stopped")
    elif phase.about == "carry-on":
        pausing.take_up(turn, phase.held, phase.since)
    elif phase.about == instead.INSTEAD:
        instead.agreed(turn, phase)
    elif phase.about == amounts.LOAD:
        _load_taken(turn, phase)
    elif phase.about == amounts.LIFTED:
        logbook.set_lifted(turn, float(phase.slots["load"]))
        pausing.take_up(turn, phase.held, phase.since)
    elif phase.about == amounts.REPS:
        logbook.set_reps(turn, int(phase.slots["reps"]))
        pausing.take_up(turn, phase.held, phase.since)
    else:
        _meant(turn, phase, said)


def _load_taken(turn: Turn, phase: Confirming) -> None:
    logbook.set_load(turn, float(phase.slots["load"]))
    pausing.take_up(turn, turn.session.phase, phase.since)


def _meant(turn: Turn, phase: Confirming, said: Heard) -> None:
    """What was half heard was meant: "pause" ends here, everything with a value goes on where it was."""
    if phase.slots:
        pausing.take_up(turn, phase.held, phase.since)
    REMARKS[phase.about](turn, replace(said, intent=phase.about, slots=phase.slots))


def _denied(turn: Turn, phase: Confirming) -> None:
    turn.become(phase.held)
    correction.not_done(turn, phase.about)
    if phase.about == "carry-on":
        set_log.cut_work(turn)
        flow.close(turn, "cut-short")
        return
    if phase.about in KEPT:
        turn.say("reply.kept", Rank.REPLY)
    pausing.take_up(turn, phase.held, phase.since)
