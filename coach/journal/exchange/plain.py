"""The history in plain data, for other programs: sessions as JSON, sets as a table."""

import csv
import io
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from coach.core.plan import Unit
from coach.journal.analysis import statistics
from coach.journal.csv.cells import harmless
from coach.journal.past import PastSession

COLUMNS = (
    "began", "lifter", "session", "exercise", "role", "number", "of", "side", "load", "unit", "reps_planned",
    "reps_done", "seconds", "metres", "effort", "cut_short", "counted", "broken_off", "retimed", "note",
)  # fmt: skip
"""The columns of the table; one row is one set."""


def as_json(sessions: Sequence[PastSession], unit: Unit, estimating: Collection[str] = ()) -> str:
    """Every session with its sets, complaints, findings, and what they add up to, as a JSON list.

    A maximum is estimated only for the movements named in `estimating`.
    """
    return json.dumps(
        [_record(session, unit, estimating) for session in sessions], ensure_ascii=False, indent=1, default=str
    )


def as_table(sessions: Sequence[PastSession]) -> str:
    """Every set as a line of comma-separated values, loads in the session's own unit, which stands beside them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for session in sessions:
        shared = {
            "began": session.began.isoformat(),
            "lifter": session.lifter,
            "session": session.name,
            "unit": session.unit.value,
        }
        for done in session.sets:
            cells = {**asdict(done), **shared, "cut_short": int(done.cut_short), "counted": int(done.counted)}
            writer.writerow({name: harmless(cell) for name, cell in cells.items()})
    return text.getvalue()


def _record(session: PastSession, unit: Unit, estimating: Collection[str]) -> dict[str, Any]:
    told = asdict(session)
    told["began"] = session.began.isoformat()
    told["ended"] = session.ended.isoformat() if session.ended else None
    told["summary"] = {
        "unit": unit.value,
        "volume": round(statistics.volume([session], unit), 2),
        "minutes": None if session.minutes is None else round(session.minutes, 1),
        "tempo": asdict(statistics.tempo([session])),
        "rests": [round(rest, 1) for rest in statistics.rests(session)],
        "estimated_max": {
            name: round(best, 1)
            for name in statistics.exercises([session])
            if name in estimating and (best := statistics.best_max(session, name, unit)) is not None
        },
    }
    return told
