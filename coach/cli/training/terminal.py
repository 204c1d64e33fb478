"""What a terminal offers to a session: lines, a picture, a bar, a countdown, the Enter key."""

import io
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from rich.console import Console

from coach.clocks import SessionTime
from coach.controls.keyboard import as_found
from coach.displays.screen import Entry, Lasting, LastingConsole, NoScreen, Notices, PlainScreen, TerminalScreen
from coach.wiring import Hands


def wait_for(at: str, console: Console, zone: str | None) -> None:
    """Wait for a time of day, with a countdown on a terminal, where Enter begins at once."""
    from coach.displays.screen.figures import clock
    from coach.planning.waiting import wait_until

    if not (console.is_terminal and sys.stdin.isatty()):
        tell = teller(console)
        wait_until(at, say=tell, zone=zone, left=NowAndThen(tell))
        return
    hurry, over = threading.Event(), threading.Event()
    with console.status("", spinner="dots") as status, watched_enter(hurry, over):
        wait_until(
            at,
            say=teller(console),
            zone=zone,
            hurry=hurry,
            recheck=1.0,
            left=lambda seconds: status.update(f"begins in {clock(max(0.0, seconds))}; Enter begins now"),
        )


OFTEN = 1800.0
"""Seconds between two lines that tell a log how long it still is."""


class NowAndThen:
    """Tells how long it still is, each time another half hour is over: one who reads a log sees that it waits."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._halves: int | None = None

    def __call__(self, left: float) -> None:
        """So many seconds are left."""
        before, self._halves = self._halves, ceil(left / OFTEN)
        if before is not None and 0 < self._halves < before:
            minutes = round(left / 60)
            self._tell(f"It begins in {minutes // 60}:{minutes % 60:02d} hours." if minutes >= 60 else
                       f"It begins in {minutes} minutes.")  # fmt: skip


@contextmanager
def watched_enter(pressed: threading.Event, over: threading.Event) -> Iterator[None]:
    """Set `pressed` when a line is entered; what is typed after the `with` is nobody's here."""

    def watch() -> None:
        while not over.is_set() and not pressed.is_set():
            if select.select([sys.stdin], [], [], 0.2)[0]:
                sys.stdin.readline()
                pressed.set()

    watcher = threading.Thread(target=watch, name="enter", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def teller(console: Console) -> Lasting:
    """Lines for a person: folded between words on a terminal, whole in a pipe."""
    whole = not console.is_terminal
    return Lasting(lambda text: console.print(text, highlight=False, soft_wrap=whole, markup=False))


def hands(console: Console, plain: bool) -> Hands:
    """What this terminal offers: a picture that fills it, or lines where it can do no more or nobody looks."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    notices = Notices(teller(console))
    seen = LastingConsole()
    if plain or not sys.stdout.isatty() or seen.is_dumb_terminal:
        return Hands(notices, _unseen, lambda _: PlainScreen(Lasting(_line, notices)), terminal)
    entry = Entry() if terminal else None
    give_back = as_found(sys.stdin.fileno()) if terminal else _nothing

    def screen(now: Callable[[], SessionTime]) -> NoScreen:
        return TerminalScreen(seen, now, notices, entry)

    return Hands(notices, _unseen, screen, terminal, entry, give_back)


def _line(text: str) -> None:
    try:
        print(text, flush=True)  # noqa: T201  the log on standard output
    except OSError:
        # What was not taken stays in the old one, and would be tried again, and told again, at the very end.
        same = io.FileIO(sys.stdout.fileno(), "w", closefd=False)
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(same), encoding="utf-8")
        raise


def _unseen(done: int, of: int) -> None:
    """A session is rendered while it speaks; there is nothing to watch."""


def _nothing() -> None: ...


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar while many phrases are rendered, gone before the session begins; nothing in a pipe."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    bar = Progress(
        TextColumn("Preparing what I will say"), BarColumn(), TaskProgressColumn(), console=console, transient=True
    )
    task = bar.add_task("render")

    def advance(done: int, of: int) -> None:
        if not console.is_terminal:
            return
        if done == 0:
            bar.start()
        bar.update(task, completed=done, total=of)
        if done == of:
            bar.stop()

    try:
        yield advance
    finally:
        if bar.live.is_started:
            bar.stop()
