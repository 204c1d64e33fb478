"""Opening what a session needs: the voice, the ears, the world; what cannot be had is done without, and told."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from coach.audio.devices import Direction
from coach.audio.files import FileWorld
from coach.audio.live import LiveWorld
from coach.audio.speaker import TimelineSpeaker
from coach.config import Config
from coach.core.plan import Plan
from coach.doctor import check_levels
from coach.ears.push_to_talk import PushToTalk, TalkWindow
from coach.ears.watched import WatchedEar
from coach.errors import DeviceError, EarError, InputError, VoiceError
from coach.keyboard import Keyboard
from coach.lines_ahead import texts_of
from coach.phrases.intents import Phrases
from coach.ports import Ear, Voice
from coach.script.library import Library
from coach.voices.voice import SpokenVoice, ToneVoice, load_voice
from coach.wiring.calibrating import calibrated
from coach.wiring.controls import Controls, controls_opened
from coach.wiring.wishes import Hands, Tell, Wishes

FILE_RATE = 48_000
"""Samples per second of the sound files the coach writes."""

World = LiveWorld | FileWorld


@contextmanager
def open_voice(name: str, config: Config, library: Library, tell: Tell) -> Iterator[Voice]:
    """The wished voice; tones when no engine can speak, and that is told."""
    voice: SpokenVoice | ToneVoice
    try:
        voice = load_voice(name, config.data_folder / "cache" / "phrases", library.voices_dirs)
    except VoiceError as error:
        tell(f"No voice: {error} Going on with tones; 'coach doctor' says how to mend it.")
        voice = ToneVoice()
    with voice:
        yield voice


def prepare(voice: Voice, plan: Plan, hands: Hands) -> None:
    """Render ahead whatever the session may say."""
    if isinstance(voice, SpokenVoice):
        voice.prepare(texts_of(plan), hands.progress)


# ------------------------------------------------------------------------------------------------ the world


@contextmanager
def open_world(
    wishes: Wishes, config: Config, voice: Voice, phrases: Phrases, hands: Hands, begin_at: float
) -> Iterator[tuple[World, Path | None, Controls, WatchedEar | None]]:
    """Devices or files, the keyboard, the buttons, the ear; the path is where the sound of a fallback goes."""
    with ExitStack() as opened:
        talk = TalkWindow(config.push_to_talk) if config.push_to_talk else None
        watched = _open_ear(wishes, config, phrases, hands, opened)
        ear: Ear | None = watched
        if watched is not None and talk is not None:
            ear = PushToTalk(watched, phrases, talk)
        world, place = _choose_world(wishes, config, voice, ear, hands, begin_at, opened)
        typing = wishes.ear == "keyboard" or (hands.terminal and (not _keys_wanted(config) or not _hears(world)))
        if typing:
            Keyboard(sys.stdin, phrases, now=world.now, post=world.post, puzzled=_puzzled(hands)).start()
        controls = controls_opened(
            config, phrases, world, tell=hands.tell, talk=talk, typed=hands.terminal and not typing
        )
        yield world, place, opened.enter_context(controls), watched


def _keys_wanted(config: Config) -> bool:
    """Whether single keys of the terminal are buttons, so that no lines can be typed there."""
    return bool(config.push_to_talk or config.buttons)


def _hears(world: World) -> bool:
    return isinstance(world, LiveWorld) and Direction.MICROPHONE.value in world.devices


def _puzzled(hands: Hands) -> Callable[[str], None]:
    return lambda text: hands.tell(f"'{text}' is no command here; type 'help' to hear what is.")


def _open_ear(wishes: Wishes, config: Config, phrases: Phrases, hands: Hands, opened: ExitStack) -> WatchedEar | None:
    if wishes.ear == "keyboard":
        hands.tell("Listening to the keyboard: type what you would say.")
        return None
    from coach.ears.choose import open_watched_ear

    try:
        ear = open_watched_ear(
            wishes.ear,
            phrases,
            model=config.vosk_model,
            folders=(config.data_folder / "models",),
            wake=config.wake,
            calibration=calibrated(
                wishes.microphone or config.microphone, wishes.speaker or config.speaker, config, hands.tell
            ),
        )
    except EarError as error:
        if wishes.ear != "auto":
            raise
        hands.tell(f"No ears: {error} Type what you would say.")
        return None
    opened.callback(ear.close)
    hands.tell(ear.name)
    return ear


def _choose_world(
    wishes: Wishes,
    config: Config,
    voice: Voice,
    ear: Ear | None,
    hands: Hands,
    begin_at: float,
    opened: ExitStack,
) -> tuple[World, Path | None]:
    if wishes.on_files:
        return opened.enter_context(_file_world(wishes, voice, ear, begin_at)), None
    try:
        return opened.enter_context(_live_world(wishes, config, voice, ear, hands, begin_at)), None
    except DeviceError as error:
        if wishes.waits:
            hands.tell(f"{error} Going on without: typed commands, and nothing sounds.")
            return opened.enter_context(FileWorld(TimelineSpeaker(voice, FILE_RATE), paced=True)), None
        place = _recording_place(config, wishes.session)
        hands.tell(f"{error} Going on without: typed commands, and the sound goes to {place or 'nobody'}.")
        speaker = TimelineSpeaker(voice, FILE_RATE)
        return opened.enter_context(FileWorld(speaker, out=place, paced=hands.terminal, begin_at=begin_at)), place


def _file_world(wishes: Wishes, voice: Voice, ear: Ear | None, begin_at: float) -> AbstractContextManager[FileWorld]:
    speaker = TimelineSpeaker(voice, FILE_RATE)
    mic, out = (_wav(device) for device in (wishes.microphone, wishes.speaker))
    if mic is not None and not mic.is_file():
        raise InputError(f"there is no file {mic}; --mic wav: takes a recording to listen to")
    return FileWorld(speaker, ear, mic=mic, out=out, begin_at=begin_at)


def _wav(device: str | None) -> Path | None:
    return Path(device.removeprefix("wav:")) if device and device.startswith("wav:") else None


@contextmanager
def _live_world(
    wishes: Wishes, config: Config, voice: Voice, ear: Ear | None, hands: Hands, begin_at: float
) -> Iterator[LiveWorld]:
    """The sound card; without a microphone that can be opened the session still speaks, and takes what is typed."""
    from coach.audio.music import music_steps_back
    from coach.audio.streams import find_device

    out = wishes.speaker or config.speaker
    rate = find_device(out, Direction.SPEAKER).rate
    speaker = TimelineSpeaker(voice, rate)
    microphone = wishes.microphone or config.microphone
    for muted in check_levels(config) if not wishes.waits else ():
        hands.tell(f"The {muted.about} is {muted.found}: {muted.means}. To mend it: {muted.mend}")
    make = partial(LiveWorld, speaker, speaker_device=out, microphone_device=microphone, begin_at=begin_at)
    with (
        opened_with(make, ear, hands) as world,
        music_steps_back(config.data_folder / "lowered-music.json", speaker.speaks_between, world.now),
    ):
        yield world


@contextmanager
def opened_with(make: Callable[[Ear | None], LiveWorld], ear: Ear | None, hands: Hands) -> Iterator[LiveWorld]:
    """The world with its ear, or without where the microphone will not be opened: another program may hold it."""
    with ExitStack() as opened:
        try:
            world = opened.enter_context(make(ear))
        except DeviceError as error:
            if ear is None:
                raise
            world = opened.enter_context(make(None))
            hands.tell(f"The microphone: {error} Going on without it: type what you would say.")
        yield world


def _recording_place(config: Config, session: str) -> Path | None:
    """Where the sound of a machine without a loudspeaker goes; None where nothing can be written."""
    folder = config.data_folder / "recordings"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return None
    return folder / f"{Path(session).stem}-{time.strftime('%Y%m%d-%H%M%S')}.wav"
