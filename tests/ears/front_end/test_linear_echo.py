"""The linear echo canceller: a known room, a voice over it, and what it must leave alone."""

import time
from typing import Any

import numpy as np
import pytest

from coach.ears.front_end.echo_control import EchoControl
from coach.ears.front_end.linear_echo import BLOCK, LinearEcho
from coach.ports import EAR_RATE, Pcm16

Sound = np.ndarray[Any, np.dtype[np.float64]]
SECONDS = 12


def speechlike(seconds: float, seed: int) -> Sound:
    """Noise in syllables, softer towards high tones, as the level of a voice goes up and down; about -20 dB."""
    rng = np.random.default_rng(seed)
    count = round(seconds * EAR_RATE)
    spectrum = np.fft.rfft(rng.normal(size=count)) / (1 + np.fft.rfftfreq(count, 1 / EAR_RATE) / 500)
    moments = np.arange(0, seconds + 1, 0.12)
    syllables = np.interp(np.arange(count) / EAR_RATE, moments, rng.uniform(0, 1, len(moments)))
    sound = np.fft.irfft(spectrum, count) * syllables**2
    levelled: Sound = sound / np.sqrt(np.mean(sound**2)) * 3000
    return levelled


def echo_of(far: Sound, delay: float = 0.2, gain: float = 0.5) -> Sound:
    """What comes back of it: later, softer, and with a tail of 0.15 s."""
    tail = np.random.default_rng(5).normal(size=round(0.15 * EAR_RATE))
    tail *= 0.05 * 10 ** (-3 * np.arange(len(tail)) / len(tail))
    tail[0] = 1.0
    late = np.concatenate([np.zeros(round(delay * EAR_RATE)), np.convolve(far, tail) * gain])
    return late[: len(far)]


def samples(sound: Sound) -> Pcm16:
    clipped: Pcm16 = np.clip(np.round(sound), -32768, 32767).astype(np.int16)
    return clipped


def left_of(canceller: LinearEcho, near: Sound, far: Sound) -> Sound:
    heard, played = samples(near).reshape(-1, BLOCK), samples(far).reshape(-1, BLOCK)
    return np.concatenate([canceller.process(*both) for both in zip(heard, played, strict=True)]).astype(np.float64)


def decibels(sound: Sound) -> float:
    return 10 * float(np.log10(np.mean(sound**2) + 1e-9))


@pytest.fixture(scope="module")
def far() -> Sound:
    return speechlike(SECONDS, seed=1)


@pytest.fixture(scope="module")
def voice() -> Sound:
    """Somebody who speaks from the eighth second on."""
    spoken = speechlike(SECONDS, seed=2)
    spoken[: 8 * EAR_RATE] = 0.0
    return spoken


def test_the_echo_of_a_room_is_down_by_fifteen_decibels_after_five_seconds(far: Sound) -> None:
    echo, canceller = echo_of(far), LinearEcho()
    left = left_of(canceller, echo, far)
    assert decibels(left[5 * EAR_RATE :]) < decibels(echo[5 * EAR_RATE :]) - 15
    assert canceller.known


def test_a_voice_over_the_echo_stays_as_it_was(far: Sound, voice: Sound) -> None:
    left = left_of(LinearEcho(), echo_of(far) + voice, far)[8 * EAR_RATE :]
    spoken = voice[8 * EAR_RATE :]
    assert abs(decibels(left) - decibels(spoken)) < 0.5
    assert decibels(left - spoken) < decibels(spoken) - 15


def test_with_no_echo_a_voice_is_hardly_touched(far: Sound, voice: Sound) -> None:
    canceller = LinearEcho()
    left = left_of(canceller, voice, far)
    assert decibels(left - voice) < decibels(voice) - 15


def test_where_the_room_drowns_what_is_left_of_a_soft_echo_the_way_is_known(far: Sound) -> None:
    canceller = LinearEcho()
    near = echo_of(far, gain=0.05) + np.random.default_rng(4).normal(0.0, 3000.0, len(far))
    left_of(canceller, near[:EAR_RATE], far[:EAR_RATE])
    assert not canceller.known, "so soon it is too unsure of the way"
    left_of(canceller, near[EAR_RATE : 11 * EAR_RATE], far[EAR_RATE : 11 * EAR_RATE])
    assert canceller.known


def test_in_a_silent_room_nothing_is_known_of_an_echo_there_is_none_of(far: Sound) -> None:
    canceller = LinearEcho()
    left_of(canceller, np.random.default_rng(4).normal(0.0, 5.0, len(far)), far)
    assert not canceller.known


