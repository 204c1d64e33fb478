"""The tables of Strong, Hevy, FitNotes and LiftLog: how each names its columns, and reads and writes a set."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.core.loads import convert
from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.cells import Reading, amount, as_clock, clock, duration, metres, moment, named, plain, whole
from coach.journal.past import PastSession
from coach.journal.tables import WARM_UP_MARK, Row, rows_of

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One program's table. `needs` are the columns by which it is known; `read` and `write` take one set."""

    name: str
    needs: frozenset[str]
    columns: tuple[str, ...]
    separator: str
    read: Callable[[Cells, Reading], Row]
    write: Callable[[Row], Sequence[object]]


def parse(text: str, reading: Reading) -> tuple[str, list[Row]]:
    """The name of the shape a text has, and its sets; raises InputError that names the line and what is wrong."""
    whole_text = text.removeprefix("\ufeff")
    header, _, _ = whole_text.partition("\n")
    separator = ";" if header.count(";") > header.count(",") else ","
    lines = csv.DictReader(io.StringIO(whole_text, newline=""), delimiter=separator)
    shape = shape_of(lines.fieldnames or ())
    rows = []
    for cells in lines:
        filled = {name: (value or "") for name, value in cells.items() if isinstance(name, str)}
        try:
            rows.append(shape.read(filled, reading))
        except (ValueError, KeyError) as fault:
            raise InputError(f"line {lines.line_num}: {fault}; mend that line, or take it out") from fault
    return shape.name, rows


def shape_of(header: Iterable[str]) -> Shape:
    """The shape with these columns; raises InputError when no program known here writes them."""
    found = {column.strip() for column in header}
    for shape in SHAPES.values():
        if shape.needs <= found:
            return shape
    known = ", ".join(shape.name for shape in SHAPES.values())
    raise InputError(f"no program known here writes the columns {sorted(found)}; known are {known}")


