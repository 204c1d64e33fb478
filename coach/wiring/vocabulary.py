"""What is understood while a stage is open: the wordings and names of the moment, for every way in."""

from collections.abc import Callable

from coach.phrases.intents import Phrases
from coach.understanding.meaning import Reading
from coach.understanding.reader import Reader


class Vocabulary:
    """Reads what is typed, and lets the ear know, by the newest phrases; implements `controls.keyboard.Reads`.

    A session that is kept, or a phrase that is taught, while the box stands is understood from the next remark on.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        """The newest; it is replaced whole, so that another thread never reads with half of it."""
        self.used = False
        """Whether anything that somebody said or typed was read."""
        self.hears: Callable[[Phrases], None] | None = None
        """Lets the ear know new phrases; None where there is no ear."""

    @property
    def phrases(self) -> Phrases:
        """The newest wordings."""
        return self.reader.phrases

    def read(
        self, text: str, armed: frozenset[str] | None = None, *, asked: str = "", addressed: bool = False
    ) -> Reading:
        """What `text` means now; see `Reader.read`."""
        self.used = True
        return self.reader.read(text, armed, asked=asked, addressed=addressed)

    def nearest(self, text: str, armed: frozenset[str] | None = None) -> str:
        """What could be said instead; see `Reader.nearest`."""
        return self.reader.nearest(text, armed)

    def know(self, phrases: Phrases) -> None:
        """From the next remark on these are the phrases, typed and heard."""
        fresh = self.reader.with_phrases(phrases)
        fresh.prepare()
        self.reader = fresh
        if self.hears is not None:
            self.hears(phrases)
