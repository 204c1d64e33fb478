"""The voice that speaks where another cannot: opened when it is first needed, and told of once."""

from collections.abc import Callable
from typing import Literal, Protocol

from coach.errors import CoachError, VoiceError
from coach.ports import Clip
from coach.voices.ahead import TOO_MANY

AGAIN, SELDOM = 30.0, 300.0
"""Seconds until an engine that comes back is tried again after it was given up; twice as many each time, and so many at
most. A try can keep a phrase waiting."""

Change = Literal["other_voice", "own_voice"]
"""What happened: the other voice speaks from here, or the voice itself again."""


class Speaks(Protocol):
    """A voice as far as standing in goes."""

    name: str

    def render(self, text: str) -> Clip: ...

    def close(self) -> None: ...


class Instead:
    """Stands in for the voice `name` by the one that `open_it` opens; None where there is no other.

    After `TOO_MANY` phrases in a row that `name` could not say, this one says all; where `comes_back`, until the other
    says one when it is tried again. `told` says who hears of both, as what happened and a sentence; `now` is a
    monotonic clock in seconds.
    """

    def __init__(
        self, name: str, open_it: Callable[[], Speaks] | None, *, comes_back: bool, now: Callable[[], float]
    ) -> None:
        self._tell: Callable[[Change, str], None] | None = None
        self._untold: tuple[Change, str] | None = None
        self._name, self._open, self._now = name, open_it, now
        self._comes_back = comes_back
        self._voice: Speaks | None = None
        self._failed = 0
        self._again_at, self._wait = 0.0, AGAIN

    @property
    def speaks(self) -> bool:
        """Whether the other is given up, and not to be tried now."""
        if self._voice is None or self._failed < TOO_MANY:
            return False
        return not self._comes_back or self._now() < self._again_at

    def render(self, text: str) -> Clip:
        """The phrase in this voice; where it `speaks`. Raises VoiceError."""
        assert self._voice is not None
        return self._voice.render(text)

    def said(self, text: str, error: VoiceError) -> Clip:
        """The phrase in this voice, as the other failed by this error; raised where this one cannot say it either."""
        if self._open is None:
            raise error
        try:
            self._voice = self._voice or self._open()
            clip = self._voice.render(text)
        except CoachError:
            raise error from None
        self._failed += 1
        if self._failed >= TOO_MANY:
            self._give_up(self._voice)
        return clip

    def not_needed(self) -> None:
        """The other has said a phrase."""
        if self._failed >= TOO_MANY:
            self._changed("own_voice", f"'{self._name}' speaks again")
        self._failed, self._wait = 0, AGAIN

    def told(self, tell: Callable[[Change, str], None]) -> None:
        """From now on tell of every change, and at once of the last one that nobody was told of."""
        self._tell = tell
        untold, self._untold = self._untold, None
        if untold is not None:
            tell(*untold)

    def stays_closed(self) -> None:
        """From now on nothing is opened."""
        self._open = None

    def close(self) -> None:
        """End it for good; may be called more than once."""
        self.stays_closed()
        if self._voice is not None:
            self._voice.close()

    def _give_up(self, voice: Speaks) -> None:
        if self._failed == TOO_MANY:
            self._changed("other_voice", f"'{self._name}' cannot speak any more; '{voice.name}' speaks from here")
        self._again_at = self._now() + self._wait
        self._wait = min(SELDOM, 2 * self._wait)

    def _changed(self, what: Change, sentence: str) -> None:
        if self._tell is None:
            self._untold = (what, sentence)  # phrases are rendered ahead before there is a screen
        else:
            self._tell(what, sentence)
