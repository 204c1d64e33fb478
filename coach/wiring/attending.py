"""Whether anybody is there: to hear the coach at all, and to say "ready" to it; what nobody lifted is not kept."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from coach.audio.hardware.devices import Direction
from coach.audio.worlds.files import FileWorld
from coach.config import Config
from coach.core.events import Event
from coach.core.session.machine import SessionTurn
from coach.journal.storage.session_log import SessionJournal
from coach.wiring.opening import World
from coach.wiring.request import Hands, Wishes


def attended(wishes: Wishes, world: World) -> bool:
    """Whether somebody can be there from the beginning: what nobody can hear or answer is a performance, no training.

    Sound files outrun everybody, so there is somebody only where the keyboard was chosen, or once something was typed,
    pressed or understood: a recording may be of an empty room.
    """
    if not isinstance(world, FileWorld) or world.paced:
        return True
    return wishes.ear == "keyboard"


class Kept:
    """A session's turns on their way into the journal: from the beginning, or all of them once somebody is `there`.

    That is asked of what happened, and before the first turn of nothing.
    """

    def __init__(self, begin: Callable[[], SessionJournal], there: Callable[[Event | None], bool]) -> None:
        self._begin, self._there = begin, there
        self._before: list[SessionTurn] = []
        self.book: SessionJournal | None = begin() if there(None) else None
        """Where they are kept; None while nobody was there."""

    def append(self, turn: SessionTurn) -> None:
        """Keep the turn, or hold it until somebody is there."""
        self._before.append(turn)
        if self.book is None and self._there(turn.event):
            self.book = self._begin()
        if self.book is not None:
            for each in self._before:
                self.book.append(each)
            self._before.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.book is not None:
            self.book.close()


def says_ready(wishes: Wishes, config: Config, hands: Hands, world: World, *, ears: bool) -> bool:
    """Whether "ready" can be waited for: by voice where `ears` are open, typed or pressed.

    Files that are played faster than real time are not waited with: a recording answers when it likes.
    """
    if isinstance(world, FileWorld):
        heard, real = False, world.paced
    else:
        heard, real = ears and Direction.MICROPHONE.value in world.devices, True
    return real and (heard or hands.terminal or wishes.ear == "keyboard" or bool(config.buttons))
