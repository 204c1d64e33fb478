"""What stays open from the first session to the last: content, phrases, voice, world, journal, transcript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.hardware.devices import Direction
from coach.audio.worlds.live import LiveWorld
from coach.config import Config
from coach.controls.presses import buttons_of
from coach.core.commands import Rank, Say
from coach.core.events import Event, Heard, Recovered
from coach.core.plan import Plan
from coach.displays.transcript import JsonTranscript, NoTranscript
from coach.host.collecting import uncollected
from coach.host.shutdown import Ends
from coach.journal.rescue import rescue_places
from coach.journal.storage.failures import Trouble
from coach.journal.store import JOURNAL, Journal
from coach.link.closed import NoLink
from coach.reading.alone import held_alone
from coach.script.files.library import Library
from coach.voices.coming import ComingVoice
from coach.voices.voice import SpokenVoice, ToneVoice
from coach.wiring.attending import attended, says_ready
from coach.wiring.controls import Controls
from coach.wiring.link import link_opened
from coach.wiring.opening import World, open_world, prepare, voice_coming
from coach.wiring.opening.levels import Levels
from coach.wiring.request import Ahead, Hands, Tell, Wishes
from coach.wiring.vocabulary import Vocabulary, vocabulary_of

if TYPE_CHECKING:
    from coach.ears.coming import ComingEar
    from coach.ears.supervisor import WatchedEar
    from coach.link.display import Link


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a session is performed on. `place` is where the sound of a machine without a sound card goes.

    `ear` is what hears, None where only typed words come; `vocabulary` what it and the reader of typed words know.
    `attended` is whether somebody can be there from the beginning, `waits` whether they can say "ready", so that a
    loaded set waits for it. `link` is the local door, `levels` looks for muted devices where there are any.
    """

    hands: Hands
    library: Library
    voice: ComingVoice
    world: World
    journal: Journal
    transcript: JsonTranscript | NoTranscript
    controls: Controls
    vocabulary: Vocabulary
    ear: "WatchedEar | ComingEar | None" = None
    place: Path | None = None
    attended: bool = True
    waits: bool = True
    link: "Link | NoLink" = field(default_factory=NoLink)
    levels: Levels | None = None

    @property
    def answered(self) -> bool:
        """Whether somebody can answer: there is a terminal to type at, or a microphone with an ear behind it."""
        hears = isinstance(self.world, LiveWorld) and Direction.MICROPHONE.value in self.world.devices
        return self.hands.terminal or (self.ear is not None and hears)

    @property
    def somebody(self) -> bool:
        """Whether somebody can have been there by now: what was said or typed was somebody's."""
        return self.attended or self.vocabulary.used

    def prepare(self, *plans: Plan) -> None:
        """Begin to render ahead what these may say; in real time that is also what somebody's words bring about."""
        prepare(self.voice, *plans, disturbed=isinstance(self.world, LiveWorld) or self.world.paced)

    def noticed(self, event: Event | None) -> bool:
        """Whether somebody can have been there, now that this happened: what was understood was somebody's."""
        if isinstance(event, Heard):
            self.vocabulary.used = True
        return self.somebody

    def listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear, and let the buttons know what makes sense. Raises what is wrong with the words to listen for."""
        self.vocabulary.prepare_behind()
        if self.levels is not None:
            self.levels.look_behind()
        self.world.listen_for(intents)
        self.controls.listen_for(intents)
        self.link.listen_for(intents)


@contextmanager
def journal_opened(wishes: Wishes, config: Config, troubles: "Troubles") -> Iterator[Journal]:
    """The journal; on sound files, which outrun any disk, it leaves the moment of writing to the system."""
    path = config.data_folder / JOURNAL
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
            taken = f"another coach is running with the data in {folder}; stop it first"
            opened.enter_context(held_alone(folder / "coach.lock", taken))
        yield


# many: what is open already when the stage is; a record of it would be made for this call alone
@contextmanager
def stage_opened(
    wishes: Wishes,
    config: Config,
    library: Library,
    hands: Hands,
    journal: Journal,
    troubles: "Troubles",
    ahead: Ahead,
    ends: Ends,
) -> Iterator[Stage]:
    """Open voice, ears and world; raises CoachError for wishes that cannot be met.

    What the plans `ahead` say is rendered from here on, in the order it is needed.
    """
    with ExitStack() as opened:
        with uncollected():
            stage = _set_up(opened, wishes, config, library, hands, journal, troubles, ahead, ends)
        yield stage


# many: as `stage_opened`
def _set_up(
    opened: ExitStack,
    wishes: Wishes,
    config: Config,
    library: Library,
    hands: Hands,
    journal: Journal,
    troubles: "Troubles",
    ahead: Ahead,
    ends: Ends,
) -> Stage:
    # Files are played faster than an engine starts, and come out alike whatever was kept.
    first = None if wishes.on_files else ahead.first
    coming = voice_coming(wishes.voice, config, library, hands.tell, ahead.plans, first, disturbed=not wishes.on_files)
    voice = opened.enter_context(coming)
    vocabulary = vocabulary_of(wishes, config, library, journal, hands)
    if config.buttons:
        buttons_of(config.buttons, vocabulary.reader)  # a fault in the table is told before anything is opened
    world, place, controls, ear = opened.enter_context(
        open_world(wishes, config, voice, hands, ahead.begin_at, vocabulary)
    )
    link = opened.enter_context(link_opened(config, vocabulary, world, library.lines(), hands.tell))
    troubles.show_on(link)
    troubles.speak_through(world)
    if controls.missing:
        world.speaker.perform(Say(0, library.lines()["trouble.buttons"].say[0], Rank.REPLY), world.now())
    voice.when_open(partial(_watch_voice, _voice_told(world, hands.tell, link)))
    transcript = opened.enter_context(transcript_opened(wishes, hands.tell, place))
    ends.reach(world, world.post)
    there, waits = attended(wishes, world), says_ready(wishes, config, hands, world, ears=ear is not None)
    levels = Levels(config, hands.tell) if isinstance(world, LiveWorld) and not wishes.waits else None
    return Stage(
        hands, library, voice, world, journal, transcript, controls, vocabulary, ear, place, there, waits, link, levels
    )


def _watch_voice(told: Callable[[str, str, str], None], voice: SpokenVoice | ToneVoice) -> None:
    if isinstance(voice, SpokenVoice):
        voice.when_restarted(lambda trouble: told("voice", f"was started anew: {trouble}", trouble))
        voice.when_replaced(lambda what, happened: told(what, happened, happened))


def _voice_told(world: World, tell: Tell, link: "Link | NoLink") -> Callable[[str, str, str], None]:
    """What to do when the voice was started anew, or another speaks in its place: a line on the screen, and an event,
    for the session to say it."""

    def told(what: str, happened: str, why: str) -> None:
        tell(f"The voice {happened}.")
        link.trouble(f"The voice {happened}.")
        world.post(Recovered(world.now(), what, why))

    return told


class Troubles:
    """Tells of the journal's troubles on the screen at once, and aloud as soon as there is a loudspeaker."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._aloud: list[str] = []
        self._world: World | None = None
        self._link: Link | NoLink = NoLink()

    def __call__(self, trouble: Trouble) -> None:
        """Tell of one trouble."""
        self._tell(str(trouble))
        self._link.trouble(trouble.spoken, lasts=trouble.lasts)
        self._aloud.append(trouble.spoken)
        self._speak()

    def show_on(self, link: "Link | NoLink") -> None:
        """From now on there is a door through which it is seen."""
        self._link = link

    def speak_through(self, world: World) -> None:
        """From now on there is a loudspeaker."""
        self._world = world
        self._speak()

    def _speak(self) -> None:
        if self._world is not None:
            while self._aloud:
                self._world.speaker.perform(Say(0, self._aloud.pop(0), Rank.REPLY), self._world.now())


@contextmanager
def transcript_opened(wishes: Wishes, tell: Tell, place: Path | None = None) -> Iterator[JsonTranscript | NoTranscript]:
    """The wished transcript, else the one beside a fallback's sound, else none."""
    path = wishes.transcript or (place.with_suffix(".jsonl") if place else None)
    if path is None:
        yield NoTranscript()
        return
    with JsonTranscript(path, tell) as transcript:
        yield transcript
