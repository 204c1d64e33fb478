"""The box asks whether to carry on with a session that was cut off, and stays a box meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, Interrupted, Woke
from coach.core.standby.machine import ARMED
from coach.core.steps.pausing import ASKED_AT_MOST
from coach.ports import World

OPEN = frozenset({"yes", "resume"})
"""Armed together only while it is asked whether to carry on."""


class Offer:
    """A world in which that question is answered: with a yes or no, or by asking for something else, which is a no.

    `wish` is what was asked for instead, for the standby to do; `left` is whether nobody answered, so that the session
    stays open and is offered again another time.
    """

    def __init__(self, world: World, arm: Callable[[frozenset[str]], None]) -> None:
        self._world, self._arm = world, arm
        self._armed: frozenset[str] = frozenset()
        self._silences = 0
        self.wish: Heard | None = None
        self.left = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm these; while the question is open also what a waiting box obeys."""
        self._armed = intents
        self._arm(intents | ARMED if self._open else intents)

    def now(self) -> SessionTime:
        """Seconds on the session clock."""
        return self._world.now()

    def wait(self, deadline: SessionTime | None) -> Event:
        """The world's next event, as an answer to the question where it is open."""
        event = self._world.wait(deadline)
        if not self._open:
            return event
        if isinstance(event, Heard) and event.intent in ARMED - self._armed:
            self.wish = event
            return replace(event, intent="no", slots={})
        if isinstance(event, Woke) and deadline is not None and event.at >= deadline:
            self._silences += 1
            if self._silences == ASKED_AT_MOST:
                self.left = True
                return Interrupted(event.at)
        return event

    @property
    def _open(self) -> bool:
        return self._armed >= OPEN
