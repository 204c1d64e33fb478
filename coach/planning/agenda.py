"""The box's sense of the day: tells when a planned session, its reminder, or one that was missed is due.

APScheduler waits, with its jobs in memory; when each is due is kept in a small file, so that what fell due while the
box was off is offered once. A job does nothing itself: what is due is handed to `tell`, and the session decides. The
calendar file is the truth; the jobs are put in step with it.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from coach.planning.appointments import DAYS, Appointment, Once, Weekly, parse
from coach.planning.calendar import PlanFile
from coach.planning.dues import read_dues, write_dues
from coach.planning.waiting import JOB_DEFAULTS, STEP, Look

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.base import BaseTrigger

PUNCTUAL = timedelta(minutes=5)
"""A session told of within this is told as due now; after it, as missed."""

WORTH_OFFERING = timedelta(hours=24)
"""A session missed by more than this is not offered any more."""


class Kind(StrEnum):
    """What is due: a reminder ahead of a session, the session itself, or a session that was missed."""

    REMINDER = "reminder"
    BEGIN = "begin"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Due:
    """Something the lifter is told: which session, when it was to begin, and in a race when the gun goes."""

    kind: Kind
    session: str
    begin: datetime
    gun: datetime | None = None


def judge(text: str, reminder: bool, planned: datetime, lead: timedelta, now: datetime) -> Due | None:
    """What a job planned for `planned` and run at `now` means; None when it is no longer worth a word.

    `lead` is how long before the session a reminder is given.
    """
    appointment = parse(text)
    # Reckoned in universal time: between two times of one zone Python forgets the hour a clock change takes.
    begin = planned.astimezone(UTC) + (lead if reminder else timedelta())
    if isinstance(appointment, Weekly) and begin.astimezone(planned.tzinfo).date() in appointment.skipped:
        return None
    late = now.astimezone(UTC) - begin
    gun = begin + timedelta(minutes=appointment.before) if isinstance(appointment, Once) and appointment.race else None
    kind = _kind(reminder, late)
    if gun is not None and not reminder:
        kind = Kind.BEGIN if now.astimezone(UTC) < gun else None
    if kind is None:
        return None
    return Due(kind, appointment.session, begin.astimezone(now.tzinfo), gun.astimezone(now.tzinfo) if gun else None)


def _kind(reminder: bool, late: timedelta) -> Kind | None:
    if reminder:
        return Kind.REMINDER if late < timedelta() else None
    if late <= PUNCTUAL:
        return Kind.BEGIN
    return Kind.MISSED if late <= WORTH_OFFERING else None


def trigger(appointment: Appointment, lead: timedelta, zone: ZoneInfo) -> "BaseTrigger":
    """APScheduler's trigger for the moment `lead` before an appointment begins; pure, it owns no clock."""
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.date import DateTrigger

    if isinstance(appointment, Once):
        return DateTrigger(datetime.fromtimestamp(_moment(appointment, lead, zone), zone), zone)
    # Only the time on the wall is wanted here, so the day is any day.
    earlier = datetime(2000, 1, 3, appointment.hour, appointment.minute, tzinfo=zone) - lead
    shift = (earlier.date() - datetime(2000, 1, 3, tzinfo=zone).date()).days
    days = ",".join(DAYS[(day + shift) % 7] for day in appointment.days)
    return CronTrigger(day_of_week=days, hour=earlier.hour, minute=earlier.minute, timezone=zone)


def _moment(appointment: Once, lead: timedelta, zone: ZoneInfo) -> float:
    return appointment.begin(zone).timestamp() - lead.total_seconds()


def ring(text: str, reminder: bool) -> tuple[str, bool]:
    """What every job runs: nothing but to say which it was."""
    return text, reminder


