"""What a button says: a table of buttons and sentences, and a press as something heard.

A button stands for one sentence, or for several, of which the first that makes sense right now is meant: one pedal can
be "ready" before a set, "done" in it and "next" after it. The word `talk` opens the ear instead.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.errors import InputError

if TYPE_CHECKING:
    from coach.phrases.intents import Understood
    from coach.understanding.reader import Reader

TALK = "talk"
"""What a button says that opens the ear for a while; see `coach.ears.push_to_talk`."""

ALWAYS = frozenset({"stop", "complaint"})
"""What is told whether it is listened for or not: the red button is for the moment nobody thought of."""

SURE = 0.9
"""A button says the same for years: so sure must the reader be of what that means."""

SHAPE = "write gpio17 for a button on a Pi, KEY_NEXTSONG and the like for a remote, or space, enter or a letter"

_NAMES = re.compile(
    r"(?P<pin>gpio(?:[0-9]|1[0-9]|2[0-7]))|(?P<media>(?:KEY|BTN)_[A-Z0-9_]+)|(?P<typed>space|enter|[a-z])"
)


class Where(Enum):
    """Where a button is: on the pins of a Pi, on a remote control, on the keyboard of the terminal."""

    PIN = "pin"
    MEDIA = "media"
    TYPED = "typed"


def where(button: str) -> Where:
    """Where the button of this name is; raises InputError for what is no button's name."""
    found = _NAMES.fullmatch(button)
    if found is None or found.lastgroup is None:
        raise InputError(f"buttons: '{button}' is no button; {SHAPE}")
    return Where(found.lastgroup)


@dataclass(frozen=True, slots=True)
class Button:
    """What one button says: understood sentences in the order in which they are tried, or that it opens the ear."""

    name: str
    says: "tuple[Understood, ...]" = ()
    talks: bool = False


def buttons_of(table: Mapping[str, Sequence[str]], reader: "Reader") -> tuple[Button, ...]:
    """The buttons of a table (name: sentences); raises InputError for a name or a sentence that means nothing."""
    for name in table:
        where(name)
    return tuple(_button(name, sentences, reader) for name, sentences in table.items())


def _button(name: str, sentences: Sequence[str], reader: "Reader") -> Button:
    if list(sentences) == [TALK]:
        return Button(name, talks=True)
    says = []
    for sentence in sentences:
        understood = _understood(sentence, reader)
        if understood is None:
            raise InputError(
                f"buttons: {name} says '{sentence}', which is no command; 'coach hear --text' shows what is understood"
            )
        says.append(understood)
    return Button(name, tuple(says))


def _understood(sentence: str, reader: "Reader") -> "Understood | None":
    """What the sentence certainly means: a wording as it is written, anything else as the reader takes it."""
    from coach.phrases.intents import Understood
    from coach.understanding.meaning import Action

    wording = reader.phrases.match(sentence)
    if wording is not None:
        return wording
    reading = reader.read(sentence)
    if reading.action is not Action.ACT or reading.intent is None or reading.certainty < SURE:
        return None
    return Understood(reading.intent, reading.slots, sentence)


class Presses:
    """Turns presses into events. `press` may be called from any thread; it only posts."""

    def __init__(
        self,
        buttons: Sequence[Button],
        *,
        now: Callable[[], SessionTime],
        post: Callable[[Event], None],
        talk: Callable[[SessionTime], None] | None = None,
    ) -> None:
        self.buttons = {button.name: button for button in buttons}
        self._now, self._post, self._talk = now, post, talk
        self._armed: frozenset[str] = frozenset()

    def at(self, place: Where) -> tuple[str, ...]:
        """The names of the buttons in this place."""
        return tuple(name for name in self.buttons if where(name) is place)

    def listen_for(self, intents: frozenset[str]) -> None:
        """From now on these intents make sense."""
        self._armed = intents

    def press(self, name: str) -> None:
        """The button of this name was pressed; one that is not in the table says nothing."""
        button = self.buttons.get(name)
        if button is None:
            return
        if button.talks and self._talk is not None:
            self._talk(self._now())
        meant = next((each for each in button.says if each.intent in self._armed | ALWAYS), None)
        if meant is not None:
            self._post(Heard(self._now(), meant.intent, meant.slots, meant.text))
