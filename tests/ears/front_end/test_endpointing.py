"""Where a remark begins, falters, pauses and ends; chunks of 32 ms, each a number, so that they can be told apart."""

import numpy as np

from coach.ears.front_end.endpointing import CHUNK, Moment, Pauses, Segmenter
from coach.ports import EAR_RATE, Pcm16

BEFORE, AHEAD, SHORT = (round(seconds * EAR_RATE / CHUNK) for seconds in (0.35, 0.1, 0.16))


def chunk(number: int) -> Pcm16:
    return np.full(CHUNK, number, np.int16)


def taken(segmenter: Segmenter, *probabilities: float, first: int = 0) -> list[Moment]:
    return [segmenter.take(chunk(first + at), probability) for at, probability in enumerate(probabilities)]


def numbers(sound: Pcm16) -> list[int]:
    return [int(number) for number in sound[::CHUNK]]


def test_a_remark_falters_a_tenth_of_a_second_before_each_pause() -> None:
    moments = taken(Segmenter(Pauses(short=(0.16, 0.29), long=0.85)), 0.9, *[0.0] * 27)
    told = {at: moment for at, moment in enumerate(moments) if moment is not Moment.NOTHING}
    assert [moment for _, moment in sorted(told.items())] == [
        Moment.BEGAN,
        Moment.FALTERED,
        Moment.PAUSED,
        Moment.FALTERED,
        Moment.PAUSED,
        Moment.FALTERED,
        Moment.ENDED,
    ]
    at = sorted(told)
    assert [later - sooner for sooner, later in zip(at[1::2], at[2::2], strict=True)] == [AHEAD] * 3


def test_what_was_said_ends_where_it_faltered_with_the_room_from_before_it_in_place_of_the_silence() -> None:
    segmenter = Segmenter()
    taken(segmenter, *[0.0] * BEFORE, 0.9, 0.9, *[0.0] * SHORT)
    faltered = BEFORE + 2 + SHORT - AHEAD
    assert numbers(segmenter.sound) == list(range(BEFORE + 2 + SHORT))
    assert numbers(segmenter.said) == [*range(faltered), *range(AHEAD)]


def test_it_is_the_same_when_it_falters_as_when_it_has_paused() -> None:
    segmenter = Segmenter()
    assert taken(segmenter, *[0.0] * BEFORE, 0.9, *[0.0] * (SHORT - AHEAD))[-1] is Moment.FALTERED
    then = segmenter.said
    assert taken(segmenter, *[0.0] * AHEAD, first=90)[-1] is Moment.PAUSED
    assert np.array_equal(segmenter.said, then)


def test_spoken_on_all_of_it_was_said() -> None:
    segmenter = Segmenter()
    taken(segmenter, *[0.0] * BEFORE, 0.9, *[0.0] * (SHORT - AHEAD), 0.9)
    assert np.array_equal(segmenter.said, segmenter.sound)


def test_the_next_remark_knows_nothing_of_where_the_last_one_faltered() -> None:
    segmenter = Segmenter()
    taken(segmenter, *[0.0] * BEFORE, 0.9, *[0.0] * SHORT)
    segmenter.close()
    taken(segmenter, 0.9, 0.9, first=50)
    assert np.array_equal(segmenter.said, segmenter.sound)
