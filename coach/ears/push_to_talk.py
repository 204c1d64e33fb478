"""Push to talk: an ear that takes commands only for a while after a button was pressed.

Complaints, "stop", "pause" and answers to a question are heard always: safety waits for no button.
Neither does a phrase that is being taught.
"""

from typing import Protocol

from coach.clocks import SessionTime
from coach.core.events import Event
from coach.core.standby.lesson import OWN_WORDS
from coach.ears.decision.policy import ANSWERS
from coach.phrases.intents import Phrases
from coach.ports import Ear, Pcm16


class Pressable(Ear, Protocol):
    """An ear that may be told that what begins now is for the coach."""

    pressed: bool


class TalkWindow:
    """When the ear is open: for `seconds` of session time after each press. Pressed from any thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = 0.0

    def press(self, at: SessionTime) -> None:
        """Open from session time `at`, or stay open for longer."""
        self._until = at + self.seconds

    def open(self, at: SessionTime) -> bool:
        """Whether it is open at this session time."""
        return at < self._until


class PushToTalk:
    """Implements `coach.ports.Ear` around another one. A remark that began while it was open is heard to its end.

    What begins after a press is for the coach, and is answered; behind a question it may be, as without a button.
    """

    def __init__(self, ear: Pressable, phrases: Phrases, window: TalkWindow) -> None:
        self.name = ear.name
        self._ear, self._window, self._asked = ear, window, TalkWindow(window.seconds)
        self._free = ANSWERS | {OWN_WORDS} | {intent for intent, care in phrases.care.items() if care == "easy"}
        self._wanted: frozenset[str] = frozenset()
        self._open = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """From the next remark on these intents are armed while it is open, and the free ones among them always."""
        self._wanted = intents
        self._ear.listen_for(intents if self._open else intents & self._free)

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        """The next block; see `coach.ports.Ear`. A question of the coach's opens the ear as a press does."""
        if "?" in saying:
            self._asked.press(at)
        self._ear.pressed = self._window.open(at)
        if self._open != (self._ear.pressed or self._asked.open(at)):
            self._open = not self._open
            self.listen_for(self._wanted)
        return self._ear.hear(block, at, reference=reference, saying=saying)

    @property
    def speaking(self) -> bool:
        """Whether a remark is being spoken."""
        return self._ear.speaking

    @property
    def perhaps_stop(self) -> bool:
        """Whether it may be one that must not be talked over."""
        return self._ear.perhaps_stop

    def close(self) -> None:
        """Close the ear."""
        self._ear.close()
