"""The lifter's standing wishes: which ears, which voice, which microphone, how talkative, kilos or pounds.

They live in one optional file, `coach.yaml` in the user's configuration folder; options of a command win over it.
"""

from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import platformdirs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from coach.core.plan import Kit, Unit
from coach.errors import ContentError, InputError, Problem
from coach.script.source import Source, read_source

EarKind = Literal["auto", "vosk", "pocketsphinx", "keyboard"]
Verbosity = Literal["quiet", "normal", "talkative"]
Sentences = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
]
"""What a button says: one sentence, or several of which the first that makes sense is meant."""

KITS = {
    Unit.KILOS: Kit(),
    Unit.POUNDS: Kit(Unit.POUNDS, 45.0, ((45.0, 4), (35.0, 1), (25.0, 2), (10.0, 2), (5.0, 2), (2.5, 2))),
}
"""What is taken to be owned where nothing is said."""


class Config(BaseModel):
    """Everything that can be set once and for all; a field left out keeps its default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    ear: EarKind = "auto"
    vosk_model: Path | None = None
    voice: str = Field(default="default", min_length=1)
    microphone: str | None = Field(default=None, min_length=1)
    speaker: str | None = Field(default=None, min_length=1)
    verbosity: Verbosity = "normal"
    unit: Unit = Unit.KILOS
    wake: bool = False
    push_to_talk: float | None = Field(default=None, ge=1, le=60)
    buttons: dict[str, Sentences] = Field(default_factory=dict)
    lamp: str | None = Field(default=None, pattern=r"^gpio\d{1,2}$")
    lifter: str = Field(default="me", pattern=r"^[\w-]{1,40}$")
    content_folder: Path | None = None
    data_folder: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("coach")))
    zone: str | None = None
    bar: float | None = Field(default=None, gt=0)
    plates: dict[Annotated[float, Field(gt=0)], Annotated[int, Field(ge=0, le=50)]] | None = None

    @property
    def kit(self) -> Kit:
        """The bar and the pairs of plates that are owned: `plates` maps a plate's weight to its number of pairs."""
        usual = KITS[self.unit]
        pairs = usual.pairs if self.plates is None else tuple(self.plates.items())
        return Kit(self.unit, self.bar or usual.bar, tuple(sorted(pairs, reverse=True)))


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
    if path is None and not place.exists():
        return Config()
    source = read_source(place)
    try:
        return Config.model_validate(_with_whole_paths(source.data, place.parent))
    except ValidationError as error:
        raise ContentError([_problem(source, fault) for fault in error.errors()]) from error


def for_lifter(config: Config, name: str) -> Config:
    """The same configuration for another lifter; raises InputError for what is no name."""
    try:
        return Config.model_validate({**config.model_dump(), "lifter": name})
    except ValidationError as error:
        raise InputError(f"'{name}' is no lifter's name; use up to 40 letters, digits and dashes") from error


def for_language(config: Config, language: str) -> Config:
    """The same configuration for another spoken language; raises InputError for what is no language's code."""
    try:
        return Config.model_validate({**config.model_dump(), "language": language})
    except ValidationError as error:
        raise InputError(f"'{language}' is no language's code; write two letters, such as en or ko") from error


def _with_whole_paths(data: Any, folder: Path) -> Any:
    """Paths in the file are meant from the file's own folder, `~` is the home folder."""
    if not isinstance(data, dict):
        return data
    named = {"vosk_model", "content_folder", "data_folder"}
    return {
        key: folder / _at_home(Path(value)) if key in named and isinstance(value, str) else value
        for key, value in data.items()
    }


def _at_home(path: Path) -> Path:
    """The path with its `~` replaced; as it stands when that names somebody who is not here."""
    with suppress(RuntimeError):
        return path.expanduser()
    return path


def _problem(source: Source, fault: Any) -> Problem:
    location = fault["loc"]
    if not location:
        return source.problem((), "a list of 'name: value' lines is needed here, such as 'ear: auto'")
    name = str(location[0])
    unknown = fault["type"] == "extra_forbidden"
    message = _unknown(name) if unknown else f"{name}: {_sentence(name, fault)}"
    return source.problem(location, message, at_key=unknown)


def _unknown(name: str) -> str:
    near = get_close_matches(name, Config.model_fields, n=1)
    advice = f"did you mean '{near[0]}'?" if near else f"it can be one of {', '.join(sorted(Config.model_fields))}"
    return f"there is no setting '{name}'; {advice}"


def _sentence(name: str, fault: Any) -> str:
    choices = {"ear": get_args(EarKind), "verbosity": get_args(Verbosity), "unit": [unit.value for unit in Unit]}
    written = fault["input"]
    if name not in choices:
        return f"{fault['msg'].lower()}, not {written!r}"
    near = get_close_matches(str(written), choices[name], n=1)
    advice = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(choices[name])}"
    return f"'{written}' is no choice here; {advice}"
