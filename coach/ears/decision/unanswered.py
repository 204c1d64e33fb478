"""Words that were said to the coach and mean nothing are answered: what could be said instead.

Whoever called it by name or pressed the button means it. Behind a question a few words may be an answer, or said to
somebody else: not more than two of them are answered within a while.
"""

from collections.abc import Callable

from coach.clocks import SessionTime
from coach.ears.decision.evidence import Situation
from coach.ears.decision.gathering import calls
from coach.ears.decision.limits import LIMITS, Limits
from coach.ears.decision.own_voice import late_echo, own_words
from coach.ears.decision.partials import Look
from coach.understanding.reader import Reader

AT_MOST, A_WHILE = 2, 60.0
"""So many answers that mean nothing are answered in so many seconds: more of them is talk in the room."""

KNOWN_BY_NAME = 0.25
"""So sure an ear without transcripts must be of a phrase behind the coach's name to take that as said."""


class Unanswered:
    """Tells what was said to the coach, of the remarks that it makes nothing of."""

    def __init__(self, normalise: Callable[[str], str], limits: Limits = LIMITS) -> None:
        self._normalise, self._limits = normalise, limits
        self._answered: list[SessionTime] = []

    def nearest(self, reader: Reader, look: Look, situation: Situation, now: SessionTime) -> str | None:
        """What could be said instead, "" where nothing comes near; None for what was not said to the coach."""
        written = look.hypothesis.transcript
        heard = self._normalise(written.text) if written is not None else look.hypothesis.text
        if own_words(heard, situation.said) or late_echo(heard, situation.lately):
            return None
        if not self._certainly(reader, look, situation, heard) and not self._answers(reader, look, situation, now):
            return None
        return reader.nearest(heard, situation.armed) if heard else ""

    def _certainly(self, reader: Reader, look: Look, situation: Situation, heard: str) -> bool:
        """Whether the coach was called, or the button pressed."""
        written = look.hypothesis.transcript
        if written is None:
            by_name = bool(situation.wake) and heard.startswith(f"{situation.wake} ")
            known = bool(heard) and look.hypothesis.confidence >= KNOWN_BY_NAME
            return known and (by_name or (situation.pressed and not situation.said))
        if not heard or written.likely < self._limits.fair:
            return False
        return calls(reader, heard, situation.wake) or (situation.pressed and self._clear(look, situation))

    def _answers(self, reader: Reader, look: Look, situation: Situation, now: SessionTime) -> bool:
        """Whether it may answer the question that is open, and not too many were answered lately."""
        written = look.hypothesis.transcript
        if written is None or not situation.asked or not self._clear(look, situation):
            return False
        self._answered = [at for at in self._answered if now - at < A_WHILE]
        if len(self._answered) >= AT_MOST or not reader.may_answer(self._normalise(written.text)):
            return False
        self._answered.append(now)
        return True

    def _clear(self, look: Look, situation: Situation) -> bool:
        """Whether words are clear; beside its own voice they have to be plain, as what is left of that never is."""
        written = look.hypothesis.transcript
        least = self._limits.plain if situation.said else self._limits.clear
        return written is not None and written.likely >= least