def table(shape: Shape, sessions: Iterable[PastSession]) -> str:
    """The sessions as this shape's text, lines ending in a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=shape.separator, lineterminator="\n")
    writer.writerow(shape.columns)
    for session in sessions:
        writer.writerows(shape.write(row) for row in rows_of(session))
    return text.getvalue()


# ------------------------------------------------------------------------------------------------ Strong


def _read_strong(cells: Cells, reading: Reading) -> Row:
    began = moment(cells["Date"], reading)
    order = cells["Set Order"].strip()
    return Row(
        session=f"{cells['Date']}|{cells['Workout Name']}",
        began=began,
        title=cells["Workout Name"],
        exercise=named(cells["Exercise Name"]),
        number=int(order) if order.isdigit() else 0,
        unit=reading.unit_of(cells.get("Weight Unit", ""), amount(cells["Weight"])),
        load=amount(cells["Weight"]),
        reps=whole(cells["Reps"]),
        seconds=amount(cells.get("Seconds", "")),
        metres=metres(cells.get("Distance", ""), cells.get("Distance Unit", "")),
        effort=amount(cells.get("RPE", "")),
        warm_up=order.upper() == "W",
        note=_strong_note(cells),
        minutes=duration(cells.get("Duration") or cells.get("Workout Duration", "")),
    )


def _strong_note(cells: Cells) -> str:
    """Newer files tell distances without their unit: such a distance stays in the words."""
    note = cells.get("Notes", "")
    if not amount(cells.get("Distance", "")) or cells.get("Distance Unit"):
        return note
    return f"{note}; distance {cells['Distance']}" if note else f"distance {cells['Distance']}"


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
    pounds = "weight_lbs" in cells
    began = moment(cells["start_time"], reading)
    ended = moment(cells["end_time"], reading) if cells.get("end_time") else None
    miles = "distance_miles" in cells
    return Row(
        session=f"{cells['start_time']}|{cells['title']}",
        began=began,
        title=cells["title"],
        exercise=named(cells["exercise_title"]),
        number=int(cells["set_index"]) + 1,
        unit=Unit.POUNDS if pounds else Unit.KILOS,
        load=amount(cells["weight_lbs" if pounds else "weight_kg"]),
        reps=whole(cells["reps"]),
        seconds=amount(cells.get("duration_seconds", "")),
        metres=metres(cells.get("distance_miles" if miles else "distance_km", ""), "mi" if miles else "km"),
        effort=amount(cells.get("rpe", "")),
        warm_up=cells.get("set_type", "") == "warmup",
        note=cells.get("exercise_notes", ""),
        minutes=None if ended is None else (ended - began).total_seconds() / 60,
    )


def _write_hevy(row: Row) -> Sequence[object]:
    ended = row.began if row.minutes is None else row.began + timedelta(minutes=row.minutes)
    kilos = None if row.load is None else round(convert(row.load, row.unit or Unit.KILOS, Unit.KILOS), 3)
    return (
        *(row.title, _hevy_time(row.began), _hevy_time(ended), "", row.exercise, "", row.note, row.number - 1),
        *("warmup" if row.warm_up else "normal", plain(kilos), plain(row.reps), _kilometres(row)),
        *(plain(row.seconds), plain(row.effort)),
    )


# ------------------------------------------------------------------------------------------------ FitNotes


def _read_fitnotes(cells: Cells, reading: Reading) -> Row:
    column = next(name for name in cells if name.startswith("Weight") and name != "Weight Unit")
    written = cells.get("Weight Unit", "") or column.removeprefix("Weight").strip(" ()")
    note = cells.get("Comment", "")
    warm_up = note.startswith(WARM_UP_MARK)
    return Row(
        session=cells["Date"],
        began=moment(cells["Date"], reading),
        title="FitNotes",
        exercise=named(cells["Exercise"]),
        number=0,
        unit=reading.unit_of(written, amount(cells[column])),
        load=amount(cells[column]),
        reps=whole(cells["Reps"]),
        seconds=clock(cells.get("Time", "")),
        metres=metres(cells.get("Distance", ""), cells.get("Distance Unit", "")),
        warm_up=warm_up,
        note=note.removeprefix(WARM_UP_MARK).removeprefix("; ") if warm_up else note,
    )


def _write_fitnotes(row: Row) -> Sequence[object]:
    seconds = "" if row.seconds is None else as_clock(row.seconds)
    return (
        *(row.began.strftime("%Y-%m-%d"), row.exercise, "", plain(row.load), f"{_unit(row)}s", plain(row.reps)),
        *(plain(row.metres), "m" if row.metres else "", seconds, _marked(row)),
    )


# ------------------------------------------------------------------------------------------------ LiftLog


def _read_liftlog(cells: Cells, reading: Reading) -> Row:
    note = cells.get("Notes", "")
    warm_up = note.startswith(WARM_UP_MARK)
    return Row(
        session=cells["SessionId"],
        began=moment(cells["Timestamp"], reading),
        title="LiftLog",
        exercise=named(cells["Exercise"]),
        number=0,
        unit=reading.unit_of(cells.get("WeightUnit", ""), amount(cells["Weight"])),
        load=amount(cells["Weight"]),
        reps=whole(cells["Reps"]),
        planned=whole(cells.get("TargetReps", "")),
        warm_up=warm_up,
        note=note.removeprefix(WARM_UP_MARK).removeprefix("; ") if warm_up else note,
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
        frozenset({"Date", "Workout Name", "Exercise Name", "Set Order", "Weight", "Reps"}),
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
        _columns("Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"),
        ",",
        _read_fitnotes,
        _write_fitnotes,
    ),
    Shape(
        "liftlog",
        frozenset({"SessionId", "Timestamp", "Exercise", "Weight", "Reps"}),
        _columns("SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"),
        ",",
        _read_liftlog,
        _write_liftlog,
    ),
)

SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in _SHAPES}
"""Every program whose tables are known, by name."""
