"""The tables of the programs known here: which one a file is of, its columns and cells, and writing one."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coach.errors import InputError
from coach.journal.csv.cells import harmless
from coach.journal.csv.fitnotes import FITNOTES
from coach.journal.csv.hevy import HEVY
from coach.journal.csv.liftlog import LIFTLOG
from coach.journal.csv.rows import rows_of
from coach.journal.csv.shape import Shape
from coach.journal.csv.strong import STRONG
from coach.journal.past import PastSession

SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in (STRONG, HEVY, FITNOTES, LIFTLOG)}
"""Every program whose tables are known, by name."""


def shape_of(header: Iterable[str]) -> Shape:
    """The shape with these columns, written in any case; raises InputError when no program known here writes them."""
    found = {_folded(base) for base, _ in map(_split, header)}
    for shape in SHAPES.values():
        if {_folded(name) for name in shape.needs} <= found:
            return shape
    known = ", ".join(shape.name for shape in SHAPES.values())
    if not any(found):
        raise InputError(f"there is nothing in this file; export it anew from {known}")
    if (lacking := _nearly(found)) is not None:
        program, column = lacking
        raise InputError(f"it is a table of {program} without the column {column}; export it anew, with all columns")
    told = ", ".join(name[:TOLD_LETTERS] for name in sorted(header)[:TOLD_COLUMNS]).encode("utf-8", "replace").decode()
    raise InputError(
        f"no program known here writes the columns {told!r}; known are {known}, with their headings in English"
    )


def _nearly(found: set[str]) -> tuple[str, str] | None:
    """The program whose table these columns are, but for one, and that column; None where no program is so near."""
    for shape in SHAPES.values():
        lacking = [name for name in sorted(shape.needs) if _folded(name) not in found]
        if len(lacking) == 1 and len(shape.needs) > FEWEST_TO_KNOW:
            return shape.name, lacking[0]
    return None


FEWEST_TO_KNOW = 4
"""Columns that many tables have: one that lacks one of these may be of any program."""


TOLD_COLUMNS, TOLD_LETTERS = 12, 30
"""So many columns of a table nobody knows are told, and so many letters of each."""


def columns_of(header: Sequence[str], shape: Shape) -> list[str]:
    """The columns as this shape names them; of "Weight (kg)" the unit is kept."""
    names = {_folded(name): name for name in (*shape.columns, *shape.needs, *_OLDER)}
    return [
        f"{names.get(_folded(base), base)}{IN}{unit}" if unit else names.get(_folded(base), base)
        for base, unit in map(_split, header)
    ]


def _folded(name: str) -> str:
    """A column's name without its case, and with spaces for the underscores that programs and people exchange."""
    return name.casefold().replace("_", " ")


_OLDER = ("Duration", "weight_lbs", "distance_miles")
"""Columns that only some versions of the programs write."""

_WITH_UNIT = re.compile(r"(.*?) ?\(([^()]*)\)")


def _split(written: str) -> tuple[str, str]:
    """A column's name and the unit behind it in brackets, "" for none."""
    plain_name = " ".join(written.split())
    found = _WITH_UNIT.fullmatch(plain_name)
    return (found[1], found[2].strip().lower()) if found else (plain_name, "")


IN = " in "
"""Between a column's name and the unit that its heading tells."""


def cells_named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells by their columns. What stands in a column with a unit is found under its plain name and its unit's."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        name, _, unit = column.partition(IN)
        if cell.strip() and not found.get(name, "").strip():
            found[name] = cell
            if unit:
                found[f"{name} Unit"] = unit
        found.setdefault(name, "")
    return found


def table(shape: Shape, sessions: Iterable[PastSession]) -> str:
    """The sessions as this shape's text, lines ending in a line feed."""
    return "".join(pieces(shape, sessions))


def pieces(shape: Shape, sessions: Iterable[PastSession]) -> Iterator[str]:
    """The same text, session by session."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=shape.separator, lineterminator="\n")
    writer.writerow(shape.columns)
    for session in sessions:
        writer.writerows(map(harmless, shape.write(row)) for row in rows_of(session))
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()
