"""What goes away and comes back while somebody trains: loudspeaker, microphone, ear and voice."""

from dataclasses import replace

from coach.core import holding
from coach.core.commands import Rank
from coach.core.events import FellSilent, Recovered, SoundBack, SoundLost
from coach.core.state import Paused
from coach.core.turn import Turn


def sound_lost(turn: Turn, event: SoundLost) -> None:
    """Everything waits until the device is back; a microphone's going is said, a loudspeaker's cannot be."""
    phase = turn.session.phase
    if isinstance(phase, Paused) and phase.lost:
        turn.become(replace(phase, lost=phase.lost | {event.device}))
    elif holding.hold(turn, frozenset({event.device})) and event.device == "microphone":
        turn.say("pause.microphone", Rank.REPLY)


def sound_back(turn: Turn, event: SoundBack) -> None:
    """Go on as soon as nothing is missing any more."""
    phase = turn.session.phase
    if not isinstance(phase, Paused) or event.device not in phase.lost:
        if event.device == "microphone":
            _tell(turn, "trouble.hears")
        return
    left = phase.lost - {event.device}
    if left:
        turn.become(replace(phase, lost=left))
        return
    turn.say("pause.speaker" if event.device == "speaker" else "pause.resumed", Rank.REPLY)
    holding.take_up(turn, phase.held, phase.since)


def fell_silent(turn: Turn, event: FellSilent) -> None:
    """The session goes on, for there is a keyboard, a button or a screen; what is missing is said once."""
    turn.note("trouble", part=event.device, trouble=event.trouble)
    _tell(turn, "trouble.words" if event.device == "voice" else "trouble.silent")


def recovered(turn: Turn, event: Recovered) -> None:
    """What was missed meanwhile is gone, so it is said aloud."""
    turn.note("trouble", part=event.part, trouble=event.trouble)
    _tell(turn, f"trouble.{event.part}")


def _tell(turn: Turn, key: str) -> None:
    """Say a stock line that a plan of an older coach, carried on from the journal, may not have."""
    if key in turn.plan.lines:
        turn.say(key, Rank.REPLY)
