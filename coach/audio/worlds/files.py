"""A world made of sound files: the same ear and loudspeaker, its time driven by their samples, as fast as it can go.

The same files in give the same bytes out. `paced` holds it to real time, for machines without a sound card.
"""

import errno
import heapq
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.audio.capture.microphone import BLOCK, FileMicrophone, as_pcm
from coach.audio.clock import STILL, seconds
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.mixer.ducking import Ducking
from coach.audio.worlds.inbox import HURRIED, SoundWorld
from coach.clocks import SESSION_START, MachineTime, SessionTime
from coach.core.events import Event, Interrupted, StoodStill, Woke
from coach.errors import InputError
from coach.ports import EAR_RATE, Ear, Samples
from coach.reading.files import what_mends
from coach.reading.writing import refuse_other

FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
"""What the loudspeaker's file may be, by its ending."""

BEGINNINGS = (b"RIFF", b"fLaC", b"OggS")
"""How such files begin."""

MARK = "made by coach"
"""What a sound of the coach says made it: it replaces those, and no song of somebody's."""

BARE = 44
"""Bytes of a WAV file before its first sound; the mark is written with that."""

NOBODY = 120.0
"""Seconds a session without a deadline waits, past the end of the microphone's file, for words that cannot come."""

FULL = 100_000
"""Bytes that are left on a disk that is full: the library only tells that something went wrong."""

TAIL = 0.2
"""Seconds of silence kept after the last sound."""


class FileLoudspeaker:
    """Writes what the loudspeaker plays, mono, block by block."""

    def __init__(self, path: Path, rate: int) -> None:
        import soundfile

        if path.suffix.lower() not in FORMATS:
            raise InputError(f"{path}: sound is written as {', '.join(FORMATS)}; choose one of these endings.")
        kind, subtype = FORMATS[path.suffix.lower()]
        refuse_other(path, "sound file of the coach", *BEGINNINGS, mark=MARK.encode(), bare=BARE)
        try:
            self._file: Any = soundfile.SoundFile(path, "w", rate, 1, subtype, format=kind)
            self._file.software = MARK
        except (soundfile.LibsndfileError, OSError) as error:
            raise InputError(f"{path} cannot be written ({error}); choose another place.") from error
        self._path, self._exact = path, subtype == "PCM_16"

    def write(self, block: Samples) -> None:
        """Append the block; raises InputError when the disk does not take it, and the file ends before it."""
        import soundfile

        try:
            self._file.write(as_pcm(block) if self._exact else block)
        except (soundfile.LibsndfileError, OSError, AssertionError) as error:  # the last for half a block
            self.close()
            full = OSError(errno.ENOSPC, "") if shutil.disk_usage(self._path.parent).free < FULL else None
            what = what_mends(self._path, full) if full else f"cannot be written ({error}); choose another place"
            raise InputError(f"{self._path} {what}") from error

    def close(self) -> None:
        """Finish the file; may be called more than once."""
        import soundfile

        with suppress(soundfile.LibsndfileError, OSError):  # a full disk may not even take its end
            self._file.close()


