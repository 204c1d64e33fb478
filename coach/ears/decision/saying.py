"""What the coach itself said a moment ago: its echo is no remark, and its question is what a remark may answer."""

import re
from collections import deque
from collections.abc import Callable

from coach.clocks import SessionTime
from coach.ears.decision.policy import FOLLOW_UP

KEPT = 0.6
"""Seconds for which the coach's own words can still come back out of the room."""
KNOWN = 2.5
"""Seconds for which a remark of several of its words in a row is its echo, from a loudspeaker that is far behind."""

QUESTION = re.compile(r"[^.!?]*\?")


class Saying:
    """The coach's words as they sound. Times are on the ear's clock; `later` are the seconds by which an echo comes
    behind what the clocks say."""

    def __init__(self, normalise: Callable[[str], str], later: float) -> None:
        self._normalise, self._kept = normalise, KEPT + later
        self._said: deque[tuple[SessionTime, str]] = deque()
        self._asked_at, self._question = -FOLLOW_UP, ""

    def take(self, saying: str, at: SessionTime) -> None:
        """These words sound at this moment, "" for none."""
        if "?" in saying:
            self._asked_at, self._question = at, QUESTION.findall(saying)[-1].strip()
        words = self._normalise(saying)
        if words and (not self._said or self._said[-1][1] != words):
            self._said.append((at, words))
        elif words:
            self._said[-1] = (at, words)

    def question(self, now: SessionTime) -> str:
        """The question that may still be answered, "" for none."""
        return self._question if now - self._asked_at <= FOLLOW_UP else ""

    def since(self, began: SessionTime) -> str:
        """What was said since shortly before this moment."""
        return self._words(began - self._kept)

    def lately(self, began: SessionTime) -> str:
        """What was said since longer before it."""
        return self._words(began - self._kept - (KNOWN - KEPT))

    def _words(self, since: SessionTime) -> str:
        while self._said and self._said[0][0] < since - KNOWN:
            self._said.popleft()
        return " | ".join(words for at, words in self._said if at >= since)
