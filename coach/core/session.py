"""The brain: `advance` takes the plan, the state and an event, and gives the new state and what is wanted of the world.

The next deadline (`wake_at`) and what is worth listening for (`listening_for`) are read off the state, so they cannot
disagree with it.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from coach.core import answers, flow, holding, outages, own_pace, wording
from coach.core.commands import Command, Rank, SetVolume
from coach.core.complaints import complain
from coach.core.effects import apply_all
from coach.core.events import (
    Began,
    CueFinished,
    CueStarted,
    Event,
    FellSilent,
    Heard,
    HeardUnclear,
    Interrupted,
    Recovered,
    Reminded,
    Resumed,
    SoundBack,
    SoundLost,
    Woke,
)
from coach.core.listening import listening_for
from coach.core.plan import Plan, Work
from coach.core.remarks import REMARKS, WITHOUT_SLOTS
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Finished,
    Paused,
    Resting,
    Session,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.tempo import CountMode
from coach.core.turn import Turn
from coach.core.view import View, view

__all__ = ["Session", "View", "advance", "begin", "listening_for", "view", "wake_at"]

Spoken = Speaking | Briefing | Working | Asking | Closing
"""Situations that end when something has left the loudspeaker."""

ASKED_AT_MOST = 2
"""How often a question is put before silence is taken as an answer."""


def begin(plan: Plan) -> Session:
    """The state before anything has happened."""
    return Session(
        Unstarted(), plan.steps, race=plan.gun is not None, verbosity=plan.verbosity, mode=CountMode(plan.count)
    )


def advance(plan: Plan, state: Session, event: Event) -> tuple[Session, tuple[Command, ...]]:
    """What this event makes of the session, and what is wanted of the world."""
    if isinstance(state.phase, Finished):
        return state, ()
    turn = Turn(plan, state, event.at)
    _ON[type(event)](turn, event)
    before, after = type(state.phase).__name__, type(turn.session.phase).__name__
    if before != after:
        turn.note("state", state=after.lower(), step=len(turn.session.behind))
    return turn.session, tuple(turn.commands)


def wake_at(state: Session) -> float | None:
    """The session-clock time at which `Woke` is wanted, None while only the world can move things on."""
    phase = state.phase
    match phase:
        case SettingUp(until=until) | Resting(until=until) | Carrying(until=until) | Confirming(until=until):
            return until
        case Asking(until=until, patience=patience):
            return patience if until is None else until
        case Speaking() | Briefing() | Working() | Closing():
            return phase.patience
        case _:
            return None


# ------------------------------------------------------------------------------------------------ what happens


def _began(turn: Turn, event: Began) -> None:
    _ = event
    turn.note("session", name=turn.plan.session, title=turn.plan.title)
    cue = turn.say_all(turn.plan.welcome)
    if cue is None:
        flow.move_on(turn)
    else:
        turn.become(Speaking(None, cue, turn.patience()))


def _resumed(turn: Turn, event: Resumed) -> None:
    """Back after a power cut: ask before anything goes on. The loudspeaker is new, so its volume is set again."""
    _ = event
    turn.commands.append(SetVolume(turn.session.volume))
    if isinstance(turn.session.phase, Unstarted):
        flow.move_on(turn)
        return
    if isinstance(turn.session.phase, Closing):
        flow.close(turn, turn.session.phase.outcome)
        return
    step = answers.current_work(turn)
    where = _where(turn, step) if step else turn.plan.title
    question = turn.plan.lines["ask.carry_on"].variants[0].format_map({"where": where})
    holding.confirm(turn, "carry-on", question)


def _where(turn: Turn, step: Work) -> str:
    title = turn.exercise(step).title
    return f"{title}, set {wording.number(step.number)} of {wording.number(step.of)}" if step.of > 1 else title


def _cue_started(turn: Turn, event: CueStarted) -> None:
    phase = turn.session.phase
    if isinstance(phase, Working) and phase.count.cue == event.cue:
        turn.become(replace(phase, began=event.at, patience=event.at + phase.count.length + 5.0))
        turn.keep(work_began=event.at)


def _cue_finished(turn: Turn, event: CueFinished) -> None:
    phase = turn.session.phase
    if isinstance(phase, Working):
        if phase.count.cue == event.cue:
            _over(turn, phase)
    elif isinstance(phase, Speaking | Briefing | Asking | Closing) and phase.cue == event.cue:
        _over(turn, phase)


def _over(turn: Turn, phase: Spoken) -> None:
    """What was being said or counted is over."""
    if isinstance(phase, Speaking):
        flow.move_on(turn)
    elif isinstance(phase, Briefing):
        flow.set_up(turn, phase.step)
    elif isinstance(phase, Working):
        flow.finish_work(turn, phase.step)
    elif isinstance(phase, Asking):
        turn.become(replace(phase, until=turn.at + phase.step.seconds))
    else:
        flow.end(turn, phase.outcome)


def _woke(turn: Turn, event: Woke) -> None:
    phase = turn.session.phase
    if event.at < (wake_at(turn.session) or math.inf):
        return
    if isinstance(phase, SettingUp):
        flow.begin_work(turn, phase.step)
    elif isinstance(phase, Resting):
        flow.move_on(turn)
    elif isinstance(phase, Carrying):
        if not own_pace.asks(turn, phase):
            flow.finish_work(turn, phase.step)
    elif isinstance(phase, Confirming):
        _unconfirmed(turn, phase)
    elif isinstance(phase, Asking) and phase.until is not None:
        _silence(turn, phase)
    else:
        _over(turn, cast(Spoken, phase))  # only these are left that publish a deadline


def _silence(turn: Turn, phase: Asking) -> None:
    if phase.times < ASKED_AT_MOST:
        flow.ask(turn, phase.step, phase.times + 1)
    elif apply_all(turn, phase.step.silence):
        flow.move_on(turn)


def _unconfirmed(turn: Turn, phase: Confirming) -> None:
    """No answer: ask once more, then wait in silence; nothing goes on unasked."""
    if phase.times < ASKED_AT_MOST:
        holding.confirm(turn, phase.about, phase.question, phase.times + 1)
        return
    turn.become(Paused(phase.held, phase.since))
    turn.say("pause.paused", Rank.REPLY)


# ------------------------------------------------------------------------------------------------ what is said


def _heard(turn: Turn, event: Heard) -> None:
    if event.intent not in listening_for(turn.session):
        turn.note("ignored", intent=event.intent)
        return
    if event.intent == "complaint":
        complain(turn, dict(event.slots))
        return
    phase = turn.session.phase
    if isinstance(phase, Asking) and _answered(turn, phase, event):
        return
    if isinstance(phase, Confirming) and event.intent in ("yes", "no"):
        _confirmed(turn, phase, event)
        return
    REMARKS[event.intent](turn, event)


def _answered(turn: Turn, phase: Asking, event: Heard) -> bool:
    for answer in phase.step.answers:
        if event.intent in answer.intents:
            turn.hush()
            turn.note("answer", question=phase.step.name, answer=event.intent)
            side = str(event.slots["side"]) if "side" in event.slots else None
            if apply_all(turn, answer.effects, side):
                flow.move_on(turn)
            return True
    return False


def _confirmed(turn: Turn, phase: Confirming, event: Heard) -> None:
    turn.hush()
    if event.intent == "no":
        _denied(turn, phase)
        return
    turn.become(phase.held)
    if phase.about == "stop":
        flow.cut_work(turn)
        flow.close(turn, "stopped")
    elif phase.about == "carry-on":
        holding.take_up(turn, phase.held, phase.since)
    elif phase.about == "complaint":
        complain(turn, {"region": "general", "sensation": "pain"})
    else:
        REMARKS[phase.about](turn, event)


def _denied(turn: Turn, phase: Confirming) -> None:
    if phase.about == "carry-on":
        turn.become(phase.held)
        flow.cut_work(turn)
        flow.close(turn, "cut-short")
        return
    turn.become(phase.held)
    holding.take_up(turn, phase.held, phase.since)


def _unclear(turn: Turn, event: HeardUnclear) -> None:
    """Uncertain: stop and ask for what is costly to miss, ask for what is cheap to ask, ignore it under a count."""
    if event.guess == "complaint":
        holding.confirm(turn, "complaint", turn.plan.lines["ask.hurt"].variants[0])
    elif event.guess == "stop":
        holding.stop(turn, Heard(event.at, "stop"))
    elif event.guess in WITHOUT_SLOTS and event.guess in listening_for(turn.session):
        if isinstance(turn.session.phase, Working | Confirming | Paused | Asking):
            return
        question = turn.plan.lines["ask.unclear"].variants[0]
        holding.confirm(turn, event.guess, question.format_map({"phrase": event.guess.replace("_", " ")}))


def _interrupted(turn: Turn, event: Interrupted) -> None:
    _ = event
    turn.hush()


def _reminded(turn: Turn, event: Reminded) -> None:
    """Whoever trains already needs no reminder."""
    turn.note("reminder", session=event.session)


_ON: dict[type, Callable[[Turn, Any], None]] = {
    Began: _began,
    Resumed: _resumed,
    Heard: _heard,
    HeardUnclear: _unclear,
    CueStarted: _cue_started,
    CueFinished: _cue_finished,
    Woke: _woke,
    SoundLost: outages.sound_lost,
    SoundBack: outages.sound_back,
    FellSilent: outages.fell_silent,
    Recovered: outages.recovered,
    Interrupted: _interrupted,
    Reminded: _reminded,
}
