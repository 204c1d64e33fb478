"""The neural recogniser: Moonshine tiny, which writes down what was said, and weighs the armed phrases against that."""

import math
from collections import deque
from pathlib import Path

import numpy as np

from coach.ears.front_end.echo_control import HOP, frame_powers
from coach.ears.front_end.noise_suppression import LOUD_RMS, loud_rms
from coach.ears.model_files.capacity import Effort, effort
from coach.ears.model_files.moonshine import check_moonshine
from coach.ears.recognisers.base import NOTHING, Hypothesis, Transcript
from coach.ears.recognisers.neural.expected import Expected
from coach.ears.recognisers.neural.free_text import Floats, Written
from coach.ears.recognisers.neural.network import NARROW, WIDE, Reading, Transcriber
from coach.ears.recognisers.neural.phrase_search import Walk
from coach.errors import EarError
from coach.phrases.automaton import automaton
from coach.phrases.grammar import Grammar
from coach.phrases.numerals import Numerals
from coach.ports import EAR_RATE, Pcm16

BEFORE, BEHIND = 0.15, 0.3
"""Seconds of silence around a remark: without them every sixth short word is written again and again."""
GAINS = (0.5, 40.0)
FEWEST_PIECES = 3
"""A phrase is not judged by fewer pieces: one alone says little."""
STEEP, EVEN = 1.5, -0.74
"""How the score becomes a confidence: a score of 0, where the phrase is what was written down, becomes 0.75, one of
-0.6 becomes 0.55, one of -1 becomes 0.4; EVEN is 0.5."""
GRAMMARS_KEPT = 12


class Moonshine:
    """Moonshine behind the `Recogniser` interface; raises EarError when the library or the model is not whole.

    `pace` is how many seconds of work a remark takes this machine, measured when it is opened; a slow one follows fewer
    phrases. `expected` are the words that are likely here, written where others are hardly likelier.
    """

    def __init__(
        self,
        folder: Path,
        numerals: Numerals | None = None,
        spellings: dict[str, str] | None = None,
        expected: frozenset[str] = frozenset(),
    ) -> None:
        check_moonshine(folder)
        try:
            self._transcriber: Transcriber | None = Transcriber(folder)
        except Exception as error:
            raise EarError(f"Moonshine cannot be loaded ({error}); use --ear pocketsphinx") from error
        self.pace = self._transcriber.pace()
        made = effort(self.pace)
        self._beam = WIDE if made is Effort.FULL else NARROW
        self.name = "Moonshine tiny"
        if made is not Effort.FULL:
            self.name += f" ({made.value}: a remark takes this machine {self.pace:.1f} s)"
        self._numerals, self._spellings = numerals or Numerals(), dict(spellings or {})
        self._expected = Expected(expected)
        self._known: deque[tuple[Grammar, Walk]] = deque(maxlen=GRAMMARS_KEPT)
        self._walk: Walk | None = None

    def arm(self, grammar: Grammar) -> None:
        """From now on these phrases are weighed."""
        self._walk = next((walk for known, walk in self._known if known == grammar), None)
        if self._walk is None:
            self._walk = Walk(automaton(grammar), self._numerals, self._spellings)
            self._known.append((grammar, self._walk))

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What was said, and the armed phrase that fits best with how well it does."""
        if self._transcriber is None or len(segment) < EAR_RATE // 10:
            return NOTHING
        reading = self._transcriber.read(prepared(segment), self._walk, self._beam, self._expected)
        return self._hypothesis(reading, segment)

    def _hypothesis(self, reading: Reading, segment: Pcm16) -> Hypothesis:
        begin, end = spoken_between(segment)
        free = (Transcript(reading.free.text, round(reading.free.likely, 3)),) if reading.free.text else ()
        if not reading.armed or self._walk is None:
            return Hypothesis("", begin=begin, end=end, free=free)
        best = reading.armed[0]
        sure = round(confidence(score(best, reading.free)), 3)
        may_go_on = self._walk.machine.may_change(best.text.split())
        why = "other words fit better" if sure < confidence(-FEWEST_PIECES) else ""
        return Hypothesis(best.text, sure, why, begin, end, may_go_on, free, round(best.likely, 3))

    def close(self) -> None:
        """Let the network go."""
        self._transcriber = self._walk = None
        self._known.clear()


def prepared(segment: Pcm16) -> Floats:
    """The remark in -1..1, as loud as a voice near the microphone, with silence around it."""
    gain = np.clip(LOUD_RMS / max(loud_rms(segment), 1.0), *GAINS)
    sound = np.clip(segment.astype(np.float32) * np.float32(gain / 32768), -1.0, 1.0)
    before, behind = (np.zeros(round(seconds * EAR_RATE), np.float32) for seconds in (BEFORE, BEHIND))
    return np.concatenate([before, sound, behind])


def score(phrase: Written, free: Written) -> float:
    """How much less likely the phrase is than what was written down, as a log probability for each of its pieces.

    Its own pieces, not those of the transcript: else "ten" would fit a whole sentence well enough.
    """
    return (phrase.logp - free.logp) / max(FEWEST_PIECES, len(phrase.pieces))


def confidence(score: float) -> float:
    """The score as a confidence of 0 to 1."""
    return 1.0 / (1.0 + math.exp(-STEEP * (score - EVEN)))


def spoken_between(segment: Pcm16) -> tuple[float, float]:
    """Seconds at which the loud part of a segment begins and ends."""
    powers = np.maximum(frame_powers(segment), 1.0)
    if not len(powers):
        return 0.0, 0.0
    quiet, loud = np.percentile(powers, (10, 95))
    frames = np.flatnonzero(powers >= np.sqrt(quiet * loud))
    seconds = HOP / EAR_RATE
    return round(float(frames[0] * seconds), 3), round(float((frames[-1] + 1) * seconds), 3)
