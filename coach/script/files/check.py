"""Checking content before anybody lifts by it: every fault of every file, at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from coach.errors import ContentError, InputError, Problem
from coach.reading.files import stands
from coach.script.files.library import Library
from coach.script.files.load import load
from coach.script.files.source import read_source
from coach.script.shapes.answers import AnswersFile
from coach.script.shapes.asked import AskedFile
from coach.script.shapes.branches import BranchesFile
from coach.script.shapes.facts import FactsFile
from coach.script.shapes.program import ProgramShape
from coach.script.shapes.room import ExerciseNamesFile, RoomFile
from coach.script.shapes.schema import LaddersFile, LinesFile, ProfileFile, ScriptShape, Shape
from coach.script.shapes.shorthand.aliases import AliasesFile
from coach.script.shapes.speakable import spoken, wording_faults
from coach.script.shapes.steps import SessionShape

SHAPES: Mapping[str, type[Shape]] = {
    "script": ScriptShape, "session": SessionShape, "lines": LinesFile, "branches": BranchesFile,
    "ladders": LaddersFile, "profile": ProfileFile, "answers": AnswersFile, "aliases": AliasesFile,
    "program": ProgramShape, "facts": FactsFile, "room": RoomFile, "exercise-names": ExerciseNamesFile,
    "asked": AskedFile,
}  # fmt: skip
_FOLDERS = {
    "movements": "script",
    "drills": "script",
    "sessions": "session",
    "programs": "program",
    "phrases": "phrases",
    "voices": "voice",
    "understanding": "understanding",
    "respellings": "respellings",
}
_KEYS = (("steps", "session"), ("cues", "script"), ("lines", "lines"), ("branches", "branches"),
         ("profile", "profile"), ("ladders", "ladders"), ("answers", "answers"), ("aliases", "aliases"),
         ("weeks", "program"), ("facts", "facts"), ("instead", "room"), ("names", "exercise-names"), ("areas", "asked"),
         ("intents", "phrases"), ("engine", "voice"), ("signs", "understanding"), ("kinds", "respellings"))  # fmt: skip

NO_LINES = ("count.", "answer.", "takes.")
"""How the keys begin of lines in which the coach cannot command itself."""

Read = Callable[[Path], object]


@dataclass(frozen=True)
class Checker:
    """What a check needs to know: the library, the intents there are, and which intent a sentence would be heard as.

    `readers` read the kinds that others look after (phrases, voice, progress), raising ContentError.
    """

    library: Library
    intents: frozenset[str] | None = None
    heard_as: Callable[[str], str | None] = lambda _: None
    readers: Mapping[str, Read] = field(default_factory=dict)

    def problems(self, paths: Iterable[Path] = ()) -> list[Problem]:
        """Every fault in these files and folders, or in the whole library when none are given."""
        files = [file for path in paths for file in _files(path)] or self.shipped()
        return sorted(problem for path in files for problem in self.problems_in(path))

    def shipped(self) -> list[Path]:
        """Every content file of the library, the user's included."""
        folders = [root / name for root in self.library.roots for name in ("scripts", "sessions", "programs", "voices")]
        profiles = [path for root in self.library.roots if stands(path := root / "profile.yaml")]
        return [*profiles, *(file for folder in folders if folder.is_dir() for file in _files(folder))]

    def problems_in(self, path: Path) -> list[Problem]:
        """Every fault in one file."""
        try:
            kind = self.kind_of(path)
            if kind in self.readers:
                self.readers[kind](path)
            else:
                names = replace(self.library.names, intents=self.intents)
                load(path, SHAPES[kind], names, self.wording)
        except ContentError as error:
            return error.problems
        return []

    def kind_of(self, path: Path) -> str:
        """What a file is, by its place, else its name, else its keys; raises ContentError when it is nothing known."""
        kinds = {*SHAPES, *self.readers}
        if (kind := _FOLDERS.get(path.parent.name, path.stem)) in kinds:
            return kind
        data = read_source(path).data
        for key, kind in _KEYS:
            if isinstance(data, dict) and key in data and kind in kinds:
                return kind
        message = "is no content the coach knows; begin with 'coach new session NAME', or movement or drill"
        raise ContentError([Problem(str(path), 1, 1, message)])

    @cached_property
    def no_lines(self) -> frozenset[str]:
        """What is said while nothing like it is listened for, the words of the count, or is only shown: the answers."""
        lines = self.library.lines() if (self.library.roots[-1] / "scripts" / "lines.yaml").is_file() else {}
        return frozenset(text for key, line in lines.items() if key.startswith(NO_LINES) for text in line.say)

    def wording(self, text: str) -> Iterator[str]:
        """The faults of one spoken line: its wording, and whether the coach would command itself by it."""
        yield from wording_faults(text)
        if text not in self.no_lines and (intent := self.heard_as(spoken(text, "something"))):
            yield f"would be heard as the command {intent!r}; add a word or two"


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*.yaml") if not file.name.startswith("."))
    if stands(path):
        return [path]
    raise InputError(f"there is no file or folder {path}; give a YAML file, a folder, or nothing for everything")
