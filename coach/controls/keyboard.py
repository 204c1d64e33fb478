"""Typed commands: the same words, understood by the same reader, for a machine without a microphone."""

import codecs
import os
import re
import select
import stat
import termios
import threading
import tty
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood
from coach.displays.screen.entry import DOWN, UP, Entry

if TYPE_CHECKING:  # nobody types before the first words
    from coach.understanding.meaning import Reading


class Reads(Protocol):
    """What tells the meaning of a typed line."""

    def read(self, text: str, armed: frozenset[str] | None = None, *, addressed: bool = False) -> "Reading":
        """What it means; see `Reader.read`."""

    def nearest(self, text: str, armed: frozenset[str] | None = None) -> str:
        """What could be said instead; see `Reader.nearest`."""


def understood(
    reader: Reads, text: str, armed: frozenset[str] | None, at: SessionTime
) -> Heard | HeardUnclear | NotUnderstood:
    """What a typed line is, as something heard at session time `at`; whoever types means the coach."""
    from coach.understanding.meaning import Action

    reading = reader.read(text, armed, addressed=True)
    meant = reading.meanings[0] if reading.meanings else None
    if meant is None or reading.action is Action.IGNORE:
        return NotUnderstood(at, text, reader.nearest(text, armed))
    if reading.action is Action.ACT:
        return Heard(at, meant.intent, meant.slots, text, meant.certainty)
    nearest = reader.nearest(text, armed)
    return HeardUnclear(at, meant.intent, text, meant.certainty, meant.slots, nearest)


class Keyboard:
    """Reads lines in a thread of its own and posts what they mean; nothing typed stays unanswered."""

    def __init__(
        self,
        lines: Iterable[str],
        reader: Reads,
        *,
        now: Callable[[], SessionTime],
        post: Callable[[Event], None],
        puzzled: Callable[[str, str], None],
    ) -> None:
        """`puzzled` is told of words that mean nothing, with the nearest thing that could be said, or none."""
        self._lines, self._reader = lines, reader
        self._now, self._post, self._puzzled = now, post, puzzled
        self._armed: frozenset[str] | None = None
        self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)

    def start(self) -> None:
        """Begin to read; the thread ends with the input and dies with the program."""
        self._thread.start()

    def listen_for(self, intents: frozenset[str]) -> None:
        """From now on these intents make sense."""
        self._armed = intents

    def _read(self) -> None:
        with suppress(OSError, ValueError):  # a terminal that is closed, or that this program has let go of
            for line in self._lines:
                text = line.strip()
                if text:
                    self.typed(text)

    def typed(self, text: str) -> None:
        """Understand one typed line: post what it means, or that it means nothing now."""
        event = understood(self._reader, text, self._armed, self._now())
        self._post(event)
        if isinstance(event, NotUnderstood):
            self._puzzled(text, event.nearest)


def ended(lines: TextIO) -> bool:
    """Whether no line can come any more: where they come from is closed and read to its end, or is nothing."""
    try:
        source = lines.fileno()
    except (OSError, ValueError):  # no file of the system's, of which nobody knows
        return False
    opened = os.fstat(source)
    if stat.S_ISCHR(opened.st_mode):
        return os.path.samestat(opened, Path(os.devnull).stat())
    look = select.poll()
    look.register(source, select.POLLIN)
    return any(what & select.POLLHUP and not what & select.POLLIN for _, what in look.poll(0))


KEYS = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO.|\x1b.?|.", re.DOTALL)
"""One key each: an arrow or a function key is several characters."""

ARROWS = {"\x1b[A": UP, "\x1b[B": DOWN, "\x1bOA": UP, "\x1bOB": DOWN}

LEAVE = b"\x1b[?1049l\x1b[?25h\x1b[0m"
"""Back to the terminal's usual page, with its cursor and its colours."""


@contextmanager
def terminal_lines(terminal: int, entry: Entry) -> Iterator[Iterator[str]]:
    """The lines typed on the terminal of this file descriptor, key by key through `entry`; nothing is echoed by itself.

    The terminal is left as it was found. Ctrl-C stays Ctrl-C; Ctrl-Z does nothing, for a coach that is stopped in
    mid-set would leave the lifter under the bar in silence.
    """
    before = termios.tcgetattr(terminal)
    ended, end = os.pipe()
    tty.setcbreak(terminal)
    quiet = termios.tcgetattr(terminal)
    quiet[6][termios.VSUSP] = b"\0"
    termios.tcsetattr(terminal, termios.TCSADRAIN, quiet)
    entry.open = True
    try:
        yield _typed(terminal, ended, entry)
    finally:
        entry.open = False
        os.close(end)
        with suppress(termios.error, OSError):  # a terminal that was closed wants nothing back
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _typed(terminal: int, ended: int, entry: Entry) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    while True:
        ready, _, _ = select.select([terminal, ended], [], [])
        given = b"" if ended in ready else os.read(terminal, 1024)
        if not given:
            os.close(ended)
            return
        for key in KEYS.findall(decoder.decode(given)):
            line = entry.press(ARROWS.get(key, key)) if key in ARROWS or len(key) == 1 else None
            if line is not None:
                yield line


def as_found(terminal: int) -> Callable[[], None]:
    """What gives the terminal of this file descriptor back as it is now, for a program that ends in a hurry."""
    before = termios.tcgetattr(terminal)

    def give_back() -> None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(terminal, termios.TCSANOW, before)
            os.write(terminal, LEAVE)

    return give_back
