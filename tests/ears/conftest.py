"""Fixtures for the ears: a lifter who can be heard, and the ear that hears."""

from collections.abc import Iterator

import pytest

from coach.ears.factory import maker_of
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import Recogniser
from tests import shipped
from tests.ears.speech import MISSING, can_speak
from tests.needed import lacking

ENGLISH = shipped.phrases()


@pytest.fixture(scope="session")
def lifter() -> None:
    """Somebody who can speak; where nobody can the test is skipped with the reason, in CI it fails."""
    if not can_speak():
        lacking(MISSING)


@pytest.fixture(scope="session")
def decisions() -> list[Decision]:
    return []


@pytest.fixture(scope="session")
def recogniser() -> Iterator[Recogniser]:
    """PocketSphinx with the English phrases, loaded once; whoever uses it arms it."""
    opened = maker_of("pocketsphinx", ENGLISH, None, ())()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def one_ear(recogniser: Recogniser, decisions: list[Decision]) -> Listener:
    return Listener(recogniser, ENGLISH, watch=decisions.append)


@pytest.fixture
def ear(one_ear: Listener, decisions: list[Decision], lifter: None) -> Listener:  # noqa: ARG001
    """The embedded ear, with nothing heard yet."""
    one_ear.restart()
    one_ear.know(ENGLISH, one_ear.judge)  # another ear may have armed its recogniser since
    decisions.clear()
    return one_ear
