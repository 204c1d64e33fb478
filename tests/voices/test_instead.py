"""The voice that speaks where another cannot: at the start, and in mid-session."""

from pathlib import Path
from typing import Any

import pytest

from coach.errors import VoiceError
from coach.ports import Samples
from coach.voices.ahead import TOO_MANY
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, find_voice
from coach.voices.opening import WORKERS, load_voice_or_other
from coach.voices.voice import SpokenVoice
from tests.voices.humming import HummingEngine

MISSING = ("tests.voices.engines.missing_worker", 5.0)


def folder_with(tmp_path: Path, **voices: str) -> Path:
    for name, lines in voices.items():
        (tmp_path / f"{name}.yaml").write_text(f"title: {name}\n{lines}\n")
    return tmp_path


def test_where_the_usual_engine_is_missing_the_plain_voice_speaks_and_that_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORKERS, "hibari", MISSING)
    told: list[str] = []
    with load_voice_or_other("default", tmp_path, [], told.append) as voice:
        assert voice.name == "espeak"
        assert voice.render("two").seconds > 0.1
    assert len(told) == 1
    assert "'default'" in told[0]
    assert "no library was found" in told[0]
    assert "'espeak' speaks instead" in told[0]


def test_the_shipped_usual_voice_names_one_that_needs_no_network() -> None:
    assert find_voice(find_voice("default").instead).engine == "espeak"


def test_voices_that_name_each_other_end_with_the_last_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORKERS, "hibari", MISSING)
    folder = folder_with(tmp_path, one="engine: hibari\ninstead: two", two="engine: hibari\ninstead: one")
    with pytest.raises(VoiceError, match="no library was found"):
        load_voice_or_other("one", tmp_path, [folder], lambda _: None)


def failing(tmp_path: Path) -> tuple[SpokenVoice, HummingEngine, HummingEngine]:
    """A voice that hums what is possible, and one that sings the rest."""
    hum, song = HummingEngine(), HummingEngine()
    cache = PhraseCache(tmp_path)

    def other() -> SpokenVoice:
        return SpokenVoice(defined("song", rate=200), song, cache)

    return SpokenVoice(defined("hum"), hum, cache, other), hum, song


def defined(name: str, **fields: object) -> VoiceDefinition:
    return VoiceDefinition.model_validate({"name": name, "title": name, **fields})


@pytest.fixture
def only_the_song_can(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(self: HummingEngine, text: str, settings: dict[str, Any]) -> tuple[Samples, int]:
        sung = settings["rate"] == 200
        return plain(self, text.replace("impossible", "possible") if sung else text, settings)

    plain = HummingEngine.render
    monkeypatch.setattr(HummingEngine, "render", render)


@pytest.mark.usefixtures("only_the_song_can")
def test_a_phrase_the_engine_loses_is_said_by_the_other_voice(tmp_path: Path) -> None:
    voice, hum, song = failing(tmp_path)
    told: list[tuple[str, str]] = []
    voice.when_replaced(lambda *what: told.append(what))
    assert voice.render("impossible").seconds > 0.5
    assert voice.render("down").seconds > 0.2
    assert (hum.asked, song.asked) == (["impossible", "down"], ["possible"])
    assert told == []


@pytest.mark.usefixtures("only_the_song_can")
def test_an_engine_that_has_gone_is_given_up_and_that_is_told_once(tmp_path: Path) -> None:
    voice, hum, _ = failing(tmp_path)
    told: list[tuple[str, str]] = []
    voice.when_replaced(lambda *what: told.append(what))
    for number in range(TOO_MANY + 3):
        voice.render(f"impossible {number}")
    assert len(hum.asked) == TOO_MANY
    assert told == [("other_voice", "'hum' cannot speak any more; 'song' speaks from here")]


def test_what_neither_can_say_is_the_first_one_s_trouble(tmp_path: Path) -> None:
    voice, _, _ = failing(tmp_path)
    with pytest.raises(VoiceError, match="cannot hum that"):
        voice.render("impossible")


def test_a_voice_closes_the_other_one_with_itself(tmp_path: Path) -> None:
    voice, _, song = failing(tmp_path)
    with pytest.raises(VoiceError):
        voice.render("impossible")
    voice.close()
    assert song.closed
