"""The calendar of the box: kept in step with its file, asked and changed by voice."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coach.clocks import SessionTime
from coach.core.events import Slot
from coach.core.standby.rebooking import CalendarSaid, Change
from coach.errors import CoachError
from coach.host.clocks import monotonic
from coach.planning.agenda import Agenda, Due, open_agenda
from coach.planning.appointments import Appointment, parse, still_today
from coach.planning.calendar import PlanFile, change, load_plan
from coach.planning.phrasing import Lines, spoken_time
from coach.planning.spoken import Diary, answer
from coach.planning.waiting import Look, open_zone
from coach.wiring.request import Tell

Stamp = tuple[int, int] | None


class Booking:
    """One calendar file. Faults in it are told, and what was read before them stays in force.

    `titles` are the sessions by name, as they are spoken; `zone` is the machine's, where the file names none.
    """

    def __init__(self, path: Path, titles: Mapping[str, str], lines: Lines, zone: str | None, tell: Tell) -> None:
        self._path, self._titles, self._lines, self._tell = path, titles, lines, tell
        self._machine = zone
        self._planned = PlanFile()
        self._read: Stamp = None
        self._faulty = False
        self._agenda: Agenda | None = None
        self.zone: ZoneInfo = open_zone(zone)

    @contextmanager
    def open(self, file: Path, due: Callable[[Due], None]) -> Iterator[None]:
        """Read the file and let the calendar run for the length of the `with`."""
        self._load()
        with open_agenda(file, self._planned, self.zone, due, self.look) as agenda:
            self._agenda = agenda
            yield

    def look(self) -> Look:
        """Both clocks, the wall in the calendar's zone."""
        return Look(datetime.now(self.zone), monotonic())

    def recheck(self) -> None:
        """Look at the clock, and at the file: somebody may have edited it. Call it every few seconds."""
        if self._stamp() != self._read:
            self._load()
        if self._agenda is not None:
            self._agenda.recheck()

    def know(self, titles: Mapping[str, str]) -> None:
        """From now on these sessions may be planned."""
        self._titles = titles

    def today(self) -> list[tuple[str, str]]:
        """What still begins today, soonest first: the session, and when in spoken words."""
        found = still_today(self._planned.appointments, self.look().wall)
        return [(each.session, spoken_time(self._lines, begin)) for begin, each in found]

    def ask(self, intent: str, slots: Mapping[str, Slot], at: SessionTime) -> CalendarSaid:
        """What the calendar says to something heard at session time `at`."""
        return replace(answer(intent, slots, self._diary()), at=at)

    def edit(self, wished: Change, at: SessionTime) -> tuple[CalendarSaid, ...]:
        """Change the file; says that it is done and what comes next, or that it could not be."""
        try:
            change(self._path, _appointments(wished.out), _appointments(wished.into), set(self._titles))
        except (CoachError, OSError) as error:
            self._tell(f"The calendar could not be changed: {error}")
            return (CalendarSaid(at, "calendar.failed"),)
        self._load()
        return CalendarSaid(at, "calendar.done"), replace(self._diary().next_session(), at=at)

    def _diary(self) -> Diary:
        return Diary(self._planned, self.look().wall, self._titles, self._lines)

    def _stamp(self) -> Stamp:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _load(self) -> None:
        self._read = self._stamp()
        try:
            self._planned = load_plan(self._path, set(self._titles))
        except CoachError as error:
            self._faulty = True
            self._tell(f"Going on without the calendar. {error}")
            return
        if self._faulty:
            self._faulty = False
            self._tell("The calendar can be read again, and holds from now on.")
        self.zone = open_zone(self._planned.zone or self._machine)
        if self._agenda is not None:
            self._agenda.keep(self._planned, self.zone)


def _appointments(lines: tuple[str, ...]) -> list[Appointment]:
    return [parse(line) for line in lines]
