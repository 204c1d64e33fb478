"""One box for the tests that leave it as it is."""

from collections.abc import Iterator

import pytest

from tests.link.boxes import OpenBox, box


@pytest.fixture(scope="module")
def open_box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBox]:
    """A box that waits, its door open."""
    with box(tmp_path_factory.mktemp("box")) as opened:
        yield opened


@pytest.fixture
def fresh_box(open_box: OpenBox) -> Iterator[OpenBox]:
    """The same box; a session that the test begins is ended after it."""
    yield open_box
    open_box.end_session()
