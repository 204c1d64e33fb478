"""Which intents make sense right now; everything else is not armed, and so cannot be misheard."""

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

_TALK = frozenset(
    {
        "pause",
        "repeat",
        "why",
        "help",
        "time_left",
        "whats_next",
        "louder",
        "quieter",
        "verbosity",
        "undo",
        "last_time",
        "best",
        "structure",
        "who",
    }
)
_LOG = frozenset({"log_reps", "log_load", "log_effort", "change_load", "plates", "harder", "easier"})
_MOVE = frozenset({"next", "back"})

_RACE = frozenset({"race_in", "race_delayed"})
"""Armed all through a warm-up that is tied to the gun."""

_ARMED: dict[type, frozenset[str]] = {
    Speaking: _TALK | _MOVE | _LOG | {"start"},
    Briefing: _TALK | _MOVE | _LOG | {"start", "slower", "faster", "done"},
    SettingUp: _TALK | _MOVE | _LOG | {"start", "slower", "faster", "done"},
    Working: _MOVE | {"pause", "done", "slower", "faster", "louder", "quieter", "easier", "time_left"},
    Carrying: _MOVE | {"pause", "done", "louder", "quieter", "easier", "time_left"},
    Resting: _TALK | _MOVE | _LOG | {"start", "more_rest", "less_rest", "slower", "faster"},
    Asking: frozenset({"repeat", "next", "pause", "louder", "quieter"}),
    Paused: frozenset({"resume", "start", "time_left", "whats_next", "louder", "quieter"}),
    Confirming: frozenset({"yes", "no"}),
}


def listening_for(state: Session) -> frozenset[str]:
    """The intents armed in this state; empty when the session is over."""
    phase = state.phase
    if isinstance(phase, Finished | Closing):
        return frozenset() if isinstance(phase, Finished) else ALWAYS - {"stop"}
    armed = ALWAYS | _ARMED.get(type(phase), frozenset())
    if state.race:
        armed |= _RACE
    if isinstance(phase, Asking):
        armed |= {intent for answer in phase.step.answers for intent in answer.intents}
    return armed
