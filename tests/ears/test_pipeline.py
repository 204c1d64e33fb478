"""The ear from samples to events, with the embedded recogniser and a synthetic lifter."""

from collections.abc import Iterator
from contextlib import closing
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.ears.decision.policy import Verdict, judge
from coach.ears.factory import open_ear
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Pcm16
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence

SESSION = frozenset(
    {"next", "back", "repeat", "pause", "stop", "start", "done", "time_left", "whats_next", "slower", "faster", "why"}
    | {"complaint", "more_rest"}
)


def hear(
    ear: Listener, sound: Pcm16, block: int = 320, saying: str = "", reference: Pcm16 | None = None
) -> list[Event]:
    """Everything the ear makes of the sound, given in blocks of so many samples."""
    events: list[Event] = []
    for start in range(0, len(sound), block):
        piece = sound[start : start + block]
        played = None if reference is None else reference[start : start + block]
        events += ear.hear(piece, SessionTime((start + len(piece)) / EAR_RATE), reference=played, saying=saying)
    return events


def intents(events: list[Event]) -> list[str]:
    return [event.intent for event in events if isinstance(event, Heard)]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("next", "next"),
        ("repeat that", "repeat"),
        ("my back feels tight", "complaint"),
        ("stop", "stop"),
        ("pause", "pause"),
        ("how long left", "time_left"),
    ],
)
def test_a_spoken_command_is_understood(ear: Listener, text: str, intent: str) -> None:
    ear.listen_for(SESSION)
    assert intents(hear(ear, in_a_row(silence(0.5), said(text), silence(1.5)))) == [intent]


def test_the_same_samples_give_the_same_events(ear: Listener) -> None:
    ear.listen_for(SESSION)
    sound = in_a_row(silence(0.5), said("my back feels tight"), silence(1.5))
    first = hear(ear, sound)
    ear.restart()
    assert hear(ear, sound) == first


def test_a_remark_in_noise_changes_nothing_for_the_next_in_quiet(ear: Listener, decisions: list[Decision]) -> None:
    ear.listen_for(SESSION)
    quiet = in_a_row(silence(0.5), said("my back feels tight"), silence(1.5))
    noise = np.random.default_rng(4).normal(0, 400, len(quiet))
    noisy = np.clip(quiet + noise, -32768, 32767).astype(np.int16)
    told = []
    for sound in (quiet, noisy, quiet, noisy):
        ear.restart()
        decisions.clear()
        hear(ear, sound)
        told.append([decision.hypothesis for decision in decisions])
    assert told[0] == told[2] != told[1] == told[3]


def test_the_size_of_the_blocks_changes_nothing(ear: Listener) -> None:
    ear.listen_for(SESSION)
    sound = in_a_row(silence(0.5), said("repeat that"), silence(1.5))
    first = hear(ear, sound, block=320)
    ear.restart()
    second = hear(ear, sound, block=1117)
    assert [(type(event), round(event.at, 6)) for event in first] == [
        (type(event), round(event.at, 6)) for event in second
    ]


def test_what_is_not_armed_is_not_heard(ear: Listener) -> None:
    ear.listen_for(frozenset({"time_left", "slower"}))
    assert intents(hear(ear, in_a_row(silence(0.5), said("next"), silence(1.5)))) == []


def test_a_short_command_is_decided_within_four_tenths_of_a_second(ear: Listener) -> None:
    ear.listen_for(SESSION)
    word = said("pause")
    events = hear(ear, in_a_row(silence(0.5), word, silence(1.5)))
    assert events[0].at - (0.5 + len(word) / EAR_RATE) < 0.4


def test_a_breath_in_the_middle_does_not_cut_a_complaint_in_two(ear: Listener) -> None:
    ear.listen_for(SESSION)
    sound = in_a_row(silence(0.5), said("my back"), silence(0.6), said("feels tight"), silence(1.5))
    events = hear(ear, sound)
    assert [dict(event.slots) for event in events if isinstance(event, Heard)] == [
        {"region": "low_back", "sensation": "tight"}
    ]


