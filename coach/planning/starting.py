"""Beginning a program for one lifter: what `coach program start` does, and the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from coach.errors import InputError
from coach.planning.following import following_path, read_following, write_following
from coach.planning.program import Following, Next, begun, coming, on_days
from coach.script.files.library import Library
from coach.script.shapes.program import ProgramShape

Refusal = Literal["another_program", "no_such_program", "needs_date", "past_date"]
"""Why a program was not begun."""


class StartError(InputError):
    """The program was not begun; `why` says so to a program, the message to a person."""

    def __init__(self, why: Refusal, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Started:
    """A program that was begun: its shape on the lifter's `days`, the `state` as it was kept, what comes first."""

    shape: ProgramShape
    state: Following
    days: tuple[str, ...]
    first: Next | None


# many: who begins what and when, where it is found, and where it is kept
def start(
    name: str, library: Library, folder: Path, lifter: str, today: date, *, days: Sequence[str], on: date | None = None
) -> Started:
    """Begin the program `on` a date, else today, and keep that in the data folder; on these weekdays, where any are
    given and no race is led to.

    Raises StartError; InputError where the file cannot be written; ContentError for a program with faults.
    """
    filed, shape = _known(name, library)
    path = following_path(folder, lifter)
    running = read_following(path)
    if running is not None and not running.ended:
        message = f"{running.program} is being followed; end it first with: coach program stop"
        raise StartError("another_program", message)
    days = () if shape.to_a_date else tuple(days)
    shape = on_days(shape, days)
    state = replace(_begun(filed, shape, today, on), days=days)
    write_following(path, state)
    return Started(shape, state, days, with_own_loads(coming(state, shape, today), library))


def _known(name: str, library: Library) -> tuple[str, ProgramShape]:
    try:
        return library.program(name)
    except InputError as error:
        raise StartError("no_such_program", str(error)) from error


def _begun(name: str, shape: ProgramShape, today: date, on: date | None) -> Following:
    if not shape.to_a_date:
        if on is not None and on < today:
            raise StartError("past_date", f"{on} has passed already; give a day that is to come")
        return begun(name, shape, on or today)
    if on is None:
        message = f"{name} leads to a race; give its date with --on, such as --on 2027-04-25"
        raise StartError("needs_date", message)
    if on < today:
        raise StartError("past_date", f"the race on {on} is over already; give a date that is to come")
    return begun(name, shape, today, on)


def with_own_loads(ahead: Next | None, library: Library) -> Next | None:
    """The same with the loads of its own movements, in a light week also of those with a load in the line itself.

    A session by name has its own loads. Raises ContentError.
    """
    if ahead is None:
        return None
    workout = library.workout(ahead.day.text)
    if workout is None:
        return replace(ahead, loads={})
    loads = {movement: load for movement, load in ahead.loads.items() if movement in workout.named}
    if ahead.light is not None:
        loads |= {name: round(load * ahead.light / 100, 3) for name, load in workout.written.items()}
    return replace(ahead, loads=loads)
