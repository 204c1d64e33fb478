"""What is planned as an iCalendar file (RFC 5545), for the calendar on a phone or a desk.

A weekly session is one event with a rule in the zone of the plan, so that half past six stays half past six through
summer time. An event names itself after its appointment: a file that is read again replaces what it wrote before.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from coach.errors import InputError
from coach.planning.appointments import DAYS, Appointment, Weekly
from coach.reading.extras import install

PRODUCT = "-//coach//plan//EN"
USUAL_MINUTES = 45
"""How long a session takes that is not known here."""

BEGINNING = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\n".encode()
"""How every plan begins that is written here, and no calendar of another program."""


def as_ics(appointments: Iterable[Appointment], now: datetime, sessions: Mapping[str, tuple[str, int]]) -> bytes:
    """The appointments that still come after `now` (in the zone of the plan), as the bytes of an .ics file.

    `sessions`: title and minutes by name. Raises InputError where the library that writes calendars is missing.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise InputError(f"calendars need one more package: {install('ics')}") from error
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for appointment in appointments:
        begin = appointment.next_begin(now)
        if begin is not None:
            calendar.add_component(_event(appointment, begin, now, sessions))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(appointment: Appointment, begin: datetime, now: datetime, sessions: Mapping[str, tuple[str, int]]) -> Any:
    from icalendar import Event

    title, minutes = sessions.get(appointment.session, (appointment.session, USUAL_MINUTES))
    event = Event()
    event.add("uid", f"{sha256(str(appointment).encode()).hexdigest()[:24]}@coach")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", title)
    event.add("description", f"coach run {appointment.session}")
    if isinstance(appointment, Weekly):
        event.add("duration", timedelta(minutes=minutes))
        event.add("rrule", {"freq": "weekly", "byday": [DAYS[day][:2].upper() for day in appointment.days]})
        zone = begin.tzinfo
        assert isinstance(zone, ZoneInfo), "appointments begin in the zone of their plan"
        # As the rule has them, also in an hour that a change leaves out: a reader shifts that one, not the others.
        shown = time(appointment.hour, appointment.minute, tzinfo=zone)
        event.add("dtstart", datetime.combine(begin, shown))
        skipped = [datetime.combine(day, shown) for day in appointment.skipped]
        if skipped:
            event.add("exdate", skipped)
    else:
        event.add("dtstart", begin)
        event.add("duration", timedelta(minutes=appointment.before if appointment.race else minutes))
    return event
