"""What a remark means, and what is to be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.events import Slot

BY_TALK = 0.35
"""So much of the certainty of words that are all that was said goes where the learner takes them for talk."""


class Action(StrEnum):
    """Do it, ask whether it was meant, or let it pass as not meant for the coach."""

    ACT = "act"
    ASK = "ask"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a remark may mean."""

    intent: str
    """An intent of the phrase file; every bodily or bar complaint is a `complaint`."""
    slots: Mapping[str, Slot] = field(default_factory=dict)
    """Values by slot name, in the units of the phrase file (seconds, minutes, the unit that was said)."""
    certainty: float = 1.0
    """0 to 1: how sure it is that this was meant, given that the words are right."""
    reason: str = ""
    """Which reader found it, and in which words."""
    red_flag: bool = False
    """Whether it must stop training at once."""
    kind_certainty: float = 1.0
    """Of a complaint: how sure it is that it is a red flag, or that it is none."""
    strength: str | None = None
    """Of a complaint: how strong it is said to be."""
    onset: str | None = None
    """Of a complaint: how it is said to have come."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole remark, read."""

    text: str
    """The words that were read, normalised."""
    action: Action = Action.IGNORE
    meanings: tuple[Meaning, ...] = ()
    """Everything found, what is acted on first; a complaint stands before any command."""
    why: str = ""
    """Why it is asked about or ignored; empty where it is acted on."""

    @property
    def intent(self) -> str | None:
        """What it is taken for, None for nothing."""
        return self.meanings[0].intent if self.meanings else None

    @property
    def slots(self) -> Mapping[str, Slot]:
        """The slots of what it is taken for."""
        return self.meanings[0].slots if self.meanings else {}

    @property
    def certainty(self) -> float:
        """How sure it is of what it is taken for."""
        return self.meanings[0].certainty if self.meanings else 0.0
