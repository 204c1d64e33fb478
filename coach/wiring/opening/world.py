"""Opening what the session sounds and hears through: devices or files, the keyboard, the buttons."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.hardware.devices import Direction
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.config import Config
from coach.controls.keyboard import Keyboard, terminal_lines
from coach.errors import DeviceError, sentence
from coach.ports import Ear, Voice
from coach.voices.coming import ComingVoice
from coach.wiring.controls import Controls, controls_opened
from coach.wiring.opening.ear import open_ear
from coach.wiring.opening.recordings import recording_place
from coach.wiring.request import Hands, Tell, Wishes
from coach.wiring.vocabulary import Vocabulary

if TYPE_CHECKING:
    from coach.ears.coming import ComingEar
    from coach.ears.push_to_talk import TalkWindow
    from coach.ears.supervisor import WatchedEar

FILE_RATE = 48_000
"""Samples per second of the sound files the coach writes."""

NOBODY = (
    "Without a terminal nobody can hear or answer either, so there is no session; to write one as a sound file: "
    "coach render"
)

World = LiveWorld | FileWorld


def refuse_unheard(wishes: Wishes, config: Config, *, terminal: bool) -> None:
    """Raise DeviceError where nobody can hear the session: no loudspeaker, and no terminal; before anything is opened
    for it, and before its time is waited for."""
    if wishes.on_files or terminal:
        return
    from coach.audio.hardware.portaudio import find_device

    try:
        find_device(wishes.speaker or config.speaker, Direction.SPEAKER)
    except DeviceError as error:
        raise DeviceError(f"{sentence(error)} {NOBODY}") from error


# long: each part is opened with those that are open already
# many: it joins them; a record of them would be made for this call alone
@contextmanager
def open_world(
    wishes: Wishes,
    config: Config,
    voice: ComingVoice,
    hands: Hands,
    begin_at: SessionTime,
    vocabulary: Vocabulary,
) -> Iterator[tuple[World, Path | None, Controls, "WatchedEar | ComingEar | None"]]:
    """Devices or files, the keyboard, the buttons, the ear; the path is where the sound of a fallback goes.

    The voice is waited for last, so that it starts beside the ear.
    """
    with ExitStack() as opened:
        talk = _talk_window(config)
        channels = Channels()
        watched = open_ear(wishes, config, hands, opened, vocabulary, channels)
        # Before anything sounds, as far as it keeps the interpreter from filling the loudspeaker; the rest behind that.
        if vocabulary.made:
            vocabulary.reader.prepare()
        elif not wishes.on_files:
            from coach.understanding.learner import load_runtime

            load_runtime()
        voice.ready()
        world, place = _choose_world(
            wishes, config, voice, _behind_a_press(watched, vocabulary, talk), hands, begin_at, opened
        )
        channels.world = world
        typing = wishes.ear == "keyboard" or (hands.terminal and (not _keys_wanted(config) or not _hears(world)))
        if typing:
            lines = opened.enter_context(_lines(hands))
            keyboard = Keyboard(lines, vocabulary, now=world.now, post=world.post, puzzled=_puzzled(hands))
            keyboard.start()
        controls = controls_opened(
            config,
            lambda: vocabulary.reader,
            world,
            tell=hands.tell,
            talk=talk,
            typed=hands.terminal and not typing,
            lines=keyboard.listen_for if typing else None,
        )
        yield world, place, opened.enter_context(controls), watched


class Channels:
    """What is wrong with the microphone's channels, once there is a world to know it; nothing before."""

    world: "World | None" = None

    def __call__(self) -> str:
        return self.world.channels_told() if self.world is not None else ""


def _talk_window(config: Config) -> "TalkWindow | None":
    if not config.push_to_talk:
        return None
    from coach.ears.push_to_talk import TalkWindow

    return TalkWindow(config.push_to_talk)


