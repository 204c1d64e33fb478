"""Sessions of the past, written by hand for the tests of what is read off them."""

from datetime import datetime, timedelta, timezone

from coach.core.plan import Role, Unit
from coach.journal.past import PastComplaint, PastSession, PastSet

ZONE = timezone(timedelta(hours=1))
FIRST = datetime(2026, 1, 5, 18, 30, tzinfo=ZONE)  # a Monday


def lift(load: float | None = 80.0, reps: int = 8, **fields: object) -> PastSet:
    """A working set of Romanian deadlifts as planned."""
    given = {"exercise": "romanian-deadlift", "load": load, "reps_planned": 8, "reps_done": reps, "counted": True}
    return PastSet(**{**given, **fields})  # type: ignore[arg-type]


def ramp(load: float = 40.0) -> PastSet:
    return PastSet("romanian-deadlift", Role.RAMP, load=load, reps_planned=5, reps_done=5)


def complaint(region: str = "low_back", answer: str | None = "better") -> PastComplaint:
    return PastComplaint(300.0, region, "tight", None, "psoas reset", answer)


def day(number: int, *sets: PastSet, **fields: object) -> PastSession:
    """The session so many days after the first Monday."""
    began = FIRST + timedelta(days=number)
    given = {
        "key": f"day-{number}",
        "lifter": "Sam",
        "name": "rdl-day",
        "title": "Romanian day",
        "unit": Unit.KILOS,
        "began": began,
        "ended": began + timedelta(minutes=40),
        "reason": "done",
        "sets": sets,
        **fields,
    }
    return PastSession(**given)  # type: ignore[arg-type]
