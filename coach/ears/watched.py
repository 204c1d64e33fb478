"""The ear that is looked after: what its recogniser died of is told, and one that stays away is tried again."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress

from coach.core.events import Event, Recovered, SoundBack, SoundLost
from coach.core.lessons import OWN_WORDS
from coach.ears.apart import Apart
from coach.ears.listener import Listener
from coach.ears.pupil import Pupil
from coach.ears.recogniser import Recogniser
from coach.errors import EarError
from coach.phrases.intents import Phrases
from coach.ports import Pcm16

RETRY = 2.0
"""Seconds between two attempts to start a recogniser that would not start."""


class WatchedEar:
    """Implements `ports.Ear` by a listener whose recogniser runs apart; tells `Recovered` when that was started anew.

    While it cannot be started nothing is heard: then it is as if the microphone were lost, until it starts again.
    With a `pupil`, which watches the listener, it can be taught: while `OWN_WORDS` is armed everything is, and what is
    no command comes as its sounds.
    """

    def __init__(self, listener: Listener, recogniser: Apart, pupil: Pupil | None = None) -> None:
        self.name = listener.name
        self._listener, self._recogniser, self._pupil = listener, recogniser, pupil
        self._tried_at: float | None = None
        self._wanted: frozenset[str] = frozenset()
        self._learnt: deque[tuple[Phrases, Callable[[], Recogniser]]] = deque(maxlen=1)

    @property
    def can_be_taught(self) -> bool:
        """Whether it can tell the sounds of what is no command."""
        return self._pupil is not None and self._recogniser.hears_sounds

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on, only these intents are armed."""
        self._wanted = intents
        if self._pupil is not None:
            self._pupil.taught = OWN_WORDS in intents
            intents = self._pupil.phrases.intents if self._pupil.taught else intents
        with suppress(EarError):  # the next remark meets the same trouble, there it is told
            self._listener.listen_for(intents)

    def know(self, phrases: Phrases, make: Callable[[], Recogniser]) -> None:
        """From the next quiet moment on these are the phrases, and `make` makes what hears them; for any thread."""
        phrases.prepare()
        self._learnt.append((phrases, make))

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """Take the next block; see `ports.Ear`."""
        if self._tried_at is not None:
            return self._try_again(at, self._tried_at)
        try:
            self._take_up()
            events = self._listener.hear(block, at, reference=reference, saying=saying)
            if self._pupil is not None and self._pupil.taught:
                events = self._pupil.made_of(events, at, saying)
        except EarError:
            self._tried_at = at
            return [SoundLost(at, "microphone")]
        troubles, self._recogniser.troubles = self._recogniser.troubles, []
        return events + [Recovered(at, "ear", trouble) for trouble in troubles]

    def _take_up(self) -> None:
        """Take up phrases that were learnt, unless somebody is speaking; raises EarError."""
        if not self._learnt or self._listener.speaking:
            return
        phrases, make = self._learnt.pop()
        self._listener.know(phrases)
        if self._pupil is not None:
            self._pupil.phrases = phrases
        self._recogniser.become(make)
        self.listen_for(self._wanted)

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken."""
        return self._tried_at is None and self._listener.speaking

    @property
    def perhaps_stop(self) -> bool:
        """Whether it may be one that must not be talked over."""
        return self._tried_at is None and self._listener.perhaps_stop

    def close(self) -> None:
        """End the recogniser's process."""
        self._listener.close()

    def _try_again(self, at: float, tried_at: float) -> list[Event]:
        if at - tried_at < RETRY:
            return []
        self._tried_at = at
        try:
            self._recogniser.mend()
        except EarError:
            return []
        self._tried_at = None
        self._listener.restart()
        return [SoundBack(at, "microphone")]
