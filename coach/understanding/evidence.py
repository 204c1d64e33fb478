"""Words that speak for a command wherever they stand, weighed with what the learner believes.

A wording of the phrase file says a command by itself. These words do not: "speak up" is part of one and of other talk.
Beside a learner that holds the command for possible they decide; beside one that does not they change nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from coach.reading.files import read_json
from coach.understanding.learner import Guess
from coach.understanding.words.concepts import Concepts

POSSIBLE = 0.01
"""Labels the learner believes less than this are not looked at."""
TALK, TALK_OF_A_KIND = 0.8, 0.65
"""What the learner believes this much not to be for the coach stays so, whatever command its words are of; the second
without what is only like people's chats: that is the nearest thing to commands in words it never saw, too."""
CHAT = "none.chat"


@cache
def telling() -> Mapping[str, float]:
    """By label: how many times likelier the words that speak for it make it; fitted by `training.evidence`."""
    found: Mapping[str, float] = read_json(Path(__file__).parent / "evidence.json")
    return found


def with_evidence(guess: Guess, concepts: Concepts, text: str) -> Guess:
    """The guess with the commands raised for which `text` speaks, as it is matched; the shares again add up to one."""
    spoken_for = [
        label for label, share in guess.label.items() if share >= POSSIBLE and concepts.commands.speaks_for(label, text)
    ]
    talk = guess.share("none.")
    if not spoken_for or talk >= TALK or talk - guess.label.get(CHAT, 0.0) >= TALK_OF_A_KIND:
        return guess
    times = {label: telling().get(label, 1.0) for label in spoken_for}
    raised = {label: share * times.get(label, 1.0) for label, share in guess.label.items()}
    whole = sum(raised.values())
    return replace(guess, label={label: share / whole for label, share in raised.items()})
