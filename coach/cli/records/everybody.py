"""`coach history --all-boxes`: a trainer's table of everybody, here and on the boxes whose sessions were gathered."""

from collections.abc import Mapping
from pathlib import Path

import typer
from rich.markup import escape

from coach.cli.tables import show
from coach.config import Config
from coach.errors import InputError, one_line
from coach.gather.everybody import everybody, page
from coach.journal.analysis.report import write_page


def show_everybody(settings: Config, html: Path | None) -> None:
    """Print the table, or write it as a page; raises JournalError, and InputError for a page of nobody."""
    rows = everybody(settings)
    if html is not None:
        if not rows:
            raise InputError("there is nothing to write yet; 'coach gather once' and 'coach import' bring sessions in")
        write_page(html, page(rows))
        typer.echo(f"The report is in {html}.")
        return
    if not rows:
        typer.echo("Nothing yet. 'coach gather once' and 'coach import' bring in what other boxes have.")
        return
    show(
        ("lifter", "last session", "where", "sets this week", "trend", "complaints"),
        [tuple(escape(one_line(cell)) for cell in _cells(each)) for each in rows],
        frozenset({"sets this week"}),
    )


def _cells(row: Mapping[str, str]) -> tuple[str, ...]:
    trouble = ", ".join(part for part in (row["red_flag"], row["complaints"]) if part)
    return row["lifter"], f"{row['day']}, {row['title']}", row["where"], row["sets"], row["trend"], trouble
