"""The program somebody follows, as commands of several rooms show it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coach.config import Config
from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.errors import InputError
from coach.planning.following import following_path, read_following
from coach.planning.overview import WeekSeen, overview
from coach.planning.program import Following, advanced, on_days
from coach.planning.waiting import today_in
from coach.script.files.library import Library
from coach.script.shapes.program import DAYS, RACE, ProgramShape

if TYPE_CHECKING:
    from coach.journal.analysis.report import Grid

NOTHING = "No program is followed. 'coach program list' shows them, 'coach program start NAME' begins one."


def shown(name: str | None, settings: Config, library: Library) -> tuple[ProgramShape, Following | None]:
    """The program of this name, with how far the lifter is where it is the one that is followed; None is that one.

    Raises InputError, ContentError.
    """
    state = read_following(following_path(settings.data_folder, settings.lifter))
    if name is not None:
        filed, shape = library.program(name)
        if state is None or state.program != filed:
            return shape, None
    if state is None:
        raise InputError(NOTHING)
    _, shape = library.program(state.program)
    shape = on_days(shape, state.days)
    return shape, advanced(state, shape, today_in(settings.zone))[0]


def followed_grid(settings: Config, library: Library) -> "Grid | None":
    """The program the lifter follows as a table, weeks by days; None where none is. Raises InputError, ContentError."""
    from coach.journal.analysis.report import Grid

    if read_following(following_path(settings.data_folder, settings.lifter)) is None:
        return None
    shape, state = shown(None, settings, library)
    weeks = list(overview(shape, state, today_in(settings.zone)))
    keys = [key for key in (*DAYS, RACE) if any(day.key == key for week in weeks for day in week.days)]
    rows = [
        (_head(week), *(_cell(week, key, library) for key in keys), in_words(week.loads, settings)) for week in weeks
    ]
    here = next((f"week {week.number} of {len(weeks)}" for week in weeks if week.here), "over")
    return Grid(f"{shape.title}, {here}", ("week", *keys, "loads when no day is missed"), rows)


def _head(week: WeekSeen) -> str:
    return f"{week.number}{', light' if week.light else ''}{', here' if week.here else ''}"


def _cell(week: WeekSeen, key: str, library: Library) -> str:
    """A day's session and what became of it; nothing on a day without one."""
    for each in week.days:
        if each.key == key:
            return f"{library.session(each.day.text).title}{f' ({each.mark})' if each.mark else ''}"
    return ""


def in_words(kilos: Mapping[str, float], settings: Config) -> str:
    """Loads by movement, "romanian deadlift 50 kg", in the house's unit."""
    return ", ".join(f"{movement.replace('-', ' ')} {_weight(load, settings)}" for movement, load in kilos.items())


def _weight(kilos: float, settings: Config) -> str:
    return f"{convert(kilos, Unit.KILOS, settings.unit):.1f}".removesuffix(".0") + f" {settings.unit}"
