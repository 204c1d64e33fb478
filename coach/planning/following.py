"""The small file that keeps how far somebody is in a program; it is replaced whole, or not at all."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.errors import InputError
from coach.planning.program import Following
from coach.reading.files import read_json, stands, unreadable
from coach.reading.writing import replaced

STEP = "delete it and start the program again"


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")

    program: str
    since: date
    monday: date
    week: Annotated[int, Field(ge=0)]
    loads: Annotated[tuple[dict[str, Annotated[float, Field(gt=0, le=400)]], ...], Field(min_length=1)]
    extra: Annotated[int, Field(ge=0)]
    race: date | None
    done: tuple[str, ...]
    last: date | None
    ended: bool
    days: tuple[str, ...] = ()
    past: tuple[tuple[int, tuple[str, ...]], ...] = ()


def following_path(folder: Path, lifter: str) -> Path:
    """Where a lifter's file is."""
    return folder / "programs" / f"{lifter}.json"


def read_following(path: Path) -> Following | None:
    """How far the lifter is; None when no program is followed. Raises InputError for a damaged file."""
    if not stands(path):
        return None
    try:
        kept = _Kept.model_validate(read_json(path))
    except ValidationError as error:
        raise InputError(f"{path} is damaged ({error.error_count()} faults); {STEP}") from error
    return Following(**dict(kept))


def write_following(path: Path, state: Following) -> None:
    """Keep the state: all of it, or what was there stays. Raises InputError."""
    replaced(path, json.dumps(_plain(state), indent=1))


def forget_following(path: Path) -> None:
    """Follow no program any more. Raises InputError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unreadable(path, error) from error


def _plain(state: Following) -> dict[str, Any]:
    kept = {name: getattr(state, name) for name in _Kept.model_fields}
    return _Kept.model_construct(**kept).model_dump(mode="json")
