"""`coach model`: the better speech model, fetched once."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

from coach.config import load_config
from coach.ears.models import ENGLISH, fetch, find_models

app = typer.Typer(help="The speech model for Vosk, the better of the two recognisers.", no_args_is_help=True)


@app.command("fetch")
def fetch_() -> None:
    """Fetch the small English model (41 MB) from its publisher, check it, and put it where the coach finds it.

    Example: coach model fetch
    """
    folder = load_config().data_folder / "models"
    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(ENGLISH.name, total=ENGLISH.size)
        path = fetch(ENGLISH, folder, lambda have, whole: bar.update(task, completed=have, total=whole))
    typer.echo(f"{ENGLISH.name} ({ENGLISH.licence}) is in {path}; the coach uses it from now on")


@app.command("list")
def list_(language: Annotated[str, typer.Option(help="Language of the models.")] = "en") -> None:
    """List the models on this machine, the one that is used first.

    Example: coach model list
    """
    found = list(find_models(language, (load_config().data_folder / "models",)))
    typer.echo("\n".join(map(str, found)) if found else "No model is here; 'coach model fetch' brings one.")
