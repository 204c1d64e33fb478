"""Hibari's own process: a small neural voice, its weights inside the package; NumPy and ONNX Runtime beside it.

Speaks the protocol of `answering`. The only `speaker` is "heart": every other voice of the package would be fetched
from the network, so none is ever asked for by name. The noise in breath and hiss is drawn from one seed, so that the
same words are the same samples.

A machine that has too little memory for the model, or would speak slower than somebody listens, is told so at once.
"""

import contextlib
import sys
import time
import wave
from importlib.metadata import version
from typing import Any

from coach.reading.memory import free_memory
from coach.voices.engines.answering import Answering, MissingError, answers, carried_out, serve

PACKAGE = "hibari-tts==0.2.1"
"""What has to be installed."""

SPEAKER = "heart"
"""The voice inside the package."""

USUAL_RATE = 170
"""Words a minute at which the model speaks as it was trained; `rate` stretches from there."""

SLOWEST, FASTEST = 0.5, 2.0
"""What the model can be stretched to."""

ROOM = 700_000_000
"""Bytes that must be free: the process takes 210 MB, and two recognisers may be starting at the same time."""

TOO_SLOW = 0.7
"""Processor seconds for a second of speech: with more, a line asked for in a set would come too late."""

WARMING = "Ready when you are."


class HibariRenderer:
    """The model, loaded once. Raises RuntimeError where this machine is too small for it."""

    def __init__(self) -> None:
        free = free_memory()
        if free is not None and free < ROOM:
            raise RuntimeError(f"{free // 1_000_000} MB of free memory are too little for the neural voice")
        import hibari

        self._write = hibari.write_wav
        self._rate = hibari.SAMPLE_RATE
        self._model = hibari.Hibari()
        self.version = f"hibari {version('hibari-tts')}"

    def warm_up(self) -> None:
        """Speak a line to nobody, twice; raises RuntimeError where the second takes too long."""
        self._model(WARMING, seed=0)
        began = time.process_time()
        spoken = len(self._model(WARMING, seed=0)) / self._rate
        if time.process_time() - began > TOO_SLOW * spoken:
            raise RuntimeError("this machine is too slow for the neural voice")

    def render(self, wish: dict[str, Any]) -> None:
        """Write the wished phrase as a WAV; raises RuntimeError, ValueError or OSError."""
        if wish["speaker"] != SPEAKER:
            raise RuntimeError(
                f"there is no speaker {wish['speaker']!r} in Hibari's package; write: speaker: {SPEAKER}"
            )
        speed = min(FASTEST, max(SLOWEST, wish["rate"] / USUAL_RATE))
        self._write(wish["path"], self._model(wish["text"], speed=speed, seed=0))


def begin() -> tuple[str, Answering]:
    """The engine's version, and what speaks with it; raises MissingError."""
    try:
        renderer = HibariRenderer()
        renderer.warm_up()
    except ImportError as error:
        raise MissingError(f"{error}; pip install {PACKAGE}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise MissingError(str(error)) from error
    faults = (RuntimeError, ValueError, KeyError, IndexError, OSError, wave.Error)
    return renderer.version, carried_out(renderer.render, *faults)


if __name__ == "__main__":
    with answers() as pipe_out, contextlib.suppress(KeyboardInterrupt):
        serve(sys.stdin, pipe_out, begin)
