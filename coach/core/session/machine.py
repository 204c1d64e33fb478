"""The brain: `advance` takes the plan, the state and an event, and gives the new state and what is wanted of the world.

The next deadline (`wake_at`) and what is worth listening for (`listening_for`) are read off the state, so they cannot
disagree with it.
"""

import math
from dataclasses import dataclass, replace
from typing import assert_never, cast

from coach.clocks import SessionTime
from coach.core.commands import Command, Hush
from coach.core.events import (
    Began,
    CueFinished,
    CueStarted,
    Event,
    FellSilent,
    Heard,
    HeardUnclear,
    Impaired,
    Interrupted,
    NotUnderstood,
    Recovered,
    Reminded,
    Resumed,
    SoundBack,
    SoundLost,
    StoodStill,
    Woke,
)
from coach.core.intents import confirmation
from coach.core.intents.armed import listening_for
from coach.core.machine import Transition
from coach.core.plan import Plan
from coach.core.safety import red_flag
from coach.core.session import opening, outages, utterances
from coach.core.session.view import View, view
from coach.core.state import (
    Alarm,
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Finished,
    Resting,
    Session,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.steps import flow, pausing, ready
from coach.core.steps.effects import apply_all
from coach.core.steps.work import uncounted
from coach.core.tempo import CountMode
from coach.core.turn import Turn

__all__ = ["Session", "SessionMachine", "SessionTurn", "View", "advance", "begin", "listening_for", "view", "wake_at"]

Spoken = Speaking | Briefing | Working | Asking | Closing
"""Situations that end when something has left the loudspeaker."""


SessionTurn = Transition[Session, Event, Command]
"""What one event made of a session."""


@dataclass(frozen=True, slots=True)
class SessionMachine:
    """The session of this plan, as a `Machine`."""

    plan: Plan

    def advance(self, state: Session, event: Event) -> SessionTurn:
        """What this event makes of the session, and what is wanted of the world."""
        after, commands = advance(self.plan, state, event)
        return Transition(event, state, after, commands)

    def wake_at(self, state: Session) -> SessionTime | None:
        """The session-clock time at which `Woke` is wanted."""
        return wake_at(state)

    def armed(self, state: Session) -> frozenset[str]:
        """The intents that make sense now."""
        return listening_for(state)

    def ended(self, state: Session) -> bool:
        """Whether it is finished."""
        return isinstance(state.phase, Finished)


def begin(plan: Plan) -> Session:
    """The state before anything has happened."""
    return Session(
        Unstarted(),
        plan.steps,
        race=plan.gun is not None,
        verbosity=plan.verbosity,
        mode=CountMode(plan.count),
        says_plates=plan.says_plates,
    )


def advance(plan: Plan, state: Session, event: Event) -> tuple[Session, tuple[Command, ...]]:
    """What this event makes of the session, and what is wanted of the world."""
    if isinstance(state.phase, Finished):
        return state, ()
    turn = Turn(plan, state, event.at)
    _happened(turn, event)
    before, after = type(state.phase).__name__, type(turn.session.phase).__name__
    if before != after:
        turn.note("state", state=after.lower(), step=len(turn.session.behind))
    return turn.session, tuple(turn.commands)


def wake_at(state: Session) -> SessionTime | None:
    """The session-clock time at which `Woke` is wanted, None while only the world can move things on."""
    phase = state.phase
    match phase:
        case Resting(tells=tells) if tells is not None:
            return tells
        case SettingUp(until=until) | Resting(until=until) | Carrying(until=until) | Confirming(until=until):
            return until
        case Asking(until=until, patience=patience):
            return patience if until is None else until
        case Closing(alarm=Alarm(waits=waits)) if waits is not None:
            return waits
        case Speaking() | Briefing() | Working() | Closing():
            return phase.patience
        case _:
            return None


# ------------------------------------------------------------------------------------------------ what happens


def _happened(turn: Turn, event: Event) -> None:  # noqa: C901 - a line for each kind
    """Hand each kind of event to what it does."""
    match event:
        case Began():
            opening.began(turn)
        case Resumed():
            opening.resumed(turn)
        case Heard():
            utterances.heard(turn, event)
        case HeardUnclear():
            utterances.unclear(turn, event)
        case NotUnderstood():
            utterances.not_understood(turn, event)
        case CueStarted():
            _cue_started(turn, event)
        case CueFinished():
            _cue_finished(turn, event)
        case Woke():
            _woke(turn, event)
        case Interrupted():
            _interrupted(turn)
        case Reminded():
            _reminded(turn, event)
        case SoundLost() | SoundBack() | FellSilent() | Recovered() | Impaired() | StoodStill():
            outages.happened(turn, event)
        case _:
            assert_never(event)


def _cue_started(turn: Turn, event: CueStarted) -> None:
    phase = turn.session.phase
    if isinstance(phase, Working) and phase.count.cue == event.cue:
        turn.become(replace(phase, began=event.at, patience=event.at + phase.count.length + 5.0))
        turn.session = replace(turn.session, work_began=event.at)


def _cue_finished(turn: Turn, event: CueFinished) -> None:
    turn.session = replace(turn.session, unsaid=tuple(line for line in turn.session.unsaid if line.cue > event.cue))
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
    elif phase.alarm is not None:
        red_flag.over(turn, phase, phase.alarm)
    else:
        flow.end(turn, phase.outcome)


def _woke(turn: Turn, event: Woke) -> None:
    phase = turn.session.phase
    if event.at < (wake_at(turn.session) or math.inf):
        return
    if isinstance(phase, SettingUp):
        ready.time_is_up(turn, phase)
    elif isinstance(phase, Resting):
        _rested(turn, phase)
    elif isinstance(phase, Carrying):
        if not uncounted.asks(turn, phase):
            flow.finish_work(turn, phase.step)
    elif isinstance(phase, Confirming):
        confirmation.unanswered(turn, phase)
    elif isinstance(phase, Asking) and phase.until is not None:
        _silence(turn, phase)
    elif isinstance(phase, Closing) and phase.alarm is not None and phase.alarm.waits is not None:
        red_flag.say_again(turn, phase, phase.alarm)
    else:
        _over(turn, cast(Spoken, phase))  # only these are left that publish a deadline


def _rested(turn: Turn, phase: Resting) -> None:
    """A rest is nearly over, and the set after it is announced; or it is over."""
    if phase.tells is not None:
        flow.tell_in_rest(turn, phase)
    else:
        flow.move_on(turn, phase.told)


def _silence(turn: Turn, phase: Asking) -> None:
    if phase.times < pausing.ASKED_AT_MOST:
        flow.ask(turn, phase.step, phase.times + 1)
    elif apply_all(turn, phase.step.silence):
        flow.move_on(turn)


def _interrupted(turn: Turn) -> None:
    turn.commands.append(Hush())


def _reminded(turn: Turn, event: Reminded) -> None:
    """Whoever trains already needs no reminder."""
    turn.note("reminder", session=event.session)
