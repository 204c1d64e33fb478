"""The live machine as a world: sound card, microphone, and real time."""

import contextlib
import heapq
import time
from queue import Empty
from typing import Self

from coach.audio.clock import session_clock
from coach.audio.hardware.devices import Direction
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.ear_thread import Listener
from coach.audio.worlds.inbox import HURRIED, SoundWorld
from coach.audio.worlds.supervisor import Card
from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Woke
from coach.errors import DeviceError
from coach.ports import Ear

STEP = 0.02
"""Seconds between two looks when sound was promised and has not yet left."""

HELD_BY_THE_CARD = 0.3
"""Seconds of sound the card may still hold when the timeline is done."""


class LiveWorld(SoundWorld):
    """Implements `ports.World` on the sound card. Open it as a context; one thread calls `wait`.

    `speaker_device` and `microphone_device` are ids or names (see `coach devices`), None the system's default. With
    `silent` there is no loudspeaker and the timeline passes unheard; without `ear` no microphone is opened. The
    session clock begins at `begin_at`, where a resumed session had come to.
    """

    # many: each is a part or a wish of the caller, given by name
    def __init__(
        self,
        speaker: TimelineSpeaker,
        ear: Ear | None = None,
        *,
        speaker_device: str | None = None,
        microphone_device: str | None = None,
        silent: bool = False,
        begin_at: SessionTime = SESSION_START,
    ) -> None:
        super().__init__()
        self.speaker = speaker
        self.now = session_clock(begin_at)
        self._listener = Listener(ear, speaker, self.now, self.post) if ear is not None else None
        wanted = {Direction.SPEAKER: speaker_device, Direction.MICROPHONE: microphone_device}
        self.card = Card(speaker, self._listener, wanted, silent=silent, now=self.now, post=self.post)

    def __enter__(self) -> Self:
        """Open the devices; raises DeviceError, with one clear line, when one of them cannot be had."""
        try:
            self.card.open()
        except DeviceError:
            self.close()
            raise
        return self

    def finish(self, limit: float = 30.0) -> None:
        """Wait until what is to sound has sounded, at most `limit` seconds, and not at all when the sound is lost."""
        end = self.now() + (HURRIED if self._hurried else limit)
        sounds = not self.speaker.idle
        while not self.speaker.idle and self.now() < end and self.card.sounding():
            time.sleep(STEP)
        if sounds and self.card.loudspeaker is not None and not self._hurried:
            time.sleep(HELD_BY_THE_CARD)

    def close(self) -> None:
        """End the threads and close the devices; may be called more than once."""
        self.card.close(last=self._hurried)
        if self._listener is not None:
            self._listener.close()

    @property
    def devices(self) -> frozenset[str]:
        """The names of the devices that were wished for."""
        return frozenset(direction.value for direction in self.card.wished)

    def channels_told(self) -> str:
        """What is wrong with the microphone's channels, and which are taken; nothing where all hear the same."""
        microphone = self.card.microphone
        return "" if microphone is None else microphone.told()

    def working(self, limit: float = 4.0) -> frozenset[str]:
        """Those of them that really play and hear; a microphone has `limit` seconds to give any sound at all.

        Some take a second or two to wake up, and a busy machine as long again; only a silent one costs the whole wait.
        """
        end = self.now() + limit
        while not self.card.works(Direction.MICROPHONE) and self.now() < end:
            time.sleep(STEP)
        return frozenset(direction.value for direction in self.card.wished if self.card.works(direction))

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear; it takes note before its next block."""
        if self._listener is not None:
            self._listener.listen_for(intents)

    def wait(self, deadline: SessionTime | None) -> Event:
        """The next event; `Woke` when the deadline comes first."""
        while True:
            now = self.now()
            for event in self.speaker.collect(now):
                self._keep(event)
            self._take_posted()
            if self._events:
                return heapq.heappop(self._events)[2]
            if deadline is not None and deadline <= now:
                return Woke(now)
            with contextlib.suppress(Empty):
                self._keep(self._posted.get(timeout=self._patience(deadline, now)))

    def _patience(self, deadline: SessionTime | None, now: SessionTime) -> float | None:
        """How long to wait for the inbox: until the deadline or the next cue that should have left."""
        due = self.speaker.next_due()
        times = [] if deadline is None else [deadline - now]
        if due is not None:
            times.append(max(STEP, due - now))
        return max(0.0, min(times)) if times else None
