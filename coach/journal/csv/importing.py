"""Reading a table of another program: every set that can be read, and which records could not be, with the reason.

One bad record never refuses a history. The file is read twice, first for how it writes its dates, and never held whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.csv.cells import UNITS, Reading, plain
from coach.journal.csv.dates import Order, survey
from coach.journal.csv.dialects import cells_named, columns_of, shape_of
from coach.journal.csv.lines import Record, Records, cells_of, separator_of
from coach.journal.csv.rows import Row
from coach.journal.csv.shape import Shape
from coach.reading.files import TABLE, opened
from coach.reading.unseen import UNSEEN

WHY = "Why it was not taken"
"""The column that a file of refused records has besides its program's own."""

UNREADABLE = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as `surrogateescape` reads it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One record that was not taken: the line it begins in, why, and its cells."""

    line: int
    reason: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


Refuse = Callable[[Refused], None]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of a table tells: the program, the separator, the columns as written and as named here."""

    shape: Shape
    separator: str
    written: tuple[str, ...]
    columns: tuple[str, ...]
    lines: int


_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
"""What no first line of a table has: it is a spreadsheet's own file, an archive, or text of another width."""


@contextmanager
def text_of(file: Path) -> Iterator[IO[str]]:
    """The file's text, line by line; what is no UTF-8 in it is kept apart, for a record to be refused by it."""
    with opened(file, TABLE) as raw:
        encoding = _encoding(raw.peek(2)[:2])
        with TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="") as text:
            yield text


def _encoding(start: bytes) -> str:
    """How a file with these first two bytes is written; a heading begins with a letter or a quote."""
    if start in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if len(start) == 2 and 0 in start and start != b"\0\0":
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    return "utf-8-sig"


def heading_of(lines: Iterator[str]) -> Heading:
    """The heading, the lines being read up to below it; raises InputError for a table of no program known here."""
    number, first = next(((place, line) for place, line in enumerate(lines, 1) if line.strip("\ufeff\r\n\t ")), (1, ""))
    first = first.removeprefix("\ufeff")
    if _NO_TEXT.search(first):
        raise InputError("it is no text; export it as CSV, in UTF-8")
    separator = separator_of(first)
    if first.strip().strip('"').lower().startswith("sep="):  # a line Excel understands
        separator = first.strip().strip('"')[4:5] or separator
        first, number = next(lines, ""), number + 1
    written = tuple(cells_of(first, separator))
    if WHY in written:
        raise InputError(
            f"these are the records that were not taken ({WHY!r}); mend them in the file they come from, import that"
        )
    shape = shape_of(written)
    return Heading(shape, separator, written, tuple(columns_of(written, shape)), number)


def reading_of(file: Path, reading: Reading, wished: Order | None = None) -> Reading:
    """The reading with how this file writes its dates; raises InputError when days and months cannot be told apart."""
    with text_of(file) as text:
        lines = iter(text)
        heading = heading_of(lines)
        units: set[str] = set()
        dates, doubtful = survey(_days(heading, lines, units), wished)
    if doubtful:
        raise InputError(f"{file} has dates such as {doubtful}; add --dates dmy (day first) or --dates mdy")
    return replace(reading, dates=dates, tells=not units.isdisjoint(UNITS))


def _days(heading: Heading, lines: Iterable[str], units: set[str]) -> Iterator[str]:
    """Every day the file names, once in a row; `units` is given the units it writes beside its loads."""
    before = ""
    for record in Records(lines, heading.separator, heading.lines):
        cells = cells_named(heading.columns, record.cells)
        units.add((cells.get("Weight Unit") or cells.get("WeightUnit", "")).strip().lower())
        cell = cells.get(heading.shape.date, "")
        if cell != before:
            before = cell
            yield cell


def rows_in(lines: Iterable[str], reading: Reading, refuse: Refuse) -> tuple[Heading, Iterator[Row]]:
    """The heading of a table and its sets; `refuse` is told of every record that is none, when it is come to.

    Raises InputError for a table of no program known here, and for one that leaves open what only its owner knows.
    """
    below = iter(lines)
    heading = heading_of(below)
    return heading, _rows(heading, below, reading, refuse)


def _rows(heading: Heading, lines: Iterable[str], reading: Reading, refuse: Refuse) -> Iterator[Row]:
    records = Records(lines, heading.separator, heading.lines)
    for record in records:
        if tuple(record.cells) == heading.written or not any(cell.strip() for cell in record.cells):
            continue  # two files put together; the empty rows of a spreadsheet
        try:
            row = _believed(heading.shape.read(_cells(heading, record), reading), reading)
        except (ValueError, KeyError) as fault:
            records.again(record)
            refuse(Refused(record.line, _reason(fault), tuple(_shown(record.cells))))
            continue
        if row is not None:
            yield row


def _believed(row: Row | None, reading: Reading) -> Row | None:
    """The same row; raises ValueError for a load that nobody lifts in this exercise."""
    if row is None or row.load is None or row.unit is None:
        return row
    most = reading.most(row.exercise)
    if convert(row.load, row.unit, Unit.KILOS) > most:
        raise ValueError(
            f"{plain(row.load)} {row.unit.value} of {row.exercise} is more than {most:g} kg; look at its point or comma"
        )
    return row


def _cells(heading: Heading, record: Record) -> dict[str, str]:
    beyond = [cell for cell in record.cells[len(heading.columns) :] if cell.strip()]
    if beyond:
        raise ValueError(
            f"it has {len(record.cells)} cells, the heading {len(heading.columns)}; put quotes around text"
        )
    if UNREADABLE.search(record.text):
        raise ValueError("it is no text in UTF-8; save the file as UTF-8")
    if len(record.cells) < 2:
        raise ValueError("it has no cells; a quote may be open, or a text be too long")
    return cells_named(heading.columns, [UNSEEN.sub("", cell) for cell in record.cells])


def _reason(fault: ValueError | KeyError) -> str:
    return f"there is no {fault.args[0]!r}" if isinstance(fault, KeyError) else str(fault)


def _shown(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        yield cell.encode("utf-8", "replace").decode("utf-8")


def parse(text: str, reading: Reading) -> tuple[str, list[Row]]:
    """The name of the shape a short text has, and its sets; raises InputError for the first record that is none."""

    def refuse(refused: Refused) -> None:
        raise InputError(f"{refused}; mend that line, or take it out")

    heading, rows = rows_in(text.splitlines(keepends=True), reading, refuse)
    return heading.shape.name, list(rows)
