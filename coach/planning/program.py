"""A program being followed: which session is due, and what becomes of loads and weeks as days are done or missed.

Nothing here looks at a clock: today is always given. Loads are in kilos.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from coach.script.shapes.program import DAYS, RACE, Day, DayShape, ProgramShape

WEEK = timedelta(days=7)


class Change(StrEnum):
    """What a week that is over led to."""

    UP = "up"
    HELD = "held"
    REPEATED = "repeated"
    BACK = "back"
    PASSED = "passed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Following:
    """How far somebody is in a program.

    `week` counts from zero, `monday` begins its seven days; what was planned before `since` is nobody's fault. `loads`
    are those of every week so far that counts, the current one last. `extra` weeks may still be repeated or gone back.
    `days` are the lifter's own, on which it is done instead of the program's; see `on_days`. `past` are the weeks that
    are over, each with its number, counted from one, and the days that were done.
    """

    program: str
    since: date
    monday: date
    week: int
    loads: tuple[Mapping[str, float], ...]
    extra: int
    race: date | None = None
    done: tuple[str, ...] = ()
    last: date | None = None
    ended: bool = False
    days: tuple[str, ...] = ()
    past: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Something that changed: after the week of `monday`, which was week number `week`, counted from one."""

    change: Change
    monday: date
    week: int


@dataclass(frozen=True, slots=True)
class Next:
    """The next session: on which day, what, with which loads (in kilos, by movement); `due` when that is today."""

    key: str
    on: date
    day: DayShape
    week: int
    due: bool
    light: float | None
    loads: Mapping[str, float] = field(default_factory=dict)


