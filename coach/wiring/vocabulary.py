"""What is understood while a stage is open: the wordings and names of the moment, for every way in."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.config import Config
from coach.content import phrases_of, without_words
from coach.errors import CoachError, JournalError
from coach.host.collecting import uncollected
from coach.journal.history import lifters
from coach.journal.store import Journal
from coach.reading.memory import addresses_limited
from coach.script.files.library import Library
from coach.wiring.request import Hands, Tell, Wishes, spoken_to

if TYPE_CHECKING:
    from coach.phrases.intents import Phrases
    from coach.understanding.meaning import Reading
    from coach.understanding.reader import Reader

WORDS = ("phrases", "understanding", "respellings")
"""The folders of what words mean."""


class Vocabulary:
    """Reads what is typed, and lets the ear know, by the newest phrases; implements `controls.keyboard.Reads`.

    A session that is kept, or a phrase that is taught, while the box stands is understood from the next remark on.
    A reader that is not there yet is made by `make`, once, by whoever asks for it first; where it is not `awaited`,
    nobody may ever, and it is made for nobody else.
    """

    def __init__(
        self, reader: "Reader | None" = None, make: "Callable[[], Reader] | None" = None, *, awaited: bool = True
    ) -> None:
        self._reader, self._make = reader, make
        self._making = threading.Lock()
        self._fault: CoachError | None = None
        self._begun = reader is not None or not awaited
        self.used = False
        """Whether anything that somebody said or typed was read."""
        self.hears: Callable[[Phrases], None] | None = None
        """Lets the ear know new phrases; None where there is no ear."""

    @property
    def made(self) -> bool:
        """Whether the reader is there."""
        return self._reader is not None

    @property
    def reader(self) -> "Reader":
        """The newest; it is replaced whole, so that another thread never reads with half of it. Raises CoachError."""
        with self._making:
            if self._fault is not None:
                raise self._fault
            if self._reader is None:
                self._reader = self._made()
            return self._reader

    def _made(self) -> "Reader":
        assert self._make is not None
        try:
            with uncollected():
                return self._make()
        except CoachError as error:
            self._fault = error
            raise
        except Exception as error:  # in a thread nobody would be told, and the keyboard's would die of it
            self._fault = CoachError(f"what is said cannot be read: {error}.")
            raise self._fault from error

    def prepare_behind(self) -> None:
        """At every turn: the first time the reader begins to be made, behind what sounds. Raises what was wrong."""
        if self._fault is not None:
            raise self._fault
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._prepare, name="reader-coming", daemon=True).start()

    def _prepare(self) -> None:
        with suppress(CoachError):  # the next turn raises it
            self.reader.prepare()

    @property
    def phrases(self) -> "Phrases":
        """The newest wordings."""
        return self.reader.phrases

    def read(
        self, text: str, armed: frozenset[str] | None = None, *, asked: str = "", addressed: bool = False
    ) -> "Reading":
        """What `text` means now; see `Reader.read`."""
        self.used = True
        return self.reader.read(text, armed, asked=asked, addressed=addressed)

    def nearest(self, text: str, armed: frozenset[str] | None = None) -> str:
        """What could be said instead; see `Reader.nearest`."""
        return self.reader.nearest(text, armed)

    def know(self, phrases: "Phrases") -> None:
        """From the next remark on these are the phrases, typed and heard."""
        fresh = self.reader.with_phrases(phrases)
        fresh.prepare()
        self._reader = fresh
        if self.hears is not None:
            self.hears(phrases)


def naming_sessions(phrases: "Phrases", library: Library) -> "Phrases":
    """The phrases with the title of every session and movement added, for a box that is asked for one by name.

    Reads all of them.
    """
    titles = {name: (phrases.normalise(shape.title),) for name, shape in library.sessions().items()}
    listed = phrases.book.lists.get("exercise", {})
    movements = {name: phrases.normalise(script.title) for name, script in library.scripts().items()
                 if script.kind == "movement" and name not in listed}  # fmt: skip
    return phrases.with_values({"session": titles, "exercise": {name: (text,) for name, text in movements.items()}})


def naming_lifters(phrases: "Phrases", journal: Journal, config: Config) -> "Phrases":
    """The phrases with the name of everybody who has trained here, for "it's Sam"; an unreadable journal adds none."""
    names = {config.lifter}
    with suppress(JournalError):
        names |= set(lifters(journal.database.reading()))
    return phrases.with_values({"name": {name: (phrases.normalise(name),) for name in sorted(names) if name}})


def vocabulary_of(wishes: Wishes, config: Config, library: Library, journal: Journal, hands: Hands) -> Vocabulary:
    """What may be said. It is made behind the first words, but where somebody's own files may hold faults to be told
    before, or where it is needed at once; where nobody can say anything not at all."""

    def make() -> "Reader":
        from coach.understanding.opening import open_reader

        phrases = _phrases(wishes, config, library, journal, hands.tell)
        return open_reader(library, phrases.language, phrases)

    own = config.language != "en" or not all(library.is_shipped("scripts", room, "en.yaml") for room in WORDS)
    awaited = wishes.waits or spoken_to(wishes, config, hands)
    at_once = wishes.waits or wishes.on_files or config.buttons or config.push_to_talk or addresses_limited()
    return Vocabulary(make()) if own or (awaited and at_once) else Vocabulary(make=make, awaited=awaited)


def _phrases(wishes: Wishes, config: Config, library: Library, journal: Journal, tell: Tell) -> "Phrases":
    """The wordings, with the names there are where the box waits; commands without words are told."""
    phrases = phrases_of(config, library)
    if wishes.waits:
        phrases = naming_lifters(naming_sessions(phrases, library), journal, config)
    if unworded := without_words(phrases, library):
        some = f"{unworded[0]} and {unworded[-1]}"
        tell(
            f"{len(unworded)} commands have no words in {phrases.language!r} yet, such as {some}; "
            "'coach teach' gives one words of yours."
        )
    return phrases
