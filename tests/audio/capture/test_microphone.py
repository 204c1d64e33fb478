"""A recording heard as the microphone."""

from pathlib import Path

import pytest

from coach.audio.capture.microphone import FileMicrophone
from coach.errors import InputError


def test_what_only_looks_like_a_file_is_no_recording() -> None:
    with pytest.raises(InputError, match=r"/proc/version cannot be read as sound \(it is empty\)"):
        FileMicrophone(Path("/proc/version"))
