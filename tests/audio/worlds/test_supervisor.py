"""How the card looks after its streams: what is told when one falls silent, and of one that was opened again."""

import gc
from collections.abc import Iterator
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from coach.audio.hardware import streams
from coach.audio.hardware.devices import Device, Direction
from coach.audio.hardware.streams import READY, READY_UNSERVED
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds import supervisor as cards
from coach.audio.worlds.ear_thread import Listener
from coach.audio.worlds.supervisor import WATCH, Card
from coach.clocks import SessionTime
from coach.core.events import Event, SoundBack, SoundLost, StoodStill
from tests.audio.hardware.test_streams import NotingEar
from tests.audio.voices import PlainVoice

FRAMES = 480
GULP = 1.6
"""Seconds for which a sound server that has just been begun gives nothing: so long was measured."""


class Machine:
    """A sound card in virtual time. Every stream gives nothing for its first `stall` seconds; `mute` none gives any."""

    def __init__(self) -> None:
        self.now, self.stall, self.mute = 0.0, 0.0, False
        self.opened: list[tuple[float, Any]] = []
        self.ready = 0.0
        self.told: list[Event] = []
        ear = Listener(
            NotingEar(), TimelineSpeaker(PlainVoice(), 48_000), lambda: SessionTime(self.now), lambda _: None
        )
        self.card = Card(
            TimelineSpeaker(PlainVoice(), 48_000),
            ear,
            {Direction.SPEAKER: None, Direction.MICROPHONE: None},
            silent=False,
            now=lambda: SessionTime(self.now),
            post=self.told.append,
        )

    def stream(self, **settings: Any) -> Any:
        self.opened.append((self.now, settings["callback"]))
        self.ready = settings["latency"]
        live = len(self.opened) - 1
        return SimpleNamespace(
            latency=0.1,
            start=lambda: None,
            abort=lambda **_: self._end(live),
            close=lambda **_: None,
        )

    def _end(self, number: int) -> None:
        self.opened[number] = (float("inf"), self.opened[number][1])

    def pass_time(self, seconds: float) -> None:
        """Let time pass: the streams call back, and the card looks at them."""
        for _ in range(round(seconds / WATCH)):
            self.now += WATCH
            for begun, callback in self.opened:
                if self.now - begun >= self.stall and not self.mute:
                    times = SimpleNamespace(outputBufferDacTime=0.1, inputBufferAdcTime=0.0, currentTime=0.0)
                    status = SimpleNamespace(output_underflow=False, input_overflow=False)
                    callback(np.ones((FRAMES, 1), np.float32), FRAMES, times, status)
            self.card.look()

    def told_of(self, kind: type[SoundLost] | type[SoundBack]) -> list[str]:
        return sorted(event.device for event in self.told if isinstance(event, kind))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine()
    library = SimpleNamespace(OutputStream=made.stream, InputStream=made.stream, PortAudioError=OSError)
    monkeypatch.setattr(streams, "portaudio", lambda: library)
    monkeypatch.setattr(cards, "find_device", lambda *_: Device(0, "one", "one", 1, 1, 48_000))
    monkeypatch.setattr(cards, "refresh_devices", lambda: None)
    monkeypatch.setattr(cards, "serve_threads", lambda **_: None)
    made.card.open()
    made.card._closing.set()  # the test looks itself
    made.card._watcher.join()
    made.pass_time(5.0)
    made.told.clear()
    yield made
    made.card.close()
    made.card._listener.close()  # type: ignore[union-attr]


def test_streams_that_begin_with_a_stall_are_not_taken_for_lost(machine: Machine) -> None:
    machine.stall = GULP
    machine.card._open_all_anew()
    machine.pass_time(10.0)
    assert machine.told == []


@pytest.mark.parametrize("stall", [GULP, 2.5])
def test_an_outage_is_told_once_however_the_streams_stall_when_they_are_opened_again(
    machine: Machine, stall: float
) -> None:
    machine.stall, machine.mute = stall, True
    machine.pass_time(6.0)
    machine.mute = False
    machine.pass_time(20.0)
    assert machine.told_of(SoundLost) == ["microphone", "speaker"]
    assert machine.told_of(SoundBack) == ["microphone", "speaker"]


def test_a_device_that_opens_and_gives_nothing_is_not_called_back(machine: Machine) -> None:
    machine.mute = True
    machine.pass_time(30.0)
    assert machine.told_of(SoundBack) == []


def test_a_device_that_opens_and_gives_nothing_is_opened_again(machine: Machine) -> None:
    machine.mute = True
    before = len(machine.opened)
    machine.pass_time(30.0)
    assert len(machine.opened) > before + 6


def test_a_loudspeaker_that_stops_after_it_has_settled_is_missed_within_a_second_and_a_half(machine: Machine) -> None:
    machine.mute = True
    machine.pass_time(1.5)
    assert "speaker" in machine.told_of(SoundLost)


@pytest.mark.parametrize(("served", "ready"), [(True, READY), (False, READY_UNSERVED)])
def test_less_sound_is_kept_ready_where_the_cards_threads_are_served_first(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, served: bool, ready: float
) -> None:
    monkeypatch.setattr(streams, "never_kept_waiting", lambda: nullcontext(served))
    machine.card._open_all_anew()
    assert machine.ready == ready


def test_while_there_is_sound_no_garbage_is_looked_for_in_what_was_there_before(machine: Machine) -> None:
    assert gc.get_freeze_count() > 10_000
    machine.card.close()
    assert gc.get_freeze_count() == 0


# ------------------------------------------------------------------------------------------------ time that nobody had


def test_time_in_which_nothing_ran_is_told_with_its_length_and_the_clock_knows_it(machine: Machine) -> None:
    machine.now += 15.0  # a suspended machine, or a process that was stopped
    machine.card.look()
    assert machine.told == [StoodStill(SessionTime(machine.now), 15.0)]
    speaker = machine.card._speaker
    assert speaker.clock.time_at(speaker.timeline.position) == pytest.approx(machine.now, abs=0.2)


def test_a_loudspeaker_that_is_gone_is_no_time_that_stood_still(machine: Machine) -> None:
    machine.mute = True
    machine.pass_time(20.0)
    assert machine.told_of(SoundLost) == ["microphone", "speaker"]
    assert not [event for event in machine.told if isinstance(event, StoodStill)]


def test_a_watch_that_came_late_while_the_sound_went_on_tells_nothing(machine: Machine) -> None:
    machine.card._speaker.timeline.mix(48_000 * 6)
    machine.now += 6.0
    machine.card.look()
    assert not [event for event in machine.told if isinstance(event, StoodStill)]
