"""After a session: when the next one is, or how to have one; in words that can be acted on."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from coach.cli.followed import shown
from coach.config import Config, calendar_path
from coach.errors import CoachError
from coach.journal.store import JOURNAL, Journal
from coach.planning.appointments import DAYS
from coach.planning.appointments import coming as planned_ahead
from coach.planning.calendar import load_plan
from coach.planning.following import following_path, read_following
from coach.planning.program import coming, days_told
from coach.planning.waiting import day_of, open_zone
from coach.script.files.library import Library
from coach.wiring.lifter.recalling import told

REST_DAYS = 2
"""Days from one session to the next where nobody told any days."""


def next_time(session: str, settings: Config, library: Library) -> tuple[str, ...]:
    """When the next session is, by the plan and by the program; with neither, the command that plans it.

    A plan or a program with faults tells nothing here: their own commands do.
    """
    now = datetime.now(open_zone(settings.zone))
    found = [*_planned(now, library), *_followed(now.date(), settings, library)]
    return tuple(found) or (_to_plan(session, now, settings, library),)


def _planned(now: datetime, library: Library) -> Iterator[str]:
    try:
        ahead = planned_ahead(load_plan(calendar_path()).appointments, now)
    except CoachError:
        return
    if ahead:
        begin, first = ahead[0]
        yield f"Next: {title_of(first.session, library)} on {day_of(begin, now)} at {begin:%H:%M}."


def _followed(today: date, settings: Config, library: Library) -> Iterator[str]:
    try:
        if read_following(following_path(settings.data_folder, settings.lifter)) is None:
            return
        shape, state = shown(None, settings, library)
    except CoachError:
        return
    ahead = coming(state, shape, today) if state is not None else None
    if ahead is not None:
        when = "today" if ahead.due else f"on {ahead.on:%A %-d %B}"
        what = title_of(ahead.day.text, library)
        yield f"Next of {shape.title}, {when}: {what}. It begins with: coach program next --run"


def _to_plan(session: str, now: datetime, settings: Config, library: Library) -> str:
    days: tuple[str, ...] = ()
    with suppress(CoachError):  # a journal that cannot be read was told of already
        days = own_days(settings)
    ahead = [now + timedelta(days=number) for number in range(1, 8)]
    own = [day for day in ahead if DAYS[day.weekday()] in days]
    on = own[0] if own else ahead[REST_DAYS - 1]
    name = session if session in library.session_paths else "SESSION"
    return f"Nothing is planned. For {on:%A}, at this time: coach plan add {on:%Y-%m-%d %H:%M} {name}"


def title_of(session: str, library: Library) -> str:
    """What a session is called; a workout in one line is its own name."""
    try:
        return library.session(session).title
    except CoachError:
        return session


def own_days(settings: Config) -> tuple[str, ...]:
    """The days the lifter told to train on, in the order of the week; none where none were told."""
    with Journal.open(settings.data_folder / JOURNAL, begin=False) as journal:
        return days_told(told(journal, settings.lifter))
