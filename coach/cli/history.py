"""`coach history` and `coach log`: what was done before, and what the journal holds of it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.config import Config, load_config
from coach.core.loads import convert
from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal import history as past
from coach.journal import statistics
from coach.journal.past import PastSession, PastSet
from coach.journal.rescue import rescue_places
from coach.journal.store import Journal
from coach.journal.trouble import Trouble

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""

ConfigFile = Annotated[Path | None, typer.Option("--config", help="A configuration file other than your own.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Whose; everybody's when left out.")]
Since = Annotated[str | None, typer.Option("--since", help="From this day on, such as 2026-03-01.")]
Until = Annotated[str | None, typer.Option("--until", help="Up to this day.")]


def history(
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    exercise: Annotated[str | None, typer.Option(help="Only this movement, set by set.")] = None,
    last: Annotated[int, typer.Option(help="So many of the newest sessions; 0 for all.", min=0)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as a JSON list.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Every set, one a line.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a report with charts to open in a browser.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Write the charts as one .png or .svg picture.")] = None,
    config: ConfigFile = None,
) -> None:
    """What was done: sessions, sets, volume, tempo, rest, complaints and what helped, checks over time.

    Examples: coach history    coach history --exercise romanian-deadlift    coach history --html report.html
    """
    settings = load_config(config)
    everything = as_json or as_csv or html is not None or chart is not None or last == 0
    with opened(settings) as journal:
        sessions = past.sessions(
            journal.database.reading(),
            lifter=lifter,
            since=day(since),
            until=day(until),
            exercise=exercise,
            last=None if everything else last,
        )
    if html is not None or chart is not None:
        _draw(sessions, settings, html, chart)
    elif as_json or as_csv:
        from coach.journal.telling import as_json as json_of
        from coach.journal.telling import as_table

        told = json_of(sessions, settings.unit, estimating(settings)) + "\n" if as_json else as_table(sessions)
        sys.stdout.write(told)
    else:
        _show(sessions, settings.unit, exercise)


def log(
    number: Annotated[int, typer.Option("--session", help="1 is the newest session, 2 the one before.", min=1)] = 1,
    config: ConfigFile = None,
) -> None:
    """Where the journal is, and the events of a session, in the order they happened.

    Examples: coach log    coach log --session 2
    """
    settings = load_config(config)
    with opened(settings) as journal:
        typer.echo(f"The journal is {journal.database.path}.")
        rows = past.events(journal.database.reading(), number)
    for at, wall, body in rows:
        typer.echo(f"{at:9.2f}  {wall}  {body}")


@contextmanager
def opened(settings: Config) -> Iterator[Journal]:
    """The journal of the configuration, its troubles told on standard error."""

    def tell(trouble: Trouble) -> None:
        typer.echo(str(trouble), err=True)

    path = settings.data_folder / "journal.sqlite"
    with Journal.open(path, tell=tell, rescue_in=rescue_places()) as journal:
        yield journal


def day(text: str | None) -> date | None:
    """A day as it is written on the command line; raises InputError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f"{text!r} is no day; write it like 2026-03-01") from fault


def estimating(settings: Config) -> frozenset[str]:
    """The movements whose maximum may be estimated."""
    from coach.script.library import Library

    library = Library.open(settings.content_folder) if settings.content_folder else Library.open()
    return frozenset(name for name, script in library.scripts().items() if script.estimates_max)


# ------------------------------------------------------------------------------------------------ tables


def _show(sessions: Sequence[PastSession], unit: Unit, exercise: str | None) -> None:
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    if not sessions:
        console.print("Nothing yet. The history begins with your first 'coach run'.")
    elif exercise is not None:
        console.print(_sets(sessions, unit, exercise))
    else:
        console.print(_sessions(sessions, unit))
        for part in (_bests(sessions, unit), _helped(sessions), _findings(sessions)):
            if part is not None:
                console.print()
                console.print(part)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in _NUMBERS else "left")
    return table


