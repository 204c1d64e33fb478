"""The page for owners names every setting there is, and nothing else."""

import re
from pathlib import Path

import yaml

from coach.config import SETTINGS, load_config
from coach.planning.calendar import KEYS, load_plan

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_key_of_the_configuration_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.M) == [*SETTINGS]


def test_the_calendars_keys_are_those_of_the_example() -> None:
    assert [*yaml.safe_load(EXAMPLES[1])] == [*KEYS]


def test_both_examples_are_read_without_a_fault(tmp_path: Path) -> None:
    settings, calendar = tmp_path / "coach.yaml", tmp_path / "calendar.yaml"
    settings.write_text(EXAMPLES[0])
    calendar.write_text(EXAMPLES[1])
    assert load_config(settings).kit.bar == 15
    assert len(load_plan(calendar).appointments) == 2
