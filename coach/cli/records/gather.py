"""`coach gather`: this box's sessions to a server of yours, and those of your other boxes taken in."""

import asyncio
import logging
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape

from coach.cli.records.history import ConfigFile
from coach.cli.tables import show
from coach.config import Config, load_config
from coach.errors import InputError, one_line
from coach.gather.gathered import Gathered, gathered_path
from coach.gather.outbox import Sent, reading, sessions_in
from coach.gather.settings import server_of
from coach.gather.taking import CLOCK_WRONG
from coach.journal.store import JOURNAL
from coach.reading.extras import install

gather = typer.Typer(no_args_is_help=True)


@gather.callback()
def about() -> None:
    """Bring the sessions of several boxes together, by a NATS server of yours that coach.yaml names.

    Nothing connects without 'gather: nats://HOST:4222' there, and without one of these commands.

    Examples: coach gather status    coach gather once    coach gather run
    """


@gather.command()
def run(config: ConfigFile = None) -> None:
    """Send what happens, take in what others send, and catch up after every interruption, until Ctrl-C.

    Example: coach gather run
    """
    gatherer = _gatherer(load_config(config))
    try:
        asyncio.run(gatherer.run())
    finally:
        gatherer.close()


@gather.command()
def once(
    again: bool = typer.Option(False, "--again", help="Send everything once more; nobody takes anything twice."),
    config: ConfigFile = None,
) -> None:
    """Send everything and take in everything there is, then end.

    Examples: coach gather once    coach gather once --again
    """
    settings = load_config(config)
    gatherer = _gatherer(settings)
    try:
        if again:
            gatherer.send_again()
        tally = asyncio.run(gatherer.once())
    finally:
        gatherer.close()
    typer.echo(f"Sent {tally.sent} messages, took in {tally.came}; {tally.taken} sessions went into the journal here.")


@gather.command()
def status(config: ConfigFile = None) -> None:
    """Say what waits to be sent, and what came from which box. Connects to nothing.

    Example: coach gather status
    """
    settings = load_config(config)
    server = server_of(settings)
    path = gathered_path(settings.data_folder)
    typer.echo(f"Server: {', '.join(server.addresses)}. This box: {server.name}; it takes in: {server.takes}.")
    if not path.exists():
        typer.echo("It was never reached; 'coach gather once' does it.")
        return
    gathered = Gathered(path)
    try:
        for line in _told(settings, gathered):
            typer.echo(line)
        rows = [
            (escape(one_line(box.name)), str(box.sessions), _when(box.heard), _clock(box.ahead))
            for box in gathered.boxes()
        ]  # fmt: skip
    finally:
        gathered.close()
    if rows:
        show(("box", "sessions", "heard of", "its clock"), rows, frozenset({"sessions"}))


def _told(settings: Config, gathered: Gathered) -> list[str]:
    reached, trouble = gathered.fact("reached"), gathered.fact("trouble")
    waiting, sessions = _waiting(settings.data_folder / JOURNAL, gathered)
    lines = [f"Last reached: {reached or 'never'}.", f"To be sent: {waiting} events of {sessions} sessions."]
    lines += [f"Trouble: {trouble}"] if trouble else []
    lines += [f"Not whole yet: {missing} sessions."] if (missing := gathered.not_whole()) else []
    lines += ["Another box has a newer coach; update this one."] if gathered.fact("newer") else []
    lines += [f"Not to be read: {bad} messages."] if (bad := gathered.fact("unreadable")) else []
    return lines


def _waiting(journal: Path, gathered: Gathered) -> tuple[int, int]:
    sent, foreign = gathered.sent(), gathered.taken()
    with reading(journal) as connection:
        found = [] if connection is None else sessions_in(connection, foreign)
    missing = [each.events - max(0, before.events) for each in found for before in (sent.get(each.key, Sent()),)]
    new = [each for each in found if each.events > sent.get(each.key, Sent()).events]
    return sum(missing), len(new)


def _when(heard: str) -> str:
    return f"{datetime.fromisoformat(heard).astimezone():%Y-%m-%d %H:%M}"


def _clock(ahead: float) -> str:
    """How wrong a box's clock is by the server's."""
    if abs(ahead) < CLOCK_WRONG:
        return "right"
    amount = f"{abs(ahead) / 3600:.1f} h" if abs(ahead) >= 3600 else f"{abs(ahead) / 60:.0f} min"
    return f"{amount} {'ahead' if ahead > 0 else 'behind'}"


def _gatherer(settings: Config) -> Any:
    """Whoever does it; raises InputError where no server is set, or its package is not installed."""
    server = server_of(settings)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # an encrypted line that ends is no news
    try:
        module = import_module("coach.gather.visit")
    except ModuleNotFoundError as error:
        raise InputError(f"gathering needs {error.name}; install it with: {install('gather')}") from error
    return module.Gatherer(settings, server, lambda text: typer.echo(text, err=True))