def test_a_breath_in_the_middle_does_not_cut_a_number_in_two(ear: Listener) -> None:
    ear.listen_for(frozenset({"log_load"}))
    sound = in_a_row(silence(0.5), said("a hundred"), silence(0.6), said("and twenty kilos"), silence(1.5))
    events = hear(ear, sound)
    assert [dict(event.slots) for event in events if isinstance(event, Heard)] == [{"load": 120, "unit": "kg"}]


def test_two_commands_with_a_pause_between_are_two_commands(ear: Listener) -> None:
    ear.listen_for(SESSION)
    sound = in_a_row(silence(0.5), said("repeat that"), silence(1.2), said("pause"), silence(1.5))
    assert intents(hear(ear, sound)) == ["repeat", "pause"]


def test_the_words_the_coach_is_saying_never_command_it(ear: Listener, decisions: list[Decision]) -> None:
    ear.listen_for(SESSION)
    sound = in_a_row(silence(0.5), said("pause"), silence(1.5))
    assert hear(ear, sound, saying="Take a pause, then the next set.") == []
    assert [decision.why for decision in decisions] == ["the coach was saying it"]


def test_the_echo_of_the_loudspeaker_is_taken_out(ear: Listener) -> None:
    ear.listen_for(SESSION)
    speech = in_a_row(
        *[in_a_row(said(text, "slt"), silence(0.3)) for text in ("repeat that", "slow down", "go back")] * 3
    )
    delay = silence(0.05)
    echo: Pcm16 = (in_a_row(delay, speech)[: len(speech)] * 0.5).astype(np.int16)
    assert hear(ear, echo, reference=speech) == []


@pytest.mark.parametrize("block", [320, 1117])
def test_a_complaint_over_the_coachs_line_is_heard_whatever_the_size_of_the_blocks(ear: Listener, block: int) -> None:
    ear.listen_for(SESSION)
    line = in_a_row(said("stand tall with the bar against your thighs and breathe in low", "slt"), silence(0.3))
    played = in_a_row(line, line, line)
    microphone = in_a_row(silence(0.2), played)[: len(played)].astype(np.int32) // 2
    complaint, begin = said("my back feels tight"), 2 * len(line) + EAR_RATE // 2
    microphone[begin : begin + len(complaint)] += complaint
    events = hear(
        ear, in_a_row(microphone.astype(np.int16), silence(1.0)), block, reference=in_a_row(played, silence(1.0))
    )
    assert intents(events) == ["complaint"]


def test_small_talk_is_let_pass(ear: Listener) -> None:
    ear.listen_for(SESSION)
    talk = ["can i get a large coffee with a lot of sugar", "the weather was lovely on saturday morning"]
    assert hear(ear, in_a_row(silence(0.5), *[in_a_row(said(text), silence(1.5)) for text in talk])) == []


def test_somebody_who_counts_aloud_commands_nothing(ear: Listener) -> None:
    ear.listen_for(SESSION)
    numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    assert hear(ear, in_a_row(silence(0.5), *[in_a_row(said(one), silence(1.2)) for one in numbers])) == []


def test_with_a_wake_word_commands_need_it_and_safety_does_not(lifter: None) -> None:  # noqa: ARG001
    with closing(open_ear("pocketsphinx", ENGLISH, wake=True)) as ear:
        ear.listen_for(SESSION)
        for text, heard in (("coach, repeat that", ["repeat"]), ("repeat that", []), ("stop", ["stop"])):
            ear.restart()
            assert intents(hear(ear, in_a_row(silence(0.5), said(text), silence(1.5)))) == heard


@pytest.fixture(scope="module")
def shy_ear(lifter: None) -> Iterator[Listener]:  # noqa: ARG001
    """An ear that wants to be called by its name."""
    with closing(open_ear("pocketsphinx", ENGLISH, wake=True)) as opened:
        yield opened


