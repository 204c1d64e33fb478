"""Fixtures that any test may use."""

import os
from collections.abc import Iterator

import pytest

from tests.sound_card import SoundCard, sound_card, what_is_missing


@pytest.fixture
def card() -> Iterator[SoundCard]:
    """A virtual sound card; where there can be none the test is skipped with the reason, in CI it fails."""
    missing = what_is_missing()
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with sound_card() as virtual:
        yield virtual


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`: write the approved transcripts anew; the change is then read as a diff."""
    parser.addoption("--update-golden", action="store_true", help="write the approved transcripts anew")
