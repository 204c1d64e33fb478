"""How often something may be done: so many at once, then so many a second."""

import time
from collections.abc import Callable


class Bucket:
    """Holds up to `most`; `a_second` of them come back."""

    def __init__(self, most: float, a_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._a_second, self._now = most, a_second, now
        self._left, self._at = most, now()

    def take(self) -> bool:
        """Take one; False when there is none."""
        now = self._now()
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
