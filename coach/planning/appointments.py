"""What is planned for when: weekly sessions, single days, and races with their warm-up before the gun.

An appointment is one short line, the same in the calendar file, on the command line and in this module:

    mon,thu 18:30 deadlift-day
    mon,thu 18:30 deadlift-day except 2026-12-24,2026-12-31
    2026-12-05 10:00 mobility-check
    2026-12-05 09:00 race pre-race 35 minutes before

Everything here is pure: times come in as arguments, with the zone they are meant in.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from coach.errors import InputError
from coach.planning.waiting import HOUR, at_time, read_time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHAPE = (
    "write it as 'mon,thu 18:30 SESSION', 'tomorrow 6pm SESSION', '2026-12-05 10:00 SESSION' "
    "or '2026-12-05 09:00 race SESSION'"
)
BEFORE_THE_GUN = 35
"""Minutes between the start of a race's warm-up and the gun, unless the appointment says otherwise."""

_LINE = re.compile(
    r"(?P<when>\S+)\s+(?P<time>\S+)\s+(?:(?P<race>race)\s+)?(?P<session>[a-z0-9][a-z0-9-]*)"
    r"(?:\s+(?P<before>\d{1,3})\s+minutes?\s+before)?(?:\s+except\s+(?P<skipped>\S+))?"
)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A session every week on these days (0 is Monday) at this time of day, but not on the `skipped` dates."""

    days: tuple[int, ...]
    hour: int
    minute: int
    session: str
    skipped: tuple[date, ...] = ()

    def __str__(self) -> str:
        skipped = f" except {','.join(day.isoformat() for day in self.skipped)}" if self.skipped else ""
        return f"{','.join(DAYS[day] for day in self.days)} {self.hour:02}:{self.minute:02} {self.session}{skipped}"

    def without(self, day: date, today: date) -> "Weekly":
        """The same without this date; skipped dates that lie before `today` are let go."""
        return replace(self, skipped=tuple(sorted({day, *(each for each in self.skipped if each >= today)})))

    def next_begin(self, now: datetime) -> datetime | None:
        """When it begins next after `now`, in the zone of `now`."""
        zone = _zone(now)
        # With every date skipped that is written down, the week after the last of them has one that is not.
        ahead = (now.date() + timedelta(days=number) for number in range(7 * (len(self.skipped) + 2) + 1))
        days = (day for day in ahead if day.weekday() in self.days and day not in self.skipped)
        begins = (at_time(day, self.hour, self.minute, zone) for day in days)
        return next(begin for begin in begins if begin.timestamp() > now.timestamp())


@dataclass(frozen=True, slots=True)
class Once:
    """A session on one day; in a race the time is the gun's and the session begins `before` minutes earlier."""

    day: date
    hour: int
    minute: int
    session: str
    race: bool = False
    before: int = 0

    def __str__(self) -> str:
        kind = "race " if self.race else ""
        lead = f" {self.before} minutes before" if self.race and self.before != BEFORE_THE_GUN else ""
        return f"{self.day.isoformat()} {self.hour:02}:{self.minute:02} {kind}{self.session}{lead}"

    def begin(self, zone: ZoneInfo) -> datetime:
        """When the session begins."""
        return datetime.fromtimestamp(self.gun(zone).timestamp() - self.before * 60, zone)

    def gun(self, zone: ZoneInfo) -> datetime:
        """The time as written: of the gun in a race, of the session otherwise."""
        return at_time(self.day, self.hour, self.minute, zone)

    def next_begin(self, now: datetime) -> datetime | None:
        """When it begins, or None when that has passed at `now`."""
        begin = self.begin(_zone(now))
        return begin if begin.timestamp() > now.timestamp() else None


Appointment = Weekly | Once


def parse(text: str, sessions: Collection[str] | None = None) -> Appointment:
    """Read one line; with `sessions` given, its session must be among them. Raises InputError with advice."""
    found = _LINE.fullmatch(text.strip().lower())
    if not found:
        raise InputError(_lacks(text))
    hour, minute = read_time(found["time"])
    session = found["session"]
    if sessions is not None and session not in sessions:
        raise InputError(f"there is no session '{session}'; {_advice(session, sessions)}")
    if re.fullmatch(r"[a-z,]+", found["when"]):
        if found["race"] or found["before"]:
            raise InputError(f"'{text}' plans a race without its date; {SHAPE}")
        skipped = {_date(each) for each in (found["skipped"] or "").split(",") if each}
        return Weekly(_days(found["when"]), hour, minute, session, tuple(sorted(skipped)))
    if found["skipped"]:
        raise InputError(f"'{text}' says 'except', but of a single day; {SHAPE}")
    race = found["race"] is not None
    if found["before"] and not race:
        raise InputError(f"'{text}' says 'before', but of no race; {SHAPE}")
    before = int(found["before"] or BEFORE_THE_GUN) if race else 0
    return Once(_date(found["when"]), hour, minute, session, race, before)