class FileWorld(SoundWorld):
    """Implements `ports.World` on files. Without `mic` the ear is not asked, without `out` nothing is kept.

    When `out` can be written no more, everything goes on without it and `tell` hears of it; without `tell` it is an
    InputError.
    """

    # many: tests put in a clock and a sleep of their own; the rest says what is read and written
    def __init__(
        self,
        speaker: TimelineSpeaker,
        ear: Ear | None = None,
        *,
        mic: Path | None = None,
        out: Path | None = None,
        paced: bool = False,
        begin_at: SessionTime = SESSION_START,
        clock: Callable[[], MachineTime] = seconds,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self.speaker = speaker
        self._ear = ear
        self._ducking = Ducking(speaker.timeline)
        self._rate = speaker.timeline.rate
        self._blocks = 0
        self._begin_at = begin_at
        speaker.clock.anchor(speaker.timeline.position, begin_at)
        self._microphone = FileMicrophone(mic) if mic is not None else None
        self._file: FileLoudspeaker | None = None
        if out is not None:
            try:
                self._file = FileLoudspeaker(out, self._rate)
            except InputError:
                self.close()
                raise
        self._clock = clock if paced else None
        self._sleep = sleep
        self._tell = tell
        self._paced_from: tuple[MachineTime, SessionTime] | None = None

    @property
    def paced(self) -> bool:
        """Whether it keeps real time, so that somebody can be there."""
        return self._clock is not None

    def finish(self, limit: float = 30.0) -> None:
        """Let what is still to sound sound to its end, at most `limit` seconds of it, then a little silence."""
        if self._hurried:
            self._clock, limit = None, min(limit, HURRIED)  # a recording need not last as long as it sounds
        end = self.now() + limit
        while not self.speaker.idle and self.now() < end:
            self._pump()
        end = self.now() + TAIL
        while self.now() < end:
            self._pump()

    def close(self) -> None:
        """Close the files; may be called more than once."""
        for thing in (self._microphone, getattr(self, "_file", None)):
            if thing is not None:
                thing.close()

    def channels_told(self) -> str:
        """What is wrong with the microphone's channels, and which are taken; nothing where all hear the same."""
        return "" if self._microphone is None else self._microphone.told()

    def now(self) -> SessionTime:
        """Seconds on the session clock: the blocks that have passed."""
        return self._begin_at + self._passed()

    def _passed(self) -> float:
        """Seconds since this world began; `begin_at` is where a resumed session had come to."""
        return self._blocks * BLOCK / EAR_RATE

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear with these intents."""
        if self._ear is not None:
            self._ear.listen_for(intents)

    def wait(self, deadline: SessionTime | None) -> Event:
        """The next event in the order of time; `Woke` when the deadline comes first.

        Without a deadline, and with nobody left to say anything, `Interrupted` after a while: silence has no end.
        """
        alone = self.now() + NOBODY
        while True:
            self._take_posted()
            first = self._events[0][0] if self._events else None
            if first is not None and first <= self.now() and (deadline is None or first <= deadline):
                return heapq.heappop(self._events)[2]
            if deadline is not None and deadline <= self.now():
                return Woke(deadline)
            if deadline is None and self._nobody_left and self.now() > alone:
                return Interrupted(self.now())
            self._pump()

    @property
    def _nobody_left(self) -> bool:
        """Whether nothing more can come but silence: faster than real time nobody types."""
        silent = self._microphone is None or self._microphone.ended
        return self._clock is None and silent and not self._events

    def _pump(self) -> None:
        """Let 20 ms pass: the loudspeaker plays, then the ear hears the same span."""
        self._keep_pace()
        self._blocks += 1
        now = self.now()
        position = self.speaker.timeline.position
        block = self.speaker.timeline.mix(round(self._passed() * self._rate) - position)
        self._keep_sound(block)
        for event in self.speaker.collect(now):
            self._keep(event)
        if self._ear is not None:
            self._hear(self._ear, now)

    def _keep_sound(self, block: Samples) -> None:
        if self._file is None:
            return
        try:
            self._file.write(block)
        except InputError as error:
            self._file = None
            if self._tell is None:
                raise
            self._tell(f"The recording ends here: {error}. The session goes on.")

    def _hear(self, ear: Ear, now: SessionTime) -> None:
        if self._microphone is None:
            return
        heard = self._microphone.next_block()
        reference = self.speaker.playout.reference(now, BLOCK)
        saying = self.speaker.playout.saying_at(now - 0.5 * BLOCK / EAR_RATE)
        for event in ear.hear(heard, now, reference=reference, saying=saying):
            self._keep(event)
        self._ducking.follow(now, speaking=ear.speaking, saying=bool(saying), perhaps_stop=ear.perhaps_stop)

    def _keep_pace(self) -> None:
        """When paced, wait until this block's time has come; one that is late is not waited for."""
        if self._clock is None:
            return
        if self._paced_from is None:
            self._paced_from = self._clock(), self.now()
        machine, session = self._paced_from
        ahead = (self.now() - session) + BLOCK / EAR_RATE - (self._clock() - machine)
        if ahead > 0:
            self._sleep(ahead)
        elif ahead < -STILL:
            self._stood_still(-ahead)

    def _stood_still(self, lost: float) -> None:
        """Time has passed in which nothing sounded; the recording leaves it out."""
        self._begin_at += lost
        self.speaker.clock.anchor(self.speaker.timeline.position, self.now())
        self._keep(StoodStill(self.now(), lost))
