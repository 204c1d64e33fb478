"""Sound that was cut off at the loudest the microphone can give: how much of a remark, and what follows from it."""

from dataclasses import replace

import numpy as np

from coach.clocks import SessionTime
from coach.ears.decision.partials import Look
from coach.ears.decision.policy import Verdict
from coach.ports import Pcm16

LOUD, NEAR_THE_TOP, AT_THE_TOP = 0.2, 0.6, 0.85
"""Parts of a remark's own peak: above the first is its voice, above the last what may have been cut off, above the
second where another rate was made of it since, as that rings around what was flat."""

CLIPPED = 0.25
"""So much of the voice at the very top, or twice as much near it, is no voice any more. Whole voices reach 0.09, and
half of 0.35; driven four times too far they have 0.17 to 0.72, thirty times 0.51 and more, and turned down since half
of 0.6 and more (40 remarks of seven synthetic speakers at 48 kHz)."""

FEWEST = 0.02
"""So much of a remark is its voice at least; less is a click, or the moment at which a microphone is switched on."""

AGAIN = 300.0
"""Seconds after which it is worth saying again."""


def share_at_the_top(sound: Pcm16) -> float:
    """The share of a remark's voice that stands at its peak, 0 to 1, or half of what stands near it, if that is more;
    wherever that peak is, as other programs may have turned it down since."""
    if not len(sound):
        return 0.0
    levels = np.abs(sound - float(sound.mean()))  # an offset is no loudness
    peak = float(np.percentile(levels, 99.9))
    loud, near, top = (int((levels > part * peak).sum()) for part in (LOUD, NEAR_THE_TOP, AT_THE_TOP))
    return max(top, near / 2) / loud if loud > FEWEST * len(sound) else 0.0


CUT_OFF = "the microphone is too loud and cuts it off"


def not_for_certain(look: Look) -> Look:
    """The same of a remark that was cut off: a complaint is asked about, as words are lost that it hangs on."""
    complaint = look.understood is not None and look.understood.intent == "complaint"
    verdict = Verdict.ASK if complaint and look.verdict is Verdict.ACT else look.verdict
    return replace(look, verdict=verdict, why=f"{look.why}; {CUT_OFF}" if look.why else CUT_OFF)


class Overload:
    """Remembers what the microphone gave, as it gave it, and tells of remarks that were cut off."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._heard: list[Pcm16] = []
        self._told_at = float("-inf")

    def take(self, block: Pcm16) -> None:
        """The next block; `longest` samples are kept."""
        self._heard.append(block)
        if len(self._heard) * len(block) > 2 * self._longest:
            self._heard = [np.concatenate(self._heard)[-self._longest :]]

    def cut_off(self, samples: int) -> bool:
        """Whether so much of the last so many samples is cut off that words are lost."""
        last = np.concatenate(self._heard)[-samples:] if self._heard and samples else np.zeros(0, np.int16)
        return share_at_the_top(last) >= CLIPPED

    def worth_telling(self, at: SessionTime) -> bool:
        """Whether nobody was told lately; from now on somebody was."""
        if at - self._told_at < AGAIN:
            return False
        self._told_at = at
        return True
