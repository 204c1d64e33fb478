"""The sound card: one output and one input stream, opened, watched, and opened again when they die."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from coach.audio.capture.channels import Channels
from coach.audio.clock import SampleClock
from coach.audio.hardware.devices import Device, quiet_alsa
from coach.audio.hardware.portaudio import portaudio
from coach.audio.mixer.timeline import Timeline
from coach.clocks import SessionTime
from coach.errors import DeviceError
from coach.host.realtime import never_kept_waiting
from coach.ports import Samples

READY, READY_UNSERVED = 0.05, 0.1
"""Seconds of sound kept ready in the card: less underruns under load, more delays the coach. The second where the
system does not serve its threads first."""

SILENCE_LIMIT = 1.0
"""A stream whose callback has not come for so many seconds is dead, whatever it says."""

SETTLING = 3.0
"""Seconds a stream is young: a sound server fills its buffers in gulps of up to two seconds before sound flows evenly.

A young stream may be silent for as long. Taken for dead and opened again, it would begin with the same silence, and so
on without end.
"""

STEADY = 0.75
"""Seconds for which callbacks must have come evenly before a device that was lost is called back."""

MOST_CHANNELS = 16
"""Of a microphone; a sound server's name for "as many as you like" is a larger number."""

Captured = tuple[Samples, SessionTime]
"""Mono float32 sound and the session time at which its last sample was spoken."""


class Pulse:
    """The callbacks of one stream, opened at that time: whether they keep coming."""

    def __init__(self, opened: SessionTime) -> None:
        self._opened = self._last = opened
        self._even_since: SessionTime | None = None

    def beat(self, now: SessionTime) -> None:
        """A callback came."""
        if self._even_since is None or now - self._last > STEADY:
            self._even_since = now
        self._last = now

    def alive(self, now: SessionTime) -> bool:
        """Whether they have not stayed away for too long."""
        young = self._last - self._opened < SETTLING
        return now - self._last < (SETTLING if young else SILENCE_LIMIT)

    def steady(self, now: SessionTime) -> bool:
        """Whether they come, and have come evenly for a while."""
        even = self._even_since is not None and self._last - self._even_since >= STEADY
        return even and now - self._last < STEADY


class CardStream:
    """What both directions share: the PortAudio stream, the pulse of its callbacks, whether it has ended."""

    def __init__(self, clock: Callable[[], SessionTime]) -> None:
        self._clock = clock
        self._stream: Any = None
        self._ended = False
        self._pulse = Pulse(clock())
        self.flaws = 0

    def _open(self, kind: str, **settings: Any) -> None:
        sounddevice = portaudio()
        self._ended, self._pulse = False, Pulse(self._clock())
        try:
            with quiet_alsa(), never_kept_waiting() as served:
                ready = READY if served else READY_UNSERVED
                self._stream = getattr(sounddevice, kind)(
                    dtype="float32", latency=ready, finished_callback=self._on_end, **settings
                )
                self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self.close()
            raise DeviceError(f"The sound device cannot be opened ({error}); see: coach devices") from error

    def _on_end(self) -> None:
        self._ended = True

    def alive(self) -> bool:
        """Whether its callbacks keep coming; one that was just opened has time to begin."""
        return self._stream is not None and not self._ended and self._pulse.alive(self._clock())

    def steady(self) -> bool:
        """Whether it lives and its callbacks have come evenly for a while."""
        return self.alive() and self._pulse.steady(self._clock())

    def close(self) -> None:
        """Stop at once; may be called more than once, and on a stream that has died."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with quiet_alsa():
                stream.abort(ignore_errors=True)
                stream.close(ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class CardLoudspeaker(CardStream):
    """Plays the timeline. Its callback only counts, mixes and tells the clock.

    A device that came in another's place and will not take the timeline's rate gets it resampled to its own.
    """

    def __init__(self, device: Device, timeline: Timeline, clock: SampleClock, now: Callable[[], SessionTime]) -> None:
        super().__init__(now)
        self.device = device
        self._timeline = timeline
        self._samples = clock
        self._source: RateConverter | None = None
        self._knows = False
        try:
            self._begin(timeline.rate)
        except DeviceError:
            if device.rate == timeline.rate:
                raise
            self._source = RateConverter(timeline, device.rate)
            self._begin(device.rate)

    def _begin(self, rate: int) -> None:
        channels = min(2, self.device.outputs)
        self._open("OutputStream", device=self.device.index, samplerate=rate, channels=channels, callback=self._play)

    def _ahead(self, times: Any) -> float:
        """Seconds until the next sample leaves: what the stream holds, which is nothing after it ran dry."""
        ahead = float(times.outputBufferDacTime - times.currentTime)
        if 0 < ahead < 2:
            self._knows = True
        elif not (self._knows and ahead == 0):  # the first callbacks know nothing, and some back ends never do
            return float(self._stream.latency) if self._stream is not None else READY
        return ahead

    def _play(self, out: Any, frames: int, times: Any, status: Any) -> None:
        now = self._clock()
        self._samples.anchor(self._timeline.position, now + self._ahead(times))
        block = self._timeline.mix(frames) if self._source is None else self._source.mix(frames)
        out[:] = block[:, np.newaxis]
        self._pulse.beat(now)
        if status.output_underflow:
            self.flaws += 1


class RateConverter:
    """The timeline at the rate of a device that will not take its own: as many samples as are asked for, each time."""

    def __init__(self, timeline: Timeline, rate: int) -> None:
        import soxr

        self._timeline = timeline
        self._ratio = timeline.rate / rate
        self._stream = soxr.ResampleStream(timeline.rate, rate, 1, dtype="float32", quality="MQ")
        self._ready: Samples = np.zeros(0, dtype=np.float32)

    def mix(self, frames: int) -> Samples:
        """The next `frames` samples at the device's rate."""
        while len(self._ready) < frames:
            missing = max(64, round((frames - len(self._ready)) * self._ratio))
            self._ready = np.concatenate((self._ready, self._stream.resample_chunk(self._timeline.mix(missing))))
        block, self._ready = self._ready[:frames], self._ready[frames:]
        return block


