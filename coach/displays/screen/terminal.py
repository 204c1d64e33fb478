"""The picture on a real terminal: all of it, drawn anew four times a second, given back as it was found."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from rich.console import Console, Group
from rich.live import Live

from coach.clocks import SessionTime
from coach.core.session.machine import Session, View
from coach.displays.screen.entry import Entry
from coach.displays.screen.picture import Seen, picture
from coach.displays.screen.plain import NoScreen

REFRESH = 4
"""Pictures a second; only the timer changes between events, so nothing flickers."""

SHOWN_FOR = 20.0
"""Seconds a notice stays on the picture."""


class Notices:
    """Lines for whoever looks: written at once where no picture is shown, else on the picture, and below it afterwards.

    Nothing is lost: what came while the picture was shown is written when it is gone.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._showing: Callable[[str], None] | None = None
        self._kept: list[str] = []

    def __call__(self, line: str) -> None:
        """Tell one line."""
        if self._showing is None:
            self._write(line)
            return
        self._kept.append(line)
        self._showing(line)

    def show_on(self, showing: Callable[[str], None] | None) -> None:
        """From now on lines go to this picture; with None the picture is gone."""
        self._showing = showing
        if showing is None:
            kept, self._kept = self._kept, []
            for line in kept:
                self._write(line)


class TerminalScreen(NoScreen):
    """What now, what next, large figures, what was heard, and the line being typed; readable from across a garage."""

    def __init__(
        self,
        console: Console,
        now: Callable[[], SessionTime],
        notices: Notices | None = None,
        entry: Entry | None = None,
    ) -> None:
        self._console, self._now, self._notices, self._entry = console, now, notices, entry
        self._view: View | None = None
        self._heard = ""
        self._told: deque[tuple[float, str]] = deque(maxlen=3)
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=REFRESH, screen=True)

    def __enter__(self) -> Self:
        self._live.start()
        if self._notices is not None:
            self._notices.show_on(self._tell)
        if self._entry is not None:
            self._entry.changed = self._refresh
        return self

    def __exit__(self, *_: object) -> None:
        if self._entry is not None:
            self._entry.changed = lambda: None
        with suppress(OSError):
            self._live.stop()
        if self._notices is not None:
            self._notices.show_on(None)
        with suppress(OSError):
            for line in self._view.summary if self._view is not None else ():
                self._console.print(line, highlight=False, markup=False)

    def show(self, view: View, session: Session) -> None:
        """Show this picture from now on."""
        _ = session
        self._view = view
        self._refresh()

    def heard(self, text: str, meant: str) -> None:
        """Show what was heard and what it was taken for."""
        meaning = meant.replace("_", " ")
        self._heard = f"heard: {text}" if text == meaning else f"heard: {text}, taken for: {meaning}"

    def _tell(self, line: str) -> None:
        self._told.append((self._now(), line))
        self._refresh()

    def _refresh(self) -> None:
        """Draw now; a terminal that is gone ends no session."""
        with suppress(OSError):
            self._live.refresh()

    def _draw(self) -> Group:
        if self._view is None:
            return Group("")
        now = self._now()
        notices = tuple(line for at, line in self._told if now - at < SHOWN_FOR)
        typed = self._entry.text if self._entry is not None and self._entry.open else None
        width, height = self._console.size
        seen = Seen(self._view, now, self._heard, notices, typed)
        return Group(*picture(seen, width, height, ascii_only=self._console.options.ascii_only))
