"""The world of files: the same ear and loudspeaker, time driven by samples."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.audio.loudspeaker.scheduler import LEAD, TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, MachineTime, SessionTime
from coach.core.commands import Beat, Count, Say
from coach.core.events import CueFinished, CueStarted, Event, Heard, Interrupted, StoodStill, Woke
from coach.errors import InputError
from coach.ports import Pcm16
from tests.audio.voices import PlainVoice
from tests.disks import fill, small_disk

RATE = 48_000


class LevelEar:
    """Hears "next" whenever a loud block follows a quiet one; keeps everything it was given."""

    name = "level"
    speaking = perhaps_stop = False

    def __init__(self) -> None:
        self.blocks: list[tuple[float, Pcm16, Pcm16 | None, str]] = []
        self.armed: list[frozenset[str]] = []
        self._loud = False
        self.closed = False

    def listen_for(self, intents: frozenset[str]) -> None:
        self.armed.append(intents)

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        self.blocks.append((at, block, reference, saying))
        was, self._loud = self._loud, bool(np.abs(block).max() > 3000)
        return [Heard(SessionTime(at), "next")] if self._loud and not was else []

    def close(self) -> None:
        self.closed = True


def speaker(onset: float = 0.0) -> TimelineSpeaker:
    return TimelineSpeaker(PlainVoice(onset=onset), RATE)


def recording(path: Path, rate: int, channels: int, *bursts: float, seconds: float = 3.0) -> Path:
    """A sound file, silent but for tenths of a second of loud tone at these times."""
    sound = np.zeros((round(seconds * rate), channels))
    for begin in bursts:
        place = slice(round(begin * rate), round((begin + 0.1) * rate))
        sound[place] = 0.5 * np.sin(2 * np.pi * 500 * np.arange(place.stop - place.start) / rate)[:, None]
    soundfile.write(path, sound, rate)
    return path


def until_woken(world: FileWorld, deadline: float) -> list[Event]:
    events: list[Event] = []
    while not isinstance(event := world.wait(SessionTime(deadline)), Woke):
        events.append(event)
    return events


def test_without_anything_to_happen_the_deadline_comes() -> None:
    with FileWorld(speaker()) as world:
        assert world.wait(SessionTime(1.234)) == Woke(SessionTime(1.234))
        assert world.now() == pytest.approx(1.234, abs=0.02)


def test_cues_are_told_at_their_own_times() -> None:
    one = speaker()
    with FileWorld(one) as world:
        one.perform(Say(1, "two words"), SESSION_START)
        started, finished = until_woken(world, 1.0)
    assert started == CueStarted(SessionTime(LEAD), 1)
    assert isinstance(finished, CueFinished)
    assert finished.at == pytest.approx(LEAD + 0.2)


def test_a_deadline_between_two_cues_comes_between_them() -> None:
    one = speaker()
    with FileWorld(one) as world:
        one.perform(Say(1, "two words"), SESSION_START)
        assert [type(world.wait(SessionTime(0.1))) for _ in range(2)] == [CueStarted, Woke]


def test_the_loudspeaker_file_holds_what_was_played(tmp_path: Path) -> None:
    one = speaker()
    with FileWorld(one, out=tmp_path / "out.wav") as world:
        one.perform(Say(1, "word"), SESSION_START)
        world.wait(SessionTime(0.5))
    sound, rate = soundfile.read(tmp_path / "out.wav")
    assert rate == RATE
    loud = np.flatnonzero(sound > 0.3)
    assert (loud[0], loud[-1]) == (round(LEAD * RATE), round((LEAD + 0.1) * RATE) - 1)


def test_what_still_sounds_at_the_end_is_written_to_its_end(tmp_path: Path) -> None:
    one = speaker()
    with FileWorld(one, out=tmp_path / "out.wav"):
        one.perform(Say(1, "one two three four five"), SESSION_START)
    sound, _ = soundfile.read(tmp_path / "out.wav")
    assert np.count_nonzero(sound > 0.3) == RATE // 2


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 2), (48_000, 1), (8_000, 1)])
def test_the_microphone_file_is_heard_at_its_times_at_any_rate(tmp_path: Path, rate: int, channels: int) -> None:
    ear = LevelEar()
    mic = recording(tmp_path / "mic.wav", rate, channels, 0.5, 1.7)
    with FileWorld(speaker(), ear, mic=mic) as world:
        events = until_woken(world, 3.0)
    assert [event.at for event in events] == pytest.approx([0.5, 1.7], abs=0.03)
    assert {len(block) for _, block, _, _ in ear.blocks} == {320}


def test_after_the_end_of_the_file_there_is_silence(tmp_path: Path) -> None:
    ear = LevelEar()
    with FileWorld(speaker(), ear, mic=recording(tmp_path / "mic.wav", 16_000, 1, seconds=0.5)) as world:
        world.wait(SessionTime(2.0))
    assert len(ear.blocks) >= 100
    assert not any(block.any() for at, block, _, _ in ear.blocks if at > 0.52)


def test_the_ear_is_told_what_is_played_and_said_meanwhile(tmp_path: Path) -> None:
    one, ear = speaker(), LevelEar()
    with FileWorld(one, ear, mic=recording(tmp_path / "mic.wav", 16_000, 1)) as world:
        one.perform(Say(1, "two words"), SESSION_START)
        until_woken(world, 1.0)
    saying = {round(at, 2): words for at, _, _, words in ear.blocks}
    loud = {round(at, 2) for at, _, reference, _ in ear.blocks if reference is not None and reference.max() > 9000}
    assert (saying[0.1], saying[0.5]) == ("two words", "")
    assert {0.1, 0.2} <= loud
    assert 0.5 not in loud


def test_the_ear_is_armed_before_its_next_block(tmp_path: Path) -> None:
    ear = LevelEar()
    with FileWorld(speaker(), ear, mic=recording(tmp_path / "mic.wav", 16_000, 1)) as world:
        world.listen_for(frozenset({"next"}))
    assert ear.armed == [frozenset({"next"})]


def test_a_posted_event_comes_when_its_time_has_come() -> None:
    with FileWorld(speaker()) as world:
        world.post(Heard(SessionTime(0.5), "pause"))
        assert world.wait(SessionTime(2.0)) == Heard(SessionTime(0.5), "pause")
        assert world.now() == pytest.approx(0.5, abs=0.02)


def test_an_event_posted_by_another_thread_is_heard() -> None:
    with FileWorld(speaker()) as world:
        other = threading.Thread(target=lambda: world.post(Heard(SESSION_START, "stop")))
        other.start()
        other.join()
        assert world.wait(SessionTime(2.0)) == Heard(SESSION_START, "stop")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    mic = recording(tmp_path / "mic.wav", 44_100, 2, 0.5)
    for name in ("first.wav", "second.wav"):
        one = speaker(0.02)
        with FileWorld(one, LevelEar(), mic=mic, out=tmp_path / name) as world:
            one.perform(Count(1, tuple(Beat(number / 3, "down") for number in range(9)), 3.0), SESSION_START)
            for event in until_woken(world, 3.0):
                if isinstance(event, Heard):
                    one.perform(Say(2, "next one"), event.at)
    assert (tmp_path / "first.wav").read_bytes() == (tmp_path / "second.wav").read_bytes()


@pytest.mark.parametrize("ending", ["flac", "ogg"])
def test_the_loudspeaker_file_may_be_compressed(tmp_path: Path, ending: str) -> None:
    one = speaker()
    with FileWorld(one, out=tmp_path / f"out.{ending}"):
        one.perform(Say(1, "word"), SESSION_START)
    sound, rate = soundfile.read(tmp_path / f"out.{ending}")
    assert rate == RATE
    assert sound.max() > 0.3


def test_a_paced_world_lets_no_time_pass_faster_than_the_clock() -> None:
    slept: list[float] = []
    clock = _clock_moved_by(slept)
    with FileWorld(speaker(), paced=True, clock=clock, sleep=slept.append) as world:
        world.wait(SessionTime(1.0))
        assert sum(slept) == pytest.approx(world.now())


def _clock_moved_by(slept: list[float]) -> Callable[[], MachineTime]:
    return lambda: MachineTime(100.0 + sum(slept))


def test_a_paced_world_counts_the_time_in_which_the_machine_slept_and_tells_it() -> None:
    slept: list[float] = []
    jump = [0.0]
    with FileWorld(speaker(), paced=True, clock=lambda: MachineTime(sum(slept) + jump[0]), sleep=slept.append) as world:
        assert world.wait(SessionTime(1.0)) == Woke(SessionTime(1.0))
        jump[0] = 3600.0
        told = world.wait(SessionTime(4000.0))
        assert isinstance(told, StoodStill)
        assert told.seconds == pytest.approx(3600.0, abs=0.1)
        assert told.at == pytest.approx(3601.0, abs=0.1)
        before = sum(slept)
        assert world.wait(SessionTime(3603.0)) == Woke(SessionTime(3603.0))
        assert sum(slept) - before == pytest.approx(2.0, abs=0.1)  # it does not race after the time either
        assert world.speaker.clock.time_at(world.speaker.timeline.position) == pytest.approx(world.now())


def test_a_paced_world_that_is_a_little_late_catches_up_without_a_word() -> None:
    slept: list[float] = []
    jump = [0.0]
    with FileWorld(speaker(), paced=True, clock=lambda: MachineTime(sum(slept) + jump[0]), sleep=slept.append) as world:
        world.wait(SessionTime(1.0))
        jump[0] = 2.0
        assert world.wait(SessionTime(5.0)) == Woke(SessionTime(5.0))
        assert sum(slept) == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("name", ["missing.wav", "broken.wav"])
def test_an_unreadable_microphone_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.wav").write_text("no sound at all")
    with pytest.raises(InputError, match=name):
        FileWorld(speaker(), mic=tmp_path / name)


def test_a_loudspeaker_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.wav, \.flac, \.ogg"):
        FileWorld(speaker(), out=tmp_path / "out.doc")


def test_a_loudspeaker_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        FileWorld(speaker(), out=tmp_path / "nowhere" / "out.wav")


def test_past_the_end_of_the_microphone_s_file_a_wait_without_a_deadline_ends() -> None:
    with FileWorld(speaker()) as world:
        event = world.wait(None)
    assert isinstance(event, Interrupted)


def test_while_the_microphone_s_file_lasts_a_wait_without_a_deadline_goes_on(tmp_path: Path) -> None:
    long = recording(tmp_path / "long.wav", 16_000, 1, 200.0, seconds=201.0)
    with FileWorld(speaker(), LevelEar(), mic=long) as world:
        event = world.wait(None)
    assert isinstance(event, Heard)
    assert event.at == pytest.approx(200.0, abs=0.05)


def test_a_word_typed_for_much_later_is_waited_for() -> None:
    with FileWorld(speaker()) as world:
        world.post(Heard(SessionTime(500.0), "resume"))
        assert world.wait(None) == Heard(SessionTime(500.0), "resume")


def test_a_recording_that_fills_the_disk_ends_and_everything_else_goes_on(tmp_path: Path) -> None:
    told: list[str] = []
    with small_disk(tmp_path / "disk") as disk:
        out = disk / "out.wav"
        with FileWorld(speaker(), out=out, tell=told.append) as world:
            world.wait(SessionTime(1.0))
            fill(disk)
            assert world.wait(SessionTime(6.0)) == Woke(SessionTime(6.0))
        kept = soundfile.info(out)
        assert kept.frames * 2 == pytest.approx(out.stat().st_size, abs=100)
        assert kept.duration >= 1
    assert len(told) == 1
    assert "the disk is full; free some space. The session goes on." in told[0]


def test_a_recording_that_nobody_is_told_of_is_refused_in_one_line(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, FileWorld(speaker(), out=disk / "out.wav") as world:
        fill(disk)
        with pytest.raises(InputError, match="the disk is full"):
            world.wait(SessionTime(6.0))
