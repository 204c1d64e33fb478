"""The workshop of the tests of the whole coach, for the tests of the screen."""

from tests.wiring.conftest import rendered, workshop

__all__ = ["rendered", "workshop"]