_NO_SESSION = re.compile(r"\S+\s+\d\d?[:.]\d\d(?:\s+race)?")
_NO_HALF = re.compile(
    rf"\S+\s+(?:at\s+)?(?P<time>(?:(?:half|(?:a\s+)?quarter)\s+(?:past|to)\s+)?{HOUR}"
    r"(?:\s+thirty|\s+fifteen)?(?:\s+o'?clock)?)(?:\s.*)?"
)


def _lacks(text: str) -> str:
    """What a line is told that is no appointment: what is missing in it, where that can be seen."""
    line = text.strip().lower()
    if _NO_SESSION.fullmatch(line):
        return f"'{text}' names no session; write one behind the time, such as: {text.strip()} rdl-day"
    if found := _NO_HALF.fullmatch(line):
        return f"'{found['time']}' may be in the morning or in the evening; write am or pm behind it, or 18:30"
    return f"'{text}' is no appointment; {SHAPE}"


def _days(text: str) -> tuple[int, ...]:
    numbers = set()
    for word in text.split(","):
        if word[:3] not in DAYS or not _FULL[DAYS.index(word[:3])].startswith(word):
            near = get_close_matches(word, _FULL, n=1, cutoff=0.8)
            guess = f"did you mean '{near[0]}'?" if near else f"write {', '.join(DAYS)}"
            raise InputError(f"'{word}' is no day of the week; {guess}")
        numbers.add(DAYS.index(word[:3]))
    return tuple(sorted(numbers))


_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _date(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"'{text}' is no date; write year, month and day such as 2026-12-05") from error
    if not 2000 <= found.year <= 2200:
        raise InputError(f"'{text}' is too far away; write a year between 2000 and 2200")
    return found


def _advice(session: str, sessions: Collection[str]) -> str:
    near = get_close_matches(session, sessions, n=1)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(sorted(sessions))}"


def _zone(now: datetime) -> ZoneInfo:
    assert isinstance(now.tzinfo, ZoneInfo), "the time must carry the zone it is meant in"
    return now.tzinfo


def coming(appointments: Iterable[Appointment], now: datetime) -> list[tuple[datetime, Appointment]]:
    """What begins next, soonest first; what has passed for good is left out."""
    begins = ((appointment.next_begin(now), appointment) for appointment in appointments)
    return sorted(
        ((begin, appointment) for begin, appointment in begins if begin), key=lambda pair: pair[0].timestamp()
    )


def within(appointments: Iterable[Appointment], now: datetime, days: int) -> list[tuple[datetime, Appointment]]:
    """Every beginning from `now` to the end of the day so many days ahead, soonest first."""
    last = now.date() + timedelta(days=days)
    found = []
    for appointment in appointments:
        begin = appointment.next_begin(now)
        while begin is not None and begin.date() <= last:
            found.append((begin, appointment))
            begin = appointment.next_begin(begin)
    return sorted(found, key=lambda pair: pair[0].timestamp())


def still_today(appointments: Iterable[Appointment], now: datetime) -> list[tuple[datetime, Appointment]]:
    """What still begins on the day of `now`, soonest first."""
    return [(begin, appointment) for begin, appointment in coming(appointments, now) if begin.date() == now.date()]


CLASH_AHEAD = 60
"""Days ahead in which two appointments are looked at for one running into the other."""


def clash(
    new: Appointment, planned: Iterable[Appointment], now: datetime, minutes: Mapping[str, float]
) -> tuple[datetime, Appointment] | None:
    """The first beginning of another appointment that meets the new one, with that appointment; None when none does.

    `minutes` is how long each session takes; one that is not named there meets only what begins at the same minute.
    """

    def end(begin: datetime, session: str) -> float:
        return begin.timestamp() + 60 * max(1.0, minutes.get(session, 0.0))

    mine = within((new,), now, CLASH_AHEAD)
    if not mine and (begin := new.next_begin(now)) is not None:
        mine = [(begin, new)]
    last = max((begin.date() for begin, _ in mine), default=now.date())
    theirs = within((each for each in planned if each != new), now, max(0, (last - now.date()).days))
    for begin, other in theirs:
        for own, _ in mine:
            if own.timestamp() < end(begin, other.session) and begin.timestamp() < end(own, new.session):
                return begin, other
    return None
