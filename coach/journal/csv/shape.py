"""What the table of a program is: its columns, how it reads and writes a set; and what several of them share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coach.journal.csv.cells import Reading, Weight, plain
from coach.journal.csv.rows import WARM_UP_MARK, Row

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One program's table. `needs` are the columns by which it is known; `read` and `write` take one set.

    `date` is the column its days stand in. `read` gives nothing for a record that is no set, such as a rest.
    """

    name: str
    needs: frozenset[str]
    date: str
    columns: tuple[str, ...]
    separator: str
    read: Callable[[Cells, Reading], Row | None]
    write: Callable[[Row], Sequence[object]]


def columns(text: str) -> tuple[str, ...]:
    """The names between the commas."""
    return tuple(text.split(","))


def with_help(note: str, lifted: Weight) -> str:
    """What a machine or a band took away is no load: it stays in the words."""
    if lifted.assisted is None:
        return note
    unit = f" {lifted.unit.value}" if lifted.unit else ""
    told = f"assisted by {plain(lifted.assisted)}{unit}"
    return f"{note}; {told}" if note else told


def unmarked(note: str) -> tuple[bool, str]:
    """Whether the note marks a warm-up, and the note without that mark; `marked` puts it there."""
    if not note.startswith(WARM_UP_MARK):
        return False, note
    return True, note.removeprefix(WARM_UP_MARK).removeprefix("; ")


def unit_of(row: Row) -> str:
    """The unit of its load as it is written, "" for none."""
    return row.unit.value if row.unit else ""


def kilometres(row: Row) -> str:
    """Its distance as a cell of kilometres."""
    return "" if row.metres is None else plain(row.metres / 1000)


def marked(row: Row) -> str:
    """Its note, with the mark of a warm-up where it is one."""
    if not row.warm_up:
        return row.note
    return f"{WARM_UP_MARK}; {row.note}" if row.note else WARM_UP_MARK
