"""The lifter of the tests of the ears, for the commands that hear."""

from tests.ears.conftest import lifter

__all__ = ["lifter"]
