"""Tables for people: as wide as the terminal, one thing below the other where it is narrow, plain lines in a pipe."""

import sys
from collections.abc import Collection, Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""

LEAST = 10
"""Columns that the words of a table's widest column need; with fewer they would break letter by letter."""


def console() -> Console:
    """Standard output, as wide as the terminal or as wide as needed."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def show(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[str] = ()) -> None:
    """Print a table; `numbers` are the headings whose cells stand at the right. Cells may hold Rich's markup."""
    there = [tuple(row) for row in rows]
    seen = console()
    if sys.stdout.isatty() and _too_narrow(headings, there, seen.width):
        _one_below_the_other(seen, headings, there)
        return
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in numbers else "left")
    for row in there:
        table.add_row(*row)
    if sys.stdout.isatty():
        seen.print(table)
        return
    with seen.capture() as written:
        seen.print(table)
    for line in written.get().splitlines():
        print(line.rstrip())  # noqa: T201  a pipe gets no blanks at the end of a line


def _too_narrow(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the last column, the one with the sentences, would have no room beside the others."""
    cells = [headings, *rows]
    widest = [max(cell_len(row[column]) for row in cells) for column in range(len(headings))]
    return sum(widest[:-1]) + 2 * len(widest) + min(widest[-1], 2 * LEAST) > width


def _one_below_the_other(seen: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        seen.print(f"[bold]{row[0] or headings[0]}[/]")
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            if cell:
                seen.print(f"  {heading}: {cell}".replace("  : ", "  "))
