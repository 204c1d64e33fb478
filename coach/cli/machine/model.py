"""`coach model`: the better speech model, fetched once, and only when somebody asks for it."""

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

from coach.config import Config, load_config
from coach.ears.model_files.capacity import room_for_both
from coach.ears.model_files.store import ENGLISH, Model, fetch, find_models

TOLD = "no-speech-model"
"""The file in the data folder that remembers that it was told; in older days, a no."""

app = typer.Typer(help="The speech model for Vosk, the better of the two recognisers.", no_args_is_help=True)


@app.command("fetch")
def fetch_() -> None:
    """Fetch the small English model (41 MB) from its publisher, check it, and put it where the coach finds it.

    Example: coach model fetch
    """
    path = fetch_with_bar(ENGLISH, load_config().data_folder / "models")
    typer.echo(f"{ENGLISH.name} ({ENGLISH.licence}) is in {path}; the coach uses it from now on")


@app.command("list")
def list_(language: Annotated[str, typer.Option(help="Language of the models.")] = "en") -> None:
    """List the models on this machine, the one that is used first.

    Example: coach model list
    """
    found = list(find_models(language, (load_config().data_folder / "models",)))
    typer.echo("\n".join(map(str, found)) if found else "No model is here; 'coach model fetch' brings one.")


def fetch_with_bar(model: Model, folder: Path) -> Path:
    """Fetch a model, with a bar where somebody watches; raises EarError."""
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(model.name, total=model.size)
        return fetch(model, folder, lambda have, whole: bar.update(task, completed=have, total=whole))


def mention(config: Config, tell: Callable[[str], None], model: Model = ENGLISH) -> None:
    """Tell once of the better model, where it would be used and is not there. Nobody is asked, nothing connected to."""
    told = config.data_folder / TOLD
    folder = config.data_folder / "models"
    wanted = config.ear == "auto" and config.language == model.language and config.vosk_model is None
    if wanted and config.language == "en" and room_for_both().enough:
        return  # what listens then is better
    if not wanted or told.exists() or find_spec("vosk") is None or any(find_models(model.language, (folder,))):
        return
    tell(f"A better speech model ({round(model.size / 1e6)} MB, offline afterwards): coach model fetch")
    _remember(told)


def _remember(told: Path) -> None:
    """Where nothing can be kept, it is told again another day."""
    with suppress(OSError):
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
