"""A display that shows nothing here: it hands the picture to the door, beside the screen it stands for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coach.clocks import SessionTime
from coach.core.commands import Rank, Say
from coach.core.session.machine import Session, View
from coach.link.attendant import Attendant, spelled
from coach.link.picture import IDLE, STANDBY, blank, buttons_for, of_session
from coach.ports import Display, Sounded, Speaker

UNSURE = "perhaps "
"""What stands before a meaning that is asked about."""


class Link:
    """The door as the loop sees it: told everything a screen is told, it sends pictures and waits for nothing."""

    def __init__(
        self,
        attendant: Attendant,
        send: Callable[[Mapping[str, Any]], None],
        speaker: Speaker,
        now: Callable[[], SessionTime],
        lifter: str,
    ) -> None:
        self._attendant, self._send, self._speaker, self._now = attendant, send, speaker, now
        self._picture = blank(lifter)
        self._begun = self._lasts = False

    def shown_on(self, screen: Display) -> "LinkedDisplay":
        """The screen, with the door beside it."""
        return LinkedDisplay(screen, self)

    def listen_for(self, intents: frozenset[str]) -> None:
        """These intents make sense now."""
        self._attendant.armed = intents
        self._picture["buttons"] = buttons_for(intents)
        self._tell()

    def waiting(self, titles: Mapping[str, str], today: Iterable[str], lifter: str) -> None:
        """The box waits: for one of these sessions, with this planned."""
        self._attendant.sessions = frozenset(titles)
        names = [{"name": name, "title": title} for name, title in titles.items()]
        keep = {name: self._picture[name] for name in ("said", "heard", "trouble", "buttons", "summary")}
        self._picture = {**blank(lifter), **keep, "sessions": names, "today": list(today)}
        self._begun = True
        self._tell()
        self.speak()

    def trouble(self, text: str, *, lasts: bool = False) -> None:
        """Something went wrong; called from any thread. It is told until the next session begins, or until another
        trouble where it `lasts`."""
        self._lasts = lasts
        self._picture["trouble"] = {"at": round(self._now(), 3), "text": text}
        self._tell()

    def show(self, view: View, session: Session) -> None:
        """This goes on."""
        if self._begun and self._picture["mode"] == STANDBY and not self._lasts:
            self._picture["trouble"] = None
        self._picture |= of_session(view, session)
        self._begun = True
        self._tell()
        self.speak()

    def heard(self, text: str, meant: str) -> None:
        """This was heard; shown with the picture that follows from it."""
        sure = not meant.startswith(UNSURE)
        at = round(self._now(), 3)
        self._picture["heard"] = {"at": at, "text": text, "meant": meant.removeprefix(UNSURE), "sure": sure}

    def said(self, text: str) -> None:
        """The box said this, between sessions; a number for a new screen is for ears alone."""
        if self._picture["situation"] == IDLE and text != self._attendant.secret:
            self._picture["said"] = text
            self._tell()

    def speak(self) -> None:
        """Say what visitors asked for; only the loop's thread may speak."""
        while self._attendant.to_say:
            self._speaker.perform(Say(0, self._attendant.to_say.pop(0), Rank.REPLY), self._now())

    def page(self) -> str:
        """Where the page is found, as it is said; empty while there is none."""
        return spelled(self._attendant.page_at)

    def _tell(self) -> None:
        if not self._begun:  # nothing has been shown yet
            return
        self._attendant.situation = self._picture["situation"]
        self._send({**self._picture, "at": round(self._now(), 3)})


class LinkedDisplay:
    """Implements `coach.ports.Display`: everything goes to the screen, and through the door."""

    def __init__(self, screen: Display, link: Link) -> None:
        self._screen, self._link = screen, link

    def show(self, view: View, session: Session) -> None:
        """Show this picture from now on."""
        self._screen.show(view, session)
        self._link.show(view, session)

    def heard(self, text: str, meant: str) -> None:
        """Show what was heard."""
        self._screen.heard(text, meant)
        self._link.heard(text, meant)

    def sounding(self, sounded: Sounded) -> None:
        """Show what the loudspeaker does."""
        self._screen.sounding(sounded)
        if sounded.kind == "say":
            self._link.said(sounded.text)
