"""Fixtures that any test may use."""

import signal
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from coach.host.collecting import uncollected
from coach.testing.sound_card import SoundCard, sound_card, what_is_missing
from tests.needed import lacking

# How long an example takes says something about the machine, nothing about the coach.
settings.register_profile("coach", deadline=None)
settings.load_profile("coach")


# Whoever starts the tests in the background, or by nohup, leaves these ignored to every program they start.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without looking for garbage: what is made then stays, and the looking took a fifth of it."""
    with uncollected():
        return (yield)


@pytest.fixture
def card() -> Iterator[SoundCard]:
    """A virtual sound card; where there can be none the test is skipped with the reason, in CI it fails."""
    missing = what_is_missing()
    if missing:
        lacking(missing)
    with sound_card() as virtual:
        yield virtual


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`: write the approved transcripts anew; the change is then read as a diff."""
    parser.addoption("--update-golden", action="store_true", help="write the approved transcripts anew")
