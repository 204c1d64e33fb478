"""Opening the buttons, the remote, the terminal's keys and the lamp; what cannot be had is done without, and told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Protocol, TypeVar

from coach.buttons.lamp import DARK, Blink, LampDisplay
from coach.buttons.pins import lamp_lit, pins_watched
from coach.buttons.presses import TALK, Presses, Where, buttons_of, where
from coach.buttons.remote import remotes_watched
from coach.buttons.typed import keys_watched
from coach.config import Config
from coach.core.events import Event
from coach.ears.push_to_talk import TalkWindow
from coach.errors import DeviceError
from coach.phrases.intents import Phrases
from coach.ports import Display
from coach.wiring.wishes import Tell

Thing = TypeVar("Thing")


class Inbox(Protocol):
    """What is told of a press: a world."""

    def now(self) -> float: ...

    def post(self, event: Event) -> None: ...


class Controls:
    """What is open: presses that need to know what makes sense now, and a lamp that shows it."""

    def __init__(self, presses: Presses, light: Callable[[Blink], None] | None = None) -> None:
        self._presses, self.light = presses, light

    def listen_for(self, intents: frozenset[str]) -> None:
        """These intents make sense now."""
        self._presses.listen_for(intents)

    def shown_on(self, screen: Display) -> Display:
        """The screen, and the lamp beside it where there is one."""
        return screen if self.light is None else LampDisplay(screen, self.light)

    def at_rest(self) -> None:
        """Between sessions the lamp is dark."""
        if self.light is not None:
            self.light(DARK)


@contextmanager
def controls_opened(
    config: Config,
    phrases: Phrases,
    inbox: Inbox,
    *,
    tell: Tell,
    talk: TalkWindow | None = None,
    typed: bool = False,
) -> Iterator[Controls]:
    """Watch every button of the configuration for the length of the `with`. `typed`: the terminal's keys are free.

    Raises InputError for a table that names no button or no command; devices that cannot be had are told.
    """
    table = dict(config.buttons)
    if talk is not None and typed and not any(where(name) is Where.TYPED for name in table):
        table["space"] = (TALK,)
    presses = Presses(buttons_of(table, phrases), now=inbox.now, post=inbox.post, talk=talk.press if talk else None)
    with ExitStack() as opened:
        for names, watched in (
            (presses.at(Where.PIN), pins_watched),
            (presses.at(Where.MEDIA), remotes_watched),
        ):
            if names:
                _try(opened, watched(names, presses.press), ", ".join(names), tell)
        if typed and presses.at(Where.TYPED):
            opened.enter_context(keys_watched(sys.stdin.fileno(), presses.press))
            if talk is not None:
                tell(f"Push to talk: {_talkers(presses)} opens the ear.")
        light = _try(opened, lamp_lit(config.lamp), "the lamp", tell) if config.lamp else None
        yield Controls(presses, light)


def _talkers(presses: Presses) -> str:
    return " or ".join(name for name, button in presses.buttons.items() if button.talks) or "nothing"


def _try(opened: ExitStack, thing: AbstractContextManager[Thing], what: str, tell: Tell) -> Thing | None:
    try:
        return opened.enter_context(thing)
    except DeviceError as error:
        tell(f"Going on without {what}: {error}")
        return None
