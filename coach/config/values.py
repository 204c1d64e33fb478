"""Reads the value of a setting, each kind by a reader; what cannot be is told in words that mend it."""

import math
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from coach.speech_server import NEEDED, well_formed

TALK = (1.0, 60.0)
"""Seconds that the ear may stay open after a press."""

MOST_PAIRS = 50
"""Pairs of one plate."""


class WrongError(ValueError):
    """A value that cannot be; `where` leads from the setting's own value to the part that is meant."""

    def __init__(self, why: str, *where: str | int) -> None:
        super().__init__(why)
        self.where = where


def shown(given: Any) -> str:
    """A value as the file has it, in no programmer's words."""
    if isinstance(given, dict):
        return "lines of their own"
    return "nothing" if given is None else repr(given)


Reader = Callable[[Any], Any]
"""From a value of the file to one of the configuration; raises WrongError."""


def text(given: Any) -> str:
    """Any text but none."""
    if not isinstance(given, str) or not given:
        raise WrongError(f"a name is needed, not {shown(given)}")
    return given


def matching(pattern: str, needed: str) -> Reader:
    """Text as the pattern has it; `needed` tells a person what that is."""

    def read(given: Any) -> Any:
        if not isinstance(given, str) or not re.fullmatch(pattern, given):
            raise WrongError(f"write {needed}, not {shown(given)}")
        return given

    return read


def one_of(choices: Sequence[str]) -> Reader:
    """One of these words."""

    def read(given: Any) -> Any:
        if given in choices:
            return given
        near = get_close_matches(str(given), choices, n=1)
        advice = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(choices)}"
        raise WrongError(f"'{given}' is no choice here; {advice}")

    return read


def number(given: Any) -> float:
    """A number above nought."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < math.inf:
        raise WrongError(f"a number above nought is needed, not {shown(given)}")
    return float(given)


def seconds(given: Any) -> float:
    """How long the ear may stay open after a press, in seconds."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not TALK[0] <= given <= TALK[1]:
        raise WrongError(f"a number of seconds from {TALK[0]:g} to {TALK[1]:g} is needed, not {shown(given)}")
    return float(given)


def port(given: Any) -> int:
    """A port to listen on."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 65_536:
        raise WrongError(f"a port is a number from 1 to 65535, not {shown(given)}")
    return given


def whether(given: Any) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise WrongError(f"write true or false, not {shown(given)}")
    return given


def path(given: Any) -> Path:
    """A path; `~` is the home folder."""
    found = Path(text(given))
    with suppress(RuntimeError):  # as it stands when `~` names somebody who is not here
        return found.expanduser()
    return found


def server(given: Any) -> str:
    """Where a speech server is."""
    if not isinstance(given, str) or not well_formed(given):
        raise WrongError(f"write where a speech server is, {NEEDED}, not {shown(given)}")
    return given


def broker(given: Any) -> str:
    """A broker's address, its user before an @; the password is told to the command alone."""
    if not isinstance(given, str) or not re.fullmatch(
        r"mqtts?://([\w.-]+@)?([\w.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?", given
    ):
        raise WrongError(f"write where a broker is, such as mqtt://coach@192.168.1.5, not {shown(given)}")
    told = given.rpartition(":")[2]
    if told.isdigit():
        port(int(told))
    return given


def zone(given: Any) -> str:
    """The name of a time zone, not any other path."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = given if isinstance(given, str) else str(given)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongError(f"there is no time zone {given!r}; write one such as Europe/Zurich") from error
    return name


def buttons(given: Any) -> dict[str, tuple[str, ...]]:
    """What a button says: one sentence, or several of which the first that makes sense is meant."""
    if not isinstance(given, dict):
        raise WrongError(f"lines such as 'gpio17: stop' are needed, not {shown(given)}")
    return {text(button): _sentences(said, str(button)) for button, said in given.items()}


def _sentences(given: Any, button: str) -> tuple[str, ...]:
    said = given if isinstance(given, list) else [given]
    for each in said:
        if not isinstance(each, str) or not each:
            raise WrongError(f"what {button} says is a sentence or a list of them, not {shown(each)}", button)
    return tuple(said)


def plates(given: Any) -> dict[float, int]:
    """Each plate's weight, and how many pairs of it there are."""
    if not isinstance(given, dict):
        raise WrongError(f"weights with their pairs are needed, such as {{20: 2, 10: 1}}, not {shown(given)}")
    return {number(weight): _pairs(pairs, str(weight)) for weight, pairs in given.items()}


def _pairs(given: Any, weight: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_PAIRS:
        raise WrongError(f"so many pairs of {weight}: a whole number up to {MOST_PAIRS}, not {shown(given)}", weight)
    return given


def gather(given: Any) -> dict[str, Any]:
    """The server that boxes gather at: an address, or lines about it."""
    told = given if isinstance(given, dict) else {"servers": given}
    for name in told:
        if name not in GATHERING:
            raise WrongError(f"'{name}' is none of {', '.join(GATHERING)}", name)
    if "servers" not in told:
        raise WrongError("'servers' is needed, such as nats://desk.local:4222")
    return {name: _of_gathering(name, value) for name, value in told.items()}


def _of_gathering(name: str, given: Any) -> Any:
    try:
        return GATHERING[name](given)
    except WrongError as error:
        raise WrongError(f"{name}: {error}", name) from error


def _servers(given: Any) -> tuple[str, ...]:
    each = given if isinstance(given, list) else [given]
    address = matching(r"(nats|tls)://[\w.\-\[\]:]+", "an address such as nats://desk.local:4222")
    return tuple(address(one) for one in each) or _servers("")


def or_none(read: Reader) -> Reader:
    """The same, where the setting may also be nothing."""
    return lambda given: None if given is None else read(given)


GATHERING: dict[str, Reader] = {
    "servers": _servers,
    "name": matching(r"[\w-]{1,40}", "up to 40 letters, digits and dashes"),
    "take": one_of(("own", "all", "nothing")),
    "user": text,
    "password_file": path,
    "creds": path,
    "authority": path,
}
"""What can be said of the server of `gather`."""