class CardMicrophone(CardStream):
    """Hands every captured piece, with its session time, to `take`, at the rate the card gives."""

    def __init__(self, device: Device, take: Callable[[Captured], None], now: Callable[[], SessionTime]) -> None:
        super().__init__(now)
        self.device = device
        self.rate = device.rate
        self._take = take
        self._channels = Channels(self.rate)
        self._noise_at = now()
        self.heard = False
        try:
            self._begin(min(2, device.inputs))
        except DeviceError:
            if not 2 < device.inputs <= MOST_CHANNELS:
                raise
            self._begin(device.inputs)  # an array that gives all of its channels or none

    def _begin(self, channels: int) -> None:
        self._open(
            "InputStream", device=self.device.index, samplerate=self.rate, channels=channels, callback=self._hear
        )

    def silent_for(self) -> float:
        """Seconds since anything but exact zeros came, or since it was opened; `heard` is whether anything ever did."""
        return self._clock() - self._noise_at

    def told(self) -> str:
        """What is wrong with its channels, and which are taken; nothing where all hear the same."""
        return self._channels.told()

    def _hear(self, sound: Any, frames: int, times: Any, status: Any) -> None:
        now = self._clock()
        if sound.any():
            self._noise_at, self.heard = now, True
        behind = times.currentTime - times.inputBufferAdcTime
        begun = now - (behind if 0 < behind < 2 else frames / self.rate)
        self._take((self._channels.mixed(sound), begun + frames / self.rate))
        self._pulse.beat(now)
        if status.input_overflow:
            self.flaws += 1


class NoLoudspeaker:
    """Where there is no loudspeaker: the timeline goes on in real time all the same, driven by whoever watches."""

    def __init__(self, timeline: Timeline, clock: SampleClock, now: Callable[[], SessionTime]) -> None:
        self._timeline, self._samples = timeline, clock
        self._now = now
        self._begun = now() - timeline.position / timeline.rate
        clock.anchor(timeline.position, now())

    def step(self) -> None:
        """Let pass what has passed since the last step; at most a second at a time."""
        due = round((self._now() - self._begun) * self._timeline.rate) - self._timeline.position
        if due > self._timeline.rate:
            self._begun += due / self._timeline.rate - 1.0
            due = self._timeline.rate
            self._samples.anchor(self._timeline.position + due, self._now())
        if due > 0:
            self._timeline.mix(due)
