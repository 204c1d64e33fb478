"""The lifter's standing wishes: which ears, which voice, which microphone, how talkative, kilos or pounds.

They live in one optional file, `coach.yaml` in the user's configuration folder; options of a command win over it. Every
command reads it, so it is read without a library that would take longer to import than the rest of `coach history`.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import platformdirs

from coach.core.plan import Kit, Unit
from coach.errors import ContentError, InputError, Problem
from coach.reading.files import stands
from coach.speech_server import NEEDED, well_formed

if TYPE_CHECKING:
    from coach.script.files.source import Source

EarKind = Literal["auto", "moonshine", "pocketsphinx", "vosk", "keyboard"]
Verbosity = Literal["quiet", "normal", "talkative"]

KITS = {
    Unit.KILOS: Kit(),
    Unit.POUNDS: Kit(Unit.POUNDS, 45.0, ((45.0, 4), (35.0, 1), (25.0, 2), (10.0, 2), (5.0, 2), (2.5, 2))),
}
"""What is taken to be owned where nothing is said."""

TALK = (1.0, 60.0)
"""Seconds that the ear may stay open after a press."""

PAGE_PORT = 8765
"""Where the page is, unless its command is told otherwise."""

MOST_PAIRS = 50
"""Pairs of one plate."""


@dataclass(frozen=True)
class Config:
    """Everything that can be set once and for all; what is left out keeps its default. docs/settings.md explains it."""

    language: str = "en"
    ear: EarKind = "auto"
    vosk_model: Path | None = None
    second_ear: str | None = None
    voice: str = "default"
    microphone: str | None = None
    speaker: str | None = None
    verbosity: Verbosity = "normal"
    unit: Unit = Unit.KILOS
    wake: bool = False
    push_to_talk: float | None = None
    buttons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lamp: str | None = None
    link: bool = False
    mqtt: str | None = None
    gather: Mapping[str, Any] | None = None
    lifter: str = "me"
    content_folder: Path | None = None
    data_folder: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("coach")))
    zone: str | None = None
    bar: float | None = None
    plates: Mapping[float, int] | None = None
    written: frozenset[str] = field(default=frozenset(), compare=False)
    """The settings that stand in the file; they count more than what was told."""

    @property
    def kit(self) -> Kit:
        """The bar and the pairs of plates that are owned: `plates` maps a plate's weight to its number of pairs."""
        usual = KITS[self.unit]
        pairs = usual.pairs if self.plates is None else tuple(self.plates.items())
        return Kit(self.unit, self.bar or usual.bar, tuple(sorted(pairs, reverse=True)))


SETTINGS = tuple(each.name for each in fields(Config) if each.name != "written")
"""The keys of the file."""


def config_path() -> Path:
    """Where the file is looked for: `coach.yaml` in the user's configuration folder."""
    return Path(platformdirs.user_config_dir("coach")) / "coach.yaml"


def calendar_path() -> Path:
    """Where the calendar is looked for, beside the configuration."""
    return config_path().with_name("calendar.yaml")


def load_config(path: Path | None = None) -> Config:
    """Read the configuration; without a file the defaults hold.

    Raises ContentError with every fault of the file at once. A `path` given explicitly must exist.
    """
    place = path or config_path()
    if path is None and not stands(place):
        return Config()
    from coach.script.files.source import read_source  # YAML's parser, where there is something to parse

    source = read_source(place)
    if not isinstance(source.data, dict):
        raise ContentError([source.problem((), "a list of 'name: value' lines is needed here, such as 'ear: auto'")])
    given, problems = _read(source, source.data)
    if problems:
        raise ContentError(problems)
    folders = ("vosk_model", "content_folder", "data_folder")  # meant from the file's own folder
    whole = {name: place.parent / given[name] for name in folders if given.get(name) is not None}
    if given.get("gather") is not None:
        paths = {name: place.parent / value for name, value in given["gather"].items() if isinstance(value, Path)}
        whole["gather"] = given["gather"] | paths
    return Config(**{**given, **whole}, written=frozenset(given))


