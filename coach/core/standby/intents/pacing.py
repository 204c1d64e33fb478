"""A timer and a metronome between sessions."""

from dataclasses import replace

from coach.core import pacing, wording
from coach.core.commands import Countdown, Hush
from coach.core.events import Heard
from coach.core.standby.model import Timer
from coach.core.standby.turn import BoxTurn


def set_timer(turn: BoxTurn, heard: Heard) -> None:
    """Count down from now; none of it for a timer that is taken back."""
    seconds = float(heard.slots.get("seconds", 0))
    if turn.state.timer is not None or seconds <= 0:
        turn.wanted.append(Hush())
        turn.state = replace(turn.state, timer=None)
    if seconds <= 0:
        turn.say("timer.off")
        return
    turn.say("timer.set", time=wording.duration(seconds))
    until = turn.at + seconds
    turn.wanted.append(Countdown(turn.cue(), pacing.timer_beats(seconds), until))
    turn.state = replace(turn.state, timer=Timer(seconds, until))


def timer_over(turn: BoxTurn, timer: Timer) -> None:
    """Say so in words too: the countdown is gone where something was silenced meanwhile."""
    turn.state = replace(turn.state, timer=None)
    turn.say("timer.over", time=wording.duration(timer.seconds))


def time_left(turn: BoxTurn, heard: Heard) -> None:
    """How long the timer still runs."""
    _ = heard
    if turn.state.timer is not None:
        turn.say("reply.time_left", time=wording.duration(turn.state.timer.until - turn.at))


def metronome(turn: BoxTurn, heard: Heard) -> None:
    """Beat this tempo until something is said, or for a while."""
    turn.say("metronome.on")
    said = pacing.tempo_said(heard.slots)
    count = pacing.metronome(turn.box.lines, said, pacing.METRONOME_FOR, turn.cue())
    if count is not None:
        turn.wanted.append(count)


ON = {"set_timer": set_timer, "metronome": metronome, "time_left": time_left}
"""The remarks about time."""
