"""The ear's own thread: the one place that calls the ear, fed by the microphone, telling the loop what was heard."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from coach.audio.capture.microphone import BLOCK, EarBlocks
from coach.audio.hardware.streams import Captured
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.mixer.ducking import Ducking
from coach.clocks import SessionTime
from coach.core.events import Event
from coach.errors import EarError
from coach.ports import EAR_RATE, Ear, Samples

BACKLOG = 5.0
"""Seconds of sound an ear may lag behind before it skips to the present."""

SOON, LATER = 0.3, 1.0
"""Seconds in which the thread should end by itself, and those it has once its ear is closed under it."""


class Listener:
    """Feeds one ear from the microphone's callback through a queue; `listen_for` takes effect between two blocks."""

    def __init__(
        self, ear: Ear, speaker: TimelineSpeaker, now: Callable[[], SessionTime], post: Callable[[Event], None]
    ) -> None:
        self._ear = ear
        self._speaker = speaker
        self._now = now
        self._post = post
        self._queue: SimpleQueue[Captured | frozenset[str] | int | None] = SimpleQueue()
        self._ducking = Ducking(speaker.timeline)
        self._blocks = EarBlocks(EAR_RATE)
        self._reference = speaker.playout.steady_reference()
        self._thread: threading.Thread | None = None
        self.trouble = ""
        self.skipped = 0

    def start(self) -> None:
        """Begin to listen, or begin again after the ear failed."""
        if not self.alive():
            self._thread = threading.Thread(target=self._work, name="ear", daemon=True)
            self._thread.start()

    def alive(self) -> bool:
        """Whether the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def close(self) -> None:
        """End the thread and close the ear, also one that thinks or is being started anew."""
        thread = self._thread
        self._queue.put(None)
        if thread is not None:
            thread.join(timeout=SOON)
        self._ear.close()
        if thread is not None:
            thread.join(timeout=LATER)

    def take(self, captured: Captured) -> None:
        """A captured piece; called by the sound card's thread."""
        self._queue.put(captured)

    def expect(self, rate: int) -> None:
        """From now on pieces come at `rate` samples per second."""
        self._queue.put(rate)

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear before its next block."""
        self._queue.put(intents)

    def _work(self) -> None:
        try:
            while (given := self._queue.get()) is not None:
                if isinstance(given, int):
                    self._blocks = EarBlocks(given)
                elif isinstance(given, frozenset):
                    self._ear.listen_for(given)
                else:
                    self._hear(*given)
        except EarError as error:
            self.trouble = str(error)  # the thread ends; the world sees it, says so, and starts it again

    def _hear(self, samples: Samples, until: SessionTime) -> None:
        if self._now() - until > BACKLOG:
            self.skipped += 1
            return
        ready = list(self._blocks.push(samples))
        for number, block in enumerate(ready):
            at = min(self._now(), until - self._blocks.behind - (len(ready) - 1 - number) * BLOCK / EAR_RATE)
            saying = self._speaker.playout.saying_at(at - 0.5 * BLOCK / EAR_RATE)
            reference = self._reference.before(at, BLOCK)
            for event in self._ear.hear(block, at, reference=reference, saying=saying):
                self._post(event)
            self._ducking.follow(
                at, speaking=self._ear.speaking, saying=bool(saying), perhaps_stop=self._ear.perhaps_stop
            )
