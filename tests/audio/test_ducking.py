"""The coach's voice steps back while the lifter talks over it, and nothing moves."""

import numpy as np
import pytest

from coach.audio.ducking import AT_MOST, DUCKED, Ducking
from coach.audio.timeline import DUCKING, Duck, Placed, Score, Timeline
from coach.core.commands import Rank
from coach.ports import Samples

RATE = 48_000


def played(rank: Rank, *orders: tuple[int, Duck]) -> Samples:
    """A second of a steady tone of this rank; each order is given before the block at that position."""
    timeline = Timeline(RATE)
    tone = (0.4 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)).astype(np.float32)
    timeline.post(Score(1, 1, rank, 0, RATE, (Placed(0, tone),)))
    blocks = []
    for begin in range(0, RATE, 480):
        for at, order in orders:
            if begin <= at < begin + 480:
                timeline.post(order)
        blocks.append(timeline.mix(480))
    return np.concatenate(blocks)


def test_what_is_said_is_twelve_decibels_softer_while_ducked_and_as_before_afterwards() -> None:
    plain = played(Rank.CUE)
    ducked = played(Rank.CUE, (9600, Duck(DUCKED)), (28_800, Duck(1.0)))
    assert np.array_equal(ducked[:9600], plain[:9600])
    settled = round(DUCKING * RATE)
    middle = slice(9600 + settled, 28_800)
    assert ducked[middle] == pytest.approx(plain[middle] * DUCKED, abs=1e-6)
    assert np.array_equal(ducked[28_800 + settled :], plain[28_800 + settled :])


def test_ducking_makes_no_click() -> None:
    plain, ducked = played(Rank.CUE), played(Rank.CUE, (9600, Duck(DUCKED)), (28_800, Duck(1.0)))
    assert np.abs(np.diff(ducked)).max() <= np.abs(np.diff(plain)).max() + 0.4 / (DUCKING * RATE)


@pytest.mark.parametrize("rank", [Rank.COUNT, Rank.COUNTDOWN, Rank.SAFETY])
def test_counts_and_warnings_stay_as_loud_as_they_are(rank: Rank) -> None:
    assert np.array_equal(played(rank, (9600, Duck(DUCKED))), played(rank))


class NotingTimeline(Timeline):
    """A timeline that notes what it is ordered."""

    def __init__(self) -> None:
        super().__init__(RATE)
        self.noted: list[object] = []

    def post(self, order: object) -> None:
        self.noted.append(order)


def followed(*moments: tuple[float, bool, bool]) -> list[object]:
    """The orders given at these moments (time, somebody speaks, the coach says something)."""
    timeline = NotingTimeline()
    ducking = Ducking(timeline)
    for at, speaking, saying in moments:
        ducking.follow(at, speaking=speaking, saying=saying)
    return timeline.noted


def test_it_steps_back_when_somebody_talks_over_it_and_returns_when_that_is_decided() -> None:
    assert followed((0, False, True), (1, True, True), (1.5, True, True), (2, False, True)) == [Duck(DUCKED), Duck(1.0)]


def test_it_does_not_step_back_for_talk_in_its_own_silence() -> None:
    assert followed((0, True, False), (1, True, False)) == []


def test_whoever_talks_on_and_on_is_not_waited_for() -> None:
    assert followed((0, True, True), (AT_MOST + 0.1, True, True), (AT_MOST + 5, True, True)) == [
        Duck(DUCKED),
        Duck(1.0),
    ]
