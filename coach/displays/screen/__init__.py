"""What is seen while a session runs: a picture that fills the terminal, or one line a thing."""

from coach.displays.screen.entry import Entry
from coach.displays.screen.lasting import Lasting, LastingConsole
from coach.displays.screen.plain import NoScreen, PlainScreen
from coach.displays.screen.terminal import Notices, TerminalScreen

__all__ = ["Entry", "Lasting", "LastingConsole", "NoScreen", "Notices", "PlainScreen", "TerminalScreen"]
