"""What the lifter says: a complaint, an answer, a command, or what was half heard or means nothing."""

from dataclasses import replace

from coach.core.commands import Tone
from coach.core.doubts import QUESTIONS
from coach.core.events import Heard, HeardUnclear, NotUnderstood
from coach.core.intents import confirmation
from coach.core.intents.armed import listening_for
from coach.core.intents.facts import filled
from coach.core.intents.handlers import REMARKS, WITHOUT_SLOTS
from coach.core.intents.numbers import correction
from coach.core.intents.questions import queries
from coach.core.intents.replies import answer_to
from coach.core.safety import doubt, red_flag
from coach.core.state import Asking, Carrying, Closing, Confirming, Paused, Phase, Unstarted, Working
from coach.core.steps import flow, pausing
from coach.core.steps.effects import apply_all
from coach.core.turn import Turn


def heard(turn: Turn, event: Heard) -> None:
    phase = turn.session.phase
    if event.intent not in listening_for(turn.session):
        turn.note("ignored", intent=event.intent)
        _not_now(turn)
        return
    correction.remember(turn, event)
    if event.intent == "complaint":
        doubt.complained(turn, event.slots)
    elif isinstance(phase, Closing) and phase.alarm is not None:
        red_flag.false_alarm(turn, phase, phase.alarm)
    elif isinstance(phase, Confirming):
        confirmation.heard(turn, phase, event)
    elif isinstance(phase, Asking):
        _while_asking(turn, phase, event)
    else:
        REMARKS[event.intent](turn, event)
        _answered_to_its_end(turn, phase)


def _answered_to_its_end(turn: Turn, phase: Phase) -> None:
    """In the last words the session ends when the answer has been said, too."""
    if isinstance(phase, Closing) and turn.session.phase == phase:
        turn.become(replace(phase, cue=turn.session.next_cue - 1, patience=turn.patience()))


def _not_now(turn: Turn) -> None:
    """A soft tone for what was understood and makes no sense now; nothing over the last words or a question."""
    if not isinstance(turn.session.phase, Closing | Unstarted):
        turn.play(Tone.HEARD)


def _while_asking(turn: Turn, phase: Asking, event: Heard) -> None:
    """Take an answer; a command is obeyed, and the question comes again."""
    found = answer_to(phase.step, event)
    if found is None:
        REMARKS[event.intent](turn, event)
        if turn.session.phase == phase and event.intent != "repeat":
            flow.ask(turn, phase.step, phase.times)
        return
    name, answer = found
    turn.hush()
    turn.session = replace(turn.session, said_last=None)  # what an answer leads to is not undone by a number
    turn.note("answer", question=phase.step.name, answer=name)
    side = str(event.slots["side"]) if "side" in event.slots else None
    if apply_all(
        turn, filled(answer.effects, event), side or (event.intent if event.intent in ("left", "right") else None)
    ):
        flow.move_on(turn)


def unclear(turn: Turn, event: HeardUnclear) -> None:
    """Uncertain: stop and ask for what is costly to miss, ask for what is cheap to ask, ignore it under a count.

    What was certainly said to the coach is answered all the same, as words that mean nothing are. Asked which of two
    numbers it was, what leaves that as open as before is no answer.
    """
    phase = turn.session.phase
    if event.guess == "complaint":
        doubt.half_heard(turn, event)
    elif event.guess == "stop":
        pausing.stop(turn, Heard(event.at, "stop"))
    elif isinstance(phase, Confirming) and correction.leaves_open(turn, phase.about, event):
        confirmation.unanswered(turn, phase)
    elif _worth_asking(turn, event):
        correction.remember(turn, event)
        if correction.ask_which(turn, event):
            return
        phrase = event.text if event.slots and event.text else event.guess.replace("_", " ")
        pausing.confirm(turn, event.guess, turn.stock("ask.unclear", phrase=phrase), slots=event.slots)
    elif event.nearest is not None:
        not_understood(turn, NotUnderstood(event.at, event.text, event.nearest))


def _worth_asking(turn: Turn, event: HeardUnclear) -> bool:
    if isinstance(turn.session.phase, Working | Confirming | Paused | Asking | Closing):
        return False
    return event.guess in listening_for(turn.session) and (event.guess in WITHOUT_SLOTS or bool(event.slots))


def not_understood(turn: Turn, event: NotUnderstood) -> None:
    """Words meant for the coach that mean nothing: a short answer, and the question again where one is open.

    They may be talk in the room. Where it is asked whether something hurt they put off no silence, which is a yes.
    """
    phase = turn.session.phase
    turn.note("not-understood", nearest=event.nearest)
    if isinstance(phase, Working | Carrying):
        turn.play(Tone.HEARD)
    elif isinstance(phase, Confirming) and phase.about in QUESTIONS:
        confirmation.put_again(turn, phase)
    elif not isinstance(phase, Closing | Unstarted):
        line, fields = ("reply.nearest", {"phrase": event.nearest}) if event.nearest else ("reply.not_understood", {})
        queries.answer(turn, line, **fields)
        if isinstance(phase, Confirming):
            confirmation.ask_again(turn, phase)
        elif isinstance(phase, Asking):
            flow.ask(turn, phase.step, phase.times)
