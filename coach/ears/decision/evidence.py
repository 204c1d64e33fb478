"""What a remark is judged by: what is around it, and what it was taken for in each way."""

import math
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from coach.ears.recognisers.base import Hypothesis
from coach.phrases.intents import Understood
from coach.understanding.meaning import Meaning, Reading

COMPLAINT = "complaint"
NEARLY = 0.8
"""How much alike the letters of a transcript and a phrase are that may be the same but for a recogniser's errors."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Around a remark: the intents that are `armed` after the `wake` word, those that are `uncalled` for without it,
    what the coach `said` meanwhile and `lately`, the question it `asked`, and how much surer than usual one must be.
    `pressed`: a button said that what follows is for the coach.
    """

    armed: frozenset[str]
    uncalled: frozenset[str]
    wake: str = ""
    said: str = ""
    lately: str = ""
    asked: str = ""
    extra: float = 0.0
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """What one remark was taken for in each way; `heard` are the words of its transcript, and `answers` is whether the
    phrase means something only because a question is open."""

    hypothesis: Hypothesis
    phrase: Understood | None
    witness: Understood | None
    reading: Reading
    heard: str
    answers: bool = False

    @property
    def likely(self) -> float:
        """How likely the transcript is."""
        written = self.hypothesis.transcript
        return written.likely if written is not None else -math.inf

    @property
    def complaint(self) -> Meaning | None:
        """The complaint in the transcript."""
        return next((meaning for meaning in self.reading.meanings if meaning.intent == COMPLAINT), None)

    @property
    def complained_elsewhere(self) -> bool:
        """Whether the witness or the armed phrase that fits best is a complaint as well."""
        return any(meant is not None and meant.intent == COMPLAINT for meant in (self.witness, self.phrase))

    @property
    def by_witness(self) -> Hypothesis:
        """What the witness made of the remark, the transcripts kept; there has to be one."""
        assert self.hypothesis.witness is not None
        return replace(self.hypothesis.witness, free=self.hypothesis.free)

    @property
    def why_not(self) -> str:
        """Why it is nothing."""
        if not self.heard and not self.hypothesis.text:
            return "no words in it"
        if self.phrase is None:
            return self.reading.why or "no command in it"
        return self.hypothesis.why or "other words fit better"


def nearly_the_same(written: str, phrase: str) -> bool:
    """Whether these may be the same words but for a recogniser's errors."""
    return SequenceMatcher(None, written, phrase, autojunk=False).ratio() >= NEARLY


def reads_as(reading: Reading, phrase: Understood) -> bool:
    """Whether the reading is what the phrase means."""
    return reading.intent == phrase.intent and dict(reading.slots) == dict(phrase.slots)


def says_as_much(phrase: Understood, reading: Reading) -> bool:
    """Whether the phrase means what was read, or that and more: "ninety kills" is a load without its unit."""
    return phrase.intent == reading.intent and reading.slots.items() <= phrase.slots.items()


def differ(one: Understood | None, other: Understood) -> bool:
    """Whether they mean something else; what was not understood does."""
    return one is None or (one.intent, dict(one.slots)) != (other.intent, dict(other.slots))
