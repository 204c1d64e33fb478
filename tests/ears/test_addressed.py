"""What is said to the coach and means nothing is answered: by name, after a press, behind a question. Talk is not."""

from collections.abc import Iterator

import pytest

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, NotUnderstood
from coach.core.intents.armed import listening_for
from coach.core.session.machine import Session
from coach.ears.pipeline import Listener
from coach.ears.push_to_talk import PushToTalk, TalkWindow
from coach.ears.recognisers.base import Hypothesis, Transcript
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Ear, Pcm16
from coach.understanding.reader import Reader
from tests import shipped
from tests.core.session.test_machine import resting
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence

pytestmark = pytest.mark.usefixtures("lifter")

QUESTION = "How does your back feel now, compared with before?"


class Dictated:
    """A recogniser that writes down the words it was given, whatever the sound; all behind it is the real ear."""

    name = "dictated"

    def __init__(self, likely: float = -0.1) -> None:
        self.words, self.likely = "", likely

    def arm(self, grammar: Grammar) -> None:
        """Any words can be written."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        return Hypothesis("", 0.0, end=len(segment) / EAR_RATE, free=(Transcript(self.words, self.likely),))

    def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped.reader()


@pytest.fixture(scope="module")
def ears(reader: Reader) -> Iterator[dict[bool, tuple[Dictated, Listener]]]:
    """One that has to be called by its name, and one that has not."""
    opened = {wake: Dictated() for wake in (False, True)}
    ears = {wake: (each, Listener(each, ENGLISH, wake=wake, reader=reader)) for wake, each in opened.items()}
    yield ears
    for _, ear in ears.values():
        ear.close()


@pytest.fixture
def dictated(ears: dict[bool, tuple[Dictated, Listener]]) -> Dictated:
    return ears[False][0]


@pytest.fixture
def ear(ears: dict[bool, tuple[Dictated, Listener]], dictated: Dictated) -> Listener:
    dictated.likely = -0.1
    opened = ears[False][1]
    opened.restart()
    return opened


def told(ear: Ear, dictated: Dictated, words: str, *, asked: str = "", begin: float = 0.0) -> list[Event]:
    """What the ear makes of these words in a rest, said half a second after the coach has said `asked`."""
    state: Session = resting().state
    ear.listen_for(listening_for(state))
    dictated.words = words
    events: list[Event] = []
    sound = in_a_row(silence(0.6), said("words"), silence(1.1))
    for number, first in enumerate(range(0, len(sound), 320)):
        at = SessionTime(begin + (first + 320) / EAR_RATE)
        events += ear.hear(sound[first : first + 320], at, saying=asked if number < 10 else "")
    return events


def nearest(events: list[Event]) -> list[str]:
    """What could be said instead of what was not understood."""
    assert all(isinstance(event, NotUnderstood) for event in events), events
    return [event.nearest for event in events if isinstance(event, NotUnderstood)]


@pytest.mark.parametrize("wake", [False, True], ids=["unnamed", "wake"])
def test_words_behind_the_coachs_name_are_answered_and_the_same_to_nobody_let_pass(
    ears: dict[bool, tuple[Dictated, Listener]], *, wake: bool
) -> None:
    dictated, ear = ears[wake]
    ear.restart()
    events = nearest(told(ear, dictated, "coach purple monkey dishwasher"))
    assert events == [""]  # it is like nothing that could be said
    assert told(ear, dictated, "purple monkey dishwasher", begin=10.0) == []


def test_a_few_words_behind_a_question_are_answered_and_a_remark_to_somebody_else_let_pass(
    ear: Listener, dictated: Dictated
) -> None:
    assert len(nearest(told(ear, dictated, "banana", asked=QUESTION))) == 1
    assert told(ear, dictated, "can you pass me the water mum", asked=QUESTION, begin=10.0) == []


def test_hey_coach_is_a_call_where_it_has_to_be_called(ears: dict[bool, tuple[Dictated, Listener]]) -> None:
    dictated, ear = ears[True]
    ear.restart()
    events = told(ear, dictated, "hey coach next")
    assert [event.intent for event in events if isinstance(event, Heard)] == ["next"]


@pytest.mark.parametrize(("pressed_at", "answers"), [(0.1, 1), (None, 0)])
def test_after_a_press_words_that_mean_nothing_are_answered_and_without_it_let_pass(
    ear: Listener, dictated: Dictated, pressed_at: float | None, answers: int
) -> None:
    window = TalkWindow(3.0)
    if pressed_at is not None:
        window.press(SessionTime(pressed_at))
    button = PushToTalk(ear, ENGLISH, window)
    assert len(nearest(told(button, dictated, "can you pass me the water mum"))) == answers


def test_a_question_opens_the_ear_but_does_not_make_talk_the_coachs(ear: Listener, dictated: Dictated) -> None:
    button = PushToTalk(ear, ENGLISH, TalkWindow(3.0))
    assert told(button, dictated, "can you pass me the water mum", asked=QUESTION) == []
