"""`coach profile`: what the coach knows about the lifter and the room, and how to change it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.config import Config, for_lifter, load_config
from coach.content import library_of
from coach.journal.store import JOURNAL, Journal
from coach.script.files.library import Library
from coach.script.shapes.facts import NOT_KNOWN, FactsFile
from coach.script.shapes.profile import Profile
from coach.wiring.lifter.meeting import notes
from coach.wiring.lifter.recalling import told

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

ConfigFile = Annotated[Path | None, typer.Option(help="A configuration file other than your own.")]
Lifter = Annotated[str | None, typer.Option(help="Whose profile; yours when left out.")]


@app.callback(invoke_without_command=True)
def profile(context: typer.Context, lifter: Lifter = None, config: ConfigFile = None) -> None:
    """Show what is known of you and of your room: it chooses set-up, cues, loads, and what stands in for what.

    'coach setup' asks for all of it; 'coach run interview' asks aloud. A profile.yaml of your own counts more.

    Examples: coach profile    coach profile set barbell 15    coach profile set kettlebells "12 16"
    """
    if context.invoked_subcommand is None:
        settings = settings_for(config, lifter)
        library = library_of(settings)
        with Journal.open(settings.data_folder / JOURNAL, begin=False) as journal:
            journal.database.reading()  # what cannot be read would look as if nothing had ever been told
            facts = told(journal, settings.lifter)
        _show(library, facts, settings)


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="What to change, such as barbell; 'coach profile' lists all.")],
    value: Annotated[list[str], typer.Argument(help="What it is now, or 'not known'.")],
    lifter: Lifter = None,
    config: ConfigFile = None,
) -> None:
    """Change one thing the coach knows of you; it counts from the next session on.

    Examples: coach profile set unit lb    coach profile set dumbbells to 20    coach profile set days mon thu
    coach profile set deadlift 80 kg    coach profile set rack no    coach profile set hips deep
    """
    settings = settings_for(config, lifter)
    library = library_of(settings)
    filed, fact = library.facts().named(name)
    kept = fact.read(" ".join(value))
    with Journal.open(settings.data_folder / JOURNAL) as journal:
        with notes(journal, settings.lifter) as noted:
            noted.keep(filed, kept)
        journal.refuse_unwritten()
    typer.echo(f"{fact.title}: {kept}")
    written = library.own_profile()
    if filed in Profile.model_fields and getattr(written, filed) not in ("unknown", kept):
        typer.echo(f"{library.roots[0] / 'profile.yaml'} says {getattr(written, filed)}, and counts more.", err=True)
    if filed in overruled(settings):
        typer.echo(f"coach.yaml sets {overruled(settings)[filed]!r}, and counts more.", err=True)


def settings_for(config: Path | None, lifter: str | None) -> Config:
    """The configuration, for this lifter where one is named; raises InputError or ContentError."""
    settings = load_config(config)
    return settings if lifter is None else for_lifter(settings, lifter)


def overruled(settings: Config) -> Mapping[str, str]:
    """The facts that coach.yaml decides, with the setting that does."""
    deciding = {"unit": "unit", "barbell": "bar", "plates": "plates"}
    return {fact: setting for fact, setting in deciding.items() if setting in settings.written}


def known_facts(file: FactsFile, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that are known, as they are told; what an older coach kept and is none is left out."""
    found = {}
    for name in file.facts:
        value = facts.get(name, "")
        if value and value not in (NOT_KNOWN, "unknown"):
            found[name] = value
    return found


def _show(library: Library, facts: Mapping[str, str], settings: Config) -> None:
    file = library.facts()
    written = {name: value for name, value in library.own_profile() if value != "unknown"}
    known = {**known_facts(file, facts), **written}
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    table = Table(box=None, pad_edge=False)
    for heading in ("fact", "value", "from"):
        table.add_column(heading)
    names = [*file.facts, *(name for name in Profile.model_fields if name not in file.facts)]
    for name in names:
        value = known.get(name) or Profile.of(facts).model_dump().get(name, "unknown")
        source = "profile.yaml" if name in written else "your answers" if value != "unknown" else ""
        by = overruled(settings).get(name)
        table.add_row(name.replace("_", " "), str(value), f"coach.yaml ({by})" if by else source)
    console.print(table)
    console.print("To tell it all: coach setup, or aloud: coach run interview.", markup=False)
    console.print('To change one: coach profile set kettlebells "12 16"', markup=False)
    console.print(f"What is written in {library.roots[0] / 'profile.yaml'} counts more.", markup=False)
