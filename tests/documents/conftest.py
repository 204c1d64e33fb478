"""The workshop of the tests of the whole coach."""

from tests.wiring.conftest import rendered, workshop

__all__ = ["rendered", "workshop"]
