"""What a test cannot do without: where it is missing the test is skipped with the reason, with CI=true it fails."""

import importlib
import os
from typing import Any, NoReturn

import pytest

IN_CI = bool(os.environ.get("CI"))


def lacking(reason: str) -> NoReturn:
    """This machine lacks something the tests' set-up installs."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def needs(*, there: bool, reason: str) -> pytest.MarkDecorator:
    """A mark for tests of a part that is there or not; with CI=true they run and fail by themselves."""
    return pytest.mark.skipif(not there and not IN_CI, reason=reason)


def needed_module(name: str, reason: str) -> Any:
    """The module; a whole file of tests does without it where it is missing."""
    return importlib.import_module(name) if IN_CI else pytest.importorskip(name, reason=reason)
