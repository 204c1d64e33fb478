"""Voice and ears: what speaks, and what understands."""

import ctypes.util
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from coach.config import Config
from coach.doctor.finding import Finding, State
from coach.ears.model_files.capacity import room_for_both
from coach.ears.model_files.moonshine import find_moonshine
from coach.reading.memory import free_memory
from coach.voices.engines.hibari_worker import PACKAGE, ROOM


def check_voice() -> list[Finding]:
    """The speech engines: the neural one, and the plain one that speaks where that cannot."""
    return [*_neural_voice(), *_plain_voice()]


def _neural_voice() -> list[Finding]:
    free = free_memory()
    if importlib.util.find_spec("hibari") is None or importlib.util.find_spec("onnxruntime") is None:
        mend = f"{sys.executable} -m pip install {PACKAGE}"
        return [Finding("voice", State.WORTH_KNOWING, "no neural voice", "the plain voice 'espeak' speaks", mend)]
    if free is not None and free < ROOM:
        found = f"{free // 1_000_000} MB of free memory are too little for the neural voice"
        return [Finding("voice", State.WORTH_KNOWING, found, "the plain voice 'espeak' speaks", "end other programs")]
    return [Finding("voice", State.GOOD, "a neural voice", "the coach speaks naturally")]


def _plain_voice() -> list[Finding]:
    if ctypes.util.find_library("espeak-ng"):
        return [Finding("voice", State.GOOD, "espeak-ng of the system", "the coach can speak")]
    if importlib.util.find_spec("espeakng_loader"):
        found = "no espeak-ng of the system; the one inside the Python packages is used"
        return [Finding("voice", State.GOOD, found, "the coach can speak")]
    return [
        Finding("voice", State.BROKEN, "no espeak-ng", "the coach has only tones", "sudo apt-get install espeak-ng")
    ]


def check_ears(config: Config) -> list[Finding]:
    """The recognisers that are installed, which of them would listen, and why not better ones."""
    if config.ear == "keyboard":
        return [Finding("ears", State.GOOD, "the keyboard, as coach.yaml says", "commands are typed")]
    model = find_vosk_model(config, os.environ)
    sphinx = importlib.util.find_spec("pocketsphinx") is not None
    if model is not None and (config.ear == "vosk" or config.vosk_model is not None):
        return [Finding("ears", State.GOOD, f"Vosk with {model.name}", "what you say is written down and understood")]
    room = room_for_both()
    if config.ear == "moonshine" and find_moonshine() is not None:
        return [_written_down("Moonshine tiny, alone, as coach.yaml says")]
    if config.ear == "auto" and sphinx and room.enough:
        return [_written_down("Moonshine tiny, with PocketSphinx as its witness")]
    if model is not None and config.ear == "auto":
        return [Finding("ears", State.GOOD, f"Vosk with {model.name}", f"{room.lacking}, so this is used")]
    if not sphinx:
        mend = f"{sys.executable} -m pip install pocketsphinx"
        return [Finding("ears", State.BROKEN, "no recogniser", "commands are typed instead of spoken", mend)]
    lacking = room.lacking if config.ear == "auto" else "coach.yaml says so"
    means = f"spoken commands work, in the wordings it knows ({lacking})"
    mend = (
        "" if find_moonshine() is not None else f"{sys.executable} -m pip install onnxruntime moonshine-voice==0.0.73"
    )
    return [Finding("ears", State.WORTH_KNOWING, "PocketSphinx with its own model, alone", means, mend)]


def _written_down(found: str) -> Finding:
    return Finding("ears", State.GOOD, found, "what you say is written down and understood")


def find_vosk_model(config: Config, environment: Mapping[str, str]) -> Path | None:
    """The first English Vosk model on disk, in the order in which the ears look for one."""
    if importlib.util.find_spec("vosk") is None:
        return None
    if config.vosk_model is not None:
        return config.vosk_model if (config.vosk_model / "am" / "final.mdl").exists() else None
    folders = [Path(environment["VOSK_MODEL_PATH"])] if environment.get("VOSK_MODEL_PATH") else []
    folders += [config.data_folder / "models", Path("/usr/share/vosk"), Path.home() / ".cache" / "vosk"]
    found = (path.parent.parent for folder in folders for path in sorted(folder.glob("**/am/final.mdl")))
    return next((path for path in found if "-en" in path.name), None)
