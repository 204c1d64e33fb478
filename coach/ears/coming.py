"""An ear that is opened behind the first words: what is spoken meanwhile is kept, and heard as soon as it is open."""

import threading
from collections import deque
from collections.abc import Callable

from coach.clocks import SessionTime
from coach.core.events import Event, SoundLost
from coach.ears.supervisor import WatchedEar
from coach.errors import CoachError
from coach.host.collecting import uncollected
from coach.ports import EAR_RATE, Pcm16

KEPT = 60.0
"""Seconds of sound that are kept until it is open; of a longer wait the last ones."""

Kept = tuple[Pcm16, SessionTime, Pcm16 | None, str]


class ComingEar:
    """Implements `ports.Ear` by one that `make` opens in a thread of its own, from the first `listen_for` on.

    By then the first words are on their way to the loudspeaker: they wait for no recogniser. An ear that cannot be
    opened is told to `failed`, and is as a lost microphone.
    """

    def __init__(self, make: Callable[[], WatchedEar], failed: Callable[[CoachError], None]) -> None:
        self.name = "an ear that is being opened"
        self._make, self._failed = make, failed
        self._ear: WatchedEar | None = None
        self._armed = self._trouble = self._lost = False
        self._kept: deque[Kept] = deque()
        self._length = 0
        self._wanted: frozenset[str] = frozenset()
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._open, name="ear-coming", daemon=True)
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
        """The next block; see `ports.Ear`. With the first one after it was opened comes what was kept until then."""
        if self._ear is None:
            self._keep((block, at, reference, saying))
            return self._told_lost(at)
        events: list[Event] = []
        if not self._armed:  # here, as an open ear is called from one thread only
            self._armed = True
            self._ear.listen_for(self._wanted)
        while self._kept:
            earlier, when, played, said = self._kept.popleft()
            events += self._ear.hear(earlier, when, reference=played, saying=said)
        return events + self._ear.hear(block, at, reference=reference, saying=saying)

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
            self._closed.set()
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
        except CoachError as error:
            self._trouble = True
            self._failed(error)
            return
        with self._lock:
            if not self._closed.is_set():
                self.name, self._ear = ear.name, ear
                return
        ear.close()

    def _keep(self, piece: Kept) -> None:
        self._kept.append(piece)
        self._length += len(piece[0])
        while self._length > KEPT * EAR_RATE:
            self._length -= len(self._kept.popleft()[0])

    def _told_lost(self, at: SessionTime) -> list[Event]:
        """Once that there is no ear, where it could not be opened."""
        if not self._trouble or self._lost:
            return []
        self._lost = True
        return [SoundLost(at, "microphone")]
