"""The program that is followed, as the box needs it: what is due today, in words, and counting what was done."""

from datetime import date
from pathlib import Path

from coach.core import wording
from coach.errors import CoachError
from coach.planning.following import following_path, read_following, write_following
from coach.planning.phrasing import Lines, spoken_day, words
from coach.planning.program import Following, Next, advanced, coming, did, on_days
from coach.planning.starting import with_own_loads
from coach.script.files.library import Library
from coach.script.shapes.program import ProgramShape


class Course:
    """One lifter's program. A file that is damaged, or names what is not there, is as good as no program."""

    def __init__(self, folder: Path, lifter: str, library: Library, lines: Lines) -> None:
        self._path, self._library, self._lines = following_path(folder, lifter), library, lines

    def due(self, today: date) -> Next | None:
        """What the program wants today, with the loads of its own movements."""
        found = self._coming(today)
        if found is None or not found[2].due:
            return None
        return with_own_loads(found[2], self._library)

    def spoken(self, today: date) -> str:
        """What is due today, "Rdl day, week two of Hinge base"; or what comes next and when; else nothing."""
        found = self._coming(today)
        if found is None:
            return ""
        _, shape, ahead = found
        fields = {"title": shape.title, "number": wording.number(ahead.week), "what": self.title(ahead.day.text)}
        if ahead.due:
            return words(self._lines, "program.today", **fields)
        return words(self._lines, "program.next", **fields, when=spoken_day(self._lines, ahead.on, today))

    def title(self, session: str) -> str:
        """A session's title, also of a workout in one line."""
        return self._library.session(session).title

    def count(self, session: str, today: date) -> None:
        """Count today's session as done, where it is this one."""
        found = self._coming(today)
        if found is not None and found[2].due and found[2].day.text == session:
            write_following(self._path, did(found[0], found[2].key, today))

    def _coming(self, today: date) -> tuple[Following, ProgramShape, Next] | None:
        try:
            state = read_following(self._path)
            if state is None:
                return None
            _, shape = self._library.program(state.program)
            shape = on_days(shape, state.days)
            state, _ = advanced(state, shape, today)
            ahead = coming(state, shape, today)
            return None if ahead is None else (state, shape, ahead)
        except CoachError:
            return None
