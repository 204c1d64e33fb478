"""Whoever stands before the door: how often one may wish, and how long one may take nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

BEHIND = 4_000_000
"""Bytes a visitor may lag behind; more of it is not kept for anybody."""

STALE = 10.0
"""Seconds in which a visitor must have taken something of what waits for it."""


class Bucket:
    """How often something may be done: it holds up to `most`; `a_second` of them come back."""

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


@dataclass(eq=False, slots=True)
class Visitor:
    """One connection: where to write, how often it may wish, since when it takes nothing, the `page` that it serves."""

    writer: "asyncio.StreamWriter"
    pace: Bucket = field(default_factory=lambda: Bucket(20, 5.0))
    stops: Bucket = field(default_factory=lambda: Bucket(5, 2.0))
    pending: int = 0
    since: float = field(default_factory=time.monotonic)
    page: str = ""

    def tell(self, line: bytes) -> None:
        """Write without waiting; who lags too far behind is dropped."""
        transport = self.writer.transport
        if transport.is_closing():
            return
        self.writer.write(line)
        if transport.get_write_buffer_size() > BEHIND:
            transport.abort()

    def look(self, now: float) -> None:
        """Drop it when it has taken nothing for too long."""
        pending = self.writer.transport.get_write_buffer_size()
        if pending == 0 or pending < self.pending:
            self.since = now
        self.pending = pending
        if pending and now - self.since > STALE:
            self.writer.transport.abort()
