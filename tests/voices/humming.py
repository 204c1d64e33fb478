"""Engines for tests: one that hums, and worker modules that misbehave in one way each."""

from collections.abc import Callable
from typing import Any

import numpy as np

from coach.errors import VoiceError
from coach.ports import Samples


class HummingEngine:
    """Every text is a hum, a tenth of a second per letter, in silence; counts how often it was asked."""

    version = "hum 1"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = False

    def render(self, text: str, settings: dict[str, Any]) -> tuple[Samples, int]:
        assert "rate" in settings
        self.asked.append(text)
        if "impossible" in text:
            raise VoiceError("cannot hum that")
        rate = 22_050
        time = np.arange(round(0.1 * len(text) * rate)) / rate
        hum = (0.05 * np.sin(2 * np.pi * 300 * time)).astype(np.float32)
        silence = np.zeros(rate // 5, dtype=np.float32)
        return np.concatenate((silence, hum, silence)), rate

    def when_restarted(self, tell: Callable[[str], None]) -> None:
        """A hum never dies."""

    def close(self) -> None:
        self.closed = True
