"""A trainer's look at everybody: of each lifter the last session, this week's sets, where the volume goes, complaints.

It reads the journal and what was gathered from other boxes; a session that is in both counts once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from coach.core.plan import Unit
from coach.gather.gathered import Gathered, gathered_path
from coach.gather.messages import NOBODY
from coach.journal import history
from coach.journal.analysis import statistics
from coach.journal.past import PastSession
from coach.journal.storage.database import Database, to_look_at
from coach.journal.store import JOURNAL

SPAN = timedelta(days=28)
"""What is compared with as long a time before it, and for which complaints are told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One lifter. `trend` is the volume of the last four weeks over that of the four before, None where either is
    nought; `complaints` counts regions, the most frequent first; `where` is the box of the last session, empty for
    this one."""

    lifter: str
    last: PastSession
    where: str
    sets_this_week: int
    trend: float | None
    complaints: tuple[tuple[str, int], ...]
    red_flag: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Sessions of all boxes with the name of the box each came from, by key; none for this box's own."""

    sessions: tuple[PastSession, ...]
    boxes: dict[str, str]


def known(data_folder: Path, today: date) -> Known:
    """What the standings are made of: the last eight weeks of everybody, and of each lifter the last session.

    Raises JournalError when a file cannot be read.
    """
    found: dict[str, PastSession] = {}
    boxes: dict[str, str] = {}
    if gathered_path(data_folder).exists():
        gathered = Gathered(gathered_path(data_folder))
        try:
            found |= _recent(gathered.database, today)
            boxes = gathered.names()
        finally:
            gathered.close()
    own = to_look_at(data_folder / JOURNAL)
    try:
        for key, session in _recent(own, today).items():
            if key not in found or session.ended is not None:
                found[key] = session
    finally:
        own.close()
    return Known(tuple(sorted(found.values(), key=lambda each: each.began)), boxes)


def _recent(database: Database, today: date) -> dict[str, PastSession]:
    connection = database.reading()
    sessions = list(history.sessions(connection, since=today - 2 * SPAN))
    there = {each.lifter for each in sessions}
    for lifter in history.lifters(connection):
        if lifter not in there:
            sessions += history.sessions(connection, lifter=lifter, last=1)
    return {each.key: each for each in sessions}


def standings(told: Known, today: date, unit: Unit) -> list[Standing]:
    """Everybody, whoever trained last first."""
    by_lifter: dict[str, list[PastSession]] = {}
    for session in told.sessions:
        by_lifter.setdefault(_whose(session, told.boxes), []).append(session)
    found = [_standing(lifter, those, told.boxes, today, unit) for lifter, those in by_lifter.items()]
    return sorted(found, key=lambda each: (each.last.day, each.last.began), reverse=True)


def _whose(session: PastSession, boxes: dict[str, str]) -> str:
    """Where no name was set, it is somebody else on every box."""
    if session.lifter not in (NOBODY, ""):
        return session.lifter
    return f"{session.lifter or NOBODY} ({boxes[session.key]})" if session.key in boxes else session.lifter or NOBODY


def _standing(lifter: str, sessions: Sequence[PastSession], boxes: dict[str, str], today: date, unit: Unit) -> Standing:
    monday = today - timedelta(days=today.weekday())
    lately = [each for each in sessions if each.day > today - SPAN]  # a day ahead too: clocks differ
    before = [each for each in sessions if today - 2 * SPAN < each.day <= today - SPAN]
    now, then = statistics.volume(lately, unit), statistics.volume(before, unit)
    regions = Counter(said.region for each in lately for said in each.complaints if said.counts)
    return Standing(
        lifter,
        sessions[-1],
        boxes.get(sessions[-1].key, ""),
        sum(len(each.working) for each in sessions if each.day >= monday),
        now / then if now and then else None,
        tuple(regions.most_common()),
        any(each.red_flag for each in lately),
    )
