"""`coach check`, `coach new` and `coach sessions`: for the people who write what the coach says and does."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.errors import ContentError, InputError
from coach.script.check import Checker, Read
from coach.script.library import Library, own_root
from coach.script.progress import read_progress
from coach.script.starter import KINDS, starter

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""


def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; nothing checks everything.")] = None,
) -> None:
    """Check scripts, sessions, voices and phrases: every fault at once, as file:line:column: what; next step.

    Examples: coach check    coach check sessions/my-day.yaml
    """
    problems = checker(Library.open()).problems(paths or [])
    if problems:
        raise ContentError(problems)
    typer.echo("Everything is in order.")


def checker(library: Library) -> Checker:
    """A checker that knows this library's phrases and voices too."""
    from coach.phrases.intents import Phrases
    from coach.voices.definition import read_voice

    readers: dict[str, Read] = {
        "phrases": Phrases.load,
        "voice": read_voice,
        "progress": lambda path: read_progress(path, library.names),
    }
    try:
        phrases = Phrases.load(library.phrases_path())
    except (ContentError, InputError):
        # The phrase file's own faults are reported with everybody else's.
        return Checker(library, readers=readers)
    return Checker(library, phrases.intents, lambda text: _heard_as(phrases, text), readers)


def _heard_as(phrases: object, text: str) -> str | None:
    from coach.phrases.intents import Phrases

    understood = phrases.match(text) if isinstance(phrases, Phrases) else None
    return understood.intent if understood else None


def new(
    kind: Annotated[str, typer.Argument(help="script or session")],
    name: Annotated[str, typer.Argument(help="Its name, in small letters with dashes: my-deadlift-day")],
    folder: Annotated[Path | None, typer.Option(help="Where to put it, instead of your own content folder.")] = None,
) -> None:
    """Write a starter that passes `coach check`, into your own content folder.

    Examples: coach new session my-deadlift-day    coach new script towel-hinge
    """
    if kind not in KINDS:
        raise InputError(f"{kind!r} cannot be started; say 'coach new script NAME' or 'coach new session NAME'")
    path = starter(kind, name, folder or own_root())
    typer.echo(f"Wrote {path}. Next: edit it, then 'coach check {path}'.")


def sessions() -> None:
    """List the sessions there are: how long, with what, for whom.

    Example: coach sessions
    """
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "minutes", "equipment", "for"):
        table.add_column(heading, overflow="fold")
    for name, session in Library.open().sessions().items():
        lengths = sorted({session.minutes.short, session.minutes.normal, session.minutes.long})
        minutes = "-".join(str(each) for each in dict.fromkeys((lengths[0], lengths[-1])))
        table.add_row(name, minutes, ", ".join(session.equipment) or "none", session.for_whom)
    Console(width=None if sys.stdout.isatty() else PIPED_WIDTH).print(table)
