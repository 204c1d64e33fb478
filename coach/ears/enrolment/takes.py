"""Learning a phrase by ear: the lifter says it a few times, and the sounds that come back alike are what is learnt."""

from dataclasses import dataclass

from coach.ears.decision.policy import THRESHOLDS
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.confidence import unlike
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.errors import InputError
from coach.phrases.grammar import Grammar
from coach.phrases.intents import Phrases
from coach.phrases.phones import Takes
from coach.ports import Pcm16

WANTED = 3
"""Takes that must be alike."""
AT_MOST = 6
"""Takes after which it is given up."""
FEWEST = 5
"""Sounds below which a phrase is said too often by chance."""
ALIKE = 0.5
"""The most two takes may differ, as a part of their sounds."""


class TooShortError(InputError):
    """A phrase of too few sounds."""


class DifferentError(InputError):
    """No three takes were alike."""


class FreeSounds:
    """A recogniser that writes down the sounds of each remark, and what command it would have been."""

    def __init__(self, recogniser: PocketSphinx) -> None:
        self.name = recogniser.name
        self.commands: list[Hypothesis] = []
        self._recogniser = recogniser

    def arm(self, grammar: Grammar) -> None:
        """These are the commands a remark could be taken for."""
        self._recogniser.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """The sounds of the segment, as the text of a hypothesis that nobody believes."""
        sounds = self._recogniser.sounds(segment)
        if not sounds:
            return NOTHING
        self.commands.append(self._recogniser.recognise(segment))
        return Hypothesis(" ".join(sounds))

    def close(self) -> None:
        """Close the recogniser."""
        self._recogniser.close()


@dataclass(frozen=True, slots=True)
class Attempts:
    """The takes so far."""

    takes: Takes = ()

    def heard(self, sounds: str) -> "Attempts":
        """One take more. Raises InputError when it is too short, or when no three were alike in all this time."""
        if len(sounds.split()) < FEWEST:
            raise TooShortError("that was too short to be told from other talk; choose a longer phrase")
        attempts = Attempts((*self.takes, sounds))
        if attempts.learnt is None and len(attempts.takes) >= AT_MOST:
            raise DifferentError(
                "it sounded different every time; choose a phrase that is easier to say, in a quieter room"
            )
        return attempts

    @property
    def learnt(self) -> Takes | None:
        """The first three takes that are alike, once there are three."""
        for take in self.takes:
            near = tuple(other for other in self.takes if difference(take, other) <= ALIKE)
            if len(near) >= WANTED:
                return near[:WANTED]
        return None


def difference(one: str, other: str) -> float:
    """How unlike two rows of sounds are, as a part of the longer: 0 for the same."""
    first, second = one.split(), other.split()
    return unlike(first, second) / max(len(first), len(second), 1)


def refuse_known(phrases: Phrases, intent: str, command: Hypothesis) -> None:
    """Raise InputError when what was said is a command already."""
    known = phrases.match(command.text) if command.text else None
    if known is None or command.confidence < THRESHOLDS["strict"].act:
        return
    already = "is understood already" if known.intent == intent else f"sounds like {command.text!r}, for {known.intent}"
    raise InputError(f"that {already}; choose another phrase")
