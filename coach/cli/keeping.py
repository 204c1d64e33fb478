"""`coach import`, `coach export` and `coach forget`: sessions in, sessions out, sessions gone."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from coach.cli.history import ConfigFile, Lifter, Since, Until, day, opened
from coach.config import load_config
from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal import history as past
from coach.journal import keeping
from coach.journal.cells import Reading
from coach.journal.keeping import Taken
from coach.journal.shapes import SHAPES, parse, table
from coach.journal.tables import sessions_of


def import_(
    file: Annotated[
        Path, typer.Argument(help="A CSV of Strong, Hevy, FitNotes or LiftLog, or a .json of 'coach export'.")
    ],
    unit: Annotated[Unit | None, typer.Option(help="What the file means where it does not say: kg or lb.")] = None,
    zone: Annotated[str | None, typer.Option(help="Where its times are from, such as Europe/Berlin.")] = None,
    lifter: Annotated[str | None, typer.Option(help="Whose sessions these are; yours when left out.")] = None,
    config: ConfigFile = None,
) -> None:
    """Take in what another program recorded. Doing it twice changes nothing.

    Examples: coach import strong.csv --unit kg    coach import backup.json
    """
    settings = load_config(config)
    text = _text(file)
    with opened(settings) as journal:
        if file.suffix == ".json":
            taken = keeping.restore(journal.database, text)
        else:
            shape, rows = parse(text, Reading(unit, _zone(zone or settings.zone)))
            taken = keeping.take_in(journal.database, sessions_of(rows, shape, lifter or settings.lifter))
    typer.echo(_told(taken))


def export(
    file: Annotated[Path, typer.Argument(help="Where to write it: everything as .json, the sets as .csv.")],
    shape: Annotated[str, typer.Option(help="Whose table a .csv has: " + ", ".join(SHAPES) + ".")] = "strong",
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    config: ConfigFile = None,
) -> None:
    """Write the journal out: a .json has everything and can be restored, a .csv is for other programs.

    Examples: coach export backup.json    coach export sets.csv --shape hevy
    """
    settings = load_config(config)
    if shape not in SHAPES:
        raise InputError(f"there is no shape {shape!r}; choose {', '.join(SHAPES)}")
    if file.suffix not in (".json", ".csv"):
        raise InputError(f"{file} ends in neither .json nor .csv; say which by its name")
    with opened(settings) as journal:
        if file.suffix == ".json":
            text = keeping.whole(journal.database, lifter)
        else:
            reading = journal.database.reading()
            text = table(SHAPES[shape], past.sessions(reading, lifter=lifter, since=day(since), until=day(until)))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{file} cannot be written ({fault.strerror}); choose another place") from fault
    typer.echo(f"Wrote {file}.")


def forget(
    everything: Annotated[bool, typer.Option("--all", help="Every session there is.")] = False,
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = None,
) -> None:
    """Delete sessions for good: a span of days, one lifter's, or all. An export made before is not touched.

    Examples: coach forget --since 2026-03-01 --until 2026-03-07    coach forget --lifter Sam    coach forget --all
    """
    settings = load_config(config)
    if not (everything or lifter or since or until):
        raise InputError("say what to forget: --since and --until, --lifter, or --all")
    first, last = day(since), day(until)
    with opened(settings) as journal:
        found = past.sessions(journal.database.reading(), lifter=lifter, since=first, until=last)
        if found and not yes:
            typer.confirm(f"Delete {len(found)} sessions, {found[0].day} to {found[-1].day}, for good?", abort=True)
        gone = keeping.forget(journal.database, lifter=lifter, since=first, until=last)
        aside = journal.set_aside()
    typer.echo(f"Forgot {gone} sessions.")
    for file in aside:
        typer.echo(f"{file} was set aside as damaged and may hold sessions too; delete it yourself.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise InputError(f"{file} is no text in UTF-8; export it again from the program it comes from") from fault
    except OSError as fault:
        raise InputError(f"{file} cannot be read ({fault.strerror}); give the file you exported") from fault


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise InputError(f"there is no time zone {name!r}; write it like Europe/Berlin") from fault


def _told(taken: Taken) -> str:
    return f"{taken.new} sessions are new, {taken.changed} changed, {taken.known} were there already."
