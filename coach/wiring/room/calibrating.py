"""Measuring the room through the very chain that listens later: its streams, its clocks, its reference."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.audio.hardware.devices import Direction
from coach.audio.hardware.portaudio import find_device
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.config import Config
from coach.core.commands import Rank, Say
from coach.core.events import Event
from coach.ears.front_end.high_pass import cleaned
from coach.ears.room.calibration import Calibration, load_calibration, pair
from coach.ears.room.condition import condition_of, levels_of
from coach.ears.room.measurement import Echo, chirp, find_echo, loudness, speech_loudness, voice_chances
from coach.errors import DeviceError, InputError
from coach.ports import Clip, Pcm16

FILE_RATE = 48_000
AFTER_CHIRPS = (0.9, 1.3, 1.8)
"""Seconds after each chirp: longer than any room rings, and unlike each other, so that where one is lost on the way the
others are not taken for the echo of their neighbours."""
SETTLING = 1.0
"""Seconds at the start that are not measured: sound cards click and stall when they open."""

World = LiveWorld | FileWorld


class ChirpVoice:
    """A voice that only chirps, whatever it is to say."""

    name = "chirp"

    def render(self, text: str) -> Clip:
        """The chirp."""
        _ = text
        return chirp(FILE_RATE)


class Recorder:
    """An ear that understands nothing and remembers the sound, in memory only, until it is taken."""

    name = "recorder"
    speaking = perhaps_stop = False

    def __init__(self) -> None:
        self._heard: list[Pcm16] = []
        self._played: list[Pcm16] = []

    def listen_for(self, intents: frozenset[str]) -> None:
        """Nothing is armed."""

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """Remember the block and what the loudspeaker played meanwhile."""
        _ = at, saying
        self._heard.append(block)
        self._played.append(np.zeros(len(block), np.int16) if reference is None else reference)
        return []

    def take(self) -> tuple[Pcm16, Pcm16]:
        """What was heard and what was played since the last call."""
        taken = np.concatenate([*self._heard, _NOTHING]), np.concatenate([*self._played, _NOTHING])
        self._heard, self._played = [], []
        return taken

    def close(self) -> None:
        """Forget the sound."""
        self.take()


_NOTHING = np.zeros(0, np.int16)


@dataclass(frozen=True, slots=True)
class Room:
    """What was heard while nobody spoke, as the ear hears it, and the echo of the chirps; `told` is what is wrong with
    the microphone."""

    quiet: Pcm16
    echo: Echo | None
    told: tuple[str, ...] = ()

    def calibration(self, day: str, spoken: list[Pcm16]) -> Calibration:
        """The measurement, with the lifter's remarks where there are any."""
        said = [level for sound in spoken if (level := speech_loudness(cleaned(sound))) is not None]
        chances = voice_chances(self.quiet)
        return Calibration(
            day,
            room=round(loudness(self.quiet), 1),
            room_voice=round(float(np.percentile(chances, 99)) if len(chances) else 0.0, 2),
            echo=None if self.echo is None else round(self.echo.level, 1),
            echo_delay=None if self.echo is None else round(self.echo.delay, 4),
            speech=round(float(np.median(said)), 1) if said else None,
        )


class Bench:
    """An open world to measure in."""

    def __init__(self, world: World, recorder: Recorder) -> None:
        self._world, self._recorder = world, recorder

    def room(self, seconds: float) -> Room:
        """Listen to the room for so long, then to the chirps, to them once more where nothing came back.

        Raises DeviceError when no sound comes in at all.
        """
        self.listen(SETTLING)
        quiet = self.listen(seconds)
        if not len(quiet):
            raise DeviceError("nothing comes from the microphone; 'coach doctor' says what there is")
        heard, played = self._chirps()
        echo = find_echo(heard, played)
        if echo is None:  # headphones; or a busy machine lost what came back, and then a second try tells
            heard, played = self._chirps()
            echo = find_echo(heard, played)
        told = [*filter(None, [self._world.channels_told()]), *condition_of([quiet], spoken=False)]
        if echo is not None:  # a microphone that does not hear them tells nothing of its level
            told += levels_of([heard], chirps=True)
        return Room(cleaned(quiet), echo, tuple(told))

    def _chirps(self) -> tuple[Pcm16, Pcm16]:
        """Play the chirps; what was heard and what was played meanwhile."""
        for pause in AFTER_CHIRPS:
            self._world.speaker.perform(Say(0, "chirp", Rank.SAFETY), self._world.now())
            self._pass(pause)
        return self._recorder.take()

    def listen(self, seconds: float) -> Pcm16:
        """What is heard in the coming seconds."""
        self._pass(seconds)
        return self._recorder.take()[0]

    def _pass(self, seconds: float) -> None:
        end = self._world.now() + seconds
        while self._world.now() < end:
            self._world.wait(end)


@contextmanager
def bench_opened(microphone: str | None, speaker: str | None) -> Iterator[tuple[Bench, str]]:
    """The devices, or files after "wav:", open to be measured, and the name of the pair; raises DeviceError."""
    recorder = Recorder()
    if on_files(microphone, speaker):
        mic, out = (Path(device.removeprefix("wav:")) if device else None for device in (microphone, speaker))
        with FileWorld(TimelineSpeaker(ChirpVoice(), FILE_RATE), recorder, mic=mic, out=out) as world:
            yield Bench(world, recorder), pair_name(microphone, speaker)
        return
    name = pair_name(microphone, speaker)
    rate = find_device(speaker, Direction.SPEAKER).rate
    live = LiveWorld(
        TimelineSpeaker(ChirpVoice(), rate), recorder, speaker_device=speaker, microphone_device=microphone
    )
    with live:
        yield Bench(live, recorder), name


def pair_name(microphone: str | None, speaker: str | None) -> str:
    """The name under which a measurement of these devices is kept; raises DeviceError when there is none of a kind."""
    if on_files(microphone, speaker):
        return pair(microphone or "nothing", speaker or "nothing")
    return pair(find_device(microphone, Direction.MICROPHONE).id, find_device(speaker, Direction.SPEAKER).id)


def on_files(*devices: str | None) -> bool:
    """Whether any of these is a file."""
    return any((device or "").startswith("wav:") for device in devices)


def calibrated(
    microphone: str | None, speaker: str | None, config: Config, tell: Callable[[str], None]
) -> Calibration | None:
    """What was measured of these devices, told in one line; None for nothing, or a damaged file (told too)."""
    try:
        found = load_calibration(config.data_folder, pair_name(microphone, speaker))
    except DeviceError:
        return None
    except InputError as error:
        tell(f"Going on without a calibration: {error}")
        return None
    if found is not None:
        tell(str(found))
    return found
