"""The sound of one session: loudspeaker and microphone, opened, looked after, and opened again when they go."""

import contextlib
import threading
from collections.abc import Callable, Mapping

import numpy as np

from coach.audio.clock import STILL
from coach.audio.hardware.devices import Direction
from coach.audio.hardware.portaudio import find_device, refresh_devices
from coach.audio.hardware.streams import READY, CardLoudspeaker, CardMicrophone, NoLoudspeaker
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.ear_thread import Listener
from coach.clocks import SessionTime
from coach.core.events import Event, FellSilent, SoundBack, SoundLost, StoodStill
from coach.errors import DeviceError
from coach.host.realtime import serve_threads, spare_what_is_old

WATCH = 0.25
"""Seconds between two looks at the streams."""

STEP = 0.02
"""Seconds between two steps of a loudspeaker that is none."""

RETRY = 1.0
"""Seconds between two attempts to open a lost device again."""

ENDS = 1.0
"""Seconds the watch may take to end."""

NOTHING_HEARD = 4.5
"""Seconds of nothing but exact zeros after which a microphone is muted, unplugged or broken: a live one has noise."""

LONGER = 4
"""How much more patience there is with a microphone each time its sound has come back: some are silent by design."""


class DeadMicrophone:
    """Decides when a microphone's silence is worth a word, and when its sound is back."""

    def __init__(self) -> None:
        self.silent = False
        self._patience = NOTHING_HEARD

    def look(self, now: SessionTime, silent_for: float, heard: bool) -> Event | None:
        """`silent_for` seconds nothing came; `heard` is whether anything ever came from the stream that is open now."""
        if not self.silent and silent_for > self._patience:
            self.silent = True
            return FellSilent(now)
        if self.silent and heard and silent_for < NOTHING_HEARD:
            self.silent = False
            self._patience *= LONGER
            return SoundBack(now, Direction.MICROPHONE.value)
        return None


