"""The reference of a live microphone: continuous to the sample, though block times are known to milliseconds only."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from coach.audio.loudspeaker.reference import AWAY, LOST, SteadyReference, at_ear_rate
from coach.clocks import SamplePosition, SessionTime
from coach.ears.front_end.linear_echo import LinearEcho
from coach.ports import EAR_RATE, Pcm16, Samples

RATE = 48_000
BLOCK = EAR_RATE // 50
PLAYED = (0.2 * np.random.default_rng(4).normal(size=40 * RATE)).clip(-1, 1).astype(np.float32)


def played(first: int, end: int) -> Samples:
    sound = np.zeros(end - first, np.float32)
    sound[max(0, -first) :] = PLAYED[max(0, first) : end]
    return sound


def followed(times: Iterator[float]) -> Pcm16:
    steady = SteadyReference(lambda time: SamplePosition(round(time * RATE)), played, RATE)
    return np.concatenate([steady.before(SessionTime(time), BLOCK) for time in times])


def uneven(seconds: float, faster: float = 0.0) -> Iterator[float]:
    """When each block ended: two milliseconds more or less than true, by a clock that goes this much faster."""
    chance = np.random.default_rng(1)
    for number in range(1, round(seconds * 50)):
        yield 1.0 + number * 0.02 * (1 + faster) + float(chance.normal(0, 0.002))


@cache
def exact(blocks: int) -> Pcm16:
    """What exact times give, in so many blocks."""
    return followed(1.0 + number * 0.02 for number in range(1, blocks + 1))


def lag(sound: Pcm16, begin: float, end: float) -> int:
    """Ear samples by which what was followed from `begin` to `end` seconds is behind what exact times would give."""
    first, last = round(begin * EAR_RATE), round(end * EAR_RATE)
    one, other = (each[first:last].astype(float) for each in (sound, exact(len(sound) // BLOCK)))
    size = 1 << (2 * len(one)).bit_length()
    alike = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    best = int(np.argmax(alike))
    return best - size if best > size // 2 else best


def test_uneven_times_leave_it_continuous() -> None:
    sound = followed(uneven(12))
    lags = {lag(sound, begin, begin + 1) for begin in range(3, 11)}
    assert max(lags) - min(lags) <= 1
    assert max(map(abs, lags)) < AWAY * EAR_RATE


def test_an_echo_canceller_learns_the_way_through_it() -> None:
    near = at_ear_rate(played, SamplePosition(round(0.95 * RATE)), 12 * EAR_RATE, RATE) // 4  # 50 ms late
    far = followed(uneven(12))
    linear = LinearEcho()
    left = [
        linear.process(near[first : first + BLOCK], far[first : first + BLOCK])
        for first in range(0, len(far) - BLOCK, BLOCK)
    ]
    last = slice(-5 * EAR_RATE, None)
    before, after = (float(np.mean(each[: len(far)][last].astype(float) ** 2)) for each in (near, np.concatenate(left)))
    assert after < 0.01 * before


def test_a_clock_that_goes_faster_is_followed_sample_by_sample() -> None:
    sound = followed(uneven(36, faster=200e-6))
    ended = lag(sound, 34, 35)
    assert abs(35 * 200e-6 * EAR_RATE + ended) < 1.2 * AWAY * EAR_RATE
    steps = np.diff([lag(sound, begin / 2, begin / 2 + 0.5) for begin in range(40, 70)])
    assert np.abs(steps).max() <= 6


@pytest.mark.parametrize("gap", [1.0, -0.5])
def test_after_a_stream_stood_still_it_begins_anew(gap: float) -> None:
    times = [1.0 + number * 0.02 for number in range(1, 50)]
    steady = SteadyReference(lambda time: SamplePosition(round(time * RATE)), played, RATE)
    for time in times:
        steady.before(SessionTime(time), BLOCK)
    assert abs(gap) > LOST
    found = steady.before(SessionTime(times[-1] + gap), BLOCK)
    fresh = SteadyReference(lambda time: SamplePosition(round(time * RATE)), played, RATE)
    assert np.array_equal(found, fresh.before(SessionTime(times[-1] + gap), BLOCK))
