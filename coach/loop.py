"""The loop: something happens, the machine decides, what it wants is done, and the next event is waited for.

Session, standby and the listening on after a red flag are performed by it alike; calibration, which has no states,
waits by itself.
"""

from collections import deque
from typing import TypeVar

from coach.core.events import Interrupted
from coach.core.machine import Machine, Performer

S = TypeVar("S")
E = TypeVar("E")
C = TypeVar("C")


def run(machine: Machine[S, E, C], state: S, first: E, performer: Performer[S, E, C]) -> S:
    """Perform the machine from `first` until it has ended or is interrupted; returns the last state."""
    happened = deque([first])
    while True:
        event = happened.popleft() if happened else performer.wait(machine.wake_at(state))
        turn = machine.advance(state, event)
        state = turn.after
        happened.extend(performer.perform(turn, machine.armed(state)))
        if machine.ended(state) or isinstance(event, Interrupted):
            return state
