"""A place where the command keeps everything it keeps."""

from tests.wiring.conftest import rendered, workshop

__all__ = ["rendered", "workshop"]
