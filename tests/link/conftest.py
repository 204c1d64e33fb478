"""One box for the tests that leave it as it is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.link.boxes import OpenBox, box


@pytest.fixture(scope="session")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What boxes have rendered in this run of the tests, in whichever of its processes: the same words each time."""
    own = tmp_path_factory.getbasetemp()
    made = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "phrases"
    made.mkdir(exist_ok=True)
    return made


@pytest.fixture(scope="module")
def open_box(tmp_path_factory: pytest.TempPathFactory, phrases: Path) -> Iterator[OpenBox]:
    """A box that waits, its door open; one a file, as what one has it say may come late."""
    with box(tmp_path_factory.mktemp("box"), phrases=phrases) as opened:
        yield opened


@pytest.fixture
def fresh_box(open_box: OpenBox) -> Iterator[OpenBox]:
    """The same box; a session that the test begins is ended after it."""
    yield open_box
    open_box.end_session()
