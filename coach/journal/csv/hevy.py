"""The table of Hevy."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.journal.csv.cells import (
    LONGEST,
    WARM_UPS,
    Reading,
    Weight,
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
from coach.journal.csv.dates import bare
from coach.journal.csv.rows import Row
from coach.journal.csv.shape import Cells, Shape, columns, kilometres, with_help


def _read_hevy(cells: Cells, reading: Reading) -> Row:
    began = moment(cells["start_time"], reading)
    lifted = _hevy_weight(cells)
    miles = "distance_miles" in cells
    return Row(
        session=f"{cells['start_time']}|{cells['title']}",
        began=began,
        title=said(cells["title"]),
        exercise=named(said(cells["exercise_title"])),
        number=int(maybe(cells["set_index"]) or 0) + 1,
        unit=lifted.unit,
        load=lifted.load,
        reps=whole(cells["reps"]),
        seconds=lasting(cells.get("duration_seconds", "")),
        metres=metres(cells.get("distance_miles" if miles else "distance_km", ""), "mi" if miles else "km"),
        effort=effort(cells.get("rpe", "")),
        warm_up=bare(cells.get("set_type", "")) in WARM_UPS,
        note=with_help(said(cells.get("exercise_notes", "")), lifted),
        minutes=_hevy_minutes(cells, began, reading),
        part=cells.get("end_time", "").strip(),
    )


def _hevy_weight(cells: Cells) -> Weight:
    pounds = "weight_lbs" in cells and not cells.get("weight_kg", "").strip()
    found = weight(cells.get("weight_lbs" if pounds else "weight_kg", ""))
    return replace(found, unit=found.unit or (Unit.POUNDS if pounds else Unit.KILOS))


def _hevy_minutes(cells: Cells, began: datetime, reading: Reading) -> float | None:
    try:
        ended = moment(cells["end_time"], reading)
    except (KeyError, ValueError):
        return None
    seconds = (ended - began).total_seconds()
    return seconds / 60 if 0 <= seconds <= LONGEST else None


def _write_hevy(row: Row) -> Sequence[object]:
    ended = row.began if row.minutes is None else row.began + timedelta(minutes=row.minutes)
    kilos = None if row.load is None else round(convert(row.load, row.unit or Unit.KILOS, Unit.KILOS), 3)
    return (
        *(row.title, _hevy_time(row.began), _hevy_time(ended), "", row.exercise, "", row.note, row.number - 1),
        *("warmup" if row.warm_up else "normal", plain(kilos), plain(row.reps), kilometres(row)),
        *(plain(row.seconds), plain(row.effort)),
    )


def _hevy_time(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y, %H:%M}"


HEVY = Shape(
    "hevy",
    frozenset({"title", "start_time", "exercise_title", "set_index", "reps"}),
    "start_time",
    columns(
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,"
        "weight_kg,reps,distance_km,duration_seconds,rpe"
    ),
    ",",
    _read_hevy,
    _write_hevy,
)