class Card:
    """Both directions of sound. What is lost is posted once as `SoundLost`, and as `SoundBack` when it has returned.

    A microphone that is there and gives nothing is posted as `FellSilent`.

    With `silent` there is no loudspeaker and the timeline passes unheard; without `listener` there is no microphone.
    """

    # many: the card has a speaker, a listener and a world; each is a part of its own to a test
    def __init__(
        self,
        speaker: TimelineSpeaker,
        listener: Listener | None,
        wanted: Mapping[Direction, str | None],
        *,
        silent: bool,
        now: Callable[[], SessionTime],
        post: Callable[[Event], None],
    ) -> None:
        self.loudspeaker: CardLoudspeaker | None = None
        self.microphone: CardMicrophone | None = None
        self._speaker = speaker
        self._listener = listener
        self._wanted = wanted
        self._silent = silent
        self._now = now
        self._post = post
        self._nothing: NoLoudspeaker | None = None
        self._lost: dict[Direction, float] = {}
        self._dead = DeadMicrophone()
        self._seen = now(), speaker.timeline.position
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="sound-watch", daemon=True)

    def open(self) -> None:
        """Open what is wanted and begin to watch; raises DeviceError when a device cannot be had."""
        spare_what_is_old(spare=True)
        try:
            if self._silent:
                self._nothing = NoLoudspeaker(self._speaker.timeline, self._speaker.clock, self._now)
            else:
                self._open(Direction.SPEAKER)
            if self._listener is not None:
                self._open(Direction.MICROPHONE)
        except DeviceError:
            self.close()
            raise
        self._seen = self._now(), self._speaker.timeline.position
        self._watcher.start()

    def close(self, *, last: bool = False) -> None:
        """End the watch and the streams; may be called more than once.

        With `last` the program ends with it, and is served first until then: whoever asked for that waits.
        """
        self._closing.set()
        if self._watcher.is_alive():
            self._watcher.join(ENDS)  # a sound server that hangs may hold it for as long as it likes
        self._close_streams()
        if not last:
            serve_threads(first=False)
            spare_what_is_old(spare=False)

    def sounding(self) -> bool:
        """Whether the loudspeaker plays, or there is none to play."""
        return self._silent or (self.loudspeaker is not None and self.loudspeaker.alive())

    def hearing(self) -> bool:
        """Whether the microphone and the ear behind it live, or there is none to live."""
        if self._listener is None:
            return True
        return self.microphone is not None and self.microphone.alive() and self._listener.alive()

    def _flows(self, direction: Direction) -> bool:
        """Whether sound has come or gone evenly that way for a while."""
        if direction is Direction.SPEAKER:
            return self._silent or (self.loudspeaker is not None and self.loudspeaker.steady())
        return self._listener is None or (
            self.microphone is not None and self.microphone.steady() and self._listener.alive()
        )

    @property
    def wished(self) -> frozenset[Direction]:
        """The devices there are meant to be."""
        speaker = frozenset[Direction]() if self._silent else frozenset({Direction.SPEAKER})
        return speaker if self._listener is None else speaker | {Direction.MICROPHONE}

    def works(self, direction: Direction) -> bool:
        """Whether the loudspeaker plays; whether the microphone lives and has given any sound."""
        if direction is Direction.SPEAKER:
            return self.sounding()
        return self.hearing() and (self.microphone is None or self.microphone.heard)

    def _close_streams(self) -> None:
        for stream in (self.loudspeaker, self.microphone):
            if stream is not None:
                stream.close()

    def _open(self, direction: Direction) -> None:
        device = find_device(self._wanted[direction], direction)
        if direction is Direction.SPEAKER:
            self.loudspeaker = CardLoudspeaker(device, self._speaker.timeline, self._speaker.clock, self._now)
        elif self._listener is not None:
            self._listener.expect(device.rate)
            self.microphone = CardMicrophone(device, self._listener.take, self._now)
            self._listener.start()

    # ------------------------------------------------------------------ watching

    def _watch(self) -> None:
        while not self._closing.wait(WATCH if self._nothing is None else STEP):
            if self._nothing is not None:
                self._nothing.step()
            serve_threads(first=True)  # also those begun since the last look
            self.look()

    def _stood_still(self) -> bool:
        """Whether nothing ran since the last look, which nobody could notice while it lasted; it is posted."""
        now, position = self._now(), self._speaker.timeline.position
        before, was = self._seen
        self._seen = now, position
        lost = now - before - (position - was) / self._speaker.timeline.rate
        if now - before < STILL or lost < STILL / 2:
            return False
        self._speaker.clock.anchor(position, now + READY)  # the card tells it better with its next callback
        self._post(StoodStill(now, lost))
        return True

    def look(self) -> None:
        """One look at the streams: post what was lost or has returned, and open again what is due."""
        if self._stood_still():
            return  # they need a moment to go on
        self._look_at(Direction.SPEAKER, self.sounding())
        self._look_at(Direction.MICROPHONE, self.hearing())
        self._look_for_silence()

    def _look_at(self, direction: Direction, alive: bool) -> None:
        """A device is lost as soon as it is dead, and back only when its sound flows: opening it is no sound yet."""
        now = self._now()
        if direction not in self._lost:
            if not alive:
                self._lost[direction] = now
                self._post(SoundLost(now, direction.value))
        elif self._flows(direction):
            del self._lost[direction]
            self._post(SoundBack(now, direction.value))
        elif not alive and now - self._lost[direction] >= RETRY:
            self._lost[direction] = now
            self._open_again(direction)

    def _look_for_silence(self) -> None:
        microphone = self.microphone
        if microphone is None or Direction.MICROPHONE in self._lost:
            return
        event = self._dead.look(self._now(), microphone.silent_for(), microphone.heard)
        if event is not None:
            self._post(event)

    def _open_again(self, direction: Direction) -> None:
        """Open what is lost once more, as the machine is known, else after looking at the machine anew."""
        stream = self.loudspeaker if direction is Direction.SPEAKER else self.microphone
        if stream is not None:
            stream.close()
        try:
            self._open(direction)
        except DeviceError:
            # PortAudio sees new devices only after a restart, which ends the other stream too. While that one plays,
            # a restart would cut a count in two; the next pause is soon enough.
            if direction is Direction.SPEAKER or not self.sounding() or self._quiet():
                self._open_all_anew()

    def _open_all_anew(self) -> None:
        self._close_streams()
        with contextlib.suppress(DeviceError):
            refresh_devices()
        for direction in Direction:
            if direction in self.wished:
                with contextlib.suppress(DeviceError):
                    self._open(direction)

    def _quiet(self) -> bool:
        """Whether nothing has been played in the last half second, and nothing is about to be."""
        timeline = self._speaker.timeline
        recent = timeline.played(timeline.position - timeline.rate // 2, timeline.position)
        return not np.any(np.abs(recent) > 1e-4)
