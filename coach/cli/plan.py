"""`coach plan`: what is planned for when, for the box that `coach serve` makes of this machine."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.config import calendar_path
from coach.planning import calendar as plan_file
from coach.planning.appointments import Appointment, Once, coming
from coach.planning.waiting import describe, open_zone
from coach.script.library import Library

NOTHING = 'Nothing is planned. Plan with: coach plan add "mon,thu 18:30 SESSION"; coach sessions lists them.'

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""

plan = typer.Typer(invoke_without_command=True)

File = Annotated[Path | None, typer.Option("--file", help="A calendar file other than your own.")]
Line = Annotated[str, typer.Argument(help="Days or a date, a time, a session; see the examples.")]


@plan.callback()
def show(context: typer.Context, file: File = None) -> None:
    """See and change what is planned for when; the same by voice: "plan rdl day on monday at six thirty".

    Examples: coach plan    coach plan next    coach plan add "mon,thu 18:30 rdl-day"
    coach plan add "2026-12-05 09:00 race pre-race"    coach plan remove "mon,thu 18:30 rdl-day"
    """
    if context.invoked_subcommand is not None:
        return
    ahead, _ = _ahead(file)
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    console.print(_table(ahead) if ahead else NOTHING)


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

    Examples: coach plan add "mon,thu 18:30 rdl-day"    coach plan add "2026-12-05 10:00 mobility-check"
    coach plan add "2026-12-05 09:00 race pre-race 35 minutes before"
    coach plan add "mon 18:30 rdl-day except 2026-12-28"
    """
    path = file or calendar_path()
    appointment = plan_file.add(path, line, _sessions())
    now = datetime.now(open_zone(plan_file.load_plan(path).zone))
    begin = appointment.next_begin(now)
    typer.echo(f"Planned: {appointment}. {_next(begin)}")


@plan.command()
def remove(line: Line, file: File = None) -> None:
    """Take something out of the plan; write it as 'coach plan' lists it.

    Example: coach plan remove "mon,thu 18:30 rdl-day"
    """
    typer.echo(f"No longer planned: {plan_file.remove(file or calendar_path(), line)}.")


def _ahead(file: Path | None) -> tuple[list[tuple[datetime, Appointment]], datetime]:
    """What begins next, soonest first, and the time in the calendar's zone."""
    planned = plan_file.load_plan(file or calendar_path(), _sessions())
    now = datetime.now(open_zone(planned.zone))
    return coming(planned.appointments, now), now


def _sessions() -> set[str]:
    return set(Library.open().session_paths)


def _next(begin: datetime | None) -> str:
    return f"It begins next on {begin:%A %-d %B at %H:%M} ({begin.tzinfo})." if begin else "That has passed already."


def _table(ahead: list[tuple[datetime, Appointment]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("begins", "session", "planned as"):
        table.add_column(heading, overflow="fold")
    for begin, appointment in ahead:
        race = " (race)" if isinstance(appointment, Once) and appointment.race else ""
        table.add_row(f"{begin:%a %-d %b %Y %H:%M}", f"{appointment.session}{race}", str(appointment))
    return table
