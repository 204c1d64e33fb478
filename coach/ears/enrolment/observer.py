"""What an ear makes of remarks while a phrase is being taught: commands as ever, and of all else its sounds."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.core.standby.lesson import OWN_WORDS
from coach.ears.decision.policy import THRESHOLDS, Verdict, judge
from coach.ears.front_end.endpointing import Pauses
from coach.ears.pipeline import Decision
from coach.phrases.intents import Phrases
from coach.phrases.phones import learnt_by_ear

TAIL = 0.1
"""Seconds after the coach's own last word in which what begins is taken for its echo."""


class Pupil:
    """Watches the decisions of one listener; `sounds` gives the free phones of the remark decided on last."""

    def __init__(self, phrases: Phrases, sounds: Callable[[], str]) -> None:
        self.phrases = phrases
        self.taught = False
        self._sounds = sounds
        self._decisions: list[Decision] = []
        self._coach_until = float("-inf")

    def watch(self, decision: Decision) -> None:
        """One remark was decided on."""
        if self.taught:
            self._decisions.append(decision)

    def made_of(self, events: Iterable[Event], at: SessionTime, saying: str) -> list[Event]:
        """What the listener was sure of, and the sounds of what it was not."""
        decisions, self._decisions = self._decisions, []
        sure: list[Event] = [_speakable(event) for event in events if isinstance(event, Heard)]
        sure += [heard for decision in decisions if (heard := self._doubted(decision)) is not None]
        if saying:
            self._coach_until = at
        return sure

    def _doubted(self, decision: Decision) -> Heard | None:
        """A remark that was not acted on; what began while the coach spoke may be its echo, and is nothing."""
        text, sure = decision.hypothesis.text, decision.hypothesis.confidence
        voice_from = decision.begin - decision.hypothesis.begin + Pauses().before
        if decision.verdict is Verdict.ACT or voice_from < self._coach_until + TAIL:
            return None
        known = self.phrases.match(text) if text else None
        care = self.phrases.care[known.intent] if known is not None else ""
        if known is not None and sure >= (THRESHOLDS["easy" if care == "easy" else "strict"]).act:
            return _speakable(Heard(decision.decided_at, known.intent, known.slots, known.text, sure))
        sounds = self._sounds()
        if not sounds:
            return None
        asks = known is not None and care == "easy" and judge(care, sure) is Verdict.ASK
        guess = {"guess": known.intent} if known is not None and asks else {}
        return Heard(decision.decided_at, OWN_WORDS, {"sounds": sounds, **guess}, "", sure)


def _speakable(heard: Heard) -> Heard:
    """What was learnt by ear has a word that nobody could read out."""
    return replace(heard, text="") if learnt_by_ear(heard.text, heard.intent) else heard