class Agenda:
    """The running calendar; made by `open_agenda`. `file` is where it keeps when each job is due."""

    def __init__(
        self,
        scheduler: "BackgroundScheduler",
        file: Path,
        zone: ZoneInfo,
        tell: Callable[[Due], None],
        look: Callable[[], Look],
    ) -> None:
        self._scheduler, self._zone, self._tell, self._look = scheduler, zone, tell, look
        self._file = file
        self._kept = read_dues(file)
        self._written: dict[str, float] | None = None
        self._noting = Lock()
        self._lead = timedelta()
        self._planned: PlanFile = PlanFile()
        self._before = look()

    def keep(self, planned: PlanFile, zone: ZoneInfo | None = None) -> None:
        """Put the jobs in step with the calendar. A job it still has keeps its due time, so nothing missed is lost.

        `zone` is the zone its times are meant in from now on, None for the one before.
        """
        self._planned, self._lead = planned, timedelta(minutes=planned.reminder)
        self._zone = zone or self._zone
        wanted = dict(self._jobs(planned))
        for job in self._scheduler.get_jobs():
            if job.id not in wanted:
                job.remove()
        known = {job.id: job for job in self._scheduler.get_jobs()}
        now = self._look().wall
        for name, (appointment, lead) in wanted.items():
            if name not in known:
                self._add(name, appointment, lead, now)
            elif known[name].args[0] != str(appointment):
                known[name].modify(args=[str(appointment), lead > timedelta()])
        self.note()

    def jobs(self) -> list[datetime]:
        """When the waiting jobs run, soonest first."""
        return sorted(job.next_run_time for job in self._scheduler.get_jobs())

    def recheck(self) -> None:
        """Look at the wall clock; call it every few seconds. After a step back everything is reckoned anew."""
        seen = self._look()
        if seen.stepped(self._before) < -STEP:
            self._scheduler.remove_all_jobs()
            self._kept = {}
            self.keep(self._planned)
        self._before = seen
        self._scheduler.wakeup()

    def _jobs(self, planned: PlanFile) -> Iterator[tuple[str, tuple[Appointment, timedelta]]]:
        for appointment in planned.appointments:
            for lead in {timedelta(), self._lead}:
                # A date that is skipped leaves the job what it was: one that was missed before is still to be told.
                always = replace(appointment, skipped=()) if isinstance(appointment, Weekly) else appointment
                text = f"{always} {self._zone} {lead}"
                yield hashlib.sha256(text.encode()).hexdigest()[:32], (appointment, lead)

    def _add(self, name: str, appointment: Appointment, lead: timedelta, now: datetime) -> None:
        due = self._kept.get(name)
        if due is None and isinstance(appointment, Once) and _moment(appointment, lead, self._zone) <= now.timestamp():
            return
        first = {} if due is None else {"next_run_time": datetime.fromtimestamp(due, self._zone)}
        when = trigger(appointment, lead, self._zone)
        arguments = [str(appointment), lead > timedelta()]
        self._scheduler.add_job(ring, when, arguments, id=name, replace_existing=True, **first)

    def note(self, _: Any = None) -> None:
        """Keep when every job is due from now on, where that has changed.

        One thread at a time: two that write one file hinder each other, and who ends here would not wait for the other.
        """
        with self._noting:
            self._kept = {job.id: job.next_run_time.timestamp() for job in self._scheduler.get_jobs()}
            if self._kept != self._written:
                write_dues(self._file, self._kept)
                self._written = self._kept

    def ran(self, event: Any) -> None:
        """APScheduler's word that a job ran."""
        text, reminder = event.retval
        due = judge(text, reminder, event.scheduled_run_time, self._lead, self._look().wall)
        if due is not None:
            self._tell(due)


@contextmanager
def open_agenda(
    file: Path, planned: PlanFile, zone: ZoneInfo, tell: Callable[[Due], None], look: Callable[[], Look]
) -> Iterator[Agenda]:
    """A running agenda for the length of the `with`; `file` keeps when its jobs are due.

    `tell` is called from APScheduler's thread; let it only post.
    """
    from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_SUBMITTED
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=zone, job_defaults=JOB_DEFAULTS)
    agenda = Agenda(scheduler, file, zone, tell, look)
    scheduler.add_listener(agenda.ran, EVENT_JOB_EXECUTED)
    scheduler.add_listener(agenda.note, EVENT_JOB_SUBMITTED)  # told at the end of a round, with the next due times set
    scheduler.start(paused=True)
    try:
        agenda.keep(planned)
        scheduler.resume()
        yield agenda
    finally:
        # Asking for the jobs waits until the scheduler's thread is between two rounds; see coach.planning.waiting.
        agenda.note()
        scheduler.shutdown(wait=False)
