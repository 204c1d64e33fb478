"""A voice whose engine still starts: what is kept is said, the rest waits, and which voice spoke is remembered."""

import time
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from coach.errors import InputError, VoiceError
from coach.voices.cache import PhraseCache
from coach.voices.coming import REMEMBERED, ComingVoice, Opened, kept_phrases, remember
from coach.voices.definition import VoiceDefinition, find_voice
from coach.voices.opening import WORKERS
from coach.voices.voice import SpokenVoice, ToneVoice
from tests.voices.humming import HummingEngine

OWN = "title: Hum\nrate: {rate}\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path]:
    """A folder with a voice of somebody's own."""
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "hum.yaml").write_text(OWN.format(rate=150))
    return (tmp_path / "voices",)


def humming(cache: Path, definition: VoiceDefinition) -> SpokenVoice:
    return SpokenVoice(definition, HummingEngine(), PhraseCache(cache))


def spoken(cache: Path, folders: tuple[Path], *texts: str, wished: str = "hum") -> SpokenVoice:
    """The voice, after it has said this and was remembered."""
    voice = humming(cache, find_voice("hum", folders))
    voice.prepare(texts)
    remember(wished, voice, cache)
    return voice


def test_a_kept_phrase_is_the_same_as_the_open_voice_says_it(tmp_path: Path, folders: tuple[Path]) -> None:
    before = spoken(tmp_path, folders, "down").render("down")
    voice = ComingVoice("hum", Future[Opened](), kept_phrases("hum", tmp_path, folders))
    voice.ready()
    after = voice.render("down")
    assert np.array_equal(before.samples, after.samples)
    assert (before.rate, before.onset) == (after.rate, after.onset)


