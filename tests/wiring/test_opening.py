"""Opening what a session needs: what cannot be had is done without, and told."""

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.live import LiveWorld
from coach.config import Config
from coach.core.events import Event
from coach.displays.screen import NoScreen
from coach.errors import DeviceError, InputError, sentence
from coach.ports import Ear, Pcm16
from coach.script.files.library import Library
from coach.voices.opening import WORKERS
from coach.voices.voice import SpokenVoice, ToneVoice
from coach.wiring.opening import open_voice, voice_coming
from coach.wiring.opening.levels import Levels
from coach.wiring.opening.recordings import recording_place
from coach.wiring.opening.world import opened_with
from coach.wiring.request import Hands
from tests.audio.voices import PlainVoice


class DeafEar:
    """Hears nothing."""

    name = "deaf"
    speaking = perhaps_stop = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """Nothing to arm."""

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        _ = block, at, reference, saying
        return []

    def close(self) -> None:
        """Nothing to close."""


def hands(told: list[str]) -> Hands:
    return Hands(told.append, lambda _done, _of: None, lambda _now: NoScreen(), terminal=False)


def busy_microphone(ear: Ear | None) -> LiveWorld:
    if ear is not None:
        raise DeviceError("The sound device cannot be opened (busy); see: coach devices")
    return LiveWorld(TimelineSpeaker(PlainVoice(), 8000), silent=True)


def test_a_microphone_that_will_not_be_opened_is_done_without_and_told() -> None:
    told: list[str] = []
    with opened_with(busy_microphone, DeafEar(), hands(told)) as world:
        assert world.devices == frozenset()
    assert len(told) == 1
    assert "Going on without it: type what you would say." in told[0]


def test_a_loudspeaker_that_will_not_be_opened_is_for_somebody_else_to_decide() -> None:
    def nothing_works(ear: Ear | None) -> LiveWorld:
        raise DeviceError(f"no loudspeaker for {ear}")

    told: list[str] = []
    with pytest.raises(DeviceError), opened_with(nothing_works, DeafEar(), hands(told)):
        pass
    assert told == []


def test_of_the_recordings_only_the_newest_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for number in range(5):
        for ending in (".wav", ".jsonl"):
            path = folder / f"day-{number}{ending}"
            path.write_text("x")
            os.utime(path, (number, number))
    assert recording_place(Config(data_folder=tmp_path), "rdl-day") is not None
    assert {path.name for path in folder.iterdir()} == {"day-4.wav", "day-4.jsonl", "day-3.wav", "day-3.jsonl"}


def test_two_sentences_are_never_glued() -> None:
    assert (
        sentence(DeviceError("no speaker was found; see: coach devices")) == "No speaker was found; see: coach devices."
    )
    assert sentence(DeviceError("It is gone.")) == "It is gone."


PHRASE = "Hello and welcome."


def test_what_is_kept_is_said_while_the_engine_still_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, library, told = Config(data_folder=tmp_path), Library.open(), list[str]()
    with open_voice("espeak", config, library, told.append) as voice:
        before = voice.render(PHRASE)
    monkeypatch.setitem(WORKERS, "espeak", ("tests.voices.engines.sleeping_worker", 5.0))
    with voice_coming("espeak", config, library, told.append, meanwhile=[PHRASE]) as voice:
        voice.ready()
        assert np.array_equal(voice.render(PHRASE).samples, before.samples)
    assert told == []


def test_nobody_waits_until_it_is_written_down_which_voice_spoke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, seen = threading.Event(), list[str]()

    def slow_disk(name: str, voice: SpokenVoice, cache_folder: Path) -> None:
        _ = voice, cache_folder
        assert go_on.wait(10)
        seen.append(name)

    monkeypatch.setattr("coach.wiring.opening.voice.remember", slow_disk)
    with voice_coming("espeak", Config(data_folder=tmp_path), Library.open(), print) as voice:
        voice.ready()
        assert voice.render(PHRASE).seconds > 0
        assert seen == []
        go_on.set()
    assert seen == ["espeak"]


def test_the_first_time_the_engine_is_waited_for_and_what_is_wrong_with_it_is_told_before_anything_sounds(
    tmp_path: Path,
) -> None:
    with (
        voice_coming("nobody", Config(data_folder=tmp_path), Library.open(), print, meanwhile=[PHRASE]) as voice,
        pytest.raises(InputError, match="There is no voice 'nobody'"),
    ):
        voice.ready()


def test_a_voice_to_speak_instead_that_there_is_not_is_refused_before_anything_sounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, own = Config(data_folder=tmp_path), tmp_path / "content" / "voices" / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("title: Mine\ninstead: nobdy\n")
    library = Library((tmp_path / "content", *Library.open().roots))
    with open_voice("mine", config, library, print) as voice:
        voice.render(PHRASE)
    monkeypatch.setitem(WORKERS, "espeak", ("tests.voices.engines.missing_worker", 5.0))
    with (
        voice_coming("mine", config, library, print, meanwhile=[PHRASE]) as coming,
        pytest.raises(InputError, match="There is no voice 'nobdy'"),
    ):
        coming.ready()


def test_a_voice_that_is_still_to_come_keeps_nobody_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORKERS, "espeak", ("tests.voices.engines.sleeping_worker", 5.0))
    began = time.monotonic()
    with voice_coming("espeak", Config(data_folder=tmp_path), Library.open(), print):
        pass
    assert time.monotonic() - began < 20


class Looking(Levels):
    """Counts how often it looks."""

    looked = 0

    def _look(self) -> None:
        self.looked += 1


def test_muted_devices_are_looked_for_once_and_behind_whoever_asks() -> None:
    levels = Looking(Config(), print)
    for _ in range(2):
        levels.look_behind()
        for thread in threading.enumerate():
            if thread.name == "levels":
                thread.join(10)
    assert levels.looked == 1


def test_where_no_engine_speaks_tones_do_and_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("hibari", "espeak"):
        monkeypatch.setitem(WORKERS, engine, ("tests.voices.engines.missing_worker", 5.0))
    told: list[str] = []
    with open_voice("default", Config(data_folder=tmp_path), Library.open(), told.append) as voice:
        assert isinstance(voice, ToneVoice)
    assert [line.split(":")[0] for line in told] == ["The voice 'default'", "No voice"]
