"""`coach check`, `coach new` and `coach sessions`: for the people who write what the coach says and does."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.tables import show
from coach.config import Config, load_config
from coach.content import library_of, own_folder
from coach.errors import ContentError, InputError, Problem
from coach.reading.files import listed
from coach.script.files.check import Checker, Read
from coach.script.files.library import Library
from coach.script.files.progression import read_progress
from coach.script.files.source import read_source
from coach.script.files.starter import KINDS, starter
from coach.script.shapes.speakable import as_filed, known_name

MINUTES_OFF, TIMES_OFF = 5.0, 1.5
"""By how many minutes, and by what factor besides, a session may take another time than it says."""


def check(
    what: Annotated[
        list[str] | None, typer.Argument(help="Names, files or folders; nothing checks everything.")
    ] = None,
) -> None:
    """Check scripts, sessions, voices and phrases: every fault at once, as file:line:column: what; next step.

    Examples: coach check    coach check my-day    coach check sessions/my-day.yaml
    coach check "5x5 deadlift 80, rest 3:00"
    """
    settings = load_config()
    library = library_of(settings)
    lines = [each for each in what or [] if library.workout(each) is not None]
    for each in lines:
        typer.echo(f"Read as: {library.workout(each)}")
    files = [place(library, each) for each in what or [] if each not in lines]
    checking = checker(library)
    problems = checking.problems(files) if files or not lines else []
    if not problems:
        problems = sorted(timed_wrongly(library, checking, files or ([] if lines else checking.shipped())))
    if not what:
        problems = sorted({*problems, *taught_wrongly(settings, library)})
    if problems:
        raise ContentError(problems)
    typer.echo("Everything is in order.")


def place(library: Library, given: str) -> Path:
    """The file or folder that is meant: a path as it is, else a session, movement, drill or voice by its name."""
    path = Path(given)
    if path.exists() or path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        return path
    voices = {file.stem: file for folder in reversed([*library.voices_dirs]) for file in folder.glob("*.yaml")}
    files = {**voices, **library.script_paths, **library.session_paths}
    return files[known_name("session, movement, drill or voice", given, files)]


def timed_wrongly(library: Library, checking: Checker, files: Iterable[Path]) -> Iterator[Problem]:
    """Sessions without a fault that take another time than they say; how long a question takes nobody knows."""
    from coach.core.plan import Ask
    from coach.core.steps.work.durations import seconds_of
    from coach.core.today import Today
    from coach.script.compiler.compile import compile_session

    inside = (file for path in files for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path]))
    for path in inside:
        if checking.kind_of(path) != "session":
            continue
        plan, source = compile_session(str(path), library), read_source(path)
        said = library.session(str(path)).minutes.normal
        takes = sum(seconds_of(plan, Today(), step) for step in plan.steps) / 60
        asks = any(isinstance(step, Ask) for step in plan.steps)
        if not asks and abs(said - takes) > MINUTES_OFF and not 1 / TIMES_OFF < said / takes < TIMES_OFF:
            about = max(1, round(takes))
            yield source.problem(("minutes",), f"it takes about {about} min, not {said}; write {about}")


def taught_wrongly(settings: Config, library: Library) -> list[Problem]:
    """The faults of the lifter's own wordings and sounds, which lie in the data folder."""
    from coach.phrases.intents import Phrases
    from coach.phrases.own_wordings import own_phrases_path, read_own_phrases
    from coach.phrases.phones import read_sounds, sounds_path

    folder, language = settings.data_folder, settings.language
    try:
        phrases = library.phrases(language, Phrases.load)
    except (ContentError, InputError):
        return []  # told with the phrase file's own faults
    problems: list[Problem] = []
    for read, path in ((read_own_phrases, own_phrases_path), (read_sounds, sounds_path)):
        try:
            read(path(folder, language), phrases)
        except ContentError as error:
            problems += error.problems
    return problems


def checker(library: Library) -> Checker:
    """A checker that knows this library's phrases and voices too."""
    from coach.phrases.intents import Phrases
    from coach.phrases.own_wordings import own_phrases_path
    from coach.planning.calendar import load_plan
    from coach.understanding.words.concepts import Concepts
    from coach.understanding.words.respelling import read_respellings
    from coach.voices.definition import read_voice

    readers: dict[str, Read] = {
        "coach": load_config,
        "calendar": lambda path: load_plan(path, {*library.session_paths}),
        "phrases": Phrases.load,
        "voice": read_voice,
        "understanding": Concepts.load,
        "respellings": read_respellings,
        "progress": lambda path: read_progress(path, library.names),
    }
    try:
        phrases = Phrases.load(library.phrases_path())
    except (ContentError, InputError):
        # The phrase file's own faults are reported with everybody else's.
        return Checker(library, readers=readers)
    for language in {path.stem for root in library.roots for path in listed(root / "scripts" / "phrases")}:
        readers[own_phrases_path(Path(), language).stem] = partial(_read_own_phrases, library, language)
    return Checker(library, phrases.intents, lambda text: _heard_as(phrases, text), readers)


def _read_own_phrases(library: Library, language: str, path: Path) -> object:
    from coach.phrases.intents import Phrases
    from coach.phrases.own_wordings import read_own_phrases

    return read_own_phrases(path, library.phrases(language, Phrases.load))


def _heard_as(phrases: object, text: str) -> str | None:
    from coach.phrases.intents import Phrases

    understood = phrases.match(text) if isinstance(phrases, Phrases) else None
    return understood.intent if understood else None


def new(
    kind: Annotated[str | None, typer.Argument(help="session, movement or drill")] = None,
    name: Annotated[str | None, typer.Argument(help="Its name, in small letters with dashes: my-deadlift-day")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where to put it, instead of your own content folder.")] = None,
) -> None:
    """Write a starter that passes `coach check`, into your own content folder.

    Examples: coach new session my-deadlift-day    coach new movement towel-deadlift    coach new drill towel-hinge
    """
    if kind is None:
        raise InputError("say what to begin, and its name: coach new session my-day, coach new movement my-pull")
    if kind not in KINDS:
        raise InputError(f"{kind!r} cannot be started; say coach new session, movement or drill, and a name")
    if name is None:
        raise InputError(f"your {kind} needs a name, in small letters with dashes: coach new {kind} my-{kind}")
    settings, name = load_config(), as_filed(name)
    if folder is None:
        _not_shipped(kind, name, library_of(settings))
    path = starter(kind, name, folder or own_folder(settings))
    typer.echo(f"Wrote {path}. Next: edit it, then 'coach check {path}'.")


def _not_shipped(kind: str, name: str, library: Library) -> None:
    """Refuse the name of something shipped: yours would be used in its place, and nobody would be told."""
    there = library.session_paths if kind == "session" else library.script_paths
    if name in there:
        raise InputError(f"there is a {kind} {name!r} already, and yours would take its place; choose another name")


def sessions() -> None:
    """List the sessions there are: how long, with what, for whom.

    Example: coach sessions
    """
    rows = []
    for name, session in library_of(load_config()).sessions().items():
        lengths = sorted({session.minutes.short, session.minutes.normal, session.minutes.long})
        minutes = "-".join(str(each) for each in dict.fromkeys((lengths[0], lengths[-1])))
        rows.append((name, minutes, ", ".join(session.equipment) or "none", session.for_whom))
    show(("name", "minutes", "equipment", "for"), rows)
