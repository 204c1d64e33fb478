"""The table of FitNotes."""

from collections.abc import Sequence

from coach.journal.csv.cells import Reading, as_clock, clock, metres, moment, named, plain, said, weight, whole
from coach.journal.csv.rows import Row
from coach.journal.csv.shape import Cells, Shape, columns, marked, unit_of, unmarked, with_help


def _read_fitnotes(cells: Cells, reading: Reading) -> Row:
    lifted = weight(cells.get("Weight", ""))
    warm_up, note = unmarked(said(cells.get("Comment", "")))
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
        note=with_help(note, lifted),
    )


def _write_fitnotes(row: Row) -> Sequence[object]:
    seconds = "" if row.seconds is None else as_clock(row.seconds)
    return (
        *(row.began.strftime("%Y-%m-%d"), row.exercise, "", plain(row.load), f"{unit_of(row)}s", plain(row.reps)),
        *(plain(row.metres), "m" if row.metres else "", seconds, marked(row)),
    )


FITNOTES = Shape(
    "fitnotes",
    frozenset({"Date", "Exercise", "Category", "Reps"}),
    "Date",
    columns("Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"),
    ",",
    _read_fitnotes,
    _write_fitnotes,
)
