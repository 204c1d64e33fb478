"""The live world on a virtual sound card: what is placed is what leaves, and what goes away comes back."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.core.commands import Say
from coach.core.events import CueFinished, CueStarted, Heard, Woke
from coach.testing.recorder import RATE
from coach.testing.sound_card import SoundCard
from tests.audio.voices import PlainVoice
from tests.witness import again_if_the_machine_stood_still, undisturbed

Facts = list[dict[str, Any]]


@contextmanager
def child(card: SoundCard, what: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.audio.worlds.live_child", what]
    with subprocess.Popen(command, env=card.environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
            assert process.wait(60) == 0
        finally:
            process.kill()


def facts_until(process: "subprocess.Popen[str]", kind: str) -> Facts:
    """What the child tells, until it tells a fact of this kind; all of it when there is none."""
    assert process.stdout is not None
    told: Facts = []
    for line in process.stdout:
        told.append(json.loads(line))
        if told[-1]["kind"] == kind:
            break
    return told


def kinds(told: Facts) -> list[str]:
    return [fact["kind"] for fact in told]


GRID = [round(number * RATE / 3) for number in range(24)]
"""The samples at which the beats of the count stand, from the first on."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count in the recording: the samples of its onsets from the first on, and what the child told."""

    beats: list[int]
    told: Facts

    @property
    def flaws(self) -> int:
        return int(next(fact["count"] for fact in self.told if fact["kind"] == "flaws"))

    @property
    def underruns(self) -> Facts:
        return [fact for fact in self.told if fact.get("what") == "underrun" and fact["begin"] > 2.5]


def count_on(card: SoundCard, meanwhile: Callable[["subprocess.Popen[str]"], Facts]) -> Counted:
    with card.record() as recorder:
        with child(card, "count") as process:
            told = meanwhile(process) + facts_until(process, "never")
        sound = recorder.stop().samples
    loud = sound > 0.3
    beats = (np.flatnonzero(~loud[:-1] & loud[1:]) + 1)[-24:]
    return Counted((beats - beats[0]).tolist(), told)


@pytest.mark.card
@pytest.mark.exact
def test_every_onset_of_a_count_leaves_the_card_on_its_sample(card: SoundCard) -> None:
    counted = undisturbed(lambda: count_on(card, lambda _: []), lambda played, _: played.beats != GRID)
    assert counted.beats == GRID
    assert counted.flaws == 0
    assert counted.underruns == []
    assert kinds(counted.told)[:4] == ["CueStarted", "CueFinished", "CueStarted", "CueFinished"]


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_a_coach_that_was_kept_from_running_tells_by_how_much_its_count_came_later(card: SoundCard) -> None:
    def stop_for_a_moment(process: "subprocess.Popen[str]") -> Facts:
        told = [*facts_until(process, "CueStarted"), *facts_until(process, "CueStarted")]
        time.sleep(2.0)  # into the count
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(0.5)  # more than the card holds, less than what makes it a lost device
        os.kill(process.pid, signal.SIGCONT)
        return told

    counted = count_on(card, stop_for_a_moment)
    later = np.array(counted.beats) - np.array(GRID)
    assert later[2] == 0
    (underrun,) = counted.underruns
    assert later[-1] / RATE == pytest.approx(underrun["end"] - underrun["begin"], abs=0.03)
    assert later[-1] / RATE > 0.3


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_a_hush_is_silent_at_the_loudspeaker_within_a_quarter_of_a_second(card: SoundCard) -> None:
    with card.record() as recorder:
        with child(card, "hush") as process:
            told = facts_until(process, "never")
        recording = recorder.stop()
    hushed = next(fact["monotonic"] for fact in told if fact["kind"] == "hushed")
    last = recording.began + np.flatnonzero(np.abs(recording.samples) > 0.01)[-1] / RATE
    assert -0.05 < last - hushed < 0.25
    assert "CueFinished" not in kinds(told)


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_a_sound_server_that_dies_is_missed_and_found_again(card: SoundCard) -> None:
    with child(card, "lost") as process:
        facts_until(process, "ready")
        card.kill()
        told = [*facts_until(process, "SoundLost"), *facts_until(process, "SoundLost")]
        card.start()
        told += facts_until(process, "speaking")
        with card.record() as recorder:
            told += facts_until(process, "closed")
            sound = recorder.stop().samples
    assert {fact["device"] for fact in told if fact["kind"] == "SoundLost"} == {"speaker", "microphone"}
    assert {fact["device"] for fact in told if fact["kind"] == "SoundBack"} == {"speaker", "microphone"}
    assert np.count_nonzero(sound > 0.3) > 0.7 * RATE


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_a_muted_microphone_is_noticed_within_five_seconds_and_so_is_its_return(card: SoundCard) -> None:
    with child(card, "muted") as process:
        facts_until(process, "ready")
        muted = time.monotonic()
        card.control("set-source-mute", "mic", "1")
        silent = facts_until(process, "FellSilent")[-1]
        card.control("set-source-mute", "mic", "0")
        back = facts_until(process, "SoundBack")[-1]
    assert 4.0 < silent["monotonic"] - muted < 5.5
    assert back["device"] == "microphone"
    assert back["monotonic"] - silent["monotonic"] < 2.0


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_what_is_spoken_into_the_microphone_reaches_the_ear_in_its_own_thread(card: SoundCard, tmp_path: Path) -> None:
    tone = 0.5 * np.sin(np.arange(RATE // 2) * 2 * np.pi * 700 / RATE)
    soundfile.write(tmp_path / "tone.wav", np.concatenate([np.zeros(RATE // 2), tone, np.zeros(RATE // 2)]), RATE)
    with child(card, "hear") as process:
        facts_until(process, "ready")
        card.speak(tmp_path / "tone.wav")
        told = facts_until(process, "never")
    ear = told[-1]
    assert kinds(told).count("Heard") == 1
    assert ear["armed"] == [["next", "stop"]]
    assert ear["earliest"] >= 0
    assert (
        ear["usual"] < 2.0
    )  # the card's and the sound server's buffers: it must not pile up, on a busy machine either


# ---------------------------------------------------------------------- without any card


def test_without_a_loudspeaker_the_cues_pass_in_real_time() -> None:
    speaker = TimelineSpeaker(PlainVoice(), 8000)
    with LiveWorld(speaker, silent=True) as world:
        speaker.perform(Say(3, "word"), world.now())
        events = [world.wait(world.now() + 5) for _ in range(2)]
        told = world.now()
    assert [type(event) for event in events] == [CueStarted, CueFinished]
    assert events[1].at - events[0].at == pytest.approx(0.1, abs=0.001)
    assert 0 <= told - events[1].at < 1.0


def test_a_posted_event_is_not_kept_waiting_for_the_deadline() -> None:
    with LiveWorld(TimelineSpeaker(PlainVoice(), 8000), silent=True) as world:
        world.post(Heard(world.now(), "stop"))
        event = world.wait(world.now() + 60)
        assert isinstance(event, Heard)
        assert world.now() < 5


def test_the_deadline_comes_when_nothing_else_does() -> None:
    with LiveWorld(TimelineSpeaker(PlainVoice(), 8000), silent=True) as world:
        woke = world.wait(world.now() + 0.05)
        assert isinstance(woke, Woke)
        assert woke.at <= world.now()


def test_a_resumed_session_goes_on_at_its_own_time() -> None:
    begun = time.monotonic()
    with LiveWorld(TimelineSpeaker(PlainVoice(), 8000), silent=True, begin_at=SessionTime(1000.0)) as world:
        now = world.now()
        assert 1000.0 <= now <= 1000.0 + time.monotonic() - begun
