"""`coach service`: the box on the shelf as a systemd user service, installed from wherever the coach itself is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from coach.errors import InputError
from coach.reading.files import Kind, read_text, unreadable
from coach.reading.writing import replaced

UNIT = Kind("a systemd unit", 1_000_000)

NAME = "coach.service"

service = typer.Typer(no_args_is_help=True)


@service.callback()
def about() -> None:
    """Let the box on the shelf start with the machine, as a systemd service of your own user.

    Examples: coach service install    coach service status    coach service remove
    """


@service.command()
def install() -> None:
    """Write the unit, start the box, and let it run without anybody logged in.

    Example: coach service install
    """
    path = unit_path()
    for folder in writable():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unreadable(folder, error) from error
    replaced(path, unit())
    typer.echo(f"The unit is {path}.")
    if not systemctl("daemon-reload"):
        typer.echo("There is no systemd user session here; the unit is used when there is one.")
        return
    if not _ran("loginctl", "enable-linger"):
        typer.echo("It stops when you log out; to mend it: sudo loginctl enable-linger $USER")
    if not systemctl("enable", "--now", NAME):
        raise InputError(f"the unit did not start; see: systemctl --user status {NAME}")
    typer.echo("The box runs and starts with the machine. Its words: journalctl --user -u coach -f")


@service.command()
def status() -> None:
    """Say whether the box is installed and running.

    Example: coach service status
    """
    path = unit_path()
    if not path.exists():
        typer.echo("Not installed; 'coach service install' does it.")
        raise typer.Exit(1)
    running = systemctl("is-active", "--quiet", NAME)
    stale = "" if read_text(path, UNIT) == unit() else " It is of another version: coach service install"
    typer.echo(f"Installed as {path}; {'running' if running else 'not running'}.{stale}")
    raise typer.Exit(0 if running else 1)


@service.command()
def remove() -> None:
    """Stop the box and take the unit away; history, calendar and settings stay.

    Example: coach service remove
    """
    path = unit_path()
    if not path.exists():
        raise InputError("there is no service to remove; 'coach service status' says so too")
    systemctl("disable", "--now", NAME)
    path.unlink()
    systemctl("daemon-reload")
    typer.echo("Removed. Your history, calendar and settings are where they were.")


def unit_path() -> Path:
    """Where the user's own units lie."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "systemd" / "user" / NAME


def writable() -> list[Path]:
    """The folders the unit may write; only those that are there when it starts, so they are made before."""
    home = Path.home()
    places = {"DATA": ".local/share", "CONFIG": ".config", "STATE": ".local/state", "CACHE": ".cache"}
    return [Path(os.environ.get(f"XDG_{name}_HOME") or home / usual) / "coach" for name, usual in places.items()]


def unit() -> str:
    """The unit for this very install; raises InputError where the command is not to be found."""
    template = Path(__file__).parents[1] / "content" / NAME
    if not template.exists():
        template = Path(__file__).parents[2] / "deploy" / NAME
    return read_text(template, UNIT).replace("@COACH@", str(program()))


def program() -> Path:
    """The `coach` command beside this Python, else the one on the path."""
    beside = Path(sys.executable).with_name("coach")
    found = beside if beside.exists() else shutil.which("coach")
    if found is None:
        raise InputError("the command 'coach' is not beside this Python nor on the path; install it with pipx or uv")
    return Path(found)


def systemctl(*words: str) -> bool:
    """Ask the user's own systemd; whether it did what was asked."""
    return _ran("systemctl", "--user", *words)


def _ran(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
