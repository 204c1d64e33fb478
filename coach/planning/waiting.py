"""Waiting for a time of day: `coach run --at 06:30` sleeps here until the wall clock says so.

Only here and for the planned workouts does the wall clock rule. A machine without a clock battery wakes with a wrong
time and is put right minutes later, by hours, in either direction: so the scheduler looks at the clock again every few
seconds, and a time that was passed in such a step is not taken for the time that was meant.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.clocks import MachineTime
from coach.errors import InputError
from coach.host.clocks import monotonic

RECHECK = 2.0
"""Seconds between two looks at the wall clock."""

STEP = 30.0
"""Seconds by which the wall clock may drift from the session clock between two looks before it counts as a step."""

STILL_ON_TIME = timedelta(minutes=30)
"""A time missed by no more than this, because the machine slept or its clock was put forward, still counts."""

JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""Late jobs run, once; the library's own default drops a job that is one second late."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at both clocks: the wall clock with its zone, and seconds on a clock that never steps."""

    wall: datetime
    steady: MachineTime

    def stepped(self, before: "Look") -> float:
        """Seconds by which the wall clock was moved since the look before; forwards is positive."""
        return (self.wall.timestamp() - before.wall.timestamp()) - (self.steady - before.steady)


def open_zone(name: str | None = None) -> ZoneInfo:
    """The named time zone, or this machine's own; raises InputError for a name there is none of."""
    from tzlocal import get_localzone_name

    wanted = name or get_localzone_name() or "UTC"
    try:
        return ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a name too long for any file is an OSError
        raise InputError(f"there is no time zone '{wanted}'; write one such as Europe/Zurich") from error


def today_in(zone: str | None) -> date:
    """The date there now; None is this machine's own zone. Raises InputError as `open_zone`."""
    return datetime.now(open_zone(zone)).date()


CLOCK = r"(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>am\b|pm\b|a\.\s?m\b\.?|p\.\s?m\b\.?)"
"""6pm, 6:30 p.m."""

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
HOUR = rf"(?:{'|'.join(NUMBERS)}|0?[1-9]|1[0-2])"
"""An hour of the clock in words or figures."""

NAMED = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}


def read_time(text: str) -> tuple[int, int]:
    """Hour and minute of a time of day such as 6:30, 18.05, 6pm, 18h30 or noon; raises InputError for anything else."""
    written = text.strip().lower()
    if written in NAMED:
        return NAMED[written]
    if found := re.fullmatch(CLOCK, written):
        return of_half(found)
    if found := re.fullmatch(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d)|\s?h(?:\s?([0-5]\d))?)", written):
        return int(found[1]), int(found[2] or found[3] or 0)
    if re.fullmatch(r"0?[1-9]|1[0-2]", written):
        raise InputError(f"'{text}' may be in the morning or in the evening; write {int(text)}am or {int(text)}pm")
    raise InputError(f"'{text}' is no time of day; write hours and minutes such as 06:30 or 18:45, or 6pm")


def of_half(found: re.Match[str]) -> tuple[int, int]:
    """Hour and minute of what matched `CLOCK`."""
    return int(found["hour"]) % 12 + (12 if found["half"][0] == "p" else 0), int(found["minute"] or 0)


def day_of(target: datetime, now: datetime) -> str:
    """ "Sunday 5 December", with its year where that is not this one."""
    return f"{target:%A %-d %B}" if target.year == now.year else f"{target:%A %-d %B %Y}"


def at_time(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """That time on that day; in the hour a clock change skips the time shown after it, in a doubled hour the first."""
    wished = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return datetime.fromtimestamp(wished.timestamp(), zone)


def next_time(text: str, now: datetime) -> datetime:
    """The next moment, after `now` and in its zone, at which the clock shows this time of day."""
    hour, minute = read_time(text)
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo), "the time must carry the zone it is meant in"
    today = at_time(now.date(), hour, minute, zone)
    if today.timestamp() > now.timestamp():
        return today
    return at_time(now.date() + timedelta(days=1), hour, minute, zone)


