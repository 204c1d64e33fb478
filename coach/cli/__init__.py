"""The command line: `coach run`, `coach rehearse`, `coach hear` and the rest."""

import errno
import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from coach.cli.group import Commands
from coach.errors import CoachError
from coach.host.leaving import leave

# Pydantic would read the description of every package installed here to look for plugins of its own: a third of the
# time `coach history` takes.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

INTERRUPTED = 130

FOR_OTHERS = frozenset({"render", "new", "voices"})
"""Commands whose files are made to be given away: those get the usual mode."""


def application() -> typer.Typer:
    """The command line with all commands; each is imported when it is called or its help is asked for."""
    app = typer.Typer(
        cls=Commands,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(coach)
    return app


def tell_version(asked: bool) -> None:
    """Say which version this is and stop."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"coach {version('coach')}")
        raise typer.Exit


def coach(
    _version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the version and stop.", is_eager=True, callback=tell_version)
    ] = False,
) -> None:
    """A voice-guided, offline workout companion for the hip hinge."""


def program() -> NoReturn:
    """The command as a program of its own: as `main`, and the process is gone at once when everything is closed."""
    interrupted = noted_interrupts()
    try:
        main()
    except SystemExit as left:
        leave(left.code)
    except Exception:
        if interrupted:  # which some library made a fault of its own
            leave(INTERRUPTED)
        raise
    leave(0)


def noted_interrupts() -> list[int]:
    """The interrupts from now on, the first raised as ever, the second the end; those that are ignored stay so."""
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        if len(noted) > 1:  # asked twice, whatever is still being put in order is left
            os._exit(INTERRUPTED)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    return noted


def main() -> None:
    """Run the command line: 0 done, 2 bad input in one clear line, 130 interrupted."""
    first = sys.argv[1].lower() if len(sys.argv) > 1 else None
    if first not in FOR_OTHERS:
        os.umask(0o077)  # what is kept is about somebody's health, and nobody else's to read
    try:
        sys.exit(_perform())
    except CoachError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # A folder that belongs to root, a disk that is full or gone: wherever it was met, it is one line.
        typer.echo(str(_as_told(error)), err=True)
        sys.exit(CoachError.exit_code)
    except MemoryError:
        typer.echo("the machine has no memory left for this; end other programs, and see 'coach doctor'", err=True)
        sys.exit(CoachError.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except Exception as error:
        from coach.cli.usage import usage

        told = usage(error)
        if told is None:
            raise
        typer.echo(told, err=True)
        sys.exit(CoachError.exit_code)


def _perform() -> int:
    """Do what was asked for; the exit code. A reader of the output who went away is no fault.

    Raises OSError for output that a full disk does not take: what nobody can read is no success.
    """
    try:
        code = typer.main.get_command(application()).main(prog_name="coach", standalone_mode=False)
        if sys.stdout is not None:  # as under a daemon
            sys.stdout.flush()
    except BrokenPipeError:
        return 0
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):  # of which Typer and Rich make a fault
            return 0
        raise
    return code if isinstance(code, int) else 0


def _as_told(error: OSError) -> CoachError:
    """A fault of the file system as one line with the command that mends it."""
    from pathlib import Path

    from coach.reading.files import unreadable

    if error.filename is None and error.errno == errno.ENOSPC:
        return CoachError("the disk is full; free some space, and do it again")
    if isinstance(error.filename, str | bytes):
        return unreadable(Path(os.fsdecode(error.filename)), error)
    return CoachError(f"the machine refused something ({error.strerror or error}); see 'coach doctor'")