def for_lifter(config: Config, name: str) -> Config:
    """The same configuration for another lifter; raises InputError for what is no name."""
    try:
        return replace(config, lifter=READ["lifter"](name))
    except _WrongError as error:
        raise InputError(f"'{name}' is no lifter's name; use up to 40 letters, digits and dashes") from error


def for_language(config: Config, language: str) -> Config:
    """The same configuration for another spoken language; raises InputError for what is no language's code."""
    try:
        return replace(config, language=READ["language"](language))
    except _WrongError as error:
        raise InputError(f"'{language}' is no language's code; write two letters, such as en or ko") from error


# ------------------------------------------------------------------------------------------------ reading the file


class _WrongError(ValueError):
    """A value that cannot be; `where` leads from the setting's own value to the part that is meant."""

    def __init__(self, why: str, *where: str | int) -> None:
        super().__init__(why)
        self.where = where


Reader = Callable[[Any], Any]
"""From a value of the file to one of the configuration; raises _WrongError."""


def _read(source: "Source", data: Mapping[Any, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Every setting that is right, and a problem for each that is not."""
    given: dict[str, Any] = {}
    problems = []
    for name, value in data.items():
        if name not in READ:
            problems.append(source.problem((str(name),), _unknown(str(name)), at_key=True))
            continue
        try:
            given[name] = READ[name](value)
        except _WrongError as error:
            problems.append(source.problem((name, *error.where), f"{name}: {error}"))
    return given, problems


def _unknown(name: str) -> str:
    near = get_close_matches(name, SETTINGS, n=1)
    advice = f"did you mean '{near[0]}'?" if near else f"it can be one of {', '.join(sorted(SETTINGS))}"
    return f"there is no setting '{name}'; {advice}"


def _text(given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise _WrongError(f"a name is needed, not {given!r}")
    return given


def _matching(pattern: str, needed: str) -> Reader:
    def read(given: Any) -> Any:
        if not isinstance(given, str) or not re.fullmatch(pattern, given):
            raise _WrongError(f"write {needed}, not {given!r}")
        return given

    return read


def _one_of(choices: Sequence[str]) -> Reader:
    def read(given: Any) -> Any:
        if given in choices:
            return given
        near = get_close_matches(str(given), choices, n=1)
        advice = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(choices)}"
        raise _WrongError(f"'{given}' is no choice here; {advice}")

    return read


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < math.inf:
        raise _WrongError(f"a number above nought is needed, not {given!r}")
    return float(given)


def _seconds(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not TALK[0] <= given <= TALK[1]:
        raise _WrongError(f"a number of seconds from {TALK[0]:g} to {TALK[1]:g} is needed, not {given!r}")
    return float(given)


def _whether(given: Any) -> bool:
    if not isinstance(given, bool):
        raise _WrongError(f"write true or false, not {given!r}")
    return given


def _path(given: Any) -> Path:
    path = Path(_text(given))
    with suppress(RuntimeError):  # as it stands when `~` names somebody who is not here
        return path.expanduser()
    return path


def _server(given: Any) -> str:
    if not isinstance(given, str) or not well_formed(given):
        raise _WrongError(f"write where a speech server is, {NEEDED}, not {given!r}")
    return given


def _broker(given: Any) -> str:
    """A broker's address, its user before an @; the password is told to the command alone."""
    if not isinstance(given, str) or not re.fullmatch(
        r"mqtts?://([\w.-]+@)?([\w.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?", given
    ):
        raise _WrongError(f"write where a broker is, such as mqtt://coach@192.168.1.5, not {given!r}")
    port = given.rpartition(":")[2]
    if port.isdigit() and not 0 < int(port) < 65_536:
        raise _WrongError(f"a port is a number from 1 to 65535, not {port}")
    return given


def _zone(given: Any) -> str:
    """The name of a time zone, not any other path."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = given if isinstance(given, str) else str(given)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _WrongError(f"there is no time zone {given!r}; write one such as Europe/Zurich") from error
    return name


def _buttons(given: Any) -> dict[str, tuple[str, ...]]:
    """What a button says: one sentence, or several of which the first that makes sense is meant."""
    if not isinstance(given, dict):
        raise _WrongError(f"lines such as 'gpio17: stop' are needed, not {given!r}")
    return {_text(button): _sentences(said, str(button)) for button, said in given.items()}


def _sentences(given: Any, button: str) -> tuple[str, ...]:
    said = given if isinstance(given, list) else [given]
    for each in said:
        if not isinstance(each, str) or not each:
            raise _WrongError(f"what {button} says is a sentence or a list of them, not {each!r}", button)
    return tuple(said)


def _plates(given: Any) -> dict[float, int]:
    if not isinstance(given, dict):
        raise _WrongError(f"weights with their pairs are needed, such as {{20: 2, 10: 1}}, not {given!r}")
    return {_number(weight): _pairs(pairs, str(weight)) for weight, pairs in given.items()}


def _pairs(given: Any, weight: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_PAIRS:
        raise _WrongError(f"so many pairs of {weight}: a whole number up to {MOST_PAIRS}, not {given!r}", weight)
    return given


def _gather(given: Any) -> dict[str, Any]:
    """The server that boxes gather at: an address, or lines about it."""
    told = given if isinstance(given, dict) else {"servers": given}
    for name in told:
        if name not in GATHERING:
            raise _WrongError(f"'{name}' is none of {', '.join(GATHERING)}", name)
    if "servers" not in told:
        raise _WrongError("'servers' is needed, such as nats://desk.local:4222")
    return {name: _of_gathering(name, value) for name, value in told.items()}


def _of_gathering(name: str, given: Any) -> Any:
    try:
        return GATHERING[name](given)
    except _WrongError as error:
        raise _WrongError(f"{name}: {error}", name) from error


def _servers(given: Any) -> tuple[str, ...]:
    each = given if isinstance(given, list) else [given]
    address = _matching(r"(nats|tls)://[\w.\-\[\]:]+", "an address such as nats://desk.local:4222")
    return tuple(address(one) for one in each) or _servers("")


def _or_none(read: Reader) -> Reader:
    return lambda given: None if given is None else read(given)


GATHERING: dict[str, Reader] = {
    "servers": _servers,
    "name": _matching(r"[\w-]{1,40}", "up to 40 letters, digits and dashes"),
    "take": _one_of(("own", "all", "nothing")),
    "user": _text,
    "password_file": _path,
    "creds": _path,
    "authority": _path,
}
"""What can be said of the server of `gather`."""

READ: dict[str, Reader] = {
    "language": _matching(r"[a-z]{2}", "two letters, such as en or ko"),
    "ear": _one_of(get_args(EarKind)),
    "vosk_model": _or_none(_path),
    "second_ear": _or_none(_server),
    "voice": _text,
    "microphone": _or_none(_text),
    "speaker": _or_none(_text),
    "verbosity": _one_of(get_args(Verbosity)),
    "unit": lambda given: Unit(_one_of([unit.value for unit in Unit])(given)),
    "wake": _whether,
    "push_to_talk": _or_none(_seconds),
    "buttons": _buttons,
    "lamp": _or_none(_matching(r"gpio\d{1,2}", "a pin such as gpio17")),
    "link": _whether,
    "mqtt": _or_none(_broker),
    "gather": _or_none(_gather),
    "lifter": _matching(r"[\w-]{1,40}", "up to 40 letters, digits and dashes"),
    "content_folder": _or_none(_path),
    "data_folder": _path,
    "zone": _or_none(_zone),
    "bar": _or_none(_number),
    "plates": _or_none(_plates),
}
"""How each setting is read."""
