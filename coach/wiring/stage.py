"""What stays open from the first session to the last: content, phrases, voice, world, journal, transcript."""

import fcntl
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from coach.buttons.presses import buttons_of
from coach.config import Config
from coach.core.commands import Rank, Say
from coach.core.events import Interrupted, Recovered
from coach.core.plan import Plan
from coach.ears.watched import WatchedEar
from coach.errors import InputError, JournalError
from coach.journal.history import lifters
from coach.journal.rescue import rescue_places
from coach.journal.store import Journal
from coach.journal.trouble import Trouble
from coach.phrases.intents import Phrases
from coach.phrases.personal import load_phrases
from coach.ports import Voice
from coach.script.library import Library
from coach.transcript import JsonTranscript, NoTranscript
from coach.voices.voice import SpokenVoice
from coach.wiring.controls import Controls
from coach.wiring.opening import World, open_voice, open_world, prepare
from coach.wiring.wishes import Hands, Tell, Wishes


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a session is performed on. `place` is where the sound of a machine without a sound card goes.

    `ear` is what hears, None where only typed words come; `phrases` what it knows to begin with.
    """

    hands: Hands
    library: Library
    voice: Voice
    world: World
    journal: Journal
    transcript: JsonTranscript | NoTranscript
    controls: Controls
    phrases: Phrases
    ear: WatchedEar | None = None
    place: Path | None = None

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear, and let the buttons know what makes sense."""
        self.world.listen_for(intents)
        self.controls.listen_for(intents)


def library_of(config: Config) -> Library:
    """All content, the folder of the configuration laid over it."""
    return Library.open(config.content_folder) if config.content_folder else Library.open()


def naming_sessions(phrases: Phrases, library: Library) -> Phrases:
    """The phrases with every session's title added, for a box that is asked for one by name. Reads all of them."""
    titles = {name: (phrases.normalise(shape.title),) for name, shape in library.sessions().items()}
    return phrases.with_values({"session": titles})


def naming_lifters(phrases: Phrases, journal: Journal, config: Config) -> Phrases:
    """The phrases with the name of everybody who has trained here, for "it's Sam"; an unreadable journal adds none."""
    names = {config.lifter}
    with suppress(JournalError):
        names |= set(lifters(journal.database.reading()))
    return phrases.with_values({"name": {name: (phrases.normalise(name),) for name in sorted(names) if name}})


@contextmanager
def journal_opened(wishes: Wishes, config: Config, troubles: "Troubles") -> Iterator[Journal]:
    """The journal; on sound files, which outrun any disk, it leaves the moment of writing to the system."""
    path = config.data_folder / "journal.sqlite"
    opened = partial(Journal.open, path, tell=troubles, durable=not wishes.on_files, rescue_in=rescue_places())
    with only_coach_here(config.data_folder), opened() as journal:
        yield journal


@contextmanager
def only_coach_here(folder: Path) -> Iterator[None]:
    """Hold the data folder for one coach: two would write into each other's session. Raises InputError.

    Where nothing can be written there is nothing to hold either.
    """
    with ExitStack() as opened:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            _hold(opened.enter_context((folder / "coach.lock").open("a")), folder)
        yield


def _hold(lock: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(f"another coach is running with the data in {folder}; stop it first") from error


@contextmanager
def stage_opened(
    wishes: Wishes,
    config: Config,
    hands: Hands,
    journal: Journal,
    troubles: "Troubles",
    begin_at: float,
    plan: Plan | None,
) -> Iterator[Stage]:
    """Open voice, ears and world; raises CoachError for wishes that cannot be met.

    What `plan` says is rendered before the world opens, so that no time passes in it meanwhile.
    """
    library = library_of(config)
    with ExitStack() as opened:
        phrases = load_phrases(library, config.language, config.data_folder)
        if wishes.waits:
            phrases = naming_lifters(naming_sessions(phrases, library), journal, config)
        buttons_of(config.buttons, phrases)  # a fault in the table is told before anything is rendered
        voice = opened.enter_context(open_voice(wishes.voice, config, library, hands.tell))
        if plan is not None:
            prepare(voice, plan, hands)
        world, place, controls, ear = opened.enter_context(open_world(wishes, config, voice, phrases, hands, begin_at))
        troubles.speak_through(world)
        if controls.missing:
            world.speaker.perform(Say(0, library.lines()["trouble.buttons"].say[0], Rank.REPLY), world.now())
        if isinstance(voice, SpokenVoice):
            voice.when_restarted(_told(world, hands.tell))
        transcript = opened.enter_context(transcript_opened(wishes, place))
        opened.enter_context(_interruptible(world))
        yield Stage(hands, library, voice, world, journal, transcript, controls, phrases, ear, place)


def _told(world: World, tell: Tell) -> Callable[[str], None]:
    """What to do when the voice was started anew: a line on the screen, and an event, for the session to say it."""

    def restarted(trouble: str) -> None:
        tell(f"The voice was started anew: {trouble}.")
        world.post(Recovered(world.now(), "voice", trouble))

    return restarted


class Troubles:
    """Tells of the journal's troubles on the screen at once, and aloud as soon as there is a loudspeaker."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._aloud: list[str] = []
        self._world: World | None = None

    def __call__(self, trouble: Trouble) -> None:
        """Tell of one trouble."""
        self._tell(str(trouble))
        self._aloud.append(trouble.spoken)
        self._speak()

    def speak_through(self, world: World) -> None:
        """From now on there is a loudspeaker."""
        self._world = world
        self._speak()

    def _speak(self) -> None:
        if self._world is not None:
            while self._aloud:
                self._world.speaker.perform(Say(0, self._aloud.pop(0), Rank.REPLY), self._world.now())


@contextmanager
def transcript_opened(wishes: Wishes, place: Path | None = None) -> Iterator[JsonTranscript | NoTranscript]:
    """The wished transcript, else the one beside a fallback's sound, else none."""
    path = wishes.transcript or (place.with_suffix(".jsonl") if place else None)
    if path is None:
        yield NoTranscript()
        return
    with JsonTranscript(path) as transcript:
        yield transcript


@contextmanager
def _interruptible(world: World) -> Iterator[None]:
    """Ctrl-C and a shutdown become an event, so that the journal is whole when the program leaves."""

    def interrupt(*_: object) -> None:
        world.post(Interrupted(world.now()))

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
