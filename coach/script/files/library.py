"""All content by kind and name, of what the project ships and a user's own folder laid over it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.core.plan import Unit
from coach.errors import ContentError, InputError
from coach.reading.files import stands
from coach.reading.left_out import leave_out
from coach.script.files.load import Names, ShapeT, load
from coach.script.files.overlay import Overlay, ReadT, own_root, shipped_root
from coach.script.shapes.answers import AnswersFile, TopicShape
from coach.script.shapes.asked import AskedFile
from coach.script.shapes.branches import BranchesFile
from coach.script.shapes.facts import FactsFile
from coach.script.shapes.profile import Profile
from coach.script.shapes.room import ExerciseNamesFile, RoomFile
from coach.script.shapes.schema import LaddersFile, LinesFile, ProfileFile, ScriptShape, Shape, StockLine
from coach.script.shapes.shorthand.aliases import AliasesFile, known_as
from coach.script.shapes.speakable import as_filed, known_name, nearest
from coach.script.shapes.steps import SessionShape

if TYPE_CHECKING:  # neither a program nor a workout of one line is read for a session that has a name
    from coach.script.shapes.program import ProgramShape
    from coach.script.shapes.shorthand.notation import Vocabulary
    from coach.script.shapes.shorthand.workout import Workout


@dataclass(frozen=True)
class Library(Overlay):
    """All content. `roots` hold scripts/, sessions/, programs/ and voices/.

    `unit` is the lifter's: what a load in a workout of one line has when none is written.
    """

    unit: Unit = Unit.KILOS
    _seen: dict[Path, Shape] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, *own: Path) -> "Library":
        """The shipped content with the user's folders (given, or the usual one) laid over it."""
        return cls((*(own or (own_root(),)), shipped_root()))

    @cached_property
    def session_paths(self) -> dict[str, Path]:
        """Every session's file by name."""
        return {name: paths[0] for name, paths in self._all_sessions.items()}

    @cached_property
    def script_paths(self) -> dict[str, Path]:
        """Every movement's and drill's file by name."""
        return {name: paths[0] for name, paths in self._all_scripts.items()}

    @cached_property
    def _all_sessions(self) -> dict[str, list[Path]]:
        return self._named("sessions")

    @cached_property
    def _all_scripts(self) -> dict[str, list[Path]]:
        return {**self._named("scripts", "movements"), **self._named("scripts", "drills")}

    @cached_property
    def names(self) -> Names:
        """What scripts and sessions may refer to."""
        return Names(frozenset(self.script_paths), frozenset(self.session_paths), workouts=self.workout)

    def _read(self, path: Path, shape: type[ShapeT]) -> ShapeT:
        """A file as this shape, read once: a library is the content as it was when it was opened."""
        if not isinstance(seen := self._seen.get(path), shape):
            seen = self._seen[path] = load(path, shape, self.names)
        return seen

    def _without_broken(self, files: Mapping[str, list[Path]], shape: type[ShapeT]) -> dict[str, ShapeT]:
        """All of these, the user's own that cannot be used left out; raises ContentError for a shipped one."""
        found: dict[str, ShapeT] = {}
        for name, paths in files.items():
            try:
                found[name] = self._first(paths, shape)
            except ContentError as error:
                if paths[-1].is_relative_to(self.roots[-1]):
                    raise
                leave_out(error)
        return found

    def _first(self, paths: Sequence[Path], shape: type[ShapeT]) -> ShapeT:
        return self.first_good(paths, lambda path: self._read(path, shape))

    def session_path(self, name: str | Path) -> Path:
        """The file of a session by name, or the path itself; raises InputError naming the nearest one."""
        path = Path(name)
        if path.suffix in (".yaml", ".yml"):
            if stands(path):
                return path
            raise InputError(f"there is no file {path}; 'coach sessions' lists what can be run by name")
        try:
            return self.session_paths[known_name("session", str(name), self.session_paths)]
        except InputError as error:
            from coach.script.shapes.shorthand.notation import says_workout

            if not says_workout(str(name)) or nearest(as_filed(str(name)), self.session_paths) is not None:
                raise
            told = (
                f"there is no session {str(name)!r}; a workout has figures: 'coach run \"5x5 deadlift 80, rest 3:00\"'"
            )
            raise InputError(told) from error

    def script_name(self, name: str) -> str:
        """A movement's or drill's name however it is written, RDL or Glute Bridge; raises InputError."""
        return known_name("movement or drill", name, self.script_paths)

    def session(self, name: str | Path) -> SessionShape:
        """A session as it is written, in a file or in one line; raises InputError or ContentError."""
        if (workout := self.workout(name)) is not None:
            named = {script: self.script(script) for script in workout.named}
            return SessionShape.model_validate(workout.session(named))
        path = self.session_path(name)
        return self._first(self._all_sessions.get(str(name), [path]), SessionShape)

    @cached_property
    def _all_programs(self) -> dict[str, list[Path]]:
        return self._named("programs")

    def programs(self) -> "dict[str, ProgramShape]":
        """Every program by name, the user's own that cannot be used left out; raises ContentError for shipped ones."""
        from coach.script.shapes.program import ProgramShape

        return self._without_broken(self._all_programs, ProgramShape)

    def program(self, name: str) -> "tuple[str, ProgramShape]":
        """A program's name as it is filed, and the program; raises InputError for none, or ContentError."""
        from coach.script.shapes.program import ProgramShape

        filed = known_name("program", name, self._all_programs)
        return filed, self._first(self._all_programs[filed], ProgramShape)

    def workout(self, name: str | Path) -> "Workout | None":
        """The workout that is written in this line; None for what is a name or a file. Raises ContentError."""
        if isinstance(name, Path) or name in self.session_paths:
            return None
        from coach.script.shapes.shorthand.notation import looks_like_workout, read_workout

        return read_workout(name, self.vocabulary) if looks_like_workout(name) else None

    def session_name(self, name: str | Path) -> str:
        """What a session is called in the journal: its file's name, or one made of its exercises."""
        workout = self.workout(name)
        return self.session_path(name).stem if workout is None else workout.name

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """What may be named in a workout of one line: scripts by their names, titles and aliases, and sessions."""
        from coach.script.shapes.shorthand.notation import Vocabulary

        files = [self._unless_own_and_broken(path, AliasesFile, AliasesFile(aliases={}))
                 for path in reversed(self._files("scripts", "aliases.yaml"))]  # fmt: skip
        titles = {name: script.title for name, script in self.scripts().items()}
        fillers = frozenset(word for file in files for word in file.fillers)
        known = {**self._other_names, **known_as(titles, files)}
        return Vocabulary(known, self.script, self.session_paths, fillers, files[-1].rest, self.unit)

    def sessions(self) -> dict[str, SessionShape]:
        """Every session by name, the user's own that cannot be used left out; raises ContentError for shipped ones."""
        return self._without_broken(self._all_sessions, SessionShape)

    def script(self, name: str) -> ScriptShape:
        """A movement's or drill's script by name; raises ContentError."""
        return self._first(self._all_scripts[name], ScriptShape)

    def scripts(self) -> dict[str, ScriptShape]:
        """Every script by name, the user's own that cannot be used left out; raises ContentError for shipped ones."""
        return self._without_broken(self._all_scripts, ScriptShape)

    def lines(self) -> dict[str, StockLine]:
        """The stock lines; a user's file replaces only the lines it names."""
        found: dict[str, StockLine] = {}
        for path in reversed(self._files("scripts", "lines.yaml")):
            found |= self._unless_own_and_broken(path, LinesFile, LinesFile(lines={})).lines
        return found

    def _unless_own_and_broken(self, path: Path, shape: type[ShapeT], otherwise: ShapeT) -> ShapeT:
        try:
            return self._read(path, shape)
        except ContentError as error:
            if path.is_relative_to(self.roots[-1]):
                raise
            leave_out(error)
            return otherwise

    def answers(self) -> dict[str, TopicShape]:
        """What is answered, by topic; a user's file replaces only the topics it names."""
        found: dict[str, TopicShape] = {}
        places = (root / "scripts" / "answers.yaml" for root in reversed(self.roots))
        for path in filter(stands, places):
            found |= self._unless_own_and_broken(path, AnswersFile, AnswersFile(answers={})).answers
        return found

    def branches(self) -> BranchesFile:
        """The complaint table; a user's file replaces it whole."""
        return self._first(self._files("scripts", "branches.yaml"), BranchesFile)

    def is_red_flag(self, region: str, sensation: str) -> bool:
        """Whether the row that answers this complaint, said for the first time, is a red flag."""
        rows = self.branches().rows()
        row = next((row for row in rows if row.fits(region, sensation, 1)), None)
        return row is None or row.red_flag

    def ladders(self) -> LaddersFile:
        """The ladders; a user's file replaces them whole."""
        return self._first(self._files("scripts", "ladders.yaml"), LaddersFile)

    def own_profile(self) -> Profile:
        """The traits written in profile.yaml of the first folder that has one; all unknown without it."""
        nothing = ProfileFile(profile=Profile())
        for path in (root / "profile.yaml" for root in self.roots):
            if stands(path):
                return self._unless_own_and_broken(path, ProfileFile, nothing).profile
        return nothing.profile

    def facts(self) -> FactsFile:
        """What may be known of a lifter and the room; a user's file replaces it whole."""
        return self._first(self._files("scripts", "facts.yaml"), FactsFile)

    def asked(self) -> AskedFile:
        """What is coached when it is asked for in words; a user's file replaces it whole."""
        return self._first(self._files("scripts", "asked.yaml"), AskedFile)

    def room(self) -> RoomFile:
        """What stands in for what; a user's file replaces it whole. Nothing where there is no such file."""
        paths = [path for root in self.roots if stands(path := root / "scripts" / "room.yaml")]
        return self._first(paths, RoomFile) if paths else RoomFile()

    @cached_property
    def exercise_names(self) -> dict[str, str]:
        """The movements by the names other programs have for them, made plain; a user's file adds to the shipped."""
        return {**self.vocabulary.known, **self._other_names}

    @cached_property
    def _other_names(self) -> dict[str, str]:
        paths = [path for root in reversed(self.roots) if stands(path := root / "scripts" / "exercise-names.yaml")]
        nothing = ExerciseNamesFile(names={})
        files = [self._unless_own_and_broken(path, ExerciseNamesFile, nothing) for path in paths]
        return {name: script for file in files for name, script in file.known().items()}

    def progress(self, read: Callable[[Path, Names], ReadT]) -> ReadT:
        """How loads go up, as `read` understands the file; a user's file replaces it whole."""
        return self.first_good(self._files("scripts", "progress.yaml"), lambda path: read(path, self.names))

    def phrases_path(self, language: str = "en") -> Path:
        """The phrase file of a language."""
        return self.file("scripts", "phrases", f"{language}.yaml")

    def phrases(self, language: str, read: Callable[[Path], ReadT]) -> ReadT:
        """The phrases of a language, as `read` understands their file; a user's file replaces it whole."""
        return self.first_good(self._files("scripts", "phrases", f"{language}.yaml"), read)
