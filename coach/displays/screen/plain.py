"""One line a thing: for logs, pipes, screen readers, and terminals that can do no more."""

from collections.abc import Callable
from typing import Self

from coach.core.session.machine import Session, View
from coach.core.session.view import Situation
from coach.displays.screen.figures import clock
from coach.ports import Sounded

SPOKEN = {"say": "coach", "count": "count"}
"""What sounds in words, and who is named for it. A rest's countdown is left out: its end is written before."""


class NoScreen:
    """Nobody looks."""

    def show(self, view: View, session: Session) -> None:
        """Show nothing."""

    def heard(self, text: str, meant: str) -> None:
        """Show nothing."""

    def sounding(self, sounded: Sounded) -> None:
        """Show nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


class PlainScreen(NoScreen):
    """A line whenever something new is going on, is said or is heard; in the end what the day came to."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._last = ""
        self._summed_up = False

    def show(self, view: View, session: Session) -> None:
        """Write what is going on, when that is new."""
        ends = f"until {clock(view.ends)}" if view.situation is Situation.REST and view.ends is not None else ""
        say = f"say: {view.to_say}" if view.situation is Situation.QUESTION and view.to_say else ""
        line = " | ".join(part for part in (view.now, ends, view.detail, say, view.load, view.plates) if part)
        if line != self._last:
            self._last = line
            self._write(f"{clock(session.at):>5}  {line}")
        if view.summary and not self._summed_up:
            self._summed_up = True
            for part in view.summary:
                self._write(f"       {part}")

    def heard(self, text: str, meant: str) -> None:
        """Write what was heard and what it was taken for."""
        self._write(f"       heard: {text} ({meant})")

    def sounding(self, sounded: Sounded) -> None:
        """Write what is said and counted; a tone has no words."""
        who = SPOKEN.get(sounded.kind)
        if who is not None:
            words = ", ".join(sounded.words) if sounded.words else sounded.text
            self._write(f"{clock(sounded.begin):>5}  {who}: {words}")
