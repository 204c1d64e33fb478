"""What goes away and comes back while somebody trains: loudspeaker, microphone, ear and voice."""

from dataclasses import replace
from typing import assert_never

from coach.core import wording
from coach.core.commands import Rank
from coach.core.events import FellSilent, Impaired, Recovered, SoundBack, SoundLost, StoodStill
from coach.core.state import Asking, Live, Paused, Working
from coach.core.steps import flow, pausing
from coach.core.turn import Turn

Outage = SoundLost | SoundBack | FellSilent | Recovered | Impaired | StoodStill
"""What may happen to the equipment and to the machine."""


def happened(turn: Turn, event: Outage) -> None:
    """Hand each kind of outage to what it does."""
    match event:
        case SoundLost():
            _sound_lost(turn, event)
        case SoundBack():
            _sound_back(turn, event)
        case FellSilent():
            _fell_silent(turn, event)
        case Recovered():
            _recovered(turn, event)
        case Impaired():
            _impaired(turn, event)
        case StoodStill():
            _stood_still(turn, event)
        case _:
            assert_never(event)


def _sound_lost(turn: Turn, event: SoundLost) -> None:
    """Everything waits until the device is back; a microphone's going is said, a loudspeaker's cannot be."""
    phase = turn.session.phase
    if isinstance(phase, Paused) and phase.lost:
        turn.become(replace(phase, lost=phase.lost | {event.device}))
    elif pausing.hold(turn, frozenset({event.device})) and event.device == "microphone":
        turn.say("pause.microphone", Rank.REPLY)


def _sound_back(turn: Turn, event: SoundBack) -> None:
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
    pausing.take_up(turn, phase.held, phase.since)


def _fell_silent(turn: Turn, event: FellSilent) -> None:
    """The session goes on, for there is a keyboard, a button or a screen; what is missing is said once."""
    turn.note("trouble", part=event.device, trouble=event.trouble)
    _tell(turn, "trouble.words" if event.device == "voice" else "trouble.silent")


def _recovered(turn: Turn, event: Recovered) -> None:
    """What was missed meanwhile is gone, so it is said aloud."""
    turn.note("trouble", part=event.part, trouble=event.trouble)
    _tell(turn, f"trouble.{event.part}")


def _impaired(turn: Turn, event: Impaired) -> None:
    """Where words are lost by it, whoever speaks can mend it and is told; of the rest a note is taken."""
    turn.note("trouble", part="microphone", trouble=event.trouble)
    _tell(turn, f"trouble.{event.trouble}")


def _stood_still(turn: Turn, event: StoodStill) -> None:
    """Say so, and place anew what was to sound: a rest ends when it would have, a set goes on where it was left."""
    turn.note("trouble", part="clock", trouble=f"stood still for {event.seconds:.0f} s")
    phase = turn.session.phase
    if not isinstance(phase, Live):
        return
    if isinstance(phase, Working) and phase.began is not None:
        phase = replace(phase, began=phase.began + event.seconds)  # nobody counted meanwhile
    turn.hush()
    _tell(turn, "trouble.still", time=wording.duration(event.seconds))
    if isinstance(phase, Asking):
        flow.ask(turn, phase.step, phase.times)  # nobody could answer meanwhile
    else:
        pausing.take_up(turn, pausing.settled(turn, phase), turn.at)


def _tell(turn: Turn, key: str, **fields: str) -> None:
    """Say a stock line that a plan of an older coach, carried on from the journal, may not have."""
    if key in turn.plan.lines:
        turn.say(key, Rank.REPLY, **fields)
