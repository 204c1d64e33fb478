"""A workout of one line as a session file of the user's own."""

import re
from collections.abc import Collection
from itertools import count
from pathlib import Path

import yaml

from coach.core import wording
from coach.errors import InputError
from coach.reading.writing import begun
from coach.script.files.json_schema import schema_folder
from coach.script.files.library import Library
from coach.script.shapes.speakable import as_filed


def save_session(text: str, name: str, library: Library, root: Path, title: str | None = None) -> Path:
    """Write the workout as the session `name` under `root` and return its path; an existing file is never touched.

    Its title is made of its exercises where none is given. The file is whole from its first moment.
    Raises InputError for a name that is none, ContentError for faults.
    """
    workout = library.workout(text)
    if workout is None:
        raise InputError(f"{text!r} is a session already; --save goes with a workout such as '5x5 deadlift 80'")
    name = as_filed(name)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise InputError(f"{name!r} is no name for a session; use small letters, numbers and dashes, such as my-day")
    data = workout.session({script: library.script(script) for script in workout.named})
    data |= {} if title is None else {"title": title}
    path = root / "sessions" / f"{name}.yaml"
    try:
        begun(path, f"# yaml-language-server: $schema={schema_folder() / 'session'}.json\n{_yaml(data)}")
    except FileExistsError as error:
        raise InputError(f"{path} is already there; choose another name, or edit that file") from error
    return path


def _yaml(data: object) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120))


def free_name(wished: str, taken: Collection[str]) -> str:
    """A name for a session made of what was said, with a number behind it where it is taken; never empty."""
    name = "-".join(re.findall(r"[a-z][a-z0-9]*|[0-9]+", wished.casefold())).lstrip("0123456789-") or "workout"
    again = (f"{name}-{wording.number(number).replace(' ', '-')}" for number in count(2))
    return name if name not in taken else next(other for other in again if other not in taken)
