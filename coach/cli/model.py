"""`coach model`: the better speech model, fetched once, and only when somebody says yes."""

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
from coach.ears.models import ENGLISH, Model, fetch, find_models
from coach.errors import EarError

DECLINED = "no-speech-model"
"""The file in the data folder that remembers a no."""

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


def offer(config: Config, agrees: Callable[[str], bool], tell: Callable[[str], None], model: Model = ENGLISH) -> None:
    """Offer the better model where it would be used and is not there; a no is remembered, and never asked again.

    Nothing is connected to before a yes. A fetch that fails is told, and training goes on without.
    """
    declined = config.data_folder / DECLINED
    folder = config.data_folder / "models"
    wanted = config.ear == "auto" and config.language == model.language and config.vosk_model is None
    if not wanted or declined.exists() or find_spec("vosk") is None or any(find_models(model.language, (folder,))):
        return
    size = round(model.size / 1e6)
    if not agrees(f"A better speech model ({size} MB, offline afterwards) can be fetched once from {model.url}. Now?"):
        tell("Not now, and not asked again. 'coach model fetch' brings it any time.")
        _remember(declined)
        return
    try:
        tell(f"It is in {fetch_with_bar(model, folder)}.")
    except EarError as error:
        tell(f"Going on without it: {error}")


def _remember(declined: Path) -> None:
    """Where nothing can be kept, the offer is made again another day."""
    with suppress(OSError):
        declined.parent.mkdir(parents=True, exist_ok=True)
        declined.touch()
