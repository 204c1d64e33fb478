"""A real terminal of the tests' own: a program runs on a pseudo-terminal, and what a person would see is read."""

import os
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pexpect
import pyte

QUIET = 0.15
"""Seconds without output after which a picture is taken to be whole."""


LONGEST_DRAWING = 2.0
"""Seconds a picture takes to be drawn at most; one that moves all the time is never whole."""


class Terminal:
    """A program on a terminal of `columns` by `rows`; `lines` is what is seen on it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: dict[str, str],
        folder: Path,
        columns: int = 100,
        rows: int = 30,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        kept = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
            cwd=str(folder),
            dimensions=(rows, columns),
            timeout=30,
        )
        self.child.delaybeforesend = None

    @property
    def lines(self) -> list[str]:
        """The rows as they are seen, without the blanks at their ends."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen as one text."""
        return "\n".join(self.lines)

    def colours(self, wanted: str) -> set[str]:
        """The colours of the letters of the first row that has this text."""
        number = next(row for row, line in enumerate(self.screen.display) if wanted in line)
        start = self.screen.display[number].index(wanted)
        cells = self.screen.buffer[number]
        return {cells[column].fg for column in range(start, start + len(wanted)) if cells[column].data.strip()}

    def type(self, text: str) -> None:
        """Press these keys."""
        self.child.send(text)

    def resize(self, columns: int, rows: int) -> None:
        """Let the window have another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def until(self, wanted: str, seconds: float = 120.0) -> str:
        """Look until this text is on the screen, and it is drawn to its end; returns the whole screen."""
        limit = time.monotonic() + seconds
        while wanted not in self.text:
            if time.monotonic() > limit or not self._look(limit - time.monotonic()):
                raise AssertionError(f"{wanted!r} is not to be seen:\n{self.text}")
        drawn = time.monotonic() + LONGEST_DRAWING
        while time.monotonic() < drawn and self._look(QUIET):
            pass
        return self.text

    def ended(self, seconds: float = 120.0) -> int:
        """Look until the program has ended; returns its exit code."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self._look(0.5, ended=False):
            pass
        self.child.wait()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -int(self.child.signalstatus or 0))

    def echoes(self) -> bool:
        """Whether the terminal echoes what is typed, as it does for a shell."""
        return bool(termios.tcgetattr(self.child.child_fd)[3] & termios.ECHO)

    def _look(self, seconds: float, *, ended: bool = True) -> bool:
        """Take in what is written within so many seconds; False when nothing is, or nothing can be any more."""
        try:
            given = self.child.read_nonblocking(65536, timeout=max(0.01, seconds))
        except pexpect.TIMEOUT:
            return not ended
        except pexpect.EOF:
            return False
        self.raw += given
        self._stream.feed(given)
        return True


@contextmanager
def terminal(
    command: Sequence[str], *, environment: dict[str, str], folder: Path, columns: int = 100, rows: int = 30
) -> Iterator[Terminal]:
    """A program on a terminal for the length of the `with`."""
    opened = Terminal(command, environment=environment, folder=folder, columns=columns, rows=rows)
    try:
        yield opened
    finally:
        with suppress(OSError):
            os.kill(opened.child.pid, 9)
        opened.child.close(force=True)
