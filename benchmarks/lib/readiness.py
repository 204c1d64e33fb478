"""A lifter who says "ready" whenever the session waits for it, in a benchmark that is about something else."""

import json
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SETTLING, AGAIN = 1.0, 6.0
"""Seconds from the moment the lifter is waited for to "ready", and to the next one when nothing came of it."""

LOOK = 0.1
"""Seconds between two looks at the transcript."""


class Readiness:
    """Follows the transcript of a session and lets `say` be done, again and again, while a set is being set up.

    A `with` begins and ends it. What cannot be said because a plug is pulled is said again later.
    """

    def __init__(self, transcript: Path, say: Callable[[], object]) -> None:
        self._transcript, self._say = transcript, say
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> "Readiness":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _follow(self) -> None:
        wait = SETTLING
        while not self._over.wait(LOOK):
            if not self._is_waited_for():
                wait = SETTLING
            elif not self._over.wait(wait) and self._is_waited_for():
                wait = AGAIN
                with suppress(OSError, subprocess.SubprocessError):
                    self._say()

    def _is_waited_for(self) -> bool:
        """Whether the last situation told is that of getting into position."""
        with suppress(OSError, ValueError):
            lines = self._transcript.read_text(encoding="utf-8").split("\n")[:-1]
            states = (told for told in map(json.loads, reversed(lines)) if told["kind"] == "state")
            return next((str(told["state"]) for told in states), "") == "settingup"
        return False
