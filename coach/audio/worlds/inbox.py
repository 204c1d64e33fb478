"""What both worlds of sound, the live one and the one of files, have in common: their inbox and how they are left."""

import heapq
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from coach.clocks import SessionTime
from coach.core.events import Event, Interrupted

HURRIED = 0.3
"""Seconds for what is still to sound when the program was asked to end; whoever asked waits for it."""


class SoundWorld:
    """A context that lets its last words sound when it is left in good order. Events come in the order of time."""

    def __init__(self) -> None:
        self._posted: SimpleQueue[Event] = SimpleQueue()
        self._events: list[tuple[SessionTime, int, Event]] = []
        self._order = 0
        self._hurried = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        self.close()

    def finish(self, limit: float = 30.0) -> None:
        """Let what is still to sound sound to its end, for at most `limit` seconds; `HURRIED` when asked to end."""
        raise NotImplementedError

    def close(self) -> None:
        """Close what was opened; may be called more than once."""
        raise NotImplementedError

    def post(self, event: Event) -> None:
        """Give an event from outside (a typed command), from any thread; it comes when its `at` has come."""
        self._hurried |= isinstance(event, Interrupted)
        self._posted.put(event)

    def _keep(self, event: Event) -> None:
        self._order += 1
        heapq.heappush(self._events, (event.at, self._order, event))

    def _take_posted(self) -> None:
        while not self._posted.empty():  # nobody else takes from it
            self._keep(self._posted.get_nowait())
