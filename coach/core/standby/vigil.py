"""After a session that a red flag ended: listening on, to complaints only, until nothing was said for a while."""

from dataclasses import dataclass, field, replace

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear, Woke
from coach.core.machine import Transition
from coach.core.standby.machine import advance_idle, idle_wake_at, listening_for_idle
from coach.core.standby.model import Box, Idle, Wanted

STAYS = 1800.0
"""Seconds of silence after which it is over: what comes late after hard work comes in the first half hour."""

ENDS = frozenset({"stop", "done", "good_night"})
"""What ends it sooner."""

HURTS = frozenset({"complaint"})
"""What is listened for, besides; that of the session can be taken back no more."""

TAKES_BACK = HURTS | {"false_alarm"}
"""The same after a red flag of this while."""


@dataclass(frozen=True, slots=True)
class Watchful:
    """Listening until `until`, session clock; what was complained of is answered as between sessions."""

    until: SessionTime
    idle: Idle = field(default_factory=lambda: Idle(asleep=True))
    over: bool = False


VigilTurn = Transition[Watchful, Event, Wanted]
"""What one event made of it."""


@dataclass(frozen=True, slots=True)
class Vigil:
    """The listening on, as a `Machine`."""

    box: Box

    def advance(self, state: Watchful, event: Event) -> VigilTurn:
        """Answer a complaint and wait on; anything else but the end of it is let pass."""
        if isinstance(event, Heard) and event.intent in ENDS and state.idle.doubt is None:
            return Transition(event, state, replace(state, over=True), ())
        if isinstance(event, Woke) and event.at >= state.until:
            return Transition(event, state, replace(state, over=True), ())
        if not isinstance(event, Woke | HeardUnclear) and not self._is_answered(state, event):
            return Transition(event, state, state, ())
        idle, wanted = advance_idle(self.box, state.idle, event)
        until = state.until if isinstance(event, Woke) else max(state.until, event.at + STAYS)
        return Transition(event, state, replace(state, idle=idle, until=until), wanted)

    def wake_at(self, state: Watchful) -> SessionTime | None:
        """When a question is answered by silence, a warning is said again, or it is over."""
        return min(state.until, idle_wake_at(state.idle) or state.until)

    def armed(self, state: Watchful) -> frozenset[str]:
        """Complaints, the answers to a question that is open, and what ends it."""
        if state.idle.doubt is not None:
            return listening_for_idle(state.idle) | ENDS
        return (HURTS if state.idle.warned is None else TAKES_BACK) | ENDS

    def ended(self, state: Watchful) -> bool:
        """Whether it is over."""
        return state.over

    def _is_answered(self, state: Watchful, event: Event) -> bool:
        return isinstance(event, Heard) and event.intent in self.armed(state)
