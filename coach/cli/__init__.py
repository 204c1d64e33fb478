"""The command line: `coach run`, `coach rehearse`, `coach hear` and the rest."""

import sys
from importlib import import_module

import typer

from coach.errors import CoachError

COMMANDS = {
    "run": "coach.cli.run:run",
    "rehearse": "coach.cli.run:rehearse_",
    "render": "coach.cli.run:render_",
    "serve": "coach.cli.run:serve_",
    "plan": "coach.cli.plan:plan",
    "sessions": "coach.cli.check:sessions",
    "profile": "coach.cli.profile:profile",
    "check": "coach.cli.check:check",
    "new": "coach.cli.check:new",
    "hear": "coach.cli.hear:hear",
    "listen": "coach.cli.listen:listen",
    "calibrate": "coach.cli.calibrate:calibrate",
    "teach": "coach.cli.teach:teach",
    "model": "coach.cli.model:app",
    "voices": "coach.cli.voices:app",
    "history": "coach.cli.history:history",
    "log": "coach.cli.history:log",
    "import": "coach.cli.keeping:import_",
    "export": "coach.cli.keeping:export",
    "forget": "coach.cli.keeping:forget",
    "devices": "coach.cli.doctor:devices",
    "doctor": "coach.cli.doctor:doctor",
}
"""Every command and the function behind it; only the one that is asked for is imported."""


def application(wanted: str | None = None) -> typer.Typer:
    """The command line with all commands, or with just the one that is wanted: the rest need not be imported."""
    app = typer.Typer(
        help="A voice-guided, offline workout companion for the hip hinge.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    names = [wanted] if wanted in COMMANDS else list(COMMANDS)
    for name in names:
        module, function = COMMANDS[name].split(":")
        found = getattr(import_module(module), function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    app.callback()(lambda: None)  # keeps the command's name even when it is the only one
    return app


def main() -> None:
    """Run the command line: 0 done, 2 bad input in one clear line, 130 interrupted."""
    first = sys.argv[1] if len(sys.argv) > 1 else None
    try:
        application(first)()
    except CoachError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