_NUMBERS = frozenset({"minutes", "sets", "volume", "tempo kept", "rest", "load", "reps", "effort", "times", "max"})


def _sessions(sessions: Sequence[PastSession], unit: Unit) -> Table:
    table = _table("when", "session", "minutes", "sets", "volume", "tempo kept", "rest", "complaints", "ended")
    for session in sessions:
        rests = statistics.rests(session)
        table.add_row(
            _when(session.began),
            session.title,
            "" if session.minutes is None else f"{session.minutes:.0f}",
            str(len(session.working)),
            _load(statistics.volume([session], unit), unit),
            str(statistics.tempo([session])),
            f"{median(rests):.0f} s" if rests else "",
            ", ".join(dict.fromkeys(complaint.region.replace("_", " ") for complaint in session.complaints)),
            session.reason or "open",
        )
    return table


def _sets(sessions: Sequence[PastSession], unit: Unit, exercise: str) -> Table:
    table = _table("when", "set", "load", "reps", "effort", "note")
    for session in sessions:
        for done in session.sets:
            if done.exercise == exercise:
                planned = f" of {done.reps_planned}" if done.reps_planned not in (None, done.reps_done) else ""
                table.add_row(
                    _when(session.began),
                    f"{done.role.value} {done.number} of {done.of}" + (f", {done.side.value}" if done.side else ""),
                    _load(convert(done.load or 0.0, session.unit, unit), unit),
                    f"{done.reps_done}{planned}" if done.reps_done is not None else _amount(done),
                    "" if done.effort is None else f"{done.effort:g}",
                    ", ".join(_remarks(done)),
                )
    return table


def _bests(sessions: Sequence[PastSession], unit: Unit) -> Table | None:
    table = _table("best sets", "load", "reps", "when")
    for name in statistics.exercises(sessions):
        best = statistics.best_set(sessions, name, unit)
        if best is not None:
            table.add_row(name, _load(best.load, unit), str(best.done.reps_done), _when(best.session.began))
    return table if table.row_count else None


def _helped(sessions: Sequence[PastSession]) -> Table | None:
    table = _table("complaints", "what was done", "times", "then")
    for row in statistics.helped(sessions):
        answers = ", ".join(f"{answer} {times}" for answer, times in row.answers.items())
        table.add_row(row.region.replace("_", " "), row.branch, str(row.times), answers)
    return table if table.row_count else None


def _findings(sessions: Sequence[PastSession]) -> Table | None:
    table = _table("checks", "over time")
    for name, results in statistics.findings_over_time(sessions).items():
        table.add_row(name.replace("_", " "), "; ".join(f"{when}: {value}" for when, value in results[-5:]))
    return table if table.row_count else None


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _load(value: float, unit: Unit) -> str:
    return f"{value:,.6g} {unit.value}" if value else ""


def _amount(done: PastSet) -> str:
    if done.metres is not None:
        return f"{done.metres:g} m"
    return "" if done.seconds is None else f"{done.seconds:g} s"


def _remarks(done: PastSet) -> Iterator[str]:
    if done.cut_short:
        yield "cut short"
    if done.broken_off:
        yield "count broken off" + (f" {done.broken_off} times" if done.broken_off > 1 else "")
    if done.retimed:
        yield "tempo changed"
    if done.note:
        yield done.note


def _draw(sessions: Sequence[PastSession], settings: Config, html: Path | None, chart: Path | None) -> None:
    from coach.journal.charts import picture
    from coach.journal.report import report

    if not sessions:
        raise InputError("there is nothing to draw yet; the history begins with your first 'coach run'")
    allowed = estimating(settings)
    if chart is not None:
        picture(sessions, settings.unit, chart, allowed)
        typer.echo(f"The charts are in {chart}.")
    if html is not None:
        html.write_text(report(sessions, settings.unit, allowed), encoding="utf-8")
        typer.echo(f"The report is in {html}.")
