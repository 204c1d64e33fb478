"""The table of LiftLog."""

from collections.abc import Sequence

from coach.journal.csv.cells import Reading, moment, named, plain, said, weight, whole
from coach.journal.csv.rows import Row
from coach.journal.csv.shape import Cells, Shape, columns, marked, unit_of, unmarked, with_help


def _read_liftlog(cells: Cells, reading: Reading) -> Row:
    lifted = weight(cells["Weight"])
    warm_up, note = unmarked(said(cells.get("Notes", "")))
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
        note=with_help(note, lifted),
    )


def _write_liftlog(row: Row) -> Sequence[object]:
    return (
        *(row.session, row.began.strftime("%Y-%m-%dT%H:%M:%S"), row.exercise, plain(row.load), unit_of(row)),
        *(plain(row.reps), plain(row.planned), marked(row)),
    )


LIFTLOG = Shape(
    "liftlog",
    frozenset({"SessionId", "Timestamp", "Exercise", "Weight", "Reps"}),
    "Timestamp",
    columns("SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"),
    ",",
    _read_liftlog,
    _write_liftlog,
)
