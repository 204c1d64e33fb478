"""The local door, closed: what is there when nobody asked for it, without what an open one needs."""

from collections.abc import Iterable, Mapping

from coach.ports import Display


class NoLink:
    """The door stays closed: nobody asked for it."""

    def shown_on(self, screen: Display) -> Display:
        """The screen as it is."""
        return screen

    def listen_for(self, intents: frozenset[str]) -> None:
        """Nobody is told."""

    def waiting(self, titles: Mapping[str, str], today: Iterable[str], lifter: str) -> None:
        """Nobody is told."""

    def trouble(self, text: str, *, lasts: bool = False) -> None:
        """Nobody is told."""

    def speak(self) -> None:
        """Nobody asked for anything."""

    def page(self) -> None:
        """There is none: who asks for it is told how it is opened."""
