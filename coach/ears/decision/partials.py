"""What a remark was taken for in each of its pauses, and what follows from all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.ears.decision.policy import EARLY, SECOND, STEADY, Verdict
from coach.ears.recognisers.base import Hypothesis
from coach.phrases.intents import Understood


@dataclass(frozen=True, slots=True)
class Look:
    """What a remark was taken for in one of its pauses, or at its end; `easy` as what it means is cared for.

    `free`: only its transcript means that, so nobody knows whether it could go on.
    """

    hypothesis: Hypothesis
    understood: Understood | None
    verdict: Verdict
    why: str
    easy: bool
    free: bool = False

    @property
    def means(self) -> tuple[str, Mapping[str, object]] | None:
        """Its intent and slots, however that was put."""
        return None if self.understood is None else (self.understood.intent, self.understood.slots)

    @property
    def believed(self) -> tuple[int, float]:
        """The more, the better."""
        return tuple(Verdict).index(self.verdict), self.hypothesis.confidence


class Looks:
    """The looks at the last words of one remark."""

    def __init__(self) -> None:
        self._looks: list[Look] = []
        self._spoken = 0

    def add(self, look: Look, spoken: int) -> None:
        """One more look, at a remark with so many chunks `spoken`; where more was said, those before are forgotten."""
        if spoken != self._spoken:
            self._looks.clear()
            self._spoken = spoken
        self._looks.append(look)

    @property
    def text(self) -> str:
        """What it was taken for in the last one."""
        if not self._looks:
            return ""
        hypothesis = self._looks[-1].hypothesis
        return hypothesis.transcript.text if hypothesis.transcript is not None else hypothesis.text

    @property
    def urgent(self) -> bool:
        """Whether it may be a complaint, a stop or a pause, and would be acted on or asked about."""
        return any(look.easy and look.verdict is not Verdict.PASS for look in self._looks)

    def settled(self, *, only_last: bool) -> Look | None:
        """The one that is acted on in a short pause, None to wait; `only_last` where the coach itself was speaking.

        A complaint, a "stop" or a "pause" is never kept waiting for more words, and counts as much as it was believed
        when it was taken for the same before.
        """
        alike = [one for one in self._looks if one.means == self.last.means]
        look = max(alike, key=lambda one: one.believed) if self.last.easy and not only_last else self.last
        if look.understood is None or look.verdict is not Verdict.ACT:
            return None
        if look.hypothesis.may_go_on and not look.easy:
            return None
        if look.free and len(self._looks) == 1:
            return None
        sure = EARLY if len(self._looks) == 1 else SECOND
        return look if look.hypothesis.confidence >= sure or not look.understood.slots else None

    @property
    def last(self) -> Look:
        """The only one that counts where the coach itself was speaking: three looks at its echo are three chances."""
        return self._looks[-1]

    @property
    def most_believed(self) -> Look:
        """The one that counts in the end. What was a complaint, a stop or a pause each time is at least asked about."""
        best = max(self._looks, key=lambda one: one.believed)
        understood = best.understood
        if understood is None or best.verdict is not Verdict.PASS or not best.easy:
            return best
        each_time = {one.understood.intent if one.understood else "" for one in self._looks} == {understood.intent}
        steady = each_time and len(self._looks) > 1 and best.hypothesis.confidence >= STEADY
        return replace(best, verdict=Verdict.ASK) if steady else best
