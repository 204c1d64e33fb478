"""The coach's voice steps back while the lifter talks over it, and nothing moves."""

import numpy as np
import pytest

from coach.audio.mixer.ducking import AT_MOST, DUCKED, FULL, HELD, SOFTER, Ducking
from coach.audio.mixer.gains import DUCKED_AT_MOST, DUCKING
from coach.audio.mixer.messages import Duck, Placed, Score
from coach.audio.mixer.timeline import Timeline
from coach.clocks import SamplePosition, SessionTime
from coach.core.commands import Rank
from coach.ports import Samples

RATE = 48_000


def played(rank: Rank, *orders: tuple[int, Duck]) -> Samples:
    """A second of a steady tone of this rank; each order is given before the block at that position."""
    timeline = Timeline(RATE)
    tone = (0.4 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)).astype(np.float32)
    timeline.post(Score(1, 1, rank, SamplePosition(0), SamplePosition(RATE), (Placed(SamplePosition(0), tone),)))
    blocks = []
    for begin in range(0, RATE, 480):
        for at, order in orders:
            if begin <= at < begin + 480:
                timeline.post(order)
        blocks.append(timeline.mix(480))
    return np.concatenate(blocks)


def test_what_is_said_is_twelve_decibels_softer_while_ducked_and_as_before_afterwards() -> None:
    plain = played(Rank.CUE)
    ducked = played(Rank.CUE, (9600, SOFTER), (28_800, FULL))
    assert np.array_equal(ducked[:9600], plain[:9600])
    settled = round(DUCKING * RATE)
    middle = slice(9600 + settled, 28_800)
    assert ducked[middle] == pytest.approx(plain[middle] * DUCKED, abs=1e-6)
    assert np.array_equal(ducked[28_800 + settled :], plain[28_800 + settled :])


def test_ducking_makes_no_click() -> None:
    plain, ducked = played(Rank.CUE), played(Rank.CUE, (9600, SOFTER), (28_800, FULL))
    assert np.abs(np.diff(ducked)).max() <= np.abs(np.diff(plain)).max() + 0.4 / (DUCKING * RATE)


@pytest.mark.parametrize("rank", [Rank.COUNT, Rank.COUNTDOWN, Rank.SAFETY])
def test_counts_and_warnings_stay_as_loud_as_they_are(rank: Rank) -> None:
    assert np.array_equal(played(rank, (9600, SOFTER)), played(rank))


@pytest.mark.parametrize("rank", [Rank.CUE, Rank.COUNT, Rank.COUNTDOWN])
def test_while_it_holds_its_breath_nothing_is_heard_and_afterwards_all_is_where_it_was(rank: Rank) -> None:
    plain, held = played(rank), played(rank, (9600, HELD), (28_800, FULL))
    settled = round(DUCKING * RATE)
    assert not held[9600 + settled : 28_800].any()
    assert np.array_equal(held[28_800 + settled :], plain[28_800 + settled :])


def test_it_speaks_again_by_itself_when_whoever_held_it_back_is_gone() -> None:
    timeline = Timeline(RATE)
    tone = np.full(5 * RATE, 0.4, np.float32)
    timeline.post(
        Score(1, 1, Rank.COUNT, SamplePosition(0), SamplePosition(len(tone)), (Placed(SamplePosition(0), tone),))
    )
    timeline.post(HELD)
    sound = np.concatenate([timeline.mix(480) for _ in range(500)])
    returns = round(DUCKED_AT_MOST * RATE)
    assert not sound[RATE : returns - 480].any()
    assert np.array_equal(sound[returns + RATE // 10 :], tone[returns + RATE // 10 :])


def test_a_warning_is_not_held_back() -> None:
    assert np.array_equal(played(Rank.SAFETY, (9600, HELD)), played(Rank.SAFETY))


class NotingTimeline(Timeline):
    """A timeline that notes what it is ordered."""

    def __init__(self) -> None:
        super().__init__(RATE)
        self.noted: list[object] = []

    def post(self, order: object) -> None:
        self.noted.append(order)


def followed(*moments: tuple[float, str]) -> list[object]:
    """The orders given at these moments: time, and of "speaking", "saying" and "perhaps_stop" what is so."""
    timeline = NotingTimeline()
    ducking = Ducking(timeline)
    for at, so in moments:
        ducking.follow(
            SessionTime(at), speaking="speaking" in so, saying="saying" in so, perhaps_stop="perhaps_stop" in so
        )
    return timeline.noted


def test_it_steps_back_when_somebody_talks_over_it_and_returns_when_that_is_decided() -> None:
    moments = ((0.0, "saying"), (1.0, "speaking saying"), (1.5, "speaking saying"), (2.0, "saying"))
    assert followed(*moments) == [SOFTER, FULL]


def test_it_does_not_step_back_for_talk_in_its_own_silence() -> None:
    assert followed((0.0, "speaking"), (1.0, "speaking")) == []


def test_whoever_talks_on_and_on_is_not_waited_for() -> None:
    last = AT_MOST + 0.1
    assert followed((0.0, "speaking saying"), (last, "speaking saying"), (last + 5, "speaking saying")) == [
        SOFTER,
        FULL,
    ]


def test_it_holds_its_breath_for_what_may_be_a_stop_until_shortly_after_that_is_decided() -> None:
    moments = ((0.0, "speaking saying"), (0.5, "speaking saying perhaps_stop"), (0.52, "saying"), (0.54, "saying"))
    assert followed(*moments) == [SOFTER, HELD, FULL]


def test_it_holds_its_breath_between_two_counts_as_well() -> None:
    assert followed((0.0, "speaking"), (0.5, "speaking perhaps_stop"), (1.0, "")) == [HELD, FULL]


def test_it_does_not_hold_its_breath_for_ever() -> None:
    moments = ((0.0, "speaking perhaps_stop"), (AT_MOST + 0.1, "speaking perhaps_stop"))
    assert followed(*moments) == [HELD, FULL]
