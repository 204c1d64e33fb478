"""Where a remark begins, falters, pauses and ends; chunks of 32 ms, each a number, so that they can be told apart."""

import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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


# ---------------------------------------------------------------------- whatever is said

VOICES = st.lists(st.tuples(st.sampled_from([0.0, 0.4, 0.9]), st.integers(1, 40)), min_size=1, max_size=30).map(
    lambda runs: [probability for probability, chunks in runs for _ in range(chunks)]
)
"""Probabilities of speech, chunk after chunk: silence, a voice that dies away, a voice."""


@dataclass
class Cut:
    """A remark cut out: its chunks by number, what each was since it began, how many there are up to the last voice."""

    chunks: list[int]
    moments: list[Moment]
    voiced: int


def cut(probabilities: list[float]) -> list[Cut]:
    """Every remark that ended in such a stream, dealt with as soon as it did."""
    segmenter, remarks, moments = Segmenter(), list[Cut](), list[Moment]()
    for at, probability in enumerate(probabilities):
        moments.append(segmenter.take(chunk(at), probability))
        if moments[-1] is Moment.ENDED:
            began = len(moments) - 1 - moments[::-1].index(Moment.BEGAN)
            remarks.append(Cut(numbers(segmenter.sound), moments[began:], segmenter.spoken))
            segmenter.close()
    return remarks


@given(VOICES)
def test_a_remark_begins_once_and_ends_once(probabilities: list[float]) -> None:
    for remark in cut(probabilities):
        assert [moment for moment in remark.moments if moment in (Moment.BEGAN, Moment.ENDED)] == [
            Moment.BEGAN,
            Moment.ENDED,
        ]


@given(VOICES)
def test_a_remark_is_one_unbroken_piece_of_the_stream(probabilities: list[float]) -> None:
    for remark in cut(probabilities):
        assert remark.chunks == list(range(remark.chunks[0], remark.chunks[-1] + 1))


@given(VOICES)
def test_nothing_that_was_spoken_is_in_two_remarks(probabilities: list[float]) -> None:
    remarks = cut(probabilities)
    for one, other in pairwise(remarks):
        assert one.chunks[: one.voiced][-1] < other.chunks[0]


@given(VOICES)
def test_no_remark_is_longer_than_the_longest_with_the_room_before_it(probabilities: list[float]) -> None:
    assert all(len(remark.chunks) <= round(Pauses().longest * EAR_RATE / CHUNK) for remark in cut(probabilities))


@given(VOICES)
def test_every_voice_is_in_a_remark(probabilities: list[float]) -> None:
    quiet = round(Pauses().long * EAR_RATE / CHUNK)
    within = {number for remark in cut([*probabilities, *[0.0] * quiet]) for number in remark.chunks}
    assert within >= {at for at, probability in enumerate(probabilities) if probability == 0.9}


@given(VOICES)
def test_each_pause_is_foreseen(probabilities: list[float]) -> None:
    for remark in cut(probabilities):
        for at, moment in enumerate(remark.moments):
            if moment is Moment.PAUSED:
                assert Moment.FALTERED in remark.moments[at - AHEAD : at]


def test_whether_anybody_speaks_is_found_out_in_one_thread_and_other_programs_may_have_more() -> None:
    program = (
        "import os\nimport numpy as np\nfrom coach.ears.front_end.endpointing import CHUNK, VoiceActivity\n"
        "before, threads = dict(os.environ), len(os.listdir('/proc/self/task'))\n"
        "VoiceActivity().process(np.zeros(CHUNK, np.int16))\n"
        "print(len(os.listdir('/proc/self/task')) - threads, dict(os.environ) == before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "True"]
