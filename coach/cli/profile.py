"""`coach profile`: what the coach knows about the lifter's build, and how to tell it more."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.config import load_config
from coach.journal.store import Journal
from coach.script.profile import Profile
from coach.wiring import library_of
from coach.wiring.recalling import recall

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""


def profile(
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Show what is known of your build and of the checks; it chooses your set-up, cues and warm-up.

    Say it by voice with 'coach run profile' and 'coach run mobility-check', or write it into profile.yaml.

    Example: coach profile
    """
    settings = load_config(config)
    library = library_of(settings)
    with Journal.open(settings.data_folder / "journal.sqlite") as journal:
        asked = recall(journal, library, settings).profile
    written = library.own_profile()
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    console.print(_table(written, asked))
    console.print(f"To be asked: coach run profile. To write it: {library.roots[0] / 'profile.yaml'}, such as:")
    console.print("profile: {femurs: long, hips: deep}", markup=False)


def _table(written: Profile, asked: Profile) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("trait", "value", "from"):
        table.add_column(heading)
    for name, value in written.over(asked):
        source = "profile.yaml" if getattr(written, name) != "unknown" else "your answers" if value != "unknown" else ""
        table.add_row(name.replace("_", " "), value, source)
    return table
