"""What to do with what was heard: act on it, ask, or let it pass.

How sure the ear must be follows from the cost of being wrong: a complaint or "stop" that was not meant costs one
question, a "next" that was not meant costs a set.
"""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """Take it for something said to somebody else, ask whether it was meant, or act on it at once."""

    PASS = "pass"
    ASK = "ask"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Threshold:
    """At `act` and above it is acted on; from `ask` up the lifter is asked. They are equal where nothing is asked."""

    act: float
    ask: float


# Of 104 coffee orders, half of them in a kitchen's noise, asking from 0.1 on asks about one more than from 0.25 on; and
# it catches "there's a sharp pain in my back", believed with 0.11 in one voice.
THRESHOLDS = {"easy": Threshold(0.35, 0.1), "normal": Threshold(0.4, 0.4), "strict": Threshold(0.55, 0.4)}
STEADY = 0.05
"""From here on a complaint, a stop or a pause is asked about when every look at a remark took it for one. Of 104 coffee
orders, half of them in a kitchen's noise, one more is asked about for it."""
ANSWERS = frozenset({"yes", "no", "better", "same", "worse", "both", "left", "right", "not_sure"})
"""Only armed after a question, so they need no wake word either."""
FOLLOW_UP = 10.0
"""Seconds after the last word of a question of the coach's in which whatever is armed may answer it unaddressed."""
OVER_OWN_VOICE = 0.15
"""So much surer must the ear be while the coach itself is talking, where it can hear itself."""


EARLY, SECOND = 0.75, 0.55
"""So sure must the ear be of a remark with values to act in the first short pause, and in the next one: half a sentence
can sound like another, and is the likelier to be spoken on the shorter the pause."""


def judge(care: str, confidence: float, extra: float = 0.0) -> Verdict:
    """The verdict on an intent of this care ("easy", "normal", "strict") heard with this confidence.

    `extra` is how much surer than usual the ear must be.
    """
    threshold = THRESHOLDS[care]
    if confidence >= threshold.act + extra:
        return Verdict.ACT
    return Verdict.ASK if confidence >= threshold.ask + extra else Verdict.PASS
