"""The workshop of the tests of the whole coach, and the lifter of the tests of the ears."""

from tests.ears.conftest import lifter
from tests.wiring.conftest import rendered, workshop

__all__ = ["lifter", "rendered", "workshop"]
