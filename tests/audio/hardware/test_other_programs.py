"""Music steps back while the coach speaks and gets back what it had."""

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.audio.hardware.other_programs import AFTER, LOWERED, Mixer, MusicStepsBack
from coach.clocks import SESSION_START, SessionTime
from coach.testing.recorder import RATE
from coach.testing.sound_card import SoundCard
from tests.witness import again_if_the_machine_stood_still


class Server:
    """A sound server with some streams, index to volumes; the coach's own has index 0, one of index 50 or more plays
    on another loudspeaker.
    """

    def __init__(self, streams: dict[int, list[int]]) -> None:
        self.streams = streams

    def __call__(self, words: Sequence[str]) -> str:
        if words[0] == "set-sink-input-volume":
            if int(words[1]) not in self.streams:
                raise subprocess.CalledProcessError(1, "pactl")
            self.streams[int(words[1])] = [int(one) for one in words[2:]]
            return ""
        own = {
            "index": 0,
            "sink": 5,
            "volume": {"mono": {"value": 65_536}},
            "properties": {"application.process.id": "7"},
        }
        return json.dumps([own, *(self._stream(index) for index in self.streams)])

    def _stream(self, index: int) -> dict[str, object]:
        volume = {f"channel{number}": {"value": value} for number, value in enumerate(self.streams[index])}
        sink = 5 if index < 50 else 6
        return {"index": index, "sink": sink, "volume": volume, "properties": {"application.process.id": "99"}}


def mixer(server: Server, folder: Path) -> Mixer:
    return Mixer(folder / "lowered.json", server, own=7)


def test_what_plays_on_the_coachs_loudspeaker_is_lowered_and_nothing_elsewhere(tmp_path: Path) -> None:
    server = Server({1: [60_000, 50_000], 50: [40_000]})
    mixer(server, tmp_path).lower()
    assert server.streams == {1: [round(60_000 * LOWERED), round(50_000 * LOWERED)], 50: [40_000]}


def test_every_stream_gets_its_own_volume_back(tmp_path: Path) -> None:
    server = Server({1: [60_000, 50_000], 3: [20_000]})
    one = mixer(server, tmp_path)
    one.lower()
    one.lower()
    one.restore()
    assert server.streams == {1: [60_000, 50_000], 3: [20_000]}
    assert not list(tmp_path.iterdir())


def test_a_volume_the_lifter_set_meanwhile_is_left_alone(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    one = mixer(server, tmp_path)
    one.lower()
    server.streams[1] = [33_000]
    one.restore()
    assert server.streams == {1: [33_000]}


def test_what_a_hanging_server_does_not_take_is_given_back_at_the_next_start(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    one = mixer(server, tmp_path)
    one.lower()

    def hangs(words: Sequence[str]) -> str:
        raise subprocess.TimeoutExpired(list(words), 1.0)

    Mixer(tmp_path / "lowered.json", hangs, own=7).restore()
    assert server.streams == {1: [round(60_000 * LOWERED)]}
    mixer(server, tmp_path).restore()
    assert server.streams == {1: [60_000]}
    assert not list(tmp_path.iterdir())


def test_a_volume_is_given_back_also_where_the_coach_plays_nothing_any_more(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    mixer(server, tmp_path).lower()
    Mixer(tmp_path / "lowered.json", server, own=8).restore()
    assert server.streams == {1: [60_000]}


def test_a_stream_that_ends_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    server = Server({1: [60_000], 2: [50_000]})
    one = mixer(server, tmp_path)
    one.lower()
    del server.streams[1]
    one.restore()
    assert server.streams == {2: [50_000]}


def test_a_coach_that_was_killed_gives_the_volume_back_when_it_starts_again(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    mixer(server, tmp_path).lower()
    begun = threading.Event()

    def silent(begin: SessionTime, end: SessionTime) -> bool:
        begun.set()
        return begin > end

    with MusicStepsBack(mixer(server, tmp_path), silent, lambda: SESSION_START, there=lambda: True):
        assert begun.wait(10)
        assert server.streams == {1: [60_000]}


def test_nobody_waits_for_a_sound_server_that_does_not_answer(tmp_path: Path) -> None:
    answers = threading.Event()
    with MusicStepsBack(mixer(Server({}), tmp_path), lambda *_: False, lambda: SESSION_START, there=answers.wait):
        assert not answers.is_set()
        answers.set()


@pytest.mark.parametrize("content", ["", "nonsense", "[1]", '{"1": 3}', '{"1": ["x"]}'])
def test_a_damaged_memory_is_ignored(tmp_path: Path, content: str) -> None:
    (tmp_path / "lowered.json").write_text(content)
    server = Server({1: [60_000]})
    mixer(server, tmp_path).restore()
    assert server.streams == {1: [60_000]}


def test_a_server_that_has_gone_is_no_trouble(tmp_path: Path) -> None:
    def gone(words: Sequence[str]) -> str:
        raise subprocess.CalledProcessError(1, list(words))

    one = Mixer(tmp_path / "lowered.json", gone)
    one.lower()
    one.restore()


def test_music_is_low_from_before_the_first_word_until_well_after_the_last(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    back = MusicStepsBack(mixer(server, tmp_path), lambda begin, end: begin < 3.0 and end > 2.0, lambda: SESSION_START)
    low = []
    for tenth in range(60):
        back.look(SessionTime(tenth / 10))
        if server.streams[1] != [60_000]:
            low.append(tenth / 10)
    assert low[0] == pytest.approx(1.8, abs=0.1)
    assert low[-1] == pytest.approx(2.9 + AFTER, abs=0.11)


def test_music_does_not_pump_between_the_counts_of_a_set(tmp_path: Path) -> None:
    server = Server({1: [60_000]})
    back = MusicStepsBack(mixer(server, tmp_path), lambda begin, end: int(end) > int(begin), lambda: SESSION_START)
    back.look(SessionTime(0.95))
    levels = set()
    for tenth in range(100):
        back.look(SessionTime(1.0 + tenth / 10))
        levels.add(server.streams[1][0])
    assert levels == {round(60_000 * LOWERED)}


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_a_real_servers_music_gets_softer_and_loud_again(
    card: SoundCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, card.environment[name])
    music = 0.5 * np.sin(np.arange(6 * RATE) * 2 * np.pi * 500 / RATE)
    soundfile.write(tmp_path / "music.wav", music, RATE)
    soundfile.write(tmp_path / "coach.wav", np.zeros(9 * RATE), RATE)
    coach = subprocess.Popen(["paplay", str(tmp_path / "coach.wav")], env=card.environment)
    with card.record() as recorder, subprocess.Popen(
        ["paplay", str(tmp_path / "music.wav")], env=card.environment
    ) as player:  # fmt: skip
        time.sleep(1.5)
        one = Mixer(tmp_path / "lowered.json", own=coach.pid)
        one.lower()
        time.sleep(1.5)
        one.restore()
        player.wait(20)
        coach.wait(20)
        sound = recorder.stop().samples
    levels = np.abs(sound[: len(sound) // RATE * RATE]).reshape(-1, RATE // 10).max(axis=1)
    playing = levels[levels > 0.005]
    assert playing.max() > 0.45
    assert np.count_nonzero(playing < 0.1) >= 8
    assert playing[-5:-1].min() > 0.45
