"""The command line's own shape: commands imported when they are asked for, and help that is made to be read."""

import inspect
import re
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from coach.cli.catalogue import COMMANDS
from coach.errors import InputError
from coach.host.collecting import uncollected

PLAIN = (str, int, float, bool)
"""Kinds that need no reading where a value is of one already: a word as it was written, or a default."""

UNWRAPPED = "\b\n"
"""The help's own mark: the paragraph behind it keeps its lines."""


class Commands(TyperGroup):
    """All commands of the catalogue, each built from its module at the first time it is needed."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options, that for help among them."""
        return spared(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the base class's shape
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  the base class's shape
        """The command of that name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = built(cmd_name)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named by the first word; raises InputError with the nearest name for none."""
        name = args[0].lower()
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, n=1)
            guess = f"did you mean '{near[0]}'?" if near else "'coach --help' lists them"
            raise InputError(f"there is no command '{args[0]}'; {guess}")
        return super().resolve_command(ctx, [name, *args[1:]])

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  the base class's shape
        """The commands by group, a line for each."""
        width = max(map(len, COMMANDS))
        for group in dict.fromkeys(entry.group for entry in COMMANDS.values()):
            with formatter.section(group):
                formatter.write_dl(
                    [(name.ljust(width), entry.summary) for name, entry in COMMANDS.items() if entry.group == group]
                )


def built(name: str) -> Any:
    """The command of this name with everything below it, its help laid out."""
    module, function = COMMANDS[name].target.split(":")
    with uncollected():
        found = getattr(import_module(f"coach.cli.{module}"), function)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
        alone.command(name)(found)
        found = alone
    found._add_completion = False
    command = typer.main.get_command(found)
    command.name = name
    lay_out(command)
    return command


def lay_out(command: Any) -> None:
    """Give a command and those below it an example a line, a whole first sentence as summary, and plain metavars."""
    command.help = laid_out(inspect.cleandoc(command.help or ""))
    command.short_help = command.help.split("\n\n")[0].split(". ")[0].replace("\n", " ").rstrip(".") or None
    command.rich_markup_mode = None
    found = command.get_params
    command.get_params = lambda ctx: spared(found(ctx))  # only there the option for help comes into being
    for each in command.params:
        if each.metavar is None and each.param_type_name == "option" and not each.is_flag:
            each.metavar = metavar(each)
    for each in getattr(command, "commands", {}).values():
        lay_out(each)


def spared(params: list[Any]) -> list[Any]:
    """The parameters, of which Typer builds what reads a value only where there is one to be read."""
    for each in params:
        described = getattr(each, "type_descriptor", None)
        if described is not None and getattr(each, "_runtime_param", ...) is None:
            each._runtime_param = WhenNeeded(described)
    return params


class WhenNeeded:
    """A value that was left out, or is what it should be, is taken as it is; Typer's own reading needs pydantic.

    Importing that takes as long as all the rest of `coach history`.
    """

    def __init__(self, described: Any) -> None:
        self._described = described

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """The value as the command takes it; raises Typer's BadParameter."""
        kind = self._described.annotation
        several = param.multiple or param.nargs != 1
        if not several and (value is None or (kind in PLAIN and type(value) is kind)):
            return value
        from typer._coercion import build_runtime_param

        return build_runtime_param(self._described).coerce(value, param=param, ctx=ctx)


def metavar(option: Any) -> str:
    """What the help writes for an option's value: FILE, N or TEXT. Typer has told the type in more than one way."""
    described = getattr(option, "type_descriptor", None)
    kind = str(described.annotation if described is not None else option.type).lower()
    if "path" in kind:
        return "FILE"
    return "N" if "int" in kind or "float" in kind else "TEXT"


def laid_out(text: str) -> str:
    """Help with its examples one a line, as they are copied; the rest as it was."""
    found = re.search(r"^Examples?:", text, re.M)
    if not found:
        return text
    about, mark, examples = text[: found.start()], found[0], text[found.end() :]
    lines = [line.strip() for line in re.split(r"\s{4,}|\n", examples) if line.strip()]
    return f"{about.strip()}\n\n{UNWRAPPED}{mark}\n" + "\n".join(f"  {line}" for line in lines)
