"""The first draft of a script or a session: it passes the check, and its author changes every line."""

import re
from pathlib import Path

from coach.errors import InputError
from coach.script.published import schema_folder

KINDS = {"script": ("scripts", "drills"), "session": ("sessions",)}
"""What can be started, and the folder it goes to."""


def starter(kind: str, name: str, root: Path) -> Path:
    """Write the starter of this kind under `root` and return its path; an existing file is never touched."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise InputError(f"{name!r} is no name for a file; use small letters, numbers and dashes, such as my-hinge-day")
    path = root.joinpath(*KINDS[kind], f"{name}.yaml")
    draft = Path(__file__).with_name("starters").joinpath(f"{kind}.yaml").read_text(encoding="utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(f"# yaml-language-server: $schema={schema_folder() / kind}.json\n")
            file.write(draft.replace("A title", name.replace("-", " ").capitalize()))
    except FileExistsError as error:
        raise InputError(f"{path} is already there; choose another name, or edit that file") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); choose a folder with --folder") from error
    return path
