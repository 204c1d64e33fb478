"""`coach history` and `coach log`: what was done before, and what the journal holds of it."""

import sqlite3
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.records.history_tables import show_history
from coach.config import Config, load_config
from coach.errors import CoachError, InputError
from coach.journal import history as past
from coach.journal.analysis import statistics
from coach.journal.past import PastSession
from coach.journal.rescue import rescue_places
from coach.journal.storage.failures import UNDER_WAY_ONLY, Trouble
from coach.journal.store import JOURNAL, Journal
from coach.script.shapes.speakable import as_filed, known_name, nearest, suggestion

if TYPE_CHECKING:
    from coach.journal.analysis.report import Grid
    from coach.script.files.library import Library

ConfigFile = Annotated[Path | None, typer.Option("--config", help="A configuration file other than your own.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Whose; everybody's when left out.")]
Since = Annotated[str | None, typer.Option("--since", help="From this day on, such as 2026-03-01.")]
Until = Annotated[str | None, typer.Option("--until", help="Up to this day.")]


# long: one way out for each form that can be asked for
def history(
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    exercise: Annotated[str | None, typer.Option(help="Only this movement, set by set.")] = None,
    last: Annotated[int, typer.Option(help="So many of the newest sessions; 0 for all.", min=0)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as a JSON list.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Every set, one a line.")] = False,
    all_boxes: Annotated[bool, typer.Option("--all-boxes", help="Everybody on every box, a line each.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a report with charts to open in a browser.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Write the charts as one .png or .svg picture.")] = None,
    config: ConfigFile = None,
) -> None:
    """What was done: sessions, sets, volume, tempo, rest, complaints and what helped, checks over time.

    Examples: coach history    coach history --exercise romanian-deadlift    coach history --html report.html
    coach history --all-boxes --html everybody.html
    """
    settings = load_config(config)
    if all_boxes:
        from coach.cli.records.everybody import show_everybody

        show_everybody(settings, html)
        return
    first, final = days(since, until)
    everything = as_json or as_csv or html is not None or chart is not None or last == 0
    with opened(settings) as journal:
        connection = journal.database.reading()
        check_lifter(connection, lifter)
        names = None if exercise is None else _done_before(connection, exercise, settings)
        ever = bool(past.lifters(connection))
        sessions = past.sessions(
            connection,
            lifter=lifter,
            since=first,
            until=final,
            exercises=names,
            last=None if everything else last,
        )
    if html is not None or chart is not None:
        _draw(sessions, settings, html, chart)
    elif as_json or as_csv:
        from coach.journal.exchange.plain import as_json as json_of
        from coach.journal.exchange.plain import as_table

        told = json_of(sessions, settings.unit, estimating(settings)) + "\n" if as_json else as_table(sessions)
        sys.stdout.write(told)
    else:
        if any(session.source != "coach" for session in sessions):
            sessions, names = _as_named_here(sessions, names, settings)
        show_history(sessions, settings.unit, names, ever=ever)


def log(
    number: Annotated[int, typer.Option("--session", help="1 is the newest session, 2 the one before.", min=1)] = 1,
    config: ConfigFile = None,
) -> None:
    """Where the journal is, and the events of a session, in the order they happened.

    Examples: coach log    coach log --session 2
    """
    settings = load_config(config)
    with opened(settings) as journal:
        place = journal.database.path
        rows = past.events(journal.database.reading(), number)
    if not rows and number > 1:
        raise InputError(f"there are not {number} coached sessions in the journal; 'coach history' lists them")
    typer.echo(f"The journal is {place}.")
    if not rows:
        typer.echo("No session was coached yet, and what was imported has no events; 'coach history' lists it.")
    for at, wall, body in rows:
        typer.echo(f"{at:9.2f}  {wall}  {body}")


@contextmanager
def opened(settings: Config, *, begin: bool = False) -> Iterator[Journal]:
    """The journal of the configuration, its troubles told on standard error; made where there is none to `begin`."""

    def tell(trouble: Trouble) -> None:
        if trouble.kind not in UNDER_WAY_ONLY:  # the command itself says so, and there is no session to keep
            typer.echo(str(trouble), err=True)

    with Journal.open(settings.data_folder / JOURNAL, tell=tell, rescue_in=rescue_places(), begin=begin) as journal:
        yield journal


def check_lifter(connection: sqlite3.Connection, lifter: str | None) -> None:
    """Raise InputError for the name of somebody who has never trained here, where anybody has."""
    known = past.lifters(connection)
    if lifter is not None and known and lifter not in known:
        raise InputError(f"nobody called '{lifter}' has trained here{suggestion(lifter, [*known]) or among(known)}")


def _done_before(connection: sqlite3.Connection, exercise: str, settings: Config) -> frozenset[str]:
    """What the journal calls this movement, however it is written; imported ones have the names of other programs.

    Raises InputError for one that was never done; where nothing was done yet, for one that nobody can do here.
    """
    from coach.content import library_of
    from coach.script.shapes.shorthand.aliases import plain

    known, library = past.exercises_done(connection), library_of(settings)
    meaning = library.exercise_names.get(plain(exercise), exercise)
    if not known:
        if as_filed(meaning) not in library.script_paths and (near := nearest(plain(exercise), library.exercise_names)):
            raise InputError(f"there is no movement or drill '{exercise}'; did you mean '{near}'?")
        return frozenset({known_name("movement or drill", meaning, library.script_paths)})
    here = {name: library.exercise_names.get(plain(name), name) for name in known}
    wanted = meaning.lower().replace(" ", "-").replace("_", "-")
    meant = frozenset(
        name for name, movement in here.items() if name == exercise or movement.lower().replace(" ", "-") == wanted
    )
    if not meant:
        called = {name for name, movement in library.exercise_names.items() if movement in here.values()}
        near = nearest(plain(exercise), {*called, *known})
        told = f"; did you mean '{near}'?" if near else suggestion(exercise, [*known]) or among(known)
        raise InputError(f"'{exercise}' was never done here{told}")
    return meant


def _as_named_here(
    sessions: Sequence[PastSession], names: frozenset[str] | None, settings: Config
) -> tuple[tuple[PastSession, ...], frozenset[str] | None]:
    """The sessions, and the names looked for, with other programs' names of movements as those known here."""
    from coach.content import library_of
    from coach.script.shapes.shorthand.aliases import plain
    from coach.wiring.lifter.recalling import renamed

    library = library_of(settings)
    looked_for = None if names is None else names | {library.exercise_names.get(plain(name), name) for name in names}
    return tuple(renamed(each, library) for each in sessions), looked_for


def among(names: Collection[str]) -> str:
    """The end of a refusal that names what there is."""
    return f"; there are {', '.join(sorted(names))}"


def day(text: str | None) -> date | None:
    """A day as it is written on the command line; raises InputError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f"{text!r} is no day; write it like 2026-03-01") from fault


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a span; raises InputError for what is no day, or one that ends before it begins."""
    first, last = day(since), day(until)
    if first is not None and last is not None and last < first:
        raise InputError(f"--until {last} lies before --since {first}; exchange them")
    return first, last


def estimating(settings: Config) -> frozenset[str]:
    """The movements whose maximum may be estimated."""
    from coach.content import library_of

    return frozenset(name for name, script in library_of(settings).scripts().items() if script.estimates_max)


# ------------------------------------------------------------------------------------------------ tables


def _draw(sessions: Sequence[PastSession], settings: Config, html: Path | None, chart: Path | None) -> None:
    from coach.content import library_of
    from coach.journal.analysis.charts import picture
    from coach.journal.analysis.report import report, write_page
    from coach.wiring.lifter.recalling import renamed

    if not sessions:
        raise InputError("there is nothing to draw yet; the history begins with your first 'coach run'")
    library = library_of(settings)
    sessions = [renamed(each, library) for each in sessions]
    allowed = estimating(settings)
    lifters = [name or "nobody named" for name in statistics.by_lifter(sessions)]
    if chart is not None and len(lifters) > 1:
        raise InputError(
            f"one picture is of one lifter, and {', '.join(lifters)} trained here; add --lifter {lifters[0]}, "
            "or write a report: --html FILE has a part for each"
        )
    if chart is not None:
        picture(sessions, settings.unit, chart, allowed)
        typer.echo(f"The charts are in {chart}.")
    if html is not None:
        titles = {name: script.title for name, script in library.scripts().items()}
        page = report(sessions, settings.unit, allowed, titles=titles, programs=_programs(sessions, settings, library))
        write_page(html, page)
        typer.echo(f"The report is in {html}.")


def _programs(sessions: Sequence[PastSession], settings: Config, library: "Library") -> "dict[str, Grid]":
    """How far each lifter is in the program they follow; of one that can be read no more nothing is told."""
    from coach.cli.followed import followed_grid

    found = {}
    for lifter in {session.lifter for session in sessions}:
        with suppress(CoachError):
            grid = followed_grid(replace(settings, lifter=lifter), library)
            if grid is not None:
                found[lifter] = grid
    return found
