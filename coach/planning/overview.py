"""A program at a glance: weeks by days, what of it is done, what comes next, and with which loads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coach.planning.program import Following, Next, coming, date_of
from coach.script.shapes.program import DAYS, RACE, DayShape, ProgramShape, WeekShape


class Mark(StrEnum):
    """What became of a day."""

    DONE = "done"
    MISSED = "missed"
    LEFT_OUT = "left out"
    TODAY = "today"
    NEXT = "next"
    COMING = ""


@dataclass(frozen=True, slots=True)
class DaySeen:
    """A day of a week: its key, what is done on it, and what became of it."""

    key: str
    day: DayShape
    mark: Mark


@dataclass(frozen=True, slots=True)
class WeekSeen:
    """A week: its number, whether the lifter is in it, the per cent of a light one, its loads in kilos, its days.

    The loads of weeks to come are those when no day is missed.
    """

    number: int
    here: bool
    light: float | None
    loads: Mapping[str, float]
    days: tuple[DaySeen, ...]


def overview(program: ProgramShape, state: Following | None = None, today: date = date.min) -> Iterator[WeekSeen]:
    """Every week of the program, as far as an advanced state says; without one as it is planned."""
    here = state.week if state is not None else -1
    ahead = coming(state, program, today) if state is not None else None
    loads = {movement: shape.start for movement, shape in program.loads.items()}
    for place, week in enumerate(program.calendar):
        if state is not None and place <= here:
            loads = dict(state.loads[min(place, len(state.loads) - 1)])
        share = (week.light or 100) / 100
        shown = {movement: round(load * share, 3) for movement, load in loads.items()}
        days = tuple(_days(program, week, place, state, ahead, today))
        yield WeekSeen(place + 1, place == here, week.light, shown, days)
        if week.light is None:
            loads = {name: shape.after(loads.get(name, shape.start)) for name, shape in program.loads.items()}


# many: a day, and all that says what became of it
def _days(
    program: ProgramShape, week: WeekShape, place: int, state: Following | None, ahead: Next | None, today: date
) -> Iterator[DaySeen]:
    for key in sorted(week.days, key=[*DAYS, RACE].index):
        mark = Mark.COMING
        if state is not None and place < state.week:
            mark = _past(state, place, key)
        elif state is not None and ahead is not None and (ahead.week, ahead.key) == (place + 1, key):
            mark = Mark.TODAY if ahead.due else Mark.NEXT
        elif state is not None and place == state.week:
            mark = _this_week(program, state, key, today)
        yield DaySeen(key, week.days[key], mark)


def _past(state: Following, place: int, key: str) -> Mark:
    """A day of a week that is over, as it was the last time; a near race leaves the first ones out."""
    over = [done for number, done in state.past if number == place + 1]
    if not over:
        return Mark.LEFT_OUT if state.race is not None else Mark.COMING
    return Mark.DONE if key in over[-1] else Mark.MISSED


def _this_week(program: ProgramShape, state: Following, key: str, today: date) -> Mark:
    on = date_of(state, key)
    if key in state.done:
        return Mark.DONE
    if on < state.since:
        return Mark.LEFT_OUT
    return Mark.MISSED if program.missed == "skip" and on < today else Mark.COMING