def begun(name: str, program: ProgramShape, today: date, race: date | None = None) -> Following:
    """The program from its beginning, in this week or the next; towards a race, counted back from its date.

    A race that is nearer than the program is long drops the first weeks; loads begin at the start all the same.
    """
    monday, weeks = _monday(today), program.calendar
    loads = ({movement: shape.start for movement, shape in program.loads.items()},)
    if race is not None:
        first = _monday(race) - WEEK * (len(weeks) - 1)
        late = max(0, (monday - first).days // 7)
        state = Following(name, today, max(first, monday), late, loads, 0, race)
        return state if _planned(state, program) else _onwards(replace(state, monday=monday + WEEK), loads[0])
    if any(DAYS.index(key) < today.weekday() for key in weeks[0].days):
        monday += WEEK
    return Following(name, max(today, monday), monday, 0, loads, program.extra_weeks)


def on_days(program: ProgramShape, days: Sequence[str]) -> ProgramShape:
    """The program done on these weekdays: each week's sessions in their order, as evenly over the days as can be.

    A week with more sessions than there are days keeps its own.
    """
    if not days:
        return program
    weeks = tuple(week.model_copy(update={"days": _moved(week.days, days)}) for week in program.weeks)
    return program.model_copy(update={"weeks": weeks})


def days_told(facts: Mapping[str, str]) -> tuple[str, ...]:
    """The days a lifter told to train on, in the order of the week; none where none were told."""
    said = facts.get("days", "").split(",")
    return tuple(day for day in DAYS if day in said)


def _moved(planned: Mapping[Day, DayShape], days: Sequence[str]) -> dict[str, DayShape]:
    there = sorted((key for key in planned if key != RACE), key=DAYS.index)
    if len(there) > len(days):
        return {str(key): day for key, day in planned.items()}
    kept = [days[place * len(days) // len(there)] for place in range(len(there))]
    moved = {day: planned[key] for day, key in zip(kept, there, strict=True)}
    return moved | {str(key): day for key, day in planned.items() if key == RACE}


def advanced(state: Following, program: ProgramShape, today: date) -> tuple[Following, list[Told]]:
    """The state on this day, and what each week that is over led to. A day before the last one changes nothing."""
    told: list[Told] = []
    if state.week >= len(program.calendar):  # the file was made shorter meanwhile
        return replace(state, ended=True), told
    while not state.ended and today >= state.monday + WEEK:
        number, monday = state.week + 1, state.monday
        state, change = _after_week(replace(state, past=(*state.past, (number, state.done))), program)
        told.append(Told(change, monday, number))
        if state.week >= len(program.calendar):
            state = replace(state, ended=True)
            told.append(Told(Change.ENDED, monday, number))
    return state, told


def coming(state: Following, program: ProgramShape, today: date) -> Next | None:
    """What comes next of an advanced state: due today, or the next day it will be; None when the program is over."""
    if state.ended:
        return None
    free = state.last is None or state.last < today
    for key, on in _left(state, program):
        if on > today:
            return _next(state, program, key, on, False)
        caught_up = on == today or (program.missed != "skip" and key != RACE)
        if caught_up and free:
            return _next(state, program, key, today, True)
        tomorrow = today + timedelta(days=1)
        if caught_up and program.missed != "skip" and tomorrow < state.monday + WEEK:
            return _next(state, program, key, tomorrow, False)
    return _first_of_next_week(state, program)


def did(state: Following, key: str, today: date) -> Following:
    """The state after a day's session was done."""
    return replace(state, done=(*state.done, key), last=today)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def date_of(state: Following, key: str) -> date:
    """The date of a day of the week the lifter is in."""
    if key == RACE and state.race is not None:
        return state.race
    return state.monday + timedelta(days=DAYS.index(key))


def _planned(state: Following, program: ProgramShape) -> list[tuple[str, date]]:
    """This week's days that count, by date: not before it was begun, nothing beside or after the race."""
    days = [(key, date_of(state, key)) for key in program.calendar[state.week].days]
    in_time = [(key, on) for key, on in days if key == RACE or state.race is None or on < state.race]
    return sorted(((key, on) for key, on in in_time if on >= state.since), key=lambda each: each[1])


def _left(state: Following, program: ProgramShape) -> list[tuple[str, date]]:
    return [(key, on) for key, on in _planned(state, program) if key not in state.done]


def _after_week(state: Following, program: ProgramShape) -> tuple[Following, Change]:
    """The first day of the week after this one."""
    fresh = replace(state, monday=state.monday + WEEK, done=())
    full = bool(_planned(state, program)) and not _left(state, program)
    now = state.loads[-1]
    if full:
        if program.calendar[state.week].light is not None:
            return _onwards(fresh, now), Change.HELD
        more = {movement: program.loads[movement].after(load) if movement in program.loads else load
                for movement, load in now.items()}  # fmt: skip
        return _onwards(fresh, more), Change.UP
    if program.missed == "skip" or state.extra == 0:
        return _onwards(fresh, now), Change.PASSED
    fresh = replace(fresh, extra=state.extra - 1)
    if program.missed == "repeat" or state.week == 0 or len(state.loads) < 2:
        return fresh, Change.REPEATED
    return replace(fresh, week=state.week - 1, loads=state.loads[:-1]), Change.BACK


def _onwards(state: Following, loads: Mapping[str, float]) -> Following:
    return replace(state, week=state.week + 1, loads=(*state.loads, loads))


def _next(state: Following, program: ProgramShape, key: str, on: date, due: bool) -> Next:
    week = program.calendar[state.week]
    share = (week.light or 100) / 100
    now = state.loads[-1]
    loads = {movement: round(now.get(movement, shape.start) * share, 3) for movement, shape in program.loads.items()}
    day = next(day for name, day in week.days.items() if name == key)
    return Next(key, on, day, state.week + 1, due, week.light, loads)


def _first_of_next_week(state: Following, program: ProgramShape) -> Next | None:
    """What the week after this one begins with, as things stand."""
    ahead, _ = advanced(state, program, state.monday + WEEK)
    if ahead.ended:
        return None
    key, on = _planned(ahead, program)[0]
    return _next(ahead, program, key, on, False)
