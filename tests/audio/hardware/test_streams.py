"""What stands between the card and the rest: rates, missing loudspeakers, the ear's thread, the card's clock."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from coach.audio.capture.microphone import BLOCK, EarBlocks
from coach.audio.clock import SampleClock
from coach.audio.hardware.streams import NoLoudspeaker, RateConverter
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.mixer.messages import Placed, Score
from coach.audio.mixer.timeline import Timeline
from coach.audio.worlds.ear_thread import BACKLOG, Listener
from coach.audio.worlds.supervisor import DeadMicrophone
from coach.clocks import SESSION_START, SamplePosition, SessionTime
from coach.core.commands import Rank, Say
from coach.core.events import Event, FellSilent, Heard, SoundBack
from coach.errors import EarError
from coach.ports import EAR_RATE, Pcm16, Samples
from tests.audio.voices import PlainVoice


def tone(seconds: float, rate: int, hertz: float = 440.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


# ---------------------------------------------------------------------- other rates


@pytest.mark.parametrize("rate", [44_100, 32_000, 16_000])
@pytest.mark.parametrize("blocks", [[512], [1, 333, 1200]])
def test_a_device_of_another_rate_plays_the_same_tone(rate: int, blocks: list[int]) -> None:
    timeline = Timeline(48_000)
    timeline.post(
        Score(
            1, 1, Rank.CUE, SamplePosition(0), SamplePosition(96_000), (Placed(SamplePosition(0), tone(2.0, 48_000)),)
        )
    )
    converter = RateConverter(timeline, rate)
    parts = [converter.mix(blocks[number % len(blocks)]) for number in range(rate // sum(blocks) * len(blocks))]
    assert [len(part) for part in parts[: len(blocks)]] == blocks
    sound = np.concatenate(parts)
    strongest = np.argmax(np.abs(np.fft.rfft(sound))) * rate / len(sound)
    assert strongest == pytest.approx(440, abs=3)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("piece", [77, 480, 5000])
def test_pieces_of_any_size_become_whole_blocks_with_nothing_lost(rate: int, piece: int) -> None:
    given = tone(1.0, rate, 300.0)
    maker = EarBlocks(rate)
    blocks = [block for first in range(0, len(given), piece) for block in maker.push(given[first : first + piece])]
    blocks += maker.push(np.zeros(0, np.float32), last=True)
    assert {len(block) for block in blocks} == {BLOCK}
    assert len(blocks) * BLOCK == pytest.approx(EAR_RATE, abs=2 * BLOCK)
    assert np.abs(np.concatenate(blocks)).max() == pytest.approx(0.5 * 32767, rel=0.02)


def test_what_is_taken_in_and_not_yet_given_out_is_known() -> None:
    maker = EarBlocks(EAR_RATE)
    assert len(list(maker.push(np.zeros(BLOCK + 80, np.float32)))) == 1
    assert maker.behind == pytest.approx(80 / EAR_RATE)


# ---------------------------------------------------------------------- the card's clock


def test_the_first_anchor_is_believed_at_once_and_small_differences_slowly() -> None:
    clock = SampleClock(48_000)
    clock.anchor(SamplePosition(0), SessionTime(10.0))
    assert clock.time_at(SamplePosition(48_000)) == pytest.approx(11.0)
    clock.anchor(SamplePosition(48_000), SessionTime(11.05))
    assert clock.time_at(SamplePosition(48_000)) == pytest.approx(11.001, abs=1e-6)


def test_a_stream_that_stood_still_is_believed_at_once() -> None:
    clock = SampleClock(48_000)
    clock.anchor(SamplePosition(0), SESSION_START)
    clock.anchor(SamplePosition(48_000), SessionTime(5.0))
    assert clock.time_at(SamplePosition(48_000)) == pytest.approx(5.0)


def test_the_times_a_stream_stood_still_are_told_once_with_where_the_sound_was_due_and_when_it_left() -> None:
    clock = SampleClock(48_000)
    clock.anchor(SamplePosition(0), SessionTime(3.0))  # where it began is no stall
    clock.anchor(SamplePosition(48_000), SessionTime(4.09))
    clock.anchor(SamplePosition(96_000), SessionTime(5.5))
    ((due, left),) = clock.stalls()
    assert due == pytest.approx(5.0018)  # it had believed a fiftieth of the 90 ms
    assert left == 5.5
    assert list(clock.stalls()) == []


def test_a_card_whose_rate_is_a_little_off_is_followed_for_an_hour() -> None:
    clock = SampleClock(48_000)
    true_rate = 48_000 * (1 + 80e-6)
    for callback in range(3600 * 40):
        position = callback * 1200
        clock.anchor(SamplePosition(position), SessionTime(position / true_rate))
    assert clock.time_at(SamplePosition(position)) == pytest.approx(position / true_rate, abs=0.001)


def test_positions_and_times_are_each_others_inverse() -> None:
    clock = SampleClock(44_100)
    clock.anchor(SamplePosition(1234), SessionTime(99.5))
    assert clock.position_at(clock.time_at(SamplePosition(7_654_321))) == 7_654_321


# ---------------------------------------------------------------------- no loudspeaker


def test_without_a_loudspeaker_the_timeline_keeps_up_with_the_time() -> None:
    timeline, now = Timeline(8000), [100.0]
    nothing = NoLoudspeaker(timeline, SampleClock(8000), lambda: SessionTime(now[0]))
    for step in range(50):
        now[0] = 100.0 + 0.02 * (step + 1)
        nothing.step()
    assert timeline.position == 8000


def test_after_a_machine_slept_the_timeline_does_not_race_after_the_time() -> None:
    timeline, now = Timeline(8000), [0.0]
    nothing = NoLoudspeaker(timeline, SampleClock(8000), lambda: SessionTime(now[0]))
    now[0] = 3600.0
    nothing.step()
    nothing.step()
    assert timeline.position == 8000


# ---------------------------------------------------------------------- a microphone that gives nothing


def test_a_microphone_that_gives_nothing_is_told_once_and_so_is_its_return() -> None:
    watch = DeadMicrophone()
    told = [watch.look(SessionTime(float(second)), float(second), True) for second in range(20)]
    told.append(watch.look(SessionTime(20.0), 0.1, True))
    assert [event for event in told if event] == [
        FellSilent(SessionTime(5.0)),
        SoundBack(SessionTime(20.0), "microphone"),
    ]


def test_a_stream_opened_anew_is_no_sound() -> None:
    watch = DeadMicrophone()
    watch.look(SessionTime(5.0), 5.0, True)
    assert watch.look(SessionTime(6.0), 0.2, False) is None
    assert watch.look(SessionTime(7.0), 0.2, True) == SoundBack(SessionTime(7.0), "microphone")


def test_a_microphone_that_is_silent_by_design_is_soon_left_alone() -> None:
    watch, times = DeadMicrophone(), []
    for quarter in range(4 * 600):
        now = quarter / 4
        event = watch.look(SessionTime(now), now % 15.0, True)  # speaks up every fifteen seconds
        if isinstance(event, FellSilent):
            times.append(now)
    assert times == [4.75]


# ---------------------------------------------------------------------- the ear's thread


class NotingEar:
    """Notes what it is given and from which thread; fails at a block full of sevens, knows a loud one."""

    name = "noting"
    speaking = perhaps_stop = False

    def __init__(self) -> None:
        self.notes: list[tuple[str, object]] = []
        self.threads: set[int] = set()

    def listen_for(self, intents: frozenset[str]) -> None:
        self.threads.add(threading.get_ident())
        self.notes.append(("armed", intents))

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        self.threads.add(threading.get_ident())
        self.notes.append(("heard", round(at, 3)))
        if block[0] == 7:
            raise EarError("seven is too much")
        assert reference is not None
        assert len(reference) == len(block)
        return [Heard(SessionTime(at), "next", text=saying)] if block.max() > 9000 else []

    def close(self) -> None:
        self.notes.append(("closed", None))


def listener(now: Callable[[], SessionTime] = lambda: SessionTime(10.0)) -> tuple[Listener, NotingEar, list[Event]]:
    ear, events = NotingEar(), list[Event]()
    speaker = TimelineSpeaker(PlainVoice(), 48_000)
    speaker.clock.anchor(SamplePosition(0), SessionTime(9.5))
    speaker.perform(Say(1, "one two three four five six"), SessionTime(9.5))
    return Listener(ear, speaker, now, events.append), ear, events


def loud(level: float = 0.5, count: int = BLOCK) -> Samples:
    return np.full(count, level, dtype=np.float32)


def test_the_ear_is_called_from_one_thread_only_and_in_order() -> None:
    one, ear, _ = listener()
    one.listen_for(frozenset({"next"}))
    one.take((loud(0.01), SessionTime(9.0)))
    one.listen_for(frozenset({"stop"}))
    one.take((loud(0.01, 2 * BLOCK), SessionTime(9.04)))
    one.start()
    one.close()
    assert ear.notes == [
        ("armed", frozenset({"next"})),
        ("heard", 9.0),
        ("armed", frozenset({"stop"})),
        ("heard", 9.02),
        ("heard", 9.04),
        ("closed", None),
    ]
    assert len(ear.threads) == 1
    assert threading.get_ident() not in ear.threads


def test_what_the_ear_hears_is_posted_with_the_words_said_meanwhile() -> None:
    one, _, events = listener()
    one.take((loud(), SessionTime(9.8)))
    one.start()
    one.close()
    assert events == [Heard(SessionTime(9.8), "next", text="one two three four five six")]


def test_an_ear_that_fails_ends_its_thread_and_can_be_started_again() -> None:
    one, ear, _ = listener()
    one.take((loud(7.4 / 32767), SessionTime(9.0)))
    one.start()
    assert one._thread is not None
    one._thread.join(5)
    assert not one.alive()
    assert one.trouble == "seven is too much"
    one.take((loud(0.01), SessionTime(9.1)))
    one.start()
    one.close()
    assert ("heard", 9.1) in ear.notes


def test_an_ear_that_lags_far_behind_skips_to_the_present() -> None:
    one, ear, _ = listener(lambda: SessionTime(9.0 + BACKLOG + 1.0))
    one.take((loud(0.01), SessionTime(9.0)))
    one.take((loud(0.01), SessionTime(9.0 + BACKLOG)))
    one.start()
    one.close()
    assert one.skipped == 1
    assert [note for note, _ in ear.notes] == ["heard", "closed"]


def test_a_microphone_of_another_rate_is_announced_before_its_sound() -> None:
    one, ear, _ = listener()
    one.expect(48_000)
    for number in range(100):
        one.take((loud(0.01, 960), SessionTime(8.0 + 0.02 * (number + 1))))
    one.start()
    one.close()
    times = [at for note, at in ear.notes if note == "heard"]
    assert len(times) >= 97
    assert max(float(str(at)) for at in times) <= 10.0
