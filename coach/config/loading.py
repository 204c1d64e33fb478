"""Reads `coach.yaml`, every fault of it at once, and changes one setting for a command."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from coach.config import values
from coach.config.settings import SETTINGS, Config, Counting, EarKind, Verbosity, config_path
from coach.config.values import Reader, WrongError
from coach.core.plan import Unit
from coach.errors import ContentError, InputError, Problem
from coach.reading.files import stands

if TYPE_CHECKING:
    from coach.script.files.source import Source

READ: dict[str, Reader] = {
    "language": values.matching(r"[a-z]{2}", "two letters, such as en or ko"),
    "ear": values.one_of(get_args(EarKind)),
    "vosk_model": values.or_none(values.path),
    "second_ear": values.or_none(values.server),
    "voice": values.text,
    "microphone": values.or_none(values.text),
    "speaker": values.or_none(values.text),
    "verbosity": values.one_of(get_args(Verbosity)),
    "count": values.one_of(get_args(Counting)),
    "unit": lambda given: Unit(values.one_of([unit.value for unit in Unit])(given)),
    "wake": values.whether,
    "push_to_talk": values.or_none(values.seconds),
    "buttons": values.buttons,
    "lamp": values.or_none(values.matching(r"gpio\d{1,2}", "a pin such as gpio17")),
    "link": values.whether,
    "page_port": values.port,
    "mqtt": values.or_none(values.broker),
    "gather": values.or_none(values.gather),
    "lifter": values.matching(r"[\w-]{1,40}", "up to 40 letters, digits and dashes"),
    "content_folder": values.or_none(values.path),
    "data_folder": values.path,
    "zone": values.or_none(values.zone),
    "bar": values.or_none(values.number),
    "plates": values.or_none(values.plates),
}
"""How each setting is read."""


def load_config(path: Path | None = None) -> Config:
    """Read the configuration; without a file the defaults hold.

    Raises ContentError with every fault of the file at once. A `path` given explicitly must exist.
    """
    place = path or config_path()
    if path is None and not stands(place):
        return Config()
    from coach.script.files.source import found_source  # YAML's parser, where there is something to parse

    source = found_source(place)
    if source is None:
        return Config()
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
    except WrongError as error:
        raise InputError(f"'{name}' is no lifter's name; use up to 40 letters, digits and dashes") from error


def for_language(config: Config, language: str) -> Config:
    """The same configuration for another spoken language; raises InputError for what is no language's code."""
    try:
        return replace(config, language=READ["language"](language))
    except WrongError as error:
        raise InputError(f"'{language}' is no language's code; write two letters, such as en or ko") from error


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
        except WrongError as error:
            problems.append(source.problem((name, *error.where), f"{name}: {error}"))
    return given, problems


def _unknown(name: str) -> str:
    near = get_close_matches(name, SETTINGS, n=1)
    advice = f"did you mean '{near[0]}'?" if near else f"it can be one of {', '.join(sorted(SETTINGS))}"
    return f"there is no setting '{name}'; {advice}"
