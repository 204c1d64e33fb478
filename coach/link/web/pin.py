"""The number that the box speaks: whoever hears it stands beside the box."""

import secrets
import time
from collections.abc import Callable

LASTS = 120.0
"""Seconds a number is good for."""

TRIES = 5
"""Wrong ones after which it is good no more; a new number begins no new count, only a right one does, or the pause."""

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds before a new number after too many wrong ones; each time twice as long, up to an hour."""

BETWEEN = 15.0
"""Seconds between two numbers, so that nobody can make the box talk without end."""


class Pin:
    """One number at a time, six digits. `now` is this machine's monotonic clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._number = ""
        self._until = self._next = 0.0
        self._wrong = 0
        self._pause = FIRST_PAUSE

    def wait(self) -> float:
        """Seconds until a new number may be asked for; 0 for at once."""
        return max(0.0, self._next - self._now())

    def new(self) -> str:
        """A number to be spoken; the one before is good no more. Ask `wait` first."""
        self._number = f"{secrets.randbelow(1_000_000):06d}"
        self._until = self._now() + LASTS
        self._next = self._now() + BETWEEN
        return self._number

    def take_back(self) -> None:
        """It could not be spoken."""
        self._number = ""

    def right(self, tried: str) -> bool:
        """Whether this is the number, which is used up by it; too many wrong ones use it up as well."""
        if not self._number or self._now() > self._until:
            return False
        if secrets.compare_digest(self._number.encode(), tried.encode()):
            self._number, self._pause, self._wrong = "", FIRST_PAUSE, 0
            return True
        self._wrong += 1
        if self._wrong >= TRIES:
            self._number, self._wrong = "", 0
            self._next = self._now() + self._pause
            self._pause = min(LONGEST_PAUSE, 2 * self._pause)
        return False
