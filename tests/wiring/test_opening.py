"""Opening what a session needs: what cannot be had is done without, and told."""

import os
from pathlib import Path

import pytest

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.live import LiveWorld
from coach.config import Config
from coach.core.events import Event
from coach.displays.screen import NoScreen
from coach.errors import DeviceError, sentence
from coach.ports import Ear, Pcm16
from coach.script.files.library import Library
from coach.voices.voice import WORKERS, ToneVoice
from coach.wiring.opening import open_voice
from coach.wiring.opening.world import _recording_place, opened_with
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
    assert _recording_place(Config(data_folder=tmp_path), "rdl-day") is not None
    assert {path.name for path in folder.iterdir()} == {"day-4.wav", "day-4.jsonl", "day-3.wav", "day-3.jsonl"}


def test_two_sentences_are_never_glued() -> None:
    assert (
        sentence(DeviceError("no speaker was found; see: coach devices")) == "No speaker was found; see: coach devices."
    )
    assert sentence(DeviceError("It is gone.")) == "It is gone."


def test_where_no_engine_speaks_tones_do_and_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("hibari", "espeak"):
        monkeypatch.setitem(WORKERS, engine, ("tests.voices.missing_worker", 5.0))
    told: list[str] = []
    with open_voice("default", Config(data_folder=tmp_path), Library.open(), told.append) as voice:
        assert isinstance(voice, ToneVoice)
    assert [line.split(":")[0] for line in told] == ["The voice 'default'", "No voice"]