def after_step(text: str, target: datetime, now: datetime) -> datetime:
    """What to wait for once the clock was moved to `now`: the same target while it is ahead or just passed.

    Otherwise the target was reckoned from a wrong clock, and the next such time is meant.
    """
    late = now.timestamp() - target.timestamp()
    if 0 <= late <= STILL_ON_TIME.total_seconds():
        return target
    return next_time(text, now)


def describe(target: datetime, now: datetime) -> str:
    """When it will begin, in words that name day, zone and the time till then."""
    return f"It will begin at {target:%H:%M} on {day_of(target, now)} ({target.tzinfo}), in {span(target, now)}."


def span(target: datetime, now: datetime) -> str:
    """How long till then in words: minutes, hours and minutes, or from two days on days and hours."""
    minutes = max(0, round((target.timestamp() - now.timestamp()) / 60))
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days, hours = divmod(round(minutes / 60), 24)
        return " and ".join([_number(days, "day")] + [_number(hours, "hour")] * (hours > 0))
    parts = [_number(hours, "hour")] * (hours > 0) + [_number(rest, "minute")] * (rest > 0 or hours == 0)
    return " and ".join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


class Waiting:
    """What is being waited for, seen through the looks at the clock so far; owns no clock and no thread."""

    def __init__(self, text: str, first: Look) -> None:
        self.text, self._before = text, first
        self.target = next_time(text, first.wall)

    def see(self, seen: Look) -> str | None:
        """Take the next look; where the clock was moved, the target is reckoned again and a line says so."""
        stepped, self._before = seen.stepped(self._before), seen
        if abs(stepped) <= STEP:
            return None
        self.target = after_step(self.text, self.target, seen.wall)
        return f"The clock was moved and now shows {seen.wall:%H:%M}. {describe(self.target, seen.wall)}"


# many: tests put in a clock of their own; the rest are the ways to be told and to be hurried
def wait_until(
    text: str,
    *,
    say: Callable[[str], None],
    zone: str | None = None,
    look: Callable[[], Look] | None = None,
    recheck: float = RECHECK,
    hurry: threading.Event | None = None,
    left: Callable[[float], object] = lambda _: None,
) -> datetime:
    """Wait for the next time of day `text` and return when it is that time, with the moment that was meant.

    `say` is given one line when the waiting begins and one each time the wall clock was moved; Ctrl-C ends it, and so
    does `hurry` when it is set. `left` is told the seconds left at every look.
    """
    here = open_zone(zone)
    looking = look or (lambda: Look(datetime.now(here), monotonic()))
    first = looking()
    waiting = Waiting(text, first)
    say(describe(waiting.target, first.wall))
    rung = threading.Event()
    with _Alarm(rung.set, here) as alarm:
        alarm.set_for(waiting.target)
        while True:
            rang = rung.wait(recheck)
            seen = looking()
            left(waiting.target.timestamp() - seen.wall.timestamp())
            if hurry is not None and hurry.is_set():
                return waiting.target
            moved = waiting.see(seen)
            if moved:
                say(moved)
            # A clock put forward rings as well: only once the time meant has come does that end the waiting.
            if rang and seen.wall.timestamp() >= waiting.target.timestamp():
                return waiting.target
            if moved or rang:
                rung.clear()
                alarm.set_for(waiting.target)
            alarm.look_again()


class _Alarm:
    """One date job in an APScheduler of its own."""

    def __init__(self, ring: Callable[[], object], zone: ZoneInfo) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        self._ring = ring
        self._scheduler = BackgroundScheduler(timezone=zone, job_defaults=JOB_DEFAULTS)

    def __enter__(self) -> "_Alarm":
        self._scheduler.start()
        return self

    def set_for(self, target: datetime) -> None:
        self._scheduler.add_job(self._ring, "date", run_date=target, id="begin", replace_existing=True)

    def look_again(self) -> None:
        """Make the scheduler look at the wall clock now; by itself it sleeps by the clock that was."""
        self._scheduler.wakeup()

    def __exit__(self, *_: object) -> None:
        # Asking for the jobs waits for the scheduler to be done with the one that rang; shut down before that, its
        # thread dies with a JobLookupError while it takes the job off its list.
        self._scheduler.get_jobs()
        self._scheduler.shutdown(wait=False)
