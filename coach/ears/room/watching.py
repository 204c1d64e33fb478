"""The microphone while somebody trains: what is wrong with it is told as in a recording, once in a while."""

from collections.abc import Callable

from coach.clocks import SessionTime
from coach.core.events import Event, Impaired
from coach.ears.room.condition import Condition
from coach.ports import EAR_RATE, Pcm16

STRETCH = 20.0
"""Seconds of sound after which it is judged."""

RINGS = 1.0
"""Seconds after the coach spoke in which the room still does."""

AGAIN = 1800.0
"""Seconds after which the same is worth saying again."""

HARDLY, HARDLY_FOR = -60.0, 120.0
"""Decibels below full scale that nothing heard exceeded, for so many seconds: no words would come through either."""

ELSEWHERE = ("silent", "clipped")
"""What is noticed sooner by whoever watches the stream, and remark by remark."""


class MicrophoneWatch:
    """Takes what the microphone gives while the coach is silent; what is wrong goes to `tell`, a line for each kind.

    What costs words comes as `Impaired` too, to be said aloud.
    """

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._channels: Callable[[], str] = str
        self._told_at: dict[str, float] = {}
        self._said_at = float("-inf")
        self._begin_anew()
        self._soft_for = 0.0

    def know_channels(self, channels: Callable[[], str]) -> None:
        """From now on this tells what is wrong with the microphone's channels, empty for nothing."""
        self._channels = channels

    def take(self, block: Pcm16, at: SessionTime, *, speaking: bool, saying: bool) -> list[Event]:
        """The next block, its last sample heard at `at`: whether somebody is `speaking`, and the coach `saying`."""
        if saying:
            self._said_at = at
        if at - self._said_at < RINGS or not block.any():  # its own voice; or nothing, which is told elsewhere
            return []
        self._spoken |= speaking
        self._condition.take(block)
        self._taken += len(block)
        return self._judged(at) if self._taken >= STRETCH * EAR_RATE else []

    def _begin_anew(self) -> None:
        self._condition, self._taken, self._spoken = Condition(), 0, False

    def _judged(self, at: SessionTime) -> list[Event]:
        faults = {kind: words for kind, words in self._condition.faults() if kind not in ELSEWHERE}
        loudest, spoken = self._condition.loudest, self._spoken
        self._begin_anew()
        self._soft_for = self._soft_for + STRETCH if loudest < HARDLY else 0.0
        if not spoken:
            faults.pop("faint", None)  # it may be as soft as it likes
        if self._soft_for >= HARDLY_FOR:
            faults["hardly"] = "hardly anything comes from it: turn its level up, or bring it nearer"
        if channels := self._channels():
            faults["channels"] = channels
        return [Impaired(at, kind) for kind, words in faults.items() if self._worth_telling(kind, words, at)]

    def _worth_telling(self, kind: str, words: str, at: SessionTime) -> bool:
        if at - self._told_at.get(kind, float("-inf")) < AGAIN:
            return False
        self._told_at[kind] = at
        self._tell(f"The microphone: {words}.")
        return True
