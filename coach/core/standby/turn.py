"""One turn of the box between sessions, built up by its rules."""

from collections.abc import Mapping
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Rank, Say
from coach.core.plan import Line
from coach.core.standby.model import Begin, Box, Idle, Offer, Wanted

OFFER_FOR = 120.0
"""Seconds a planned session is offered before the box goes back to waiting."""


class BoxTurn:
    """The state and what is wanted; lives for one call."""

    def __init__(self, box: Box, state: Idle, at: SessionTime) -> None:
        self.box, self.state, self.at = box, state, at
        self.wanted: list[Wanted] = []

    def say(self, line: Line | str, **fields: str) -> None:
        """Speak a line, or the stock line of that name."""
        self._speak(self.box.lines[line] if isinstance(line, str) else line, Rank.REPLY, fields)

    def warn(self, line: Line, **fields: str) -> None:
        """Speak a line that gives way to nothing."""
        self._speak(line, Rank.SAFETY, fields)

    def _speak(self, line: Line, rank: Rank, fields: Mapping[str, str]) -> None:
        sentence, used = wording.choose(line, self.state.used, 0)
        self.wanted.append(Say(self.state.next_cue, wording.fill(sentence, fields), rank))
        self.state = replace(self.state, used=used, next_cue=self.state.next_cue + 1)

    def cue(self) -> int:
        """A fresh cue number."""
        number = self.state.next_cue
        self.state = replace(self.state, next_cue=number + 1)
        return number

    def begin(self, session: str, gun_minutes: float | None = None) -> None:
        """Begin a session, where there is one of that name."""
        if session not in self.box.titles:
            self.say("idle.unknown")
            return
        self.wanted.append(Begin(session, self.state.length, gun_minutes))
        self.state = replace(self.state, offer=None, again=None, length="normal", timer=None)

    def offer(self, offer: Offer) -> None:
        """Offer a session for a while."""
        self.state = replace(self.state, offer=replace(offer, until=self.at + OFFER_FOR), again=None)
