"""The table of Strong."""

from collections.abc import Sequence

from coach.journal.csv.cells import (
    Reading,
    duration,
    effort,
    lasting,
    maybe,
    metres,
    moment,
    named,
    plain,
    said,
    weight,
    whole,
)
from coach.journal.csv.rows import Row
from coach.journal.csv.shape import Cells, Shape, columns, kilometres, unit_of, with_help


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
        seconds=lasting(cells.get("Seconds", "")),
        metres=metres(cells.get("Distance", ""), cells.get("Distance Unit", "")),
        effort=effort(cells.get("RPE", "")),
        warm_up=order.upper() == "W",
        note=with_help(_strong_note(cells), lifted),
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


def _write_strong(row: Row) -> Sequence[object]:
    order = "W" if row.warm_up else row.number
    length = "" if row.minutes is None else f"{round(row.minutes)}m"
    return (
        *(row.began.strftime("%Y-%m-%d %H:%M:%S"), row.title, row.exercise, order, plain(row.load), unit_of(row)),
        *(plain(row.reps), plain(row.effort), kilometres(row), "km" if row.metres else "", plain(row.seconds)),
        *(row.note, "", length),
    )


STRONG = Shape(
    "strong",
    frozenset({"Date", "Workout Name", "Exercise Name", "Set Order", "Reps"}),
    "Date",
    columns(
        "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,"
        "Notes,Workout Notes,Workout Duration"
    ),
    ";",
    _read_strong,
    _write_strong,
)
