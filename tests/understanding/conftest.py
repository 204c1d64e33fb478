"""The shipped reader, opened once: its model takes a moment to load."""

import pytest

from coach.understanding.learner import Learner
from coach.understanding.reader import Reader
from tests import shipped


@pytest.fixture(scope="session")
def reader() -> Reader:
    """English, with the learner."""
    assert Learner.found() is not None, "the learner's model or onnxruntime is missing; run make setup-test"
    return shipped.reader()


@pytest.fixture(scope="session")
def reader_without_learner() -> Reader:
    """English by wordings and concepts alone, as on a machine without ONNX Runtime."""
    return Reader(shipped.phrases(), shipped.concepts(), shipped.LIBRARY.is_red_flag, None)
