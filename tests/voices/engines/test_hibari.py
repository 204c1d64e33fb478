"""The usual voice, on the real engine in its own process."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.voices.engines import hibari_worker
from coach.voices.engines.answering import serve
from coach.voices.engines.worker import EngineWorker
from coach.voices.levels import ONSET_SHARE, envelope, loudness
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice

COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "down", "up", "hold")


@pytest.fixture(scope="module")
def heart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpokenVoice]:
    with load_voice("default", tmp_path_factory.mktemp("cache")) as voice:
        assert isinstance(voice, SpokenVoice)
        yield voice


def test_the_usual_voice_is_the_pinned_engine(heart: SpokenVoice) -> None:
    assert heart.engine_version == "hibari 0.2.1"


@pytest.mark.parametrize("word", COUNTED)
def test_a_counted_word_is_short_and_its_loud_start_is_its_onset(heart: SpokenVoice, word: str) -> None:
    clip = heart.render(word)
    assert clip.seconds < 0.7
    assert clip.onset < 0.15 * clip.rate
    assert loudness(clip.samples, clip.rate) == pytest.approx(-20, abs=1.5)
    level = envelope(clip.samples[: round(0.4 * clip.rate)], clip.rate)
    assert level[clip.onset] >= ONSET_SHARE * level.max() > level[: clip.onset].max(initial=0.0)


def test_sentences_are_parted_by_the_pause_of_the_voice_file(heart: SpokenVoice) -> None:
    clip = heart.render("Feet flat. Brace.")
    assert longest_silence(clip.samples, clip.rate) == pytest.approx(heart.definition.pauses.sentence, abs=0.12)


def test_a_comma_is_a_shorter_pause_of_the_voice_file(heart: SpokenVoice) -> None:
    clip = heart.render("Stand tall, knees soft.")
    assert longest_silence(clip.samples, clip.rate) == pytest.approx(heart.definition.pauses.comma, abs=0.1)


def longest_silence(samples: "np.ndarray[tuple[int], np.dtype[np.float32]]", rate: int) -> float:
    """Seconds of the longest stretch that is 34 dB below the loudest moment."""
    quiet = envelope(samples, rate) < 0.02 * envelope(samples, rate).max()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0]))))
    return float(np.max(edges[1::2] - edges[::2], initial=0)) / rate


@pytest.mark.parametrize(("written", "read"), [("RDL", "R D L"), ("60kg", "60 kilos"), ("1RM", "one rep max")])
def test_the_gym_s_words_are_read_as_people_say_them(heart: SpokenVoice, written: str, read: str) -> None:
    assert np.array_equal(heart.render(written).samples, heart.render(read).samples)


@pytest.mark.parametrize(("digits", "words"), [("60 kilos", "sixty kilos"), ("2.5 kilos", "two point five kilos")])
def test_numbers_sound_as_their_words_do(heart: SpokenVoice, digits: str, words: str) -> None:
    assert heart.render(digits).seconds == pytest.approx(heart.render(words).seconds, abs=0.1)


def test_no_speaker_but_the_one_in_the_package_is_ever_asked_for() -> None:
    with (
        EngineWorker("coach.voices.engines.hibari_worker", deadline=30) as worker,
        pytest.raises(VoiceError, match="speaker: heart"),
    ):
        worker.render("hello", {"speaker": "emma", "rate": 165})


def told_by_worker() -> dict[str, str]:
    pipe = io.StringIO()
    serve(io.StringIO(), pipe, hibari_worker.begin)
    return dict(json.loads(pipe.getvalue()))


def test_too_little_memory_is_told_before_the_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari_worker, "free_memory", lambda: 120_000_000)
    assert told_by_worker() == {"missing": "120 MB of free memory are too little for the neural voice"}


def test_a_machine_that_speaks_slower_than_one_listens_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari_worker, "TOO_SLOW", 0.0)
    assert told_by_worker() == {"missing": "this machine is too slow for the neural voice"}


def test_a_missing_wheel_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    assert "pip install hibari-tts==0.2.1" in told_by_worker()["missing"]


GUARDED = """
import socket, sys

def never(*_, **__):
    raise AssertionError("a socket")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = never
from coach.voices.engines.hibari_worker import HibariRenderer

HibariRenderer().render({"text": "hello", "path": sys.argv[1], "speaker": "heart", "rate": 165})
"""


def test_the_worker_opens_no_socket(tmp_path: Path) -> None:
    """Loading and speaking are done with every way to the network taken away."""
    place = tmp_path / "hello.wav"
    done = subprocess.run([sys.executable, "-c", GUARDED, str(place)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert place.stat().st_size > 10_000


def test_the_pin_of_the_package_is_the_one_that_is_told() -> None:
    pinned = Path(__file__).parents[3].joinpath("pyproject.toml").read_text(encoding="utf-8")
    assert f"hibari-tts=={version('hibari-tts')}" == hibari_worker.PACKAGE
    assert f'"{hibari_worker.PACKAGE};' in pinned
