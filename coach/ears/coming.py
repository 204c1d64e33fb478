"""An ear that is opened behind the first words: what is spoken meanwhile is kept, and heard as soon as it is open."""

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood
from coach.core.intents.armed import ALWAYS
from coach.errors import CoachError, EarError
from coach.host.collecting import uncollected
from coach.ports import EAR_RATE, Pcm16

if TYPE_CHECKING:  # it brings in all that hears and understands, for which the first word need not wait
    from coach.ears.supervisor import WatchedEar

KEPT = 20.0
"""Seconds of sound that are kept until it is open; of a longer wait the last ones."""

AT_ONCE = 1.0
"""Seconds of it that are heard with one block, so that what is said meanwhile does not wait for all of it."""

LATE = 3.0
"""Seconds after which only a complaint and a stop are still taken: a "ready" of long ago must not begin a set."""

Kept = tuple[Pcm16, SessionTime, Pcm16 | None, str]


class ComingEar:
    """Implements `ports.Ear` by one that `make` opens in a thread of its own, from the first `listen_for` on.

    By then the first words are on their way to the loudspeaker: they wait for no recogniser. An ear that cannot be
    opened is told to `failed`; nothing is heard then, and what is typed counts.
    """

    def __init__(self, make: "Callable[[], WatchedEar]", failed: Callable[[CoachError], None]) -> None:
        self.name = "an ear that is being opened"
        self._make, self._failed = make, failed
        self._ear: WatchedEar | None = None
        self._armed = False
        self._kept: deque[Kept] = deque()
        self._length = 0
        self._wanted: frozenset[str] = frozenset()
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._open, name="ear-opening", daemon=True)
        self._begun = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on these intents are armed; the first time it begins to open."""
        self._wanted = intents
        if self._ear is not None and self._armed:
            self._ear.listen_for(intents)
        elif not self._begun:
            self._begun = True
            self._thread.start()

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """The next block; see `ports.Ear`. What was kept until it was open is heard first, a part with each block."""
        self._keep((block, at, reference, saying))
        if self._ear is None:
            return []
        if not self._armed:  # here, as an open ear is called from one thread only
            self._armed = True
            self._ear.listen_for(self._wanted)
        events: list[Event] = []
        taken = 0
        while self._kept and taken <= AT_ONCE * EAR_RATE:
            earlier, when, played, said = self._kept.popleft()
            self._length -= len(earlier)
            taken += len(earlier)
            events += self._ear.hear(earlier, when, reference=played, saying=said)
        return [each for each in events if each.at > at - LATE or _whenever(each)]

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken."""
        return self._ear is not None and self._ear.speaking

    @property
    def perhaps_stop(self) -> bool:
        """Whether it may be one that must not be talked over."""
        return self._ear is not None and self._ear.perhaps_stop

    def close(self) -> None:
        """Close it; one that is still being opened is closed when it is open."""
        with self._lock:
            self._closed = True
            ear = self._ear
        if ear is not None:
            ear.close()

    def wait(self, limit: float) -> bool:
        """Wait until it is open, at most `limit` seconds; returns whether it is."""
        if self._begun:
            self._thread.join(limit)
        return self._ear is not None

    def _open(self) -> None:
        try:
            with uncollected():
                ear = self._make()
        except Exception as error:  # noqa: BLE001 - whatever it was: a thread that dies of it would leave nobody told
            self._failed(error if isinstance(error, CoachError) else EarError(f"it would not open: {error}."))
            return
        with self._lock:
            if not self._closed:
                self.name, self._ear = ear.name, ear
                return
        ear.close()

    def _keep(self, piece: Kept) -> None:
        self._kept.append(piece)
        self._length += len(piece[0])
        while self._length > KEPT * EAR_RATE:
            self._length -= len(self._kept.popleft()[0])


def _whenever(event: Event) -> bool:
    """Whether it counts however long ago it was said."""
    match event:
        case Heard(intent=meant) | HeardUnclear(guess=meant):
            return meant in ALWAYS
        case _:
            return not isinstance(event, NotUnderstood)
