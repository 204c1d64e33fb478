"""A lamp that shows across the garage how things stand: working, resting, listening, trouble."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.core.session.machine import Session, View
from coach.core.state import Carrying, Paused, Phase, Resting, Working
from coach.ports import Display, Sounded


@dataclass(frozen=True, slots=True)
class Blink:
    """Seconds lit and seconds dark, over and over; no time dark is steady light."""

    lit: float
    dark: float


WORKING = Blink(1.0, 0.0)
RESTING = Blink(1.0, 1.0)
LISTENING = Blink(0.1, 1.9)
TROUBLE = Blink(0.15, 0.15)
DARK = Blink(0.0, 1.0)


def blink_for(phase: Phase) -> Blink:
    """The pattern for what is going on: whatever is neither work nor rest nor trouble is a moment to speak in."""
    match phase:
        case Working() | Carrying():
            return WORKING
        case Resting():
            return RESTING
        case Paused(lost=lost) if lost:
            return TROUBLE
        case _:
            return LISTENING


class LampDisplay:
    """Implements `coach.ports.Display`: shows the state on the lamp and everything on the screen beside it."""

    def __init__(self, screen: Display, light: Callable[[Blink], None]) -> None:
        self._screen, self._light = screen, light
        self._shown: Blink | None = None

    def show(self, view: View, session: Session) -> None:
        """Show this picture from now on."""
        self._screen.show(view, session)
        blink = blink_for(session.phase)
        if blink != self._shown:  # a pattern begun anew with every event would never be seen
            self._shown = blink
            self._light(blink)

    def heard(self, text: str, meant: str) -> None:
        """Show what was heard."""
        self._screen.heard(text, meant)

    def sounding(self, sounded: Sounded) -> None:
        """Show what the loudspeaker does."""
        self._screen.sounding(sounded)
