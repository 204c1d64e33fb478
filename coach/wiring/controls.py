"""Opening the buttons, the remote, the terminal's keys and the lamp; what cannot be had is done without, and told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from coach.clocks import SessionTime
from coach.config import Config
from coach.controls.hotkeys import keys_watched
from coach.controls.pins import lamp_lit, pins_watched
from coach.controls.presses import TALK, Presses, Where, buttons_of, where
from coach.controls.remote import remotes_watched
from coach.core.events import Event
from coach.displays.lamp import DARK, Blink, LampDisplay
from coach.errors import DeviceError
from coach.ports import Display
from coach.wiring.request import Tell

if TYPE_CHECKING:
    from coach.ears.push_to_talk import TalkWindow
    from coach.understanding.reader import Reader


class Inbox(Protocol):
    """What is told of a press: a world."""

    def now(self) -> SessionTime: ...

    def post(self, event: Event) -> None: ...


class Controls:
    """What is open: presses that need to know what makes sense now, and a lamp that shows it.

    `missing` are the buttons that could not be had; whoever relies on them must hear of it.
    """

    def __init__(
        self,
        presses: Presses,
        light: Callable[[Blink], None] | None = None,
        missing: tuple[str, ...] = (),
        lines: Callable[[frozenset[str]], None] | None = None,
    ) -> None:
        self._presses, self.light, self.missing, self._lines = presses, light, missing, lines

    def listen_for(self, intents: frozenset[str]) -> None:
        """These intents make sense now: presses and typed lines are told."""
        self._presses.listen_for(intents)
        if self._lines is not None:
            self._lines(intents)

    def shown_on(self, screen: Display) -> Display:
        """The screen, and the lamp beside it where there is one."""
        return screen if self.light is None else LampDisplay(screen, self.light)

    def at_rest(self) -> None:
        """Between sessions the lamp is dark."""
        if self.light is not None:
            self.light(DARK)


# many: each is a part of the stage that buttons reach, given by name
@contextmanager
def controls_opened(
    config: Config,
    reader: "Callable[[], Reader]",
    inbox: Inbox,
    *,
    tell: Tell,
    talk: "TalkWindow | None" = None,
    typed: bool = False,
    lines: Callable[[frozenset[str]], None] | None = None,
) -> Iterator[Controls]:
    """Watch every button of the configuration for the length of the `with`.

    `reader` is asked for only where there are buttons. `typed`: the terminal's keys are free. `lines`: who reads typed
    lines, to be told what makes sense.

    Raises InputError for a table that names no button or no command; devices that cannot be had are told.
    """
    table = dict(config.buttons)
    if talk is not None and typed and not any(where(name) is Where.TYPED for name in table):
        table["space"] = (TALK,)
    buttons = buttons_of(table, reader()) if table else ()
    presses = Presses(buttons, now=inbox.now, post=inbox.post, talk=talk.press if talk else None)
    missing: tuple[str, ...] = ()
    with ExitStack() as opened:
        for names, watched in (
            (presses.at(Where.PIN), pins_watched),
            (presses.at(Where.MEDIA), remotes_watched),
        ):
            if names:
                missing += _watch(opened, watched(names, presses.press), names, tell)
        if typed and presses.at(Where.TYPED):
            opened.enter_context(keys_watched(sys.stdin.fileno(), presses.press))
            if talk is not None:
                tell(f"Push to talk: {_talkers(presses)} opens the ear.")
        yield Controls(presses, _lit(opened, config.lamp, tell) if config.lamp else None, missing, lines)


def _talkers(presses: Presses) -> str:
    return " or ".join(name for name, button in presses.buttons.items() if button.talks) or "nothing"


def _watch(
    opened: ExitStack, watched: AbstractContextManager[None], names: tuple[str, ...], tell: Tell
) -> tuple[str, ...]:
    """Watch these buttons; returns those that cannot be had."""
    try:
        opened.enter_context(watched)
    except DeviceError as error:
        tell(f"Going on without {', '.join(names)}: {error}")
        return names
    return ()


def _lit(opened: ExitStack, lamp: str, tell: Tell) -> Callable[[Blink], None] | None:
    try:
        return opened.enter_context(lamp_lit(lamp))
    except DeviceError as error:
        tell(f"Going on without the lamp: {error}")
        return None
