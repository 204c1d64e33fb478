"""A fault in how a command was written, as one line that names the command and says what to write."""

import re
import sys
from collections.abc import Mapping
from typing import Any

from coach.cli.catalogue import COMMANDS

_PLAIN = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (r"Value error, ('.*') is not one of (.+)", r"there is no \1; choose one of \2"),
        (r"Input should be a valid integer\b.*", "a whole number is needed"),
        (r"Input should be a valid number\b.*", "a number is needed"),
        (r"Input should be greater than or equal to (.+)", r"it is \1 at least"),
        (r"Input should be less than or equal to (.+)", r"it is \1 at most"),
        (r"Input should be greater than (.+)", r"it is more than \1"),
        (r"Input should be less than (.+)", r"it is less than \1"),
        (r"got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"'\1' is more than it takes"),
        (r"option '(.+)' requires an argument", r"\1 needs a value behind it"),
        (r"no such command '(.+)'", r"there is no '\1' here"),
    )
)
"""What the libraries say, and what it means to whoever typed the command."""


def usage(error: Exception) -> str | None:
    """The line for a fault that the library of the command line found; None for any other error.

    Known by what it has: that library has been a part of Typer under more than one name.
    """
    said = getattr(error, "format_message", None)
    if said is None:
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(said())
    near = [*(getattr(error, "possibilities", None) or ())]
    guess = f"; did you mean {near[0]}?" if near else ""
    message = str(said()).partition(" (Possible options")[0].rstrip(".")
    message = f"{message[:1].lower()}{message[1:]}"
    return f"{_in_words(message)}{guess}; see: {_path(error)} -h" if message else None


def _in_words(message: str) -> str:
    for pattern, told in _PLAIN:
        message = pattern.sub(told, message)
    return re.sub(r"(?<=one of )'.*'", lambda found: found[0].replace("'", ""), message)


def _path(error: Exception) -> str:
    """The command it is about, as it is typed; an option without its value is found before the library knows."""
    context: Any = getattr(error, "ctx", None)
    if context is not None:
        return str(context.command_path)
    group: Mapping[str, Any] = COMMANDS
    words = ["coach"]
    for word in sys.argv[1:]:
        if word.lower() not in group:
            break
        words.append(word.lower())
        group = _below(word.lower()) if len(words) == 2 else {}
    return " ".join(words)


def _below(name: str) -> Mapping[str, Any]:
    """The commands below this one, by name."""
    from coach.cli.group import built

    found: Mapping[str, Any] = getattr(built(name), "commands", {})
    return found
