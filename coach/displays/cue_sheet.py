"""Chapter marks for a session that was written as a sound file: a cue sheet, as players and burners read it."""

from dataclasses import dataclass

from coach.clocks import SessionTime
from coach.core.session.machine import Session, View
from coach.displays.screen import NoScreen

FRAMES = 75
"""Frames per second of a cue sheet's times."""

PASSING = frozenset({"Rest", "Question", "Paused"})
"""What is part of the chapter before it, and none of its own."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the session that begins at this many seconds."""

    at: SessionTime
    title: str


class Chapters(NoScreen):
    """A screen that keeps when each new thing began."""

    def __init__(self) -> None:
        self.found: list[Chapter] = []

    def show(self, view: View, session: Session) -> None:
        """Note a chapter when something new is going on."""
        new = not self.found or self.found[-1].title != view.now
        if new and view.now not in PASSING:
            self.found.append(Chapter(session.at, view.now))


CUE_SHEET = b'TITLE "'
"""How a cue sheet written here begins."""


def cue_sheet(file: str, title: str, chapters: list[Chapter]) -> str:
    """The cue sheet of a sound file; times as minutes, seconds and frames, rounded down."""
    kind = "WAVE" if file.lower().endswith((".wav", ".flac")) else "MP3"
    lines = [f'TITLE "{_plain(title)}"', f'FILE "{_plain(file)}" {kind}']
    for number, chapter in enumerate(chapters[:99], start=1):
        frames = int(chapter.at * FRAMES)
        minutes, seconds = divmod(frames // FRAMES, 60)
        lines += [
            f"  TRACK {number:02d} AUDIO",
            f'    TITLE "{_plain(chapter.title)}"',
            f"    INDEX 01 {minutes:02d}:{seconds:02d}:{frames % FRAMES:02d}",
        ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.replace('"', "'")
