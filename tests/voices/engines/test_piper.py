"""The neural voice, where the extra is installed; what the coach says where it is not."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.errors import VoiceError
from coach.voices.engines.worker import EngineWorker
from coach.voices.levels import loudness
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice
from tests.needed import needs

installed = needs(there=find_spec("piper") is not None, reason='Piper is an extra: pip install -e ".[piper]"')


@pytest.fixture(scope="module")
def joe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpokenVoice]:
    with load_voice("joe", tmp_path_factory.mktemp("cache")) as voice:
        assert isinstance(voice, SpokenVoice)
        yield voice


@installed
def test_joe_speaks_as_loud_as_everybody(joe: SpokenVoice) -> None:
    clip = joe.render("Five reps. Ready?")
    assert 0.8 < clip.seconds < 4
    assert loudness(clip.samples, clip.rate) == pytest.approx(-20, abs=0.5)


@installed
def test_joe_says_a_phrase_the_same_way_every_time_though_piper_does_not(joe: SpokenVoice) -> None:
    assert (joe.render("hold").samples == joe.render("hold").samples).all()


@installed
def test_a_model_that_is_not_there_is_named() -> None:
    with (
        EngineWorker("coach.voices.engines.piper_worker", deadline=30) as worker,
        pytest.raises(VoiceError, match=r"nobody\.onnx"),
    ):
        worker.render("hello", {"speaker": "nobody.onnx", "rate": 165})


def test_without_the_extra_the_voice_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "piper.py").write_text("raise ModuleNotFoundError(\"No module named 'piper'\", name='piper')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # in front of the extra, should it be installed here
    with pytest.raises(VoiceError, match="piper"):
        load_voice("joe", tmp_path)
