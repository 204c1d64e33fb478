"""What is made once, when it is first asked for, by whichever thread asks."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Later(Generic[Made]):
    """Makes it at the first call; everybody gets the same. A failure is met again by the next call."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make: Callable[[], Made] | None = make
        self._one_at_a_time = threading.Lock()

    def __call__(self) -> Made:
        """What was made; waits while another thread is making it."""
        with self._one_at_a_time:
            if self._make is not None:
                self._made = self._make()
                self._make = None
            return self._made