def test_a_kept_phrase_is_read_from_the_disk_once(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down")
    voice = ComingVoice("hum", Future[Opened](), kept_phrases("hum", tmp_path, folders))
    assert voice.render("down") is voice.render("down")


def test_any_other_phrase_waits_for_the_voice(tmp_path: Path, folders: tuple[Path]) -> None:
    open_voice = spoken(tmp_path, folders, "down")
    kept, coming = kept_phrases("hum", tmp_path, folders), Future[Opened]()
    assert kept is not None
    assert kept("up") is None
    coming.set_result(open_voice)
    assert np.array_equal(ComingVoice("hum", coming, kept).render("up").samples, open_voice.render("up").samples)


def test_first_words_of_which_one_is_not_kept_wait_for_the_voice_all_of_them(
    tmp_path: Path, folders: tuple[Path]
) -> None:
    spoken(tmp_path, folders, "down")
    coming = Future[Opened]()
    voice = ComingVoice("hum", coming, kept_phrases("hum", tmp_path, folders), first=["down", "up"])
    coming.set_exception(VoiceError("waited for"))
    with pytest.raises(VoiceError, match="waited for"):
        voice.ready()


def test_first_words_that_are_all_kept_wait_for_nothing(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down", "up")
    voice = ComingVoice("hum", Future[Opened](), kept_phrases("hum", tmp_path, folders), first=["down", "up"])
    voice.ready()
    assert voice.render("up").seconds > 0


def test_what_is_not_kept_waits_no_longer_than_the_engine_may_take_for_a_phrase_and_only_once(
    tmp_path: Path, folders: tuple[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORKERS, "espeak", ("", 0.5))
    spoken(tmp_path, folders, "down")
    voice = ComingVoice("hum", Future[Opened](), kept_phrases("hum", tmp_path, folders))
    voice.ready()
    began = time.monotonic()
    for _ in range(20):
        with pytest.raises(VoiceError, match="not ready yet"):
            voice.render("up")
    assert time.monotonic() - began < 5
    assert voice.render("down").seconds > 0


def test_a_voice_that_has_no_words_any_more_has_none_kept(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down")
    (folders[0] / "hum.yaml").write_text("title: Hum\nengine: tones\n")
    assert kept_phrases("hum", tmp_path, folders) is None


def test_once_it_is_open_the_voice_says_all(tmp_path: Path, folders: tuple[Path]) -> None:
    open_voice, coming = spoken(tmp_path, folders, "down"), Future[Opened]()
    coming.set_result(open_voice)
    voice = ComingVoice("hum", coming, kept_phrases("hum", tmp_path, folders))
    assert voice.render("down") is open_voice.render("down")


def test_another_rate_than_was_kept_is_another_phrase(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down")
    (folders[0] / "hum.yaml").write_text(OWN.format(rate=120))
    kept = kept_phrases("hum", tmp_path, folders)
    assert kept is not None
    assert kept("down") is None


def test_a_voice_that_spoke_in_anothers_place_is_remembered_as_that(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down", wished="default")
    kept = kept_phrases("default", tmp_path, folders)
    assert kept is not None
    assert kept("down") is not None
    assert kept_phrases("hum", tmp_path, folders) is None


@pytest.mark.parametrize(
    "content", ["", "[]", '{"hum": 3}', '{"hum": ["hum"]}', '{"hum": ["nobody", "1"]}', '{"hum": [1, 2]}']
)
def test_a_memory_nobody_can_read_is_none(tmp_path: Path, folders: tuple[Path], content: str) -> None:
    spoken(tmp_path, folders, "down")
    (tmp_path / REMEMBERED).write_text(content)
    assert kept_phrases("hum", tmp_path, folders) is None


def test_without_anything_kept_what_is_wrong_is_raised_before_anything_is_said() -> None:
    coming = Future[Opened]()
    coming.set_exception(VoiceError("there is none"))
    with pytest.raises(VoiceError, match="there is none"):
        ComingVoice("hum", coming).ready()


def test_whatever_is_wrong_later_is_told_once_and_costs_the_words_and_not_the_session(
    tmp_path: Path, folders: tuple[Path]
) -> None:
    spoken(tmp_path, folders, "down")
    coming, told = Future[Opened](), list[str]()
    voice = ComingVoice("hum", coming, kept_phrases("hum", tmp_path, folders), ["down"], told.append)
    voice.ready()
    coming.set_exception(OSError("no more processes"))
    assert np.array_equal(voice.render("down").samples, ToneVoice().render("down").samples)
    assert voice.render("up").seconds > 0
    assert told == ["No voice: No more processes. Going on with tones; 'coach doctor' says how to mend it."]


def test_what_is_wrong_already_is_raised_before_anything_is_said(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down")
    coming = Future[Opened]()
    coming.set_exception(InputError("there is none"))
    with pytest.raises(InputError, match="there is none"):
        ComingVoice("hum", coming, kept_phrases("hum", tmp_path, folders), ["down"]).ready()


@pytest.mark.parametrize("other", ["nobdy", "broken"])
def test_where_what_speaks_instead_is_faulty_nothing_is_said_before_that_is_known(
    tmp_path: Path, folders: tuple[Path], other: str
) -> None:
    spoken(tmp_path, folders, "down")
    (folders[0] / "broken.yaml").write_text("title: [\n")
    (folders[0] / "hum.yaml").write_text(OWN.format(rate=150) + f"instead: {other}\n")
    assert kept_phrases("hum", tmp_path, folders) is None


def test_voices_that_stand_in_for_each_other_are_looked_at_once(tmp_path: Path, folders: tuple[Path]) -> None:
    spoken(tmp_path, folders, "down")
    (folders[0] / "hum.yaml").write_text(OWN.format(rate=150) + "instead: other\n")
    (folders[0] / "other.yaml").write_text(OWN.format(rate=150) + "instead: hum\n")
    assert kept_phrases("hum", tmp_path, folders) is not None


def test_what_is_to_be_done_with_the_voice_is_done_when_it_is_open() -> None:
    coming, seen = Future[Opened](), list[Opened]()
    voice = ComingVoice("hum", coming)
    voice.when_open(seen.append)
    assert seen == []
    opened = humming(Path("nowhere"), VoiceDefinition.model_validate({"title": "Hum"}))
    coming.set_result(opened)
    assert seen == [opened]


class Preparing(SpokenVoice):
    """Writes down what it is to render ahead."""

    def __init__(self) -> None:
        super().__init__(
            VoiceDefinition.model_validate({"title": "Hum"}), HummingEngine(), PhraseCache(Path("nowhere"))
        )
        self.begun: list[list[str]] = []

    def prepare_ahead(self, texts: Iterable[str]) -> None:
        self.begun.append(list(texts))


def test_only_the_newest_is_rendered_ahead_once_it_is_open() -> None:
    coming, opened = Future[Opened](), Preparing()
    voice = ComingVoice("hum", coming)
    voice.prepare_ahead(["yesterday"])
    voice.prepare_ahead(text for text in ("today", "tomorrow"))
    coming.set_result(opened)
    assert opened.begun == [["today", "tomorrow"]]
    voice.prepare_ahead(["again"])
    assert opened.begun[1:] == [["again"]]