def after_saying(ear: Listener, line: str, pause: float, answer: str) -> list[str]:
    """What the ear understands of an answer that comes so many seconds after the coach has said a line."""
    ear.restart()
    ear.listen_for(SESSION)
    ear.hear(silence(0.5), SessionTime(0.5), saying=line)
    events: list[Event] = []
    sound = in_a_row(silence(pause), said(answer), silence(1.5))
    for start in range(0, len(sound), 320):
        events += ear.hear(sound[start : start + 320], SessionTime(0.5 + (start + 320) / EAR_RATE))
    return intents(events)


def test_an_answer_to_a_question_needs_no_wake_word_for_a_while(shy_ear: Listener) -> None:
    assert after_saying(shy_ear, "Shall we go on?", 1.0, "repeat that") == ["repeat"]
    assert after_saying(shy_ear, "Shall we go on?", 12.0, "repeat that") == []


def test_after_a_statement_the_wake_word_is_needed_as_ever(shy_ear: Listener) -> None:
    assert after_saying(shy_ear, "We go on.", 1.0, "repeat that") == []
    assert after_saying(shy_ear, "We go on.", 1.0, "coach, repeat that") == ["repeat"]


def test_what_needs_no_wake_word_may_have_one(shy_ear: Listener) -> None:
    assert after_saying(shy_ear, "We go on.", 1.0, "coach, pause") == ["pause"]


@pytest.mark.parametrize(
    ("care", "sure", "verdict"),
    [
        ("strict", 0.6, Verdict.ACT),
        ("strict", 0.5, Verdict.ASK),
        ("strict", 0.35, Verdict.PASS),
        ("easy", 0.36, Verdict.ACT),
        ("easy", 0.12, Verdict.ASK),
        ("easy", 0.05, Verdict.PASS),
        ("normal", 0.39, Verdict.PASS),
    ],
)
def test_what_was_heard_uncertainly_is_asked_about_where_a_mistake_would_cost(
    care: str, sure: float, verdict: Verdict
) -> None:
    assert judge(care, sure) is verdict


def test_noise_alone_is_no_remark(ear: Listener, decisions: list[Decision]) -> None:
    ear.listen_for(SESSION)
    noise: Pcm16 = np.random.default_rng(1).normal(0, 500, 4 * EAR_RATE).astype(np.int16)
    assert hear(ear, noise) == []
    assert decisions == []


class Noting:
    """A recogniser that understands nothing and keeps what it was given."""

    name = "noting"

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def arm(self, grammar: Grammar) -> None:
        """Whatever it is."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        self.given.append(segment.tobytes())
        return NOTHING

    def close(self) -> None:
        """There is nothing to close."""


def pieces(sizes: list[int]) -> list[bytes]:
    """What is given to the recogniser of two remarks that come in blocks of these sizes, over and over."""
    sound = in_a_row(silence(0.4), said("next"), silence(1.2), said("my back feels tight"), silence(1.2))
    recogniser = Noting()
    ear, place = Listener(recogniser, ENGLISH), 0
    for size in cycle(sizes):
        if place >= len(sound):
            break
        piece = sound[place : place + size]
        place += len(piece)
        ear.hear(piece, SessionTime(place / EAR_RATE))
    return recogniser.given


@pytest.fixture(scope="module")
def pieces_of_the_microphone(lifter: None) -> list[bytes]:  # noqa: ARG001
    return pieces([320])


@settings(max_examples=6)
@given(sizes=st.lists(st.integers(1, 1500), min_size=1, max_size=8))
def test_the_same_pieces_are_recognised_whatever_the_size_of_the_blocks(
    pieces_of_the_microphone: list[bytes], sizes: list[int]
) -> None:
    assert len(pieces_of_the_microphone) >= 2
    assert pieces(sizes) == pieces_of_the_microphone
