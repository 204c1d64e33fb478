"""Whether a session of an export is as exports have them, before anything of it is kept.

SQLite would take a role there is none of, and then no history could be read; and it would leave out a row that lacks
something, without a word.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from coach.core.plan import Role, Side, Unit
from coach.errors import InputError
from coach.journal.csv.dates import FIRST_YEAR, LAST_YEAR

LARGEST = 2**63 - 1
"""What a column of whole numbers takes."""

LONGEST_TOLD = 40
"""Characters of a value that are told of a wrong one."""


def _whole(value: Any) -> bool:
    return isinstance(value, int) and abs(value) <= LARGEST


def _number(value: Any) -> bool:
    return _whole(value) or (isinstance(value, float) and math.isfinite(value))


def _moment(value: Any) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR


def _plan(value: Any) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except (TypeError, ValueError, RecursionError):
        return False


_KINDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("a text", lambda value: isinstance(value, str)),
    "number": ("a number", _number),
    "whole": ("a whole number", _whole),
    "moment": ("a time with its zone, as 2026-03-01T18:30:00+01:00,", _moment),
    "plan": ("a plan", _plan),
    "unit": (" or ".join(Unit), lambda value: value in [*Unit]),
    "role": (" or ".join(Role), lambda value: value in [*Role]),
    "side": (" or ".join(Side), lambda value: value in ["", *Side]),
}

_SESSION = (
    "key:text lifter:text name:text title:text unit:unit plan:plan? began:moment ended:moment? reason:text?"
    " source:text position:number"
)
_ROWS = {
    "event": "number:whole at:number wall:text kind:text body:text",
    "work_set": "position:whole exercise:text role:role number:whole of:whole side:side? load:number?"
    " reps_planned:whole? reps_done:whole? seconds:number? metres:number? effort:number? cut_short:whole began:number?"
    " at:number? note:text counted:whole~ broken_off:whole?~ retimed:whole?~",
    "complaint": "position:whole at:number region:text sensation:text side:text? branch:text answer:text?",
    "finding": "position:whole name:text value:text",
}
"""What stands in each column; ? may be null, ~ is not there in the export of an older coach."""


def check_session(session: dict[str, Any], number: int) -> None:
    """Raise InputError that names what is wrong in this session, the so many-th of its export."""
    told = f"session {number} of the export"
    _check(session, _SESSION, told)
    for table, columns in _ROWS.items():
        rows = session.get(table)
        if not isinstance(rows, list):
            raise InputError(f"{told} is not whole: it has no list {table!r}; export it again")
        for place, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise InputError(f"{told} is not whole: {table} {place} is {_short(row)}; export it again")
            _check(row, columns, f"{told}, {table} {place}")
        first = columns.partition(":")[0]
        if len({row[first] for row in rows}) < len(rows):
            raise InputError(f"{told} has two of one {first!r} in {table}; take one out")


def _check(row: dict[str, Any], columns: str, told: str) -> None:
    for name, kind, may in _columns(columns):
        if name not in row:
            if "~" not in may:
                raise InputError(f"{told} is not whole: it has no {name!r}; export it again")
        elif row[name] is None and "?" in may:
            continue
        elif not _KINDS[kind][1](row[name]):
            raise InputError(f"{told}: {name!r} is {_short(row[name])}, where {_KINDS[kind][0]} belongs; mend it there")


def _columns(told: str) -> Iterator[tuple[str, str, str]]:
    for column in told.split():
        name, _, kind = column.partition(":")
        plain = kind.rstrip("?~")
        yield name, plain, kind[len(plain) :]


def _short(value: Any) -> str:
    told = json.dumps(value)
    return told if len(told) <= LONGEST_TOLD else f"{told[:LONGEST_TOLD]}..."
