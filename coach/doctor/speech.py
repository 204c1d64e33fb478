"""Voice and ears: what speaks, and what understands."""

import ctypes.util
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from coach.config import Config
from coach.doctor.finding import Finding, State


def check_voice() -> list[Finding]:
    """The speech engine."""
    if ctypes.util.find_library("espeak-ng"):
        return [Finding("voice", State.GOOD, "espeak-ng of the system", "the coach can speak")]
    if importlib.util.find_spec("espeakng_loader"):
        found = "no espeak-ng of the system; the one inside the Python packages is used"
        return [Finding("voice", State.GOOD, found, "the coach can speak")]
    return [
        Finding("voice", State.BROKEN, "no espeak-ng", "the coach has only tones", "sudo apt-get install espeak-ng")
    ]


def check_ears(config: Config) -> list[Finding]:
    """The recognisers that are installed and the model they would use."""
    if config.ear == "keyboard":
        return [Finding("ears", State.GOOD, "the keyboard, as coach.yaml says", "commands are typed")]
    model = find_vosk_model(config, os.environ)
    if model is not None:
        return [Finding("ears", State.GOOD, f"Vosk with {model.name}", "the better of the two recognisers")]
    if importlib.util.find_spec("pocketsphinx") is None:
        mend = f"{sys.executable} -m pip install pocketsphinx"
        return [Finding("ears", State.BROKEN, "no recogniser", "commands are typed instead of spoken", mend)]
    means = "spoken commands work; a Vosk model would understand more in noise"
    return [Finding("ears", State.WORTH_KNOWING, "PocketSphinx with its own model", means, "coach model fetch")]


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