def _behind_a_press(
    watched: "WatchedEar | ComingEar | None", vocabulary: Vocabulary, talk: "TalkWindow | None"
) -> Ear | None:
    """The ear, or what lets it hear commands after a press only, where that is wished."""
    if watched is None or talk is None:
        return watched
    from coach.ears.coming import ComingEar
    from coach.ears.push_to_talk import PushToTalk

    assert not isinstance(watched, ComingEar)  # for a press the vocabulary is made first: `vocabulary_of`
    return PushToTalk(watched, vocabulary.phrases, talk)


def _lines(hands: Hands) -> AbstractContextManager[Iterable[str]]:
    """What is typed: key by key where the screen shows it, else as the terminal or the pipe gives it."""
    if hands.entry is not None and hands.terminal:
        return terminal_lines(sys.stdin.fileno(), hands.entry)
    return nullcontext(sys.stdin)


def _keys_wanted(config: Config) -> bool:
    """Whether single keys of the terminal are buttons, so that no lines can be typed there."""
    return bool(config.push_to_talk or config.buttons)


def _hears(world: World) -> bool:
    return isinstance(world, LiveWorld) and Direction.MICROPHONE.value in world.devices


def _puzzled(hands: Hands) -> Callable[[str, str], None]:
    def puzzled(text: str, nearest: str) -> None:
        instead = f"perhaps '{nearest}'" if nearest else "type 'help' to hear what is"
        hands.tell(f"'{text}' means nothing to me here; {instead}.")

    return puzzled


# many: as `open_world`
def _choose_world(
    wishes: Wishes,
    config: Config,
    voice: Voice,
    ear: Ear | None,
    hands: Hands,
    begin_at: SessionTime,
    opened: ExitStack,
) -> tuple[World, Path | None]:
    if wishes.on_files:
        return opened.enter_context(_file_world(wishes, voice, ear, hands.tell, begin_at)), None
    try:
        return opened.enter_context(_live_world(wishes, config, voice, ear, hands, begin_at)), None
    except DeviceError as error:
        if wishes.waits:
            hands.tell(f"{sentence(error)} Going on without: typed commands, and nothing sounds.")
            return opened.enter_context(FileWorld(TimelineSpeaker(voice, FILE_RATE), paced=True)), None
        if not hands.terminal:
            raise DeviceError(f"{sentence(error)} {NOBODY}") from error
        place = recording_place(config, wishes.session)
        hands.tell(f"{sentence(error)} Going on without: typed commands, and the sound goes to {place or 'nobody'}.")
        speaker = TimelineSpeaker(voice, FILE_RATE)
        world = FileWorld(speaker, out=place, paced=hands.terminal, begin_at=begin_at, tell=hands.tell)
        return opened.enter_context(world), place


def _file_world(
    wishes: Wishes, voice: Voice, ear: Ear | None, tell: Tell, begin_at: SessionTime
) -> AbstractContextManager[FileWorld]:
    speaker = TimelineSpeaker(voice, FILE_RATE)
    mic, out = (_wav(device) for device in (wishes.microphone, wishes.speaker))
    return FileWorld(speaker, ear, mic=mic, out=out, begin_at=begin_at, tell=tell)


def _wav(device: str | None) -> Path | None:
    return Path(device.removeprefix("wav:")) if device and device.startswith("wav:") else None


# many: as `open_world`
@contextmanager
def _live_world(
    wishes: Wishes, config: Config, voice: Voice, ear: Ear | None, hands: Hands, begin_at: SessionTime
) -> Iterator[LiveWorld]:
    """The sound card; without a microphone that can be opened the session still speaks, and takes what is typed."""
    from coach.audio.hardware.other_programs import Mixer, MusicStepsBack
    from coach.audio.hardware.portaudio import find_device

    out = wishes.speaker or config.speaker
    rate = find_device(out, Direction.SPEAKER).rate
    speaker = TimelineSpeaker(voice, rate)
    microphone = wishes.microphone or config.microphone
    make = partial(LiveWorld, speaker, speaker_device=out, microphone_device=microphone, begin_at=begin_at)
    with (
        opened_with(make, ear, hands) as world,
        MusicStepsBack(Mixer(config.data_folder / "lowered-music.json"), speaker.playout.speaks_between, world.now),
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
            hands.tell(f"The microphone: {sentence(error)} Going on without it: type what you would say.")
        yield world
