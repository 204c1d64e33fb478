"""A workout of one line as a session file of the user's own."""

import re
from pathlib import Path

import yaml

from coach.errors import InputError
from coach.reading.writing import begun
from coach.script.files.json_schema import schema_folder
from coach.script.files.library import Library


def save_session(text: str, name: str, library: Library, root: Path) -> Path:
    """Write the workout as the session `name` under `root` and return its path; an existing file is never touched.

    The file is whole from its first moment. Raises InputError for a name that is none, ContentError for faults.
    """
    workout = library.workout(text)
    if workout is None:
        raise InputError(f"{text!r} is a session already; --save goes with a workout such as '5x5 deadlift 80'")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise InputError(f"{name!r} is no name for a session; use small letters, numbers and dashes, such as my-day")
    data = workout.session({script: library.script(script) for script in workout.named})
    path = root / "sessions" / f"{name}.yaml"
    try:
        begun(path, f"# yaml-language-server: $schema={schema_folder() / 'session'}.json\n{_yaml(data)}")
    except FileExistsError as error:
        raise InputError(f"{path} is already there; choose another name, or edit that file") from error
    return path


def _yaml(data: object) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120))
