"""The ear that is looked after: what its recogniser died of is told, and one that stays away is tried again."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress

from coach.clocks import SessionTime
from coach.core.events import Event, Recovered, SoundBack, SoundLost
from coach.core.standby.lesson import OWN_WORDS
from coach.ears.decision.hypothesis import Judge
from coach.ears.enrolment.observer import Pupil
from coach.ears.pipeline import Listener
from coach.ears.recognisers.base import Recogniser, Tended
from coach.ears.room.watching import MicrophoneWatch
from coach.errors import EarError
from coach.phrases.intents import Phrases
from coach.ports import Pcm16

RETRY, SELDOM = 2.0, 60.0
"""Seconds until a recogniser is tried again that would not start, or that ended soon after it had; twice as many each
time, and so many at most."""

LASTING = 30.0
"""Seconds a recogniser has to have lived since it was started anew, to be started anew at once when it ends."""


class WatchedEar:
    """Implements `ports.Ear` by a listener whose recogniser runs apart; tells `Recovered` when that was started anew.

    While it cannot be started nothing is heard: then it is as if the microphone were lost, until it starts again.
    With a `pupil`, which watches the listener, it can be taught: while `OWN_WORDS` is armed everything is, and what is
    no command comes as its sounds. `microphone` watches what is wrong with that.
    """

    def __init__(
        self,
        listener: Listener,
        recogniser: Tended,
        pupil: Pupil | None = None,
        microphone: MicrophoneWatch | None = None,
    ) -> None:
        self.name = listener.name
        self._listener, self._recogniser, self._pupil = listener, recogniser, pupil
        self.microphone = microphone
        self._tried_at: SessionTime | None = None
        self._wait = RETRY
        self._revived_at = float("-inf")
        self._wanted: frozenset[str] = frozenset()
        self._learnt: deque[tuple[Phrases, Judge, Callable[[], Recogniser]]] = deque(maxlen=1)

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

    @property
    def pressed(self) -> bool:
        """Whether a button says that a remark which begins now is for the coach."""
        return self._listener.pressed

    @pressed.setter
    def pressed(self, pressed: bool) -> None:
        self._listener.pressed = pressed

    def know(self, phrases: Phrases, make: Callable[[], Recogniser]) -> None:
        """From the next quiet moment on these are the phrases, and `make` makes what hears them; for any thread."""
        phrases.prepare()
        self._learnt.append((phrases, self._listener.judge.knowing(phrases), make))

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """Take the next block; see `ports.Ear`."""
        if self._tried_at is not None:
            return self._try_again(at, self._tried_at)
        try:
            if not self._recogniser.alive and not self._revived(at):
                return self._lose(at)
            self._take_up()
            events = self._listener.hear(block, at, reference=reference, saying=saying)
            if self._pupil is not None and self._pupil.taught:
                events = self._pupil.made_of(events, at, saying)
        except EarError:
            return self._lose(at)
        if self.microphone is not None:
            events += self.microphone.take(block, at, speaking=self._listener.speaking, saying=bool(saying))
        return events + self._recovered(at)

    def _recovered(self, at: SessionTime) -> list[Event]:
        """What it died of since the last block, and was started anew after."""
        troubles, self._recogniser.troubles = self._recogniser.troubles, []
        return [Recovered(at, "ear", trouble) for trouble in troubles]

    def _revived(self, at: SessionTime) -> bool:
        """Start it anew at once, as nobody should have to speak first; not one that goes on dying. Raises EarError."""
        lasted = at - self._revived_at
        self._revived_at = at
        if lasted < LASTING:
            return False
        self._wait = RETRY
        self._recogniser.revive()
        return True

    def _lose(self, at: SessionTime) -> list[Event]:
        self._tried_at = at
        return [SoundLost(at, "microphone")]

    def _take_up(self) -> None:
        """Take up phrases that were learnt, unless somebody is speaking; raises EarError."""
        if not self._learnt or self._listener.speaking:
            return
        phrases, judge, make = self._learnt.pop()
        self._listener.know(phrases, judge)
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

    def _try_again(self, at: SessionTime, tried_at: SessionTime) -> list[Event]:
        if at - tried_at < self._wait:
            return []
        self._tried_at, self._wait = at, min(SELDOM, 2 * self._wait)
        try:
            self._recogniser.mend()
        except EarError:
            return []
        self._tried_at, self._revived_at = None, at
        self._listener.restart()
        return [SoundBack(at, "microphone")]
