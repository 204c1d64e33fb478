"""The first draft of a script or a session: it passes the check, and its author changes every line."""

import re
from pathlib import Path

from coach.errors import InputError
from coach.reading.files import UnreadableError
from coach.reading.writing import begun
from coach.script.files.json_schema import schema_folder
from coach.script.shapes.speakable import as_filed

KINDS = {
    "session": ("sessions",),
    "movement": ("scripts", "movements"),
    "drill": ("scripts", "drills"),
    "script": ("scripts", "drills"),
}
"""What can be started, and the folder it goes to."""


def starter(kind: str, name: str, root: Path) -> Path:
    """Write the starter of this kind under `root` and return its path; an existing file is never touched."""
    name = as_filed(name)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise InputError(f"{name!r} is no name for a file; use small letters, numbers and dashes, such as my-hinge-day")
    path = root.joinpath(*KINDS[kind], f"{name}.yaml")
    shape = "session" if kind == "session" else "script"
    draft_name = "script" if kind == "drill" else kind
    draft = Path(__file__).with_name("starters").joinpath(f"{draft_name}.yaml").read_text(encoding="utf-8")
    head = f"# yaml-language-server: $schema={schema_folder() / shape}.json\n"
    try:
        begun(path, head + draft.replace("A title", name.replace("-", " ").capitalize()))
    except FileExistsError as error:
        raise InputError(f"{path} is already there; choose another name, or edit that file") from error
    except UnreadableError as error:
        raise InputError(f"{error}; or choose a folder with --folder") from error
    return path
