"""The tables of Strong, Hevy, FitNotes and LiftLog: how each names its columns, and reads and writes a set."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.csv.cells import (
    WARM_UPS,
    Reading,
    Weight,
    as_clock,
    clock,
    duration,
    harmless,
    maybe,
    metres,
    moment,
    named,
    plain,
    said,
    weight,
    whole,
)
from coach.journal.csv.dates import bare
from coach.journal.csv.rows import WARM_UP_MARK, Row, rows_of
from coach.journal.past import PastSession

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


def shape_of(header: Iterable[str]) -> Shape:
    """The shape with these columns, written in any case; raises InputError when no program known here writes them."""
    found = {base.casefold() for base, _ in map(_split, header)}
    for shape in SHAPES.values():
        if {name.casefold() for name in shape.needs} <= found:
            return shape
    known = ", ".join(shape.name for shape in SHAPES.values())
    if not any(found):
        raise InputError(f"there is nothing in this file; export it anew from {known}")
    raise InputError(f"no program known here writes the columns {sorted(header)}; known are {known}")


def columns_of(header: Sequence[str], shape: Shape) -> list[str]:
    """The columns as this shape names them; of "Weight (kg)" the unit is kept."""
    names = {name.casefold(): name for name in (*shape.columns, *shape.needs, *_OLDER)}
    return [
        f"{names.get(base.casefold(), base)}{IN}{unit}" if unit else names.get(base.casefold(), base)
        for base, unit in map(_split, header)
    ]


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


# ------------------------------------------------------------------------------------------------ Strong


def _read_strong(cells: Cells, reading: Reading) -> Row | None:
    order = cells["Set Order"].strip()
    if order.casefold() == "rest timer":
        return None
    lifted = weight(cells.get("Weight", ""))
    return Row(
        session=f"{cells['Date']}|{cells['Workout Name']}",
        began=moment(cells["Date"], reading),
        title=said(cells["Workout Name"]),
        exercise=named(said(cells["Exercise Name"])),
        number=int(order) if order.isdecimal() else 0,
        unit=lifted.unit or reading.unit_of(cells.get("Weight Unit", ""), lifted.load),
        load=lifted.load,
        reps=whole(cells["Reps"]),
        seconds=maybe(cells.get("Seconds", "")),
        metres=metres(cells.get("Distance", ""), cells.get("Distance Unit", "")),
        effort=maybe(cells.get("RPE", "")),
        warm_up=order.upper() == "W",
        note=_with_help(_strong_note(cells), lifted),
        minutes=duration(cells.get("Duration") or cells.get("Workout Duration", "")),
        only_note=order.casefold() == "note",
        part=cells.get("Workout #", "").strip(),
    )


def _strong_note(cells: Cells) -> str:
    """Newer files tell distances without their unit: such a distance stays in the words."""
    note = said(cells.get("Notes", ""))
    if not maybe(cells.get("Distance", "")) or cells.get("Distance Unit"):
        return note
    return f"{note}; distance {cells['Distance']}" if note else f"distance {cells['Distance']}"


def _with_help(note: str, lifted: Weight) -> str:
    """What a machine or a band took away is no load: it stays in the words."""
    if lifted.assisted is None:
        return note
    unit = f" {lifted.unit.value}" if lifted.unit else ""
    told = f"assisted by {plain(lifted.assisted)}{unit}"
    return f"{note}; {told}" if note else told


def _write_strong(row: Row) -> Sequence[object]:
    order = "W" if row.warm_up else row.number
    length = "" if row.minutes is None else f"{round(row.minutes)}m"
    return (
        *(row.began.strftime("%Y-%m-%d %H:%M:%S"), row.title, row.exercise, order, plain(row.load), _unit(row)),
        *(plain(row.reps), plain(row.effort), _kilometres(row), "km" if row.metres else "", plain(row.seconds)),
        *(row.note, "", length),
    )


# ------------------------------------------------------------------------------------------------ Hevy


def _read_hevy(cells: Cells, reading: Reading) -> Row:
    began = moment(cells["start_time"], reading)
    lifted = _hevy_weight(cells)
    miles = "distance_miles" in cells
    return Row(
        session=f"{cells['start_time']}|{cells['title']}",
        began=began,
        title=said(cells["title"]),
        exercise=named(said(cells["exercise_title"])),
        number=(whole(cells["set_index"]) or 0) + 1,
        unit=lifted.unit,
        load=lifted.load,
        reps=whole(cells["reps"]),
        seconds=maybe(cells.get("duration_seconds", "")),
        metres=metres(cells.get("distance_miles" if miles else "distance_km", ""), "mi" if miles else "km"),
        effort=maybe(cells.get("rpe", "")),
        warm_up=bare(cells.get("set_type", "")) in WARM_UPS,
        note=_with_help(said(cells.get("exercise_notes", "")), lifted),
        minutes=_hevy_minutes(cells, began, reading),
        part=cells.get("end_time", "").strip(),
    )


def _hevy_weight(cells: Cells) -> Weight:
    pounds = "weight_lbs" in cells and not cells.get("weight_kg", "").strip()
    found = weight(cells["weight_lbs" if pounds else "weight_kg"])
    return replace(found, unit=found.unit or (Unit.POUNDS if pounds else Unit.KILOS))


def _hevy_minutes(cells: Cells, began: datetime, reading: Reading) -> float | None:
    try:
        ended = moment(cells["end_time"], reading)
    except (KeyError, ValueError):
        return None
    return (ended - began).total_seconds() / 60 if ended >= began else None


def _write_hevy(row: Row) -> Sequence[object]:
    ended = row.began if row.minutes is None else row.began + timedelta(minutes=row.minutes)
    kilos = None if row.load is None else round(convert(row.load, row.unit or Unit.KILOS, Unit.KILOS), 3)
    return (
        *(row.title, _hevy_time(row.began), _hevy_time(ended), "", row.exercise, "", row.note, row.number - 1),
        *("warmup" if row.warm_up else "normal", plain(kilos), plain(row.reps), _kilometres(row)),
        *(plain(row.seconds), plain(row.effort)),
    )


def _unmarked(note: str) -> tuple[bool, str]:
    """Whether the note marks a warm-up, and the note without that mark; `_marked` puts it there."""
    if not note.startswith(WARM_UP_MARK):
        return False, note
    return True, note.removeprefix(WARM_UP_MARK).removeprefix("; ")


# ------------------------------------------------------------------------------------------------ FitNotes


def _read_fitnotes(cells: Cells, reading: Reading) -> Row:
    lifted = weight(cells.get("Weight", ""))
    warm_up, note = _unmarked(said(cells.get("Comment", "")))
    return Row(
        session=cells["Date"],
        began=moment(cells["Date"], reading),
        title="FitNotes",
        exercise=named(said(cells["Exercise"])),
        number=0,
        unit=lifted.unit or reading.unit_of(cells.get("Weight Unit", ""), lifted.load),
        load=lifted.load,
        reps=whole(cells["Reps"]),
        seconds=clock(cells.get("Time", "")),
        metres=metres(cells.get("Distance", ""), cells.get("Distance Unit", "")),
        warm_up=warm_up,
        note=_with_help(note, lifted),
    )


def _write_fitnotes(row: Row) -> Sequence[object]:
    seconds = "" if row.seconds is None else as_clock(row.seconds)
    return (
        *(row.began.strftime("%Y-%m-%d"), row.exercise, "", plain(row.load), f"{_unit(row)}s", plain(row.reps)),
        *(plain(row.metres), "m" if row.metres else "", seconds, _marked(row)),
    )


# ------------------------------------------------------------------------------------------------ LiftLog


def _read_liftlog(cells: Cells, reading: Reading) -> Row:
    lifted = weight(cells["Weight"])
    warm_up, note = _unmarked(said(cells.get("Notes", "")))
    return Row(
        session=cells["SessionId"],
        began=moment(cells["Timestamp"], reading),
        title="LiftLog",
        exercise=named(said(cells["Exercise"])),
        number=0,
        unit=lifted.unit or reading.unit_of(cells.get("WeightUnit", ""), lifted.load),
        load=lifted.load,
        reps=whole(cells["Reps"]),
        planned=whole(cells.get("TargetReps", "")),
        warm_up=warm_up,
        note=_with_help(note, lifted),
    )


def _write_liftlog(row: Row) -> Sequence[object]:
    return (
        *(row.session, row.began.strftime("%Y-%m-%dT%H:%M:%S"), row.exercise, plain(row.load), _unit(row)),
        *(plain(row.reps), plain(row.planned), _marked(row)),
    )


def _unit(row: Row) -> str:
    return row.unit.value if row.unit else ""


def _kilometres(row: Row) -> str:
    return "" if row.metres is None else plain(row.metres / 1000)


def _hevy_time(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def _marked(row: Row) -> str:
    if not row.warm_up:
        return row.note
    return f"{WARM_UP_MARK}; {row.note}" if row.note else WARM_UP_MARK


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


_SHAPES = (
    Shape(
        "strong",
        frozenset({"Date", "Workout Name", "Exercise Name", "Set Order", "Reps"}),
        "Date",
        _columns(
            "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,"
            "Notes,Workout Notes,Workout Duration"
        ),
        ";",
        _read_strong,
        _write_strong,
    ),
    Shape(
        "hevy",
        frozenset({"title", "start_time", "exercise_title", "set_index", "reps"}),
        "start_time",
        _columns(
            "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,"
            "weight_kg,reps,distance_km,duration_seconds,rpe"
        ),
        ",",
        _read_hevy,
        _write_hevy,
    ),
    Shape(
        "fitnotes",
        frozenset({"Date", "Exercise", "Category", "Reps"}),
        "Date",
        _columns("Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"),
        ",",
        _read_fitnotes,
        _write_fitnotes,
    ),
    Shape(
        "liftlog",
        frozenset({"SessionId", "Timestamp", "Exercise", "Weight", "Reps"}),
        "Timestamp",
        _columns("SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"),
        ",",
        _read_liftlog,
        _write_liftlog,
    ),
)

SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in _SHAPES}
"""Every program whose tables are known, by name."""
