"""Everything that can be set once and for all, and where the file lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import platformdirs

from coach.core.plan import Kit, Unit

EarKind = Literal["auto", "moonshine", "pocketsphinx", "vosk", "keyboard"]
Verbosity = Literal["quiet", "normal", "talkative"]
Counting = Literal["full", "reps", "lowering", "beeps", "silent"]

KITS = {
    Unit.KILOS: Kit(),
    Unit.POUNDS: Kit(Unit.POUNDS, 45.0, ((45.0, 4), (35.0, 1), (25.0, 2), (10.0, 2), (5.0, 2), (2.5, 2))),
}
"""What is taken to be owned where nothing is said."""


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
    count: Counting = "full"
    unit: Unit = Unit.KILOS
    wake: bool = False
    push_to_talk: float | None = None
    buttons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lamp: str | None = None
    link: bool = False
    page_port: int = 8765
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
