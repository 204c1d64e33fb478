"""Learning a phrase by voice: the lesson that is going on, what is wished of whoever compares sounds, and the answer.

The core knows no sounds, only that they were heard: a remark that is no command comes as `Heard` with the intent
`OWN_WORDS` and its `sounds`. The takes are handed out as `JudgeTakes`; whoever can compare them answers `TakesJudged`.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.clocks import SessionTime

OWN_WORDS = "own_words"
"""Listened for like an intent. While it is, every command is listened for too, and what is none comes as this."""

LESSON_WAITS = 30.0
"""Seconds a lesson waits for the next words, counted from the last thing heard; the coach's own line is within it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The lifter is asked which command, then for the words: `takes` are their sounds so far.

    `intent` is None until the command is known; `named` is how the lifter called it.
    """

    until: SessionTime
    intent: str | None = None
    named: str = ""
    takes: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What became of the takes so far."""

    MORE = "more"
    TOO_SHORT = "too-short"
    DIFFERENT = "different"
    LEARNT = "learnt"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JudgeTakes:
    """Compare these takes; keep what is alike as words for the intent, and answer with `TakesJudged`."""

    intent: str
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakesJudged:
    """The answer to `JudgeTakes`."""

    at: SessionTime
    outcome: Outcome
