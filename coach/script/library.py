"""Where content lives: what the project ships, and a user's own folder laid over it, file by file."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from coach.errors import InputError
from coach.script.load import Names, ShapeT, load
from coach.script.profile import Profile
from coach.script.schema import LaddersFile, LinesFile, ProfileFile, ScriptShape, Shape, StockLine
from coach.script.spoken import suggestion
from coach.script.steps import BranchesFile, SessionShape

KINDS = ("movements", "drills")


def shipped_root() -> Path:
    """The folder that came with the program: inside the package in a wheel, the project's own in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent


def own_root() -> Path:
    """The user's folder: $COACH_CONTENT, or the platform's place for a program's data. It need not exist."""
    from platformdirs import user_data_path

    chosen = os.environ.get("COACH_CONTENT")
    return Path(chosen).expanduser() if chosen else user_data_path("coach", appauthor=False) / "content"


@dataclass(frozen=True)
class Library:
    """All content. `roots` are folders holding scripts/, sessions/ and voices/; the first that has a file wins."""

    roots: tuple[Path, ...]
    _seen: dict[Path, Shape] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, *own: Path) -> "Library":
        """The shipped content with the user's folders (given, or the usual one) laid over it."""
        return cls((*(own or (own_root(),)), shipped_root()))

    def file(self, *parts: str) -> Path:
        """The file of this relative path; raises InputError when no folder has it."""
        for root in self.roots:
            if (path := root.joinpath(*parts)).is_file():
                return path
        raise InputError(f"{'/'.join(parts)} is missing; install the program again, or put it into {self.roots[0]}")

    @cached_property
    def session_paths(self) -> dict[str, Path]:
        """Every session's file by name."""
        return self._named("sessions")

    @cached_property
    def script_paths(self) -> dict[str, Path]:
        """Every movement's and drill's file by name."""
        return {**self._named("scripts", KINDS[0]), **self._named("scripts", KINDS[1])}

    def _named(self, *parts: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in sorted(root.joinpath(*parts).glob("*.yaml")):
                found.setdefault(path.stem, path)
        return dict(sorted(found.items()))

    @cached_property
    def names(self) -> Names:
        """What scripts and sessions may refer to."""
        return Names(frozenset(self.script_paths), frozenset(self.session_paths))

    def _read(self, path: Path, shape: type[ShapeT]) -> ShapeT:
        """A file as this shape, read once: a library is the content as it was when it was opened."""
        if not isinstance(seen := self._seen.get(path), shape):
            seen = self._seen[path] = load(path, shape, self.names)
        return seen

    def session_path(self, name: str | Path) -> Path:
        """The file of a session by name, or the path itself; raises InputError naming the nearest one."""
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            if path.is_file():
                return path
            raise InputError(f"there is no file {path}; 'coach sessions' lists what can be run by name")
        if str(name) not in self.session_paths:
            raise InputError(f"there is no session {str(name)!r}{suggestion(str(name), list(self.session_paths))}")
        return self.session_paths[str(name)]

    def session(self, name: str | Path) -> SessionShape:
        """A session as it is written; raises InputError or ContentError."""
        return self._read(self.session_path(name), SessionShape)

    def sessions(self) -> dict[str, SessionShape]:
        """Every session by name; raises ContentError."""
        return {name: self._read(path, SessionShape) for name, path in self.session_paths.items()}

    def script(self, name: str) -> ScriptShape:
        """A movement's or drill's script by name; raises ContentError."""
        return self._read(self.script_paths[name], ScriptShape)

    def scripts(self) -> dict[str, ScriptShape]:
        """Every script by name; raises ContentError."""
        return {name: self.script(name) for name in self.script_paths}

    def lines(self) -> dict[str, StockLine]:
        """The stock lines; a user's file replaces only the lines it names."""
        found: dict[str, StockLine] = {}
        for root in reversed(self.roots):
            if (path := root / "scripts" / "lines.yaml").is_file():
                found |= self._read(path, LinesFile).lines
        return found

    def branches(self) -> BranchesFile:
        """The complaint table; a user's file replaces it whole."""
        return self._read(self.file("scripts", "branches.yaml"), BranchesFile)

    def ladders(self) -> LaddersFile:
        """The ladders; a user's file replaces them whole."""
        return self._read(self.file("scripts", "ladders.yaml"), LaddersFile)

    def own_profile(self) -> Profile:
        """The traits written in profile.yaml of the first folder that has one; all unknown without it."""
        written = [path for root in self.roots if (path := root / "profile.yaml").is_file()]
        return self._read(written[0], ProfileFile).profile if written else Profile()

    def phrases_path(self, language: str = "en") -> Path:
        """The phrase file of a language."""
        return self.file("scripts", "phrases", f"{language}.yaml")

    @property
    def voices_dirs(self) -> Iterable[Path]:
        """The folders of voice files, the user's first."""
        return tuple(path for root in self.roots if (path := root / "voices").is_dir())

    @property
    def voices_dir(self) -> Path:
        """The shipped folder of voice files."""
        return self.roots[-1] / "voices"
