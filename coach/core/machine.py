"""What a state machine is: session, standby, and the listening on after a red flag are performed by the same loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from coach.clocks import SessionTime

S = TypeVar("S")
"""The states of a machine."""

E = TypeVar("E")
"""What may happen to it."""

C = TypeVar("C")
"""What it may want of the world."""


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, E, C]):
    """What one event made of a machine."""

    event: E
    before: S
    after: S
    commands: tuple[C, ...]
    """What is wanted of the world, in order."""


class Machine(Protocol[S, E, C]):
    """Decides, and nothing else; everything else is read off the state."""

    def advance(self, state: S, event: E) -> Transition[S, E, C]:
        """What this event makes of the state, and what is wanted."""

    def wake_at(self, state: S) -> SessionTime | None:
        """The session-clock time at which `Woke` is wanted, None while only the world can move things on."""

    def armed(self, state: S) -> frozenset[str]:
        """The intents worth listening for."""

    def ended(self, state: S) -> bool:
        """Whether nothing can happen any more."""


class Performer(Protocol[S, E, C]):
    """Carries out what a machine wants, and waits for what happens next."""

    def perform(self, turn: Transition[S, E, C], armed: frozenset[str]) -> Iterable[E]:
        """Do everything this turn wants, and let only these intents be armed from now on.

        What comes of it at once are events that happen next, in order.
        """

    def wait(self, deadline: SessionTime | None) -> E:
        """The next event; `Woke` when the deadline, in session time, comes first."""
