"""A wall clock that can be stepped, for the children of the tests."""

import shutil
from pathlib import Path

import pytest

from tests.needed import lacking


@pytest.fixture
def stepped() -> str:
    """The library that lets a child see another wall clock; in CI it must be there."""
    found = [str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    if not found or shutil.which("faketime") is None:
        lacking("no stepped clock: apt-get install faketime")
    return found[0]
