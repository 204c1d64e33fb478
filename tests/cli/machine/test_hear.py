"""`coach hear FILE...`: one line of JSON for each remark, and for each file in which nobody speaks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.ears.model_files.moonshine import find_moonshine
from coach.ports import EAR_RATE
from tests.ears.speech import in_a_row, said, silence
from tests.needed import needs

FIELDS = ["file", "free_text", "text", "action", "intent", "slots", "confidence", "ear", "begin", "end"]
FIELDS += ["decided_at", "why"]

pytestmark = pytest.mark.usefixtures("lifter")


def heard(folder: Path, ear: str, *files: Path) -> list[dict[str, object]]:
    own = {name: value for name, value in os.environ.items() if name != "VOSK_MODEL_PATH"}
    own |= {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    command = [sys.executable, "-m", "coach", "hear", "--ear", ear, *map(str, files)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=120, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


STOPS = ("stop", "please stop", "just stop it")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hear")


@pytest.fixture(scope="module")
def files(folder: Path, lifter: None) -> list[Path]:  # noqa: ARG001
    """Two remarks; nobody; a complaint one of whose two channels is wired the wrong way; one with an offset."""
    sounds = {
        "two": in_a_row(silence(0.5), said("stop"), silence(1.5), said("can i get a large coffee"), silence(0.5)),
        "nobody": silence(1.0),
        "antiphase": np.stack([said("my back hurts"), -said("my back hurts")], axis=1),
        "offset": in_a_row(silence(0.3), said("give me thirty more seconds")) + np.int16(3277),
    }
    for name, sound in sounds.items():
        soundfile.write(folder / f"{name}.wav", sound, EAR_RATE)
    return [folder / f"{name}.wav" for name in sounds]


@pytest.fixture(scope="module")
def lines(folder: Path, files: list[Path]) -> list[dict[str, object]]:
    """What one run of the command tells of all files and of each way to say stop; to open the ears takes longest."""
    stops = [folder / f"{text}.wav" for text in STOPS]
    for text, path in zip(STOPS, stops, strict=True):
        soundfile.write(path, said(text), EAR_RATE)
    return heard(folder, "auto", *files, *stops)


@needs(there=find_moonshine() is not None, reason="there is no Moonshine for this machine")
def test_every_remark_is_told_with_what_was_said_and_what_is_done(lines: list[dict[str, object]]) -> None:
    assert [list(line) for line in lines] == [FIELDS] * (5 + len(STOPS))
    told = [(Path(str(line["file"])).stem, line["action"], line["intent"]) for line in lines[:5]]
    assert told == [
        ("two", "act", "stop"),
        ("two", "ignore", None),
        ("nobody", "ignore", None),
        ("antiphase", "act", "complaint"),
        ("offset", "act", "more_rest"),
    ]
    assert lines[1]["free_text"] == "Can I get a large coffee?"
    assert "Moonshine" in str(lines[0]["ear"])
    assert "PocketSphinx" in str(lines[0]["ear"])
    assert lines[3]["slots"] == {"region": "low_back", "sensation": "pain"}


def test_pocketsphinx_alone_tells_the_same_without_free_text(folder: Path, files: list[Path]) -> None:
    lines = heard(folder, "pocketsphinx", files[1], files[3])
    assert [(line["free_text"], line["action"], line["intent"]) for line in lines] == [
        ("", "ignore", None),
        ("", "act", "more_rest"),
    ]


@needs(there=find_moonshine() is not None, reason="there is no Moonshine for this machine")
@pytest.mark.parametrize("text", STOPS)
def test_stop_is_stop_however_it_is_said(lines: list[dict[str, object]], text: str) -> None:
    said_so = [line for line in lines if Path(str(line["file"])).stem == text]
    assert [(line["action"], line["intent"]) for line in said_so] == [("act", "stop")]
