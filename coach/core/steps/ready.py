"""A set that is being set up: what happens when nobody says "ready"."""

from dataclasses import replace

from coach.clocks import SessionTime
from coach.core.commands import Rank
from coach.core.state import Phase, SettingUp
from coach.core.steps import flow, pausing
from coach.core.turn import Turn


def time_is_up(turn: Turn, phase: SettingUp) -> None:
    """Begin what begins by itself; ask for "ready", more patiently each time, and at last pause."""
    if not phase.waits:
        flow.begin_work(turn, phase.step)
        return
    nudges = phase.nudges + 1
    if nudges == len(flow.NUDGED_AFTER):
        pausing.hold(turn)
        turn.say("pause.waiting", Rank.REPLY)
        return
    told = turn.session.last_said, turn.session.last_line
    turn.say("work.ready" if nudges == 1 else "work.still_waiting", Rank.REPLY)
    turn.session = replace(turn.session, last_said=told[0], last_line=told[1])
    turn.become(replace(phase, until=turn.silent_at() + flow.NUDGED_AFTER[nudges], nudges=nudges))


def likely_ready(phase: Phase) -> SessionTime | None:
    """When the lifter will likely say "ready"; None where nobody waits for it, or it was asked for already."""
    if isinstance(phase, SettingUp) and phase.waits and not phase.nudges:
        return phase.ready_by
    return None
