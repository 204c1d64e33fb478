"""A complaint that was half heard: what its two questions lead to, in a session and between sessions alike.

First it is asked whether something hurt, then whether it was a sign that ends the day. Silence is a yes. Of one who
says no more than that he cannot it is asked why: what hurts leads to the second question, as silence does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.core.events import Heard, Slot

HURT, HOW, WHICH = "complaint", "complaint-how", "complaint-which"
"""The questions: whether something hurt, whether it was a sign that ends the day, and why one cannot."""

QUESTIONS = {HURT: "ask.hurt", HOW: "ask.hurt_how", WHICH: "ask.cannot"}
"""Their stock lines."""

BAD = 6.0
"""A pain of so many in ten ends the loading."""

ASKED_AT_MOST = 2
"""How often one of the others is put before silence is a yes."""

AGAIN = frozenset({"repeat", "louder", "quieter"})
"""What has the same question put again."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A question is open: `about` which, put so many `times`; `slots` are those of the guess, `red` whether that would
    end the day."""

    about: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    red: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of it: a question to `ask`, for so many `times` now; or a complaint with these `slots`, None for none,
    with which the loading is `over`."""

    ask: str = ""
    times: int = 1
    slots: Mapping[str, Slot] | None = None
    over: bool = False


def answered(doubt: Doubted, heard: Heard) -> Outcome:
    """What was said while the question was open; a complaint heard for certain never comes here."""
    level = float(heard.slots.get("level", BAD)) if heard.intent == "pain_level" else None
    if heard.intent in AGAIN:
        return Outcome(doubt.about, doubt.times)
    if heard.intent == "false_alarm" or level == 0 or (heard.intent == "no" and doubt.about != HOW):
        return Outcome()
    if heard.intent in ("no", "stop") or (level is not None and doubt.about == HOW):
        return Outcome(slots=doubt.slots, over=level is not None and level >= BAD)
    return yes(doubt)


def unanswered(doubt: Doubted) -> Outcome:
    """Silence: asked once more only where the guess was mild; then it is a yes, and a day without more load."""
    if doubt.about == HOW:
        return Outcome(slots=doubt.slots, over=True)
    return Outcome(doubt.about, doubt.times + 1) if doubt.times < ASKED_AT_MOST and not doubt.red else yes(doubt)


def yes(doubt: Doubted) -> Outcome:
    """It hurt: a sign that ends the day is taken as heard, anything else is asked about once."""
    if doubt.red:
        return Outcome(slots=doubt.slots)
    return Outcome(HOW) if doubt.about != HOW else Outcome(slots={**doubt.slots, "sensation": "sharp"})
