"""As much of the settings as a helper process needs that reads the history, the plan or the programs: out and in."""

from collections.abc import Mapping
from pathlib import Path

from coach.config.settings import Config
from coach.core.plan import Unit


def passed_on(config: Config) -> dict[str, str | None]:
    """These settings as JSON can carry them."""
    content = None if config.content_folder is None else str(config.content_folder)
    return {
        "data_folder": str(config.data_folder),
        "content_folder": content,
        "unit": config.unit.value,
        "zone": config.zone,
    }


def taken_over(told: Mapping[str, str | None]) -> Config:
    """The settings that were passed on; content and zone that were not are the usual ones."""
    content = told.get("content_folder")
    return Config(
        data_folder=Path(str(told["data_folder"])),
        content_folder=None if content is None else Path(content),
        unit=Unit(str(told["unit"])),
        zone=told.get("zone"),
    )
