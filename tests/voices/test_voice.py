"""A voice that speaks, on a humming engine and on the real one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.ports import Voice
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition
from coach.voices.levels import loudness
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice, ToneVoice
from tests.voices.humming import HummingEngine


def humming(folder: Path, **fields: object) -> tuple[SpokenVoice, HummingEngine]:
    engine = HummingEngine()
    definition = VoiceDefinition.model_validate({"name": "hum", "title": "Hum", **fields})
    return SpokenVoice(definition, engine, PhraseCache(folder)), engine


@pytest.fixture(scope="module", params=["humming", "default", "tones"])
def voice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    folder = tmp_path_factory.mktemp("cache")
    if request.param == "humming":
        yield humming(folder)[0]
    else:
        with load_voice(request.param, folder) as real:
            yield real


# ---------------------------------------------------------------------- what every voice keeps to


@pytest.mark.parametrize("text", ["two", "Set one of three, sixty kilos. Ready?", "up"])
def test_a_clip_is_audible_levelled_and_ends_without_a_click(voice: Voice, text: str) -> None:
    clip = voice.render(text)
    assert 0.1 < clip.seconds < 10
    assert loudness(clip.samples, clip.rate) == pytest.approx(-20, abs=1.5)
    assert np.abs(clip.samples).max() <= 0.9
    assert max(abs(clip.samples[0]), abs(clip.samples[-1])) < 0.02


def test_the_onset_lies_within_the_first_word(voice: Voice) -> None:
    clip = voice.render("three")
    assert 0 <= clip.onset < 0.25 * clip.rate


def test_the_same_text_gives_the_same_clip(voice: Voice) -> None:
    assert np.array_equal(voice.render("hold").samples, voice.render("hold").samples)


# ---------------------------------------------------------------------- keeping


def test_a_phrase_is_rendered_once_and_then_kept(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    voice.render("down")
    voice.render("down")
    assert engine.asked == ["down"]


def test_another_session_finds_the_phrase_on_disk_byte_for_byte(tmp_path: Path) -> None:
    first = humming(tmp_path)[0].render("down")
    voice, engine = humming(tmp_path)
    again = voice.render("down")
    assert engine.asked == []
    assert np.array_equal(first.samples, again.samples)
    assert first.onset == again.onset


def test_another_rate_is_another_phrase(tmp_path: Path) -> None:
    humming(tmp_path)[0].render("down")
    voice, engine = humming(tmp_path, rate=120)
    voice.render("down")
    assert engine.asked == ["down"]


def test_another_title_is_the_same_phrase(tmp_path: Path) -> None:
    humming(tmp_path)[0].render("down")
    voice, engine = humming(tmp_path, title="Other")
    voice.render("down")
    assert engine.asked == []


def test_a_damaged_file_is_rendered_anew(tmp_path: Path) -> None:
    humming(tmp_path)[0].render("down")
    (path,) = tmp_path.rglob("*.flac")
    path.write_bytes(b"rubbish")
    voice, engine = humming(tmp_path)
    assert voice.render("down").seconds > 0.3
    assert engine.asked == ["down"]


def test_only_what_is_missing_is_prepared_and_progress_is_told(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    voice.render("one")
    told: list[tuple[int, int]] = []
    assert voice.prepare(["one", "two", "three", "two"], lambda done, of: told.append((done, of))) == 2
    assert engine.asked == ["one", "two", "three"]
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_phrase_that_cannot_be_rendered_does_not_stop_the_others(tmp_path: Path) -> None:
    voice, _ = humming(tmp_path)
    voice.prepare(["one", "impossible", "two"])
    assert voice.missing(["one", "impossible", "two"]) == ["impossible"]


def test_an_engine_that_fails_again_and_again_is_given_up(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    with pytest.raises(VoiceError):
        voice.prepare([f"impossible {number}" for number in range(50)])
    assert len(engine.asked) == 3


def test_when_all_is_there_no_progress_is_told(tmp_path: Path) -> None:
    voice, _ = humming(tmp_path)
    voice.render("one")
    told: list[tuple[int, int]] = []
    assert voice.prepare(["one"], lambda done, of: told.append((done, of))) == 0
    assert told == []


def test_the_lexicon_is_spoken(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path, lexicon={"RDL": "R D L"})
    voice.render("RDL")
    assert engine.asked == ["R D L"]


def test_pauses_are_this_voices_own(tmp_path: Path) -> None:
    short, _ = humming(tmp_path, pauses={"comma": 0.0, "sentence": 0.0})
    long, _ = humming(tmp_path, pauses={"comma": 1.0, "sentence": 0.0})
    assert long.render("down, up").seconds - short.render("down, up").seconds == pytest.approx(1.0, abs=0.01)


def test_nothing_to_say_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        humming(tmp_path)[0].render(" ... ")


def test_an_engine_that_fails_is_a_voice_error_and_nothing_is_kept(tmp_path: Path) -> None:
    voice, _ = humming(tmp_path)
    with pytest.raises(VoiceError):
        voice.render("impossible")
    assert not list(tmp_path.rglob("*.flac"))


def test_closing_the_voice_closes_its_engine(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    with voice:
        pass
    assert engine.closed


def test_the_voice_without_words_needs_nothing_prepared() -> None:
    voice = ToneVoice()
    assert voice.missing(["a", "b"]) == []
    assert voice.prepare(["a", "b"]) == 0
