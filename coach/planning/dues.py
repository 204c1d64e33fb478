"""When each waiting job is due, in one small file: what fell due while the box was off is found there, offered once.

Without it, or with one that cannot be read, every job is reckoned from now on; the calendar file is what is planned.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from coach.reading.files import UnreadableError, read_json
from coach.reading.writing import replaced

Dues = Mapping[str, float]
"""Seconds since 1970 by the job's name."""


def read_dues(file: Path) -> dict[str, float]:
    """What the file holds; what an older coach kept in a database beside it, where there is no file yet."""
    if not file.exists():
        return _of_database(older(file))
    try:
        content = read_json(file)
    except UnreadableError:
        return {}
    return {str(name): float(due) for name, due in _pairs(content) if _is_time(due)}


def write_dues(file: Path, dues: Dues) -> None:
    """Put these in its place, whole or not at all; a disk that takes nothing keeps what it had."""
    with suppress(UnreadableError, OSError):
        replaced(file, json.dumps(dues, indent=0, sort_keys=True))
        older(file).unlink(missing_ok=True)


def older(file: Path) -> Path:
    """Where an older coach kept its jobs."""
    return file.with_suffix(".sqlite")


def _of_database(database: Path) -> dict[str, float]:
    if not database.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT id, next_run_time FROM apscheduler_jobs").fetchall()
    except sqlite3.Error:
        return {}
    return {str(name): float(due) for name, due in rows if _is_time(due)}


def _pairs(content: Any) -> list[tuple[Any, Any]]:
    return list(content.items()) if isinstance(content, dict) else []


def _is_time(value: object) -> bool:
    return type(value) in (int, float) and 0 <= value < 1e11  # type: ignore[operator]  # what is no number is not
