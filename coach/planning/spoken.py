"""The calendar by voice: from what was said to the change that is meant, and the question that makes sure of it.

Everything here is pure; the time comes in as an argument. A time of day without its half ("six thirty") is taken for
the one nearer to when such sessions are, and the question says which that is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coach.clocks import SESSION_START
from coach.core.events import Slot
from coach.core.standby.rebooking import CalendarSaid, Change
from coach.planning.appointments import DAYS, Appointment, Once, Weekly, coming, within
from coach.planning.calendar import PlanFile
from coach.planning.phrasing import Lines, spoken_clock, spoken_day, spoken_moment, words
from coach.planning.waiting import at_time

WEEK = 7
"""Days ahead within which a day of the week, or no day at all, is meant."""

NOON = 12 * 60
USUAL = (14 * 60,)
"""Minutes after midnight to which an unclear time is nearest where nothing like it is planned."""

TONIGHT = "tonight"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said, by its slots: `clock` in minutes after midnight, `half` "am", "pm" or "" where that was left open.

    `day` and `to_day` are today, tonight, tomorrow, or one of mon to sun.
    """

    session: str = ""
    day: str = ""
    to_day: str = ""
    clock: int | None = None
    half: str = ""
    every: str = ""

    @classmethod
    def of(cls, slots: Mapping[str, Slot]) -> "Asked":
        clock = slots.get("clock")
        named = {name: str(slots.get(name, "")) for name in ("session", "day", "to_day", "half", "every")}
        if TONIGHT in (named["day"], named["to_day"]) and not named["half"]:
            named["half"] = "pm"
        return cls(clock=None if clock is None else int(clock), **named)


@dataclass(frozen=True, slots=True)
class Diary:
    """What an answer is made from: the plan, the time with the calendar's zone, sessions' titles, the stock lines."""

    planned: PlanFile
    now: datetime
    titles: Mapping[str, str]
    lines: Lines

    @property
    def zone(self) -> ZoneInfo:
        assert isinstance(self.now.tzinfo, ZoneInfo), "the time must carry the zone it is meant in"
        return self.now.tzinfo

    def says(self, line: str, change: Change | None = None, **fields: str) -> CalendarSaid:
        """An answer, stamped later."""
        return CalendarSaid(SESSION_START, f"calendar.{line}", fields, change)

    def moment(self, when: datetime) -> str:
        return spoken_moment(self.lines, when, self.now.date())

    def told(self, session: str, when: datetime) -> str:
        """ "Deadlift day on Monday at half past six in the evening"."""
        title = self.titles.get(session, session)
        return words(self.lines, "calendar.what", title=title, when=self.moment(when))

    def next_session(self) -> CalendarSaid:
        """What comes next."""
        ahead = coming(self.planned.appointments, self.now)
        if not ahead:
            return self.says("empty")
        begin, first = ahead[0]
        return self.says("next", what=self.told(first.session, begin))


def answer(intent: str, slots: Mapping[str, Slot], diary: Diary) -> CalendarSaid:
    """What the calendar says to this intent with these slots: an answer, or a question about a change."""
    return _ANSWERS[intent](Asked.of(slots), diary)


# ------------------------------------------------------------------------------------------------ plan


def _plan(asked: Asked, diary: Diary) -> CalendarSaid:
    if asked.clock is None:
        return diary.says("when")
    day = _date_of(asked.day, diary)
    begin = _time_on(day, asked, _begins(diary, asked.session), diary, past=bool(asked.every))
    if begin is None:
        return diary.says("past")
    title = diary.titles.get(asked.session, asked.session)
    if asked.every:
        weekly = Weekly((day.weekday(),), begin.hour, begin.minute, asked.session)
        every = words(diary.lines, f"every.{DAYS[day.weekday()]}")
        return _if_new(diary, weekly, "ask_every", title=title, day=every, time=spoken_clock(diary.lines, begin))
    once = Once(begin.date(), begin.hour, begin.minute, asked.session)
    return _if_new(diary, once, "ask_plan", what=diary.told(asked.session, begin))


def _if_new(diary: Diary, appointment: Appointment, line: str, **fields: str) -> CalendarSaid:
    if appointment in diary.planned.appointments:
        return diary.says("already")
    return diary.says(line, Change(into=(str(appointment),)), **fields)


# ------------------------------------------------------------------------------------------------ cancel and move


def _cancel(asked: Asked, diary: Diary) -> CalendarSaid:
    if asked.every:
        return _cancel_every(asked, diary)
    found = _meant(asked, diary)
    if isinstance(found, CalendarSaid):
        return found
    begin, appointment = found
    change = Change((str(appointment),), _without(appointment, begin, diary))
    return diary.says("ask_cancel", change, what=diary.told(appointment.session, begin))


