"""Opening the local door where its owner wants it; without it everything goes on, and that is told."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from coach.clocks import SessionTime
from coach.config import Config, passed_on
from coach.controls.keyboard import Reads
from coach.core.events import Event
from coach.link.closed import NoLink
from coach.ports import Speaker
from coach.script.shapes.schema import StockLine
from coach.wiring.request import Tell

if TYPE_CHECKING:
    from coach.link.display import Link


class Inbox(Protocol):
    """Where wishes are posted: a world."""

    @property
    def speaker(self) -> Speaker: ...

    def now(self) -> SessionTime: ...

    def post(self, event: Event) -> None: ...


@contextmanager
def link_opened(
    config: Config, reader: Reads, world: Inbox, lines: Mapping[str, StockLine], tell: Tell
) -> Iterator["Link | NoLink"]:
    """The door, open for the length of the `with` where `config.link` says so."""
    if not config.link:
        yield NoLink()
        return
    from coach.link.attendant import Attendant
    from coach.link.display import Link
    from coach.link.outlet import Outlet
    from coach.link.places import door_place

    attendant = Attendant(reader, now=world.now, post=world.post, words=partial(_words, lines))
    place = door_place(config.data_folder)
    with ExitStack() as opened:
        try:
            outlet = opened.enter_context(Outlet(place, passed_on(config), attendant, tell))
        except OSError as error:
            tell(f"Going on without the local door: {error.strerror}.")
            yield NoLink()
            return
        tell(f"The local door is {place}.")
        yield Link(attendant, outlet.send, world.speaker, world.now, config.lifter)


def _words(lines: Mapping[str, StockLine], line: str, value: str) -> str | None:
    found = lines.get(line)
    return found.say[0].format(what=value) if found is not None else None
