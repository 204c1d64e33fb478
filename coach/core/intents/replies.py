"""The answers to the coach's questions, in whichever of a few plain words they come."""

from collections.abc import Iterable

from coach.clocks import SESSION_START
from coach.core.events import Heard, Slot
from coach.core.plan import Answer, Ask, Lighten, StepUp

AS_WELL: dict[str, tuple[str, ...]] = {
    "better": ("yes",),
    "same": ("not_sure", "no"),
    "worse": ("no",),
    "yes": ("better",),
    "no": ("same", "not_sure"),
    "not_sure": ("same", "no"),
    "left": ("yes",),
    "right": ("yes",),
    "both": ("yes",),
    "false_alarm": ("better", "no"),
}
"""An answer that a question does not know by name stands for the first of these that it does know."""

PAIN = ((3.0, "better"), (5.0, "same"), (10.0, "worse"))
"""A pain of at most so many in ten, and the answer it is."""


def answers_to(ask: Ask) -> frozenset[str]:
    """Every intent that answers this question."""
    known = _known(ask)
    near = {intent for intent in AS_WELL if answer_to(ask, Heard(SESSION_START, intent)) is not None}
    return frozenset(known | near | ({"pain_level"} if {"better", "worse"} & known else set()))


def answer_to(ask: Ask, heard: Heard) -> tuple[str, Answer] | None:
    """The answer that was given and the name it goes by; None where this is none."""
    for name in _names(ask, heard):
        for answer in ask.answers:
            if name in answer.intents and (name == heard.intent or not _raises(answer)):
                return name, answer
    return None


def _known(ask: Ask) -> set[str]:
    return {intent for answer in ask.answers for intent in answer.intents}


def _names(ask: Ask, heard: Heard) -> Iterable[str]:
    if heard.intent == "pain_level" and heard.intent not in _known(ask):
        return (_by_pain(heard.slots.get("level", 10.0)),)
    return heard.intent, *AS_WELL.get(heard.intent, ())


def _by_pain(level: Slot) -> str:
    return next((name for most, name in PAIN if float(level) <= most), "worse")


def _raises(answer: Answer) -> bool:
    """Whether this answer adds load: that takes the very word that was asked for."""
    return any(
        isinstance(effect, StepUp) or (isinstance(effect, Lighten) and effect.factor > 1) for effect in answer.effects
    )
