"""The shipped reader, opened once: its model takes a moment to load."""

import pytest

from coach.script.files.library import Library
from coach.understanding.learner import Learner
from coach.understanding.opening import open_reader
from coach.understanding.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """English, with the learner."""
    assert Learner.found() is not None, "the learner's model or onnxruntime is missing; run make setup-test"
    return open_reader(Library.open(), "en")


@pytest.fixture(scope="session")
def reader_without_learner() -> Reader:
    """English by wordings and concepts alone, as on a machine without ONNX Runtime."""
    library = Library.open()
    full = open_reader(library, "en")
    return Reader(full.phrases, full.concepts, library.is_red_flag, None)
