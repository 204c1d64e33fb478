"""The history and the plan for visitors of the door, and a program begun, in a process that may take its time.

Run as `python -m coach.link.records` with {"settings": ..., "what": "history", "report", "calendar", "programs" or
"started", "lifter": ...} on standard input; the answer is JSON on standard output.
"""

import json
import sys
from datetime import date, datetime
from typing import Any

from coach.config import Config, calendar_path, taken_over
from coach.content import library_of
from coach.journal import history
from coach.journal.analysis import statistics
from coach.journal.analysis.report import report
from coach.journal.past import PastSession
from coach.journal.store import JOURNAL, Journal
from coach.planning.calendar import load_plan
from coach.planning.following import following_path, read_following
from coach.planning.ics import as_ics
from coach.planning.program import Next, advanced, coming, days_told, on_days
from coach.planning.starting import StartError, start
from coach.planning.waiting import open_zone, today_in

NEWEST = 30
"""Sessions in the list; the report has them all."""


def answered(asked: dict[str, Any]) -> Any:
    """The list of the newest sessions, or the page; empty where nothing was done yet. The plan as an .ics file; the
    programs with what comes next in the one that is followed; that `program` begun, in words, or {"why": ...}.
    Raises CoachError.
    """
    settings = taken_over(asked["settings"])
    if asked["what"] == "calendar":
        return _calendar(settings)
    if asked["what"] == "programs":
        return _programs(settings, asked["lifter"])
    if asked["what"] == "started":
        on = None if asked["on"] is None else date.fromisoformat(asked["on"])
        return _started(asked["program"], on, asked["lifter"], settings)
    with Journal.open(settings.data_folder / JOURNAL, tell=lambda _: None) as journal:
        last = NEWEST if asked["what"] == "history" else None
        found = history.sessions(journal.database.reading(), lifter=asked["lifter"], last=last)
    if asked["what"] == "history":
        return [_row(session, settings) for session in reversed(found)]
    if not found:
        return ""
    scripts = library_of(settings).scripts()
    estimating = frozenset(name for name, script in scripts.items() if script.estimates_max)
    return report(found, settings.unit, estimating, titles={name: script.title for name, script in scripts.items()})


def _calendar(settings: Config) -> str:
    sessions = library_of(settings).sessions()
    planned = load_plan(calendar_path(), set(sessions))
    known = {name: (shape.title, shape.minutes.normal) for name, shape in sessions.items()}
    return as_ics(planned.appointments, datetime.now(open_zone(planned.zone)), known).decode()


def _programs(settings: Config, lifter: str) -> list[dict[str, str]]:
    """Every program by its title, with what comes next in the one that the lifter follows, which stands first."""
    following = read_following(following_path(settings.data_folder, lifter))
    rows = []
    for name, shape in library_of(settings).programs().items():
        row = {"title": shape.title, "for": shape.for_whom, "weeks": str(len(shape.calendar)), "next": ""}
        row["to_a_date"] = "yes" if shape.to_a_date else ""
        if following is not None and following.program == name:
            state, _ = advanced(following, on_days(shape, following.days), today_in(settings.zone))
            row["next"] = _ahead(coming(state, on_days(shape, state.days), today_in(settings.zone)))
        rows.append({"name": name, **row})
    return sorted(rows, key=lambda row: (not row["next"], row["title"]))


def _started(name: str, on: date | None, lifter: str, settings: Config) -> str | dict[str, str]:
    """The program begun, as `coach program start` does it."""
    with Journal.open(settings.data_folder / JOURNAL, tell=lambda _: None) as journal:
        days = days_told(history.findings(journal.database.reading(), lifter))
    library, today = library_of(settings), today_in(settings.zone)
    try:
        began = start(name, library, settings.data_folder, lifter, today, days=days, on=on)
    except StartError as refused:
        return {"why": refused.why}
    return f"{began.shape.title}: {_ahead(began.first)}"


def _ahead(ahead: Next | None) -> str:
    if ahead is None:
        return ""
    return f"{'today' if ahead.due else f'{ahead.on:%A %-d %B}'}, week {ahead.week}: {ahead.day.text}"


def _row(session: PastSession, settings: Config) -> dict[str, str]:
    volume = statistics.told(session.volume, session.unit, settings.unit)
    return {
        "day": str(session.day),
        "title": session.title,
        "minutes": "" if session.minutes is None else f"{session.minutes:.0f}",
        "sets": str(len(session.working)),
        "volume": f"{volume:,.0f} {settings.unit.value}" if volume else "",
        "ended": session.reason or "open",
    }


if __name__ == "__main__":
    json.dump(answered(json.load(sys.stdin)), sys.stdout)
