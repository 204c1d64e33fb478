"""A voice for tests: every word is a plateau of a known level, its onset where it says, so that samples can be read."""

import numpy as np

from coach.errors import VoiceError
from coach.ports import Clip


class PlainVoice:
    """Each text lasts a tenth of a second per word, at level 0.5, with the first `onset` seconds at level 0.1."""

    name = "plain"

    def __init__(self, rate: int = 48_000, onset: float = 0.02) -> None:
        self.rate = rate
        self.onset = onset
        self.asked: list[str] = []

    def render(self, text: str) -> Clip:
        self.asked.append(text)
        samples = np.full(round(0.1 * len(text.split()) * self.rate), 0.5, dtype=np.float32)
        onset = round(self.onset * self.rate)
        samples[:onset] = 0.1
        return Clip(samples, self.rate, onset)


class BrokenVoice(PlainVoice):
    """A voice whose engine has gone, unless it `speaks`."""

    name = "broken"
    speaks = False

    def render(self, text: str) -> Clip:
        if self.speaks:
            return super().render(text)
        raise VoiceError(f"cannot speak {text!r}")
