"""The ear that is looked after: what its recogniser died of is told, and one that stays away is tried again."""

from contextlib import suppress

from coach.core.events import Event, Recovered, SoundBack, SoundLost
from coach.ears.apart import Apart
from coach.ears.listener import Listener
from coach.errors import EarError
from coach.ports import Pcm16

RETRY = 2.0
"""Seconds between two attempts to start a recogniser that would not start."""


class WatchedEar:
    """Implements `ports.Ear` by a listener whose recogniser runs apart; tells `Recovered` when that was started anew.

    While it cannot be started nothing is heard: then it is as if the microphone were lost, until it starts again.
    """

    def __init__(self, listener: Listener, recogniser: Apart) -> None:
        self.name = listener.name
        self._listener, self._recogniser = listener, recogniser
        self._tried_at: float | None = None

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on, only these intents are armed."""
        with suppress(EarError):  # the next remark meets the same trouble, and there it is told
            self._listener.listen_for(intents)

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """Take the next block; see `ports.Ear`."""
        if self._tried_at is not None:
            return self._try_again(at, self._tried_at)
        try:
            events = self._listener.hear(block, at, reference=reference, saying=saying)
        except EarError:
            self._tried_at = at
            return [SoundLost(at, "microphone")]
        troubles, self._recogniser.troubles = self._recogniser.troubles, []
        return events + [Recovered(at, "ear", trouble) for trouble in troubles]

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken."""
        return self._tried_at is None and self._listener.speaking

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
