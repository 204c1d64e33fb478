"""The small files the coach keeps for itself, and finds again as somebody, or a dying disk, has left them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.torture.fuzz.kind import Kind
from coach.audio.hardware.other_programs import Mixer
from coach.cli.machine.meanings import sentences
from coach.link.web.devices import Devices
from coach.planning.dues import read_dues
from coach.script.files.library import Library
from coach.understanding.words.concepts import Concepts

DUES = b'{"plan 1": 1785000000.0, "reminder of plan 1": 1784999400, "race": 1786000000.5}'
LOWERED = b'{"17": [65536, 65536], "18": [40000]}'
PAIRED = b"""{"devices": [{"name": "phone", "token": "ab12", "looks": false, "since": 1785000000.0}],
"codes": [{"code": "cd34", "until": 1785000600.0, "looks": true}]}"""
SAID = b"my back feels tight\nnext please\n\nno pain at all\n"


def own_files(library: Library) -> Iterator[Kind]:
    """What is kept beside the journal, and the table of concepts, each with its reader."""
    yield Kind("dues", (DUES,), "dues.json", _times, shares=24)
    yield Kind("lowered music", (LOWERED,), "lowered.json", _volumes, shares=24, keeps=False)
    yield Kind("paired devices", (PAIRED,), "web-devices.json", lambda path: Devices(path).known("x"), shares=24)
    yield Kind("sentences", (SAID,), "said.txt", lambda path: list(sentences(str(path))), shares=8)
    concepts = library.file("scripts", "understanding", "en.yaml").read_bytes()
    yield Kind("concepts", (concepts,), "en.yaml", Concepts.load)


def _times(path: Path) -> None:
    assert all(0 <= due < 1e11 for due in read_dues(path).values()), "a time that is none"


def _volumes(path: Path) -> None:
    """Nobody is asked to set anything here: no sound server answers."""

    def nobody(_: Sequence[str]) -> str:
        raise OSError

    Mixer(path, nobody).restore()
