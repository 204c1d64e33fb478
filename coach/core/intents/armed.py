"""Which intents make sense right now; everything else is not armed, and so cannot be misheard."""

from coach.core.asked import ASKED_FOR
from coach.core.doubts import WHICH as WHICH_HURT
from coach.core.intents.numbers.amounts import NAMES_ONE, WHICH
from coach.core.intents.replies import answers_to
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
    Working,
)

ALWAYS = frozenset({"complaint", "stop"})
"""Safety is armed in every state of a session that is under way."""

TALK = frozenset(
    {"pause", "repeat", "why", "help", "time_left", "whats_next", "louder", "quieter", "verbosity", "undo"}
    | {"last_time", "best", "structure", "who", "ask", "about_me"}
)
"""Questions and wishes that change nothing of what is done; also armed while a question of the coach's is open."""

LOG = frozenset({"log_reps", "log_load", "log_effort", "change_load", "plates"})
BARE = frozenset({"log_reps", "log_effort"})
"""What a bare number means; where a number from zero to ten is an answer, it is that answer."""

_EASE = frozenset({"harder", "easier", "cannot"})
_MOVE = frozenset({"next", "back"})
_PACE = frozenset({"slower", "faster", "counting"})
"""How sets are counted."""
SKIPS = frozenset({"skip_exercise", "skip_warm_up"})
"""Leaving out all of an exercise, or of the warm-up: also said in the middle of a drill."""

SETS = SKIPS | {"one_more_set", "last_set"}
"""More or fewer sets."""

_RACE = frozenset({"race_in", "race_delayed"})
"""Armed all through a warm-up that is tied to the gun."""

_ARMED: dict[type, frozenset[str]] = {
    Speaking: TALK | _MOVE | SETS | LOG | _EASE | {"start", "counting"},
    Briefing: TALK | _MOVE | SETS | LOG | _EASE | _PACE | {"start", "done"},
    SettingUp: TALK | _MOVE | SETS | LOG | _EASE | _PACE | {"start", "done"},
    Working: _MOVE | SKIPS | _PACE | {"pause", "done", "louder", "quieter", "easier", "cannot", "time_left"},
    Carrying: _MOVE | SKIPS | {"pause", "done", "louder", "quieter", "easier", "cannot", "time_left"},
    Resting: TALK
    | _MOVE
    | SETS
    | LOG
    | _EASE
    | _PACE
    | {"start", "more_rest", "less_rest", "rest_for"}
    | {"set_timer", "metronome"},
    Asking: TALK | LOG | _MOVE | SETS | _EASE | _PACE | {"start"},
    Paused: frozenset({"resume", "start", "back", "time_left", "whats_next", "louder", "quieter", "ask", "help"}),
}

_DOUBTED = frozenset({"yes", "no", "not_sure", "false_alarm", "pain_level", "repeat", "louder", "quieter"})
"""Armed while it is asked whether something hurt: nothing that would go on."""


def armed_in(situation: type) -> frozenset[str]:
    """What is armed in every session that is in this situation."""
    return ALWAYS | _ARMED.get(situation, frozenset())


def listening_for(state: Session) -> frozenset[str]:
    """The intents armed in this state; empty when the session is over."""
    phase = state.phase
    if isinstance(phase, Finished):
        return frozenset()
    if isinstance(phase, Closing):
        if phase.alarm is not None:
            return frozenset({"complaint", "false_alarm", "no"})
        race = _RACE if state.gun_at is not None else frozenset()
        return frozenset({"complaint"}) | race | (BARE if state.today.log else frozenset())
    armed = ALWAYS | (
        _while_confirming(phase) if isinstance(phase, Confirming) else _ARMED.get(type(phase), frozenset())
    )
    if state.race:
        armed |= _RACE
    if isinstance(phase, Speaking | Briefing | SettingUp) and not state.today.log:
        armed |= ASKED_FOR
    if isinstance(phase, Asking):
        answers = answers_to(phase.step)
        armed = (armed - BARE if "pain_level" in answers else armed) | answers
    if isinstance(phase, Confirming) and phase.about == "either" and state.said_last is not None:
        return (armed - LOG) | {state.said_last.intent, "correction", "number"}
    if state.said_last is not None and state.said_last.intent in armed:
        armed |= {"correction"}
    return armed


def _while_confirming(phase: Confirming) -> frozenset[str]:
    """Yes and no; and where something else is asked than whether it hurts, what was armed before."""
    if phase.about.startswith("complaint"):
        return _DOUBTED | {"what_is_wrong"} if phase.about == WHICH_HURT else _DOUBTED
    before = _ARMED.get(type(phase.held), frozenset()) if not isinstance(phase.held, Asking) else frozenset()
    more = {"resume", "start"} if phase.about == "carry-on" else NAMES_ONE if phase.about == WHICH else frozenset()
    return (frozenset({"yes", "no"}) | TALK | before | more) - {"ask"}