def _cancel_every(asked: Asked, diary: Diary) -> CalendarSaid:
    day = DAYS.index(asked.day)
    for appointment in diary.planned.appointments:
        if isinstance(appointment, Weekly) and day in appointment.days and appointment.session == asked.session:
            left = tuple(each for each in appointment.days if each != day)
            into = (str(replace(appointment, days=left)),) if left else ()
            title = diary.titles.get(asked.session, asked.session)
            every = words(diary.lines, f"every.{asked.day}")
            return diary.says("ask_cancel_every", Change((str(appointment),), into), title=title, day=every)
    return diary.says("none")


def _move(asked: Asked, diary: Diary) -> CalendarSaid:
    found = _meant(asked, diary)
    if isinstance(found, CalendarSaid):
        return found
    begin, appointment = found
    if isinstance(appointment, Once) and appointment.race:
        return diary.says("race")
    day = _date_of(asked.to_day, diary) if asked.to_day else begin.date()
    minutes = begin.hour * 60 + begin.minute
    to = _time_on(day, replace(asked, clock=minutes, half="24") if asked.clock is None else asked, [minutes], diary)
    if to is None:
        return diary.says("past")
    moved = Once(to.date(), to.hour, to.minute, appointment.session)
    if moved in diary.planned.appointments:
        return diary.says("already")
    change = Change((str(appointment),), (*_without(appointment, begin, diary), str(moved)))
    return diary.says("ask_move", change, what=diary.told(appointment.session, begin), when=diary.moment(to))


def _without(appointment: Appointment, begin: datetime, diary: Diary) -> tuple[str, ...]:
    """What is left of an appointment when it is not on this day: of a single one nothing."""
    if isinstance(appointment, Once):
        return ()
    return (str(appointment.without(begin.date(), diary.now.date())),)


def _meant(asked: Asked, diary: Diary) -> tuple[datetime, Appointment] | CalendarSaid:
    """The session that is meant: the first of that day or that name; with several on one day, the question which."""
    ahead = within(diary.planned.appointments, diary.now, WEEK)
    fits = [(begin, each) for begin, each in ahead if asked.session in ("", each.session) and _on(begin, asked, diary)]
    if not fits:
        return diary.says("none")
    on_that_day = {each.session: begin for begin, each in fits if begin.date() == fits[0][0].date()}
    if asked.day and not asked.session and len(on_that_day) > 1:
        titles = [diary.titles.get(session, session) for session in on_that_day]
        return diary.says(
            "which", what=", ".join(titles), day=spoken_day(diary.lines, fits[0][0].date(), diary.now.date())
        )
    return fits[0]


def _on(begin: datetime, asked: Asked, diary: Diary) -> bool:
    if asked.day in DAYS:
        return begin.weekday() == DAYS.index(asked.day)
    return not asked.day or begin.date() == _date_of(asked.day, diary)


# ------------------------------------------------------------------------------------------------ days and times


def _date_of(day: str, diary: Diary) -> date:
    """The date of a spoken day; of a day of the week the next one, of today's name that of the week to come."""
    today = diary.now.date()
    if day in DAYS:
        return today + timedelta(days=(DAYS.index(day) - today.weekday() - 1) % WEEK + 1)
    return today + timedelta(days=day == "tomorrow")


def _begins(diary: Diary, session: str) -> list[int]:
    """The times of day at which this session is planned, else at which anything is; minutes after midnight."""
    every = {each: each.hour * 60 + each.minute for each in diary.planned.appointments}
    return [minutes for each, minutes in every.items() if each.session == session] or list(every.values())


def _time_on(day: date, asked: Asked, usual: Sequence[int], diary: Diary, past: bool = False) -> datetime | None:
    """The moment that is meant on this day; None when it has passed, unless `past` does not matter."""
    begins = [at_time(day, *divmod(minutes, 60), diary.zone) for minutes in _readings(asked, usual)]
    return next((begin for begin in begins if past or begin.timestamp() > diary.now.timestamp()), None)


def _readings(asked: Asked, usual: Sequence[int]) -> list[int]:
    """The times of day that may be meant, the likelier first."""
    clock = asked.clock or 0
    if asked.half == "am":
        return [clock % NOON]
    if asked.half == "pm":
        return [clock % NOON + NOON]
    if asked.half or clock < 60 or clock >= NOON + 60:
        return [clock]
    both = (clock % NOON, clock % NOON + NOON)
    return sorted(both, key=lambda minutes: min(abs(minutes - each) for each in usual or USUAL))


_ANSWERS: Mapping[str, Callable[[Asked, Diary], CalendarSaid]] = {
    "plan_session": _plan,
    "move_session": _move,
    "cancel_session": _cancel,
    "next_session": lambda _, diary: diary.next_session(),
}
