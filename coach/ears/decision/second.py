"""A second opinion on what this ear would let pass or ask about, from an ear with more room to think.

Complaints, red flags, "stop" and "pause" are decided here and at once. What only the other ear takes for one of these
is asked about, never acted on; anything else is acted on where it is as sure as it would have to be here.
"""

from dataclasses import dataclass, replace

from coach.clocks import SessionTime
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.partials import Look
from coach.ears.decision.policy import Verdict
from coach.ears.recognisers.base import Transcript
from coach.ears.recognisers.second import WITHIN, OtherEar
from coach.ports import EAR_RATE, Pcm16

LIKELY = -0.2
"""How likely its transcripts are taken to be, as it does not say."""

SHORTEST, LONGEST = 0.4, 12.0
"""Seconds of a remark that is worth asking about."""


@dataclass(frozen=True, slots=True)
class Open:
    """A remark that is not decided yet: what this ear took it for, in which situation, when it began and ended."""

    look: Look
    situation: Situation
    began: SessionTime
    ended: SessionTime


class SecondOpinions:
    """Asks the other ear, and waits for its answer without keeping anybody. Times are on the ear's clock."""

    def __init__(self, ear: OtherEar) -> None:
        self._ear = ear
        self._open: Open | None = None

    def ask(self, remark: Open, segment: Pcm16) -> bool:
        """Ask about this remark; False where there is nothing to ask, and it is to be decided as it stands."""
        look, situation = remark.look, remark.situation
        if look.verdict is Verdict.ACT or (look.verdict is Verdict.ASK and look.easy) or situation.said:
            return False
        if not SHORTEST <= len(segment) / EAR_RATE <= LONGEST or not self._ear.ask(segment):
            return False
        self._open = remark
        return True

    def settled(self, judge: Judge, now: SessionTime, *, at_once: bool = False) -> Open | None:
        """The remark that was asked about, with what it is taken for in the end; None while there is none, or while its
        answer is waited for, which is not longer than `WITHIN`, and no more when it is wanted `at_once`."""
        remark = self._open
        if remark is None:
            self._ear.tend()
            return None
        text = self._ear.answer()
        if text is None and not at_once and now - remark.ended < WITHIN:
            return None
        self._open = None
        if not text:
            return remark
        heard = replace(
            remark.look.hypothesis, text="", may_go_on=False, free=(Transcript(text, LIKELY),), likely=0.0, witness=None
        )
        return replace(remark, look=_of_both(remark.look, judge.look(heard, remark.situation)))

    def close(self) -> None:
        """Ask no more."""
        self._ear.close()


def _of_both(here: Look, there: Look) -> Look:
    if there.understood is None or there.verdict is Verdict.PASS:
        return here
    if there.easy:
        asked = replace(there, verdict=Verdict.ASK, why="only the second ear heard that")
        return asked if here.verdict is Verdict.PASS else here
    return there if there.verdict is Verdict.ACT else here
