"""The measuring tools themselves, on sounds whose every onset is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.testing.analysis import clipped, offset_between, onsets, sounding

RATE = 48_000


def bursts(begins: list[float], length: float = 0.1, seconds: float = 5.0) -> NDArray[np.float32]:
    sound = np.zeros(round(seconds * RATE), np.float32)
    chirp = np.sin(
        2 * np.pi * (400 + 3000 * np.arange(round(length * RATE)) / RATE) * np.arange(round(length * RATE)) / RATE
    )
    for begin in begins:
        first = round(begin * RATE)
        sound[first : first + len(chirp)] += (0.4 * chirp).astype(np.float32)
    return sound


def test_onsets_are_found_to_within_two_milliseconds() -> None:
    assert onsets(bursts([0.5, 1.25, 3.0]), RATE) == pytest.approx([0.5, 1.25, 3.0], abs=0.002)


def test_a_gap_shorter_than_asked_does_not_split_a_sound() -> None:
    assert len(sounding(bursts([1.0, 1.13]), RATE, silence=0.06)) == 1


def test_silence_has_no_onsets() -> None:
    assert len(onsets(np.zeros(RATE, np.float32), RATE)) == 0


def test_flat_tops_are_counted() -> None:
    sound = np.array([0.5, 1.0, -1.0, 0.99], np.float32)
    assert clipped(sound) == 2


@pytest.mark.parametrize("moved", [-0.2, 0.0, 0.013, 0.4])
def test_a_clip_is_found_where_it_really_stands(moved: float) -> None:
    clip = bursts([0.0], seconds=0.1)
    assert offset_between(bursts([2.0 + moved]), RATE, clip, 2.0) == pytest.approx(moved, abs=0.0002)


def test_a_clip_that_was_not_played_is_not_found() -> None:
    clip = np.random.default_rng(1).standard_normal(4800).astype(np.float32)
    assert offset_between(bursts([2.0]), RATE, clip, 2.0) is None
