"""A timer and a metronome in a rest."""

from coach.core import pacing, wording
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.state import Resting
from coach.core.steps import resting
from coach.core.turn import Turn

SPOKEN_FOR = 3.0
"""Seconds that saying it takes, before the metronome begins."""


def set_timer(turn: Turn, heard: Heard) -> None:
    """The rest ends so many seconds from now; a timer taken back leaves it as it is."""
    phase, seconds = turn.session.phase, float(heard.slots.get("seconds", 0))
    if isinstance(phase, Resting) and seconds > 0:
        resting.change_rest(turn, phase, turn.at + seconds - phase.until)
        turn.say("timer.set", Rank.REPLY, time=wording.duration(seconds))


def metronome(turn: Turn, heard: Heard) -> None:
    """Beat this tempo until the rest has to tell what comes."""
    phase = turn.session.phase
    if not isinstance(phase, Resting):
        return
    ends = min(phase.until + resting.CLOSING, phase.until if phase.tells is None else phase.tells)
    count = pacing.metronome(turn.plan.lines, pacing.tempo_said(heard.slots), ends - turn.at - SPOKEN_FOR, turn.cue())
    if count is None:
        turn.say("metronome.late", Rank.REPLY)
        return
    turn.say("metronome.on", Rank.REPLY)
    turn.count(count)
