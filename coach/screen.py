"""What is seen while a session runs: one calm picture on a terminal, one line a thing in a log."""

from collections.abc import Callable
from typing import Any, Self

from rich.align import Align
from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from coach.core.session import Session, View

REFRESH = 4
"""Pictures a second; only the timer changes between events, so nothing flickers."""


class NoScreen:
    """Nobody looks."""

    def show(self, view: View, session: Session) -> None:
        """Show nothing."""

    def heard(self, text: str, meant: str) -> None:
        """Show nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


class PlainScreen(NoScreen):
    """A line whenever something new is going on; for logs and pipes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._last = ""

    def show(self, view: View, session: Session) -> None:
        """Write what is going on, when that is new."""
        line = " | ".join(part for part in (view.now, view.detail) if part)
        if line != self._last:
            self._last = line
            self._write(f"{_clock(session.at)}  {line}")

    def heard(self, text: str, meant: str) -> None:
        """Write what was heard and what it was taken for."""
        self._write(f"       heard: {text} ({meant})")


class RichScreen(NoScreen):
    """What now, what next, a big timer, a dot for every rep, and what was heard; readable from across a garage."""

    def __init__(self, console: Console, now: Callable[[], float]) -> None:
        self._now = now
        self._view: View | None = None
        self._heard = ""
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=REFRESH, screen=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, view: View, session: Session) -> None:
        """Show this picture from now on."""
        _ = session
        self._view = view

    def heard(self, text: str, meant: str) -> None:
        """Show what was heard and what it was taken for."""
        self._heard = f"heard: {text}  →  {meant}"

    def _draw(self) -> Any:
        if self._view is None:
            return Text("")
        return picture(self._view, self._now(), self._heard)


def picture(view: View, now: float, heard: str = "") -> Panel:
    """The picture of a view at session time `now`."""
    timer = "" if view.ends is None else _clock(max(0.0, view.ends - now))
    dots = "● " * view.rep + "○ " * (view.reps - view.rep)
    lines = Group(
        Align.center(Text(view.now, style="bold")),
        Align.center(Text(view.detail)),
        Text(""),
        Align.center(Text(timer, style="bold cyan")),
        Align.center(Text(dots.strip(), style="green")),
        Text(""),
        Align.center(Text(f"next: {view.next}" if view.next else "", style="dim")),
        Align.center(Text(view.last_said, style="italic")),
        Align.center(Text(heard, style="dim")),
    )
    return Panel(lines, title=view.title, subtitle=f"step {view.done_steps} of {view.all_steps}")


def _clock(seconds: float) -> str:
    minutes, left = divmod(int(seconds + 0.5), 60)
    return f"{minutes:2d}:{left:02d}"
