"""A recogniser that breaks: PocketSphinx itself, its native decoder exchanged when a remark of another length comes."""

import os
import signal

from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.errors import EarError
from coach.ports import EAR_RATE, Pcm16

CRASHES, HANGS = EAR_RATE // 4, EAR_RATE // 5
"""Samples of a remark at which it goes the way of a damaged model: by a signal, or never coming back."""


class FragilePocketSphinx(PocketSphinx):
    """Hears as it should, but for two kinds of remark."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        if len(segment) == CRASHES:
            os.kill(os.getpid(), signal.SIGSEGV)
        while len(segment) == HANGS:
            pass
        return super().recognise(segment)


def missing() -> PocketSphinx:
    """A recogniser that cannot be had."""
    raise EarError("the model is gone")


class Deaf:
    """A recogniser that knows words only, as Vosk does."""

    name = "words only"

    def arm(self, grammar: object) -> None:
        """Take note of nothing."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """Hear nothing."""
        _ = segment
        return NOTHING

    def close(self) -> None:
        """Nothing is open."""


class Slow(Deaf):
    """One that takes this machine long for a remark."""

    name = "a slow one"
    pace = 0.9
