"""Starting a child whose wall clock reads what a file says; see libfaketime. Its monotonic clock stays true."""

import os
import subprocess
import sys
from pathlib import Path


def child(arguments: list[str], library: str, offsets: Path) -> "subprocess.Popen[str]":
    """Python with these arguments, its wall clock shifted by what `offsets` says at the moment."""
    own = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(offsets), "FAKETIME_NO_CACHE": "1"}
    environment = {**os.environ, **own, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    pipe, nobody = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *arguments], env=environment, stdin=nobody, stdout=pipe, text=True)
