"""`coach history --all-boxes`: a trainer's table of everybody, here and on the boxes whose sessions were gathered."""

from datetime import datetime

import typer
from rich.markup import escape

from coach.cli.tables import show
from coach.config import Config
from coach.errors import one_line
from coach.gather.overview import Standing, known, standings

STEADY = 0.05
"""By how much the volume of four weeks may differ from that before and still be called steady."""


def show_everybody(settings: Config) -> None:
    """Print the table; raises JournalError."""
    today = datetime.now().astimezone().date()
    found = standings(known(settings.data_folder, today), today, settings.unit)
    if not found:
        typer.echo("Nothing yet. 'coach gather once' and 'coach import' bring in what other boxes have.")
        return
    show(
        ("lifter", "last session", "where", "sets this week", "trend", "complaints"),
        [tuple(escape(one_line(cell)) for cell in _row(each)) for each in found],
        frozenset({"sets this week"}),
    )


def _row(standing: Standing) -> tuple[str, ...]:
    last = standing.last
    return (
        standing.lifter,
        f"{last.day}, {last.title}{'' if last.reason else ' (open)'}",
        standing.where or "here",
        str(standing.sets_this_week),
        trend(standing.trend),
        ", ".join([*(["RED FLAG"] if standing.red_flag else []), *_complaints(standing)]),
    )


def trend(ratio: float | None) -> str:
    """Four weeks' volume over that of the four before, in words."""
    if ratio is None:
        return ""
    return "steady" if abs(ratio - 1) <= STEADY else f"volume {100 * (ratio - 1):+.0f} %"


def _complaints(standing: Standing) -> list[str]:
    return [
        f"{region.replace('_', ' ')}{f' ({times} times)' if times > 1 else ''}" for region, times in standing.complaints
    ]
