"""Where content lies: what the project ships, and a user's own folder laid over it, file by file."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from coach.errors import ContentError, InputError
from coach.reading.files import listed, stands
from coach.reading.left_out import leave_out

ReadT = TypeVar("ReadT")


def shipped_root() -> Path:
    """The folder that came with the program: inside the package in a wheel, the project's own in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def own_root() -> Path:
    """The user's folder: $COACH_CONTENT, or the platform's place for a program's data. It need not exist."""
    from platformdirs import user_data_path

    chosen = os.environ.get("COACH_CONTENT")
    return Path(chosen).expanduser() if chosen else user_data_path("coach", appauthor=False) / "content"


@dataclass(frozen=True)
class Overlay:
    """Folders laid over one another: of the `roots` the first that has a file wins."""

    roots: tuple[Path, ...]

    def file(self, *parts: str) -> Path:
        """The file of this relative path; raises InputError when no folder has it."""
        return self._files(*parts)[0]

    def is_shipped(self, *parts: str) -> bool:
        """Whether the file of this relative path is the one that came with the program; raises as `file` does."""
        return self.file(*parts) == self.roots[-1].joinpath(*parts)

    def _files(self, *parts: str) -> list[Path]:
        """Every folder's file of this relative path, the first that counts first; raises InputError for none."""
        found = [path for root in self.roots if stands(path := root.joinpath(*parts))]
        if not found:
            raise InputError(f"{'/'.join(parts)} is missing; install the program again, or put it into {self.roots[0]}")
        return found

    def _named(self, *parts: str) -> dict[str, list[Path]]:
        """The files of every name, the first that counts first; raises UnreadableError for a closed folder."""
        found: dict[str, list[Path]] = {}
        for root in self.roots:
            for path in listed(root.joinpath(*parts)):
                found.setdefault(path.stem, []).append(path)
        return dict(sorted(found.items()))

    def first_good(self, paths: Sequence[Path], read: Callable[[Path], ReadT]) -> ReadT:
        """What the first of these files says that can be used; those before it are left out, and that is told.

        Raises the ContentError of the last.
        """
        for path in paths[:-1]:
            try:
                return read(path)
            except ContentError as error:
                leave_out(error)
        return read(paths[-1])

    @property
    def voices_dirs(self) -> Iterable[Path]:
        """The folders of voice files, the user's first."""
        return tuple(path for root in self.roots if stands(path := root / "voices") and path.is_dir())

    @property
    def voices_dir(self) -> Path:
        """The shipped folder of voice files."""
        return self.roots[-1] / "voices"