def test_after_the_loudspeaker_was_moved_the_new_echo_is_learnt(far: Sound) -> None:
    moved = np.concatenate([echo_of(far)[: 6 * EAR_RATE], echo_of(far, delay=0.1, gain=-0.6)[6 * EAR_RATE :]])
    left = left_of(LinearEcho(), moved, far)
    assert decibels(left[11 * EAR_RATE :]) < decibels(moved[11 * EAR_RATE :]) - 10


def test_the_same_samples_leave_the_same(far: Sound) -> None:
    once, again = (left_of(LinearEcho(), echo_of(far), far) for _ in range(2))
    assert np.array_equal(once, again)


def test_in_silence_the_microphone_is_handed_on_and_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_given: object) -> Pcm16:
        raise AssertionError("computed in silence")

    monkeypatch.setattr(LinearEcho, "process", never)
    near = samples(speechlike(0.02, seed=3))
    recognised, looked_at = EchoControl().process(near, np.zeros(BLOCK, np.int16))
    assert np.array_equal(recognised, near)
    assert np.array_equal(looked_at, near)


def test_it_takes_a_small_part_of_the_time_the_sound_takes(far: Sound) -> None:
    echo, canceller = echo_of(far), LinearEcho()
    before = time.process_time()
    left_of(canceller, echo, far)
    assert time.process_time() - before < 0.1 * SECONDS  # a hundredth or two; wide, as other things run as well


# ---------------------------------------------------------------------- both cancellers


def room(seconds: float, loud: float = 15.0) -> Sound:
    return np.random.default_rng(9).normal(0.0, loud, round(seconds * EAR_RATE))


def through(near: Sound, far: Sound) -> tuple[Sound, Sound]:
    """What is to be recognised, and what a voice is looked for in."""
    control = EchoControl()
    heard, played = samples(near).reshape(-1, BLOCK), samples(far).reshape(-1, BLOCK)
    recognised, looked_at = np.concatenate(
        [control.process(*both) for both in zip(heard, played, strict=True)], axis=1
    ).astype(np.float64)
    return recognised, looked_at


def in_words(sound: Sound) -> Sound:
    """A word of 0.3 seconds every second, as in a count."""
    moments = np.arange(len(sound)) / EAR_RATE % 1.0
    return np.where(moments < 0.3, sound, 0.0)


over_both = pytest.mark.parametrize("counted", [False, True], ids=["over a line", "over a count"])


@over_both
@pytest.mark.parametrize("loud", [15.0, 400.0], ids=["quiet room", "loud room"])
def test_where_no_echo_is_heard_a_voice_over_the_coachs_is_left_as_it_is(
    far: Sound, voice: Sound, counted: bool, loud: float
) -> None:
    near = np.concatenate([np.zeros(4 * EAR_RATE), voice]) + room(SECONDS + 4, loud)
    played = np.concatenate([speechlike(4.0, seed=3), far])
    spoken = slice(12 * EAR_RATE, 16 * EAR_RATE)
    for left in through(near, in_words(played) if counted else played):
        assert np.array_equal(left[spoken], samples(near)[spoken])


@over_both
def test_in_a_quiet_room_a_second_tells_that_there_is_no_echo(far: Sound, voice: Sound, counted: bool) -> None:
    near = np.roll(voice, round(-6.8 * EAR_RATE)) + room(SECONDS)
    spoken = slice(round(1.2 * EAR_RATE), 3 * EAR_RATE)
    for left in through(near, in_words(far) if counted else far):
        assert np.array_equal(left[spoken], samples(near)[spoken])


def test_a_microphone_that_has_not_begun_tells_nothing_of_an_echo(far: Sound) -> None:
    near = echo_of(far)
    near[: 2 * EAR_RATE] = 0.0
    _, looked_at = through(near, far)
    begun = slice(2 * EAR_RATE, round(2.2 * EAR_RATE))
    assert not np.array_equal(looked_at[begun], samples(near)[begun])


@over_both
@pytest.mark.parametrize("loud", [15.0, 200.0], ids=["quiet room", "loud room"])
def test_a_soft_echo_is_taken_out_also_where_the_room_is_louder_than_it(far: Sound, counted: bool, loud: float) -> None:
    played = in_words(far) if counted else far
    echo = echo_of(played, gain=0.05)
    late = slice(4 * EAR_RATE, None)
    for left in through(echo + room(SECONDS, loud), played):
        assert np.dot(left[late], echo[late]) < 0.3 * np.dot(echo[late], echo[late])


def test_an_echo_that_comes_up_later_is_taken_out(far: Sound) -> None:
    near = room(SECONDS)
    near[6 * EAR_RATE :] += echo_of(far)[6 * EAR_RATE :]
    for left in through(near, far):
        assert decibels(left[10 * EAR_RATE :]) < decibels(near[10 * EAR_RATE :]) - 10
