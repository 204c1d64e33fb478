"""What is shown of a session ends none: its reader may go away, its disk may fill, its terminal may be closed."""

import errno
import os
from collections.abc import Callable

from rich.console import Console


class LastingConsole(Console):
    """A console whose reader may go away: that is an OSError to be caught, where Rich's own ends the program."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


class Lasting:
    """Lines for as long as somebody takes them; `tell` hears once, in a sentence, that one could not be written."""

    def __init__(self, write: Callable[[str], None], tell: Callable[[str], None] = lambda _: None) -> None:
        self._write, self._tell = write, tell
        self._told = False

    def __call__(self, line: str) -> None:
        """Write the line, or leave it out."""
        try:
            self._write(line)
        except OSError as error:
            if not self._told:
                self._told = True
                self._tell(
                    f"What is shown here can be written no more ({error.strerror or error}); the session goes on."
                )
