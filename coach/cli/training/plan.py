"""`coach plan`: what is planned for when, for the box that `coach serve` makes of this machine."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import tables
from coach.config import calendar_path, load_config
from coach.content import library_of
from coach.errors import InputError
from coach.planning import calendar as plan_file
from coach.planning.appointments import Appointment, Once, clash, coming, parse
from coach.planning.ics import BEGINNING, as_ics
from coach.planning.waiting import day_of, describe, open_zone
from coach.planning.words import in_figures
from coach.reading.writing import put, refuse_other

NOTHING = 'Nothing is planned. Plan with: coach plan add "mon,thu 18:30 SESSION"; coach sessions lists them.'

plan = typer.Typer(invoke_without_command=True)

File = Annotated[Path | None, typer.Option("--file", help="A calendar file other than your own.")]
Line = Annotated[list[str], typer.Argument(help="Days or a date, a time, a session; see the examples.")]


@plan.callback()
def show(
    context: typer.Context,
    file: File = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Write the plan as an iCalendar file, for the calendar of a phone.")
    ] = None,
) -> None:
    """See and change what is planned for when; the same by voice: "plan rdl day on monday at six thirty".

    Examples: coach plan    coach plan next    coach plan add "mon,thu 18:30 rdl-day"
    coach plan add "2026-12-05 09:00 race pre-race"    coach plan remove "mon,thu 18:30 rdl-day"
    coach plan --ics training.ics
    """
    if context.invoked_subcommand is not None:
        return
    ahead, now = _ahead(file)
    if ics is not None:
        _write_ics(ics, ahead, now)
    elif ahead:
        tables.show(("", "begins", "session", "planned as"), _rows(ahead))
    else:
        typer.echo(NOTHING)


@plan.command("next")
def next_(file: File = None) -> None:
    """Say what comes next, and in how long.

    Example: coach plan next
    """
    ahead, now = _ahead(file)
    if not ahead:
        typer.echo(NOTHING)
        return
    begin, appointment = ahead[0]
    typer.echo(f"Next: {appointment.session}. {describe(begin, now)}")


@plan.command()
def add(line: Line, file: File = None) -> None:
    """Plan a session: days or a date, a time, a session; before a race the word race, and the time of the gun.

    Examples: coach plan add mon,thu 18:30 rdl-day    coach plan add tomorrow 6pm rdl day
    coach plan add weekdays 7am first-hinge    coach plan add next monday at 18:30 deadlift-day
    coach plan add "2026-12-05 09:00 race pre-race 35 minutes before"
    coach plan add "mon 18:30 rdl-day except 2026-12-28"
    """
    path = file or calendar_path()
    planned = plan_file.load_plan(path)
    now = datetime.now(open_zone(planned.zone))
    appointment = parse(in_figures(" ".join(line), now.date()), _sessions())
    begin = appointment.next_begin(now)
    if begin is None:
        raise InputError(f"'{appointment}' has passed already; write a day that is to come")
    if appointment not in planned.appointments:
        _refuse_clash(appointment, planned.appointments, now)
    plan_file.add(path, str(appointment), _sessions())
    typer.echo(f"Planned: {appointment}. It begins next on {day_of(begin, now)} at {begin:%H:%M} ({begin.tzinfo}).")


def _refuse_clash(appointment: Appointment, planned: Sequence[Appointment], now: datetime) -> None:
    """Raise InputError where another session would still be going on, or the same begins at the same time."""
    shapes = library_of(load_config()).sessions()
    met = clash(appointment, planned, now, {name: float(shape.minutes.normal) for name, shape in shapes.items()})
    if met is not None:
        begin, other = met
        when = f"{day_of(begin, now)} at {begin:%H:%M}"
        raise InputError(
            f"'{appointment}' meets '{other}' on {when}; choose another time, or: coach plan remove '{other}'"
        )


@plan.command()
def remove(line: Line, file: File = None) -> None:
    """Take something out of the plan: by its number in 'coach plan', or written as it is listed there.

    Examples: coach plan remove 2    coach plan remove "mon,thu 18:30 rdl-day"
    """
    text = " ".join(line)
    if text.isdigit():
        ahead, _ = _ahead(file)
        if not 1 <= int(text) <= len(ahead):
            raise InputError(f"there is no number {text} in the plan; 'coach plan' lists it")
        text = str(ahead[int(text) - 1][1])
    typer.echo(f"No longer planned: {plan_file.remove(file or calendar_path(), text)}.")


def _write_ics(path: Path, ahead: list[tuple[datetime, Appointment]], now: datetime) -> None:
    """A plan replaces a plan, and nothing else: no calendar of another program either."""
    written = as_ics([appointment for _, appointment in ahead], now, _known())
    refuse_other(path, "plan of the coach", BEGINNING)
    put(path, written)
    typer.echo(f"Wrote {len(ahead)} appointment{'' if len(ahead) == 1 else 's'} to {path}.")


def _known() -> dict[str, tuple[str, int]]:
    sessions = library_of(load_config()).sessions()
    return {name: (shape.title, shape.minutes.normal) for name, shape in sessions.items()}


def _ahead(file: Path | None) -> tuple[list[tuple[datetime, Appointment]], datetime]:
    """What begins next, soonest first, and the time in the calendar's zone."""
    planned = plan_file.load_plan(file or calendar_path(), _sessions())
    now = datetime.now(open_zone(planned.zone))
    return coming(planned.appointments, now), now


def _sessions() -> set[str]:
    return set(library_of(load_config()).session_paths)


def _rows(ahead: list[tuple[datetime, Appointment]]) -> Iterator[tuple[str, ...]]:
    for number, (begin, appointment) in enumerate(ahead, start=1):
        race = " (race)" if isinstance(appointment, Once) and appointment.race else ""
        yield f"{number}", f"{begin:%a %-d %b %Y %H:%M}", f"{appointment.session}{race}", str(appointment)
