"""Typed lines: understood by the reader of meaning, and never unanswered."""

import io
import os
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.controls.keyboard import Keyboard, ended, understood
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood
from coach.core.standby.machine import ARMED as STANDBY
from coach.understanding.reader import Reader
from tests import shipped


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped.reader()


class Typist:
    """Types lines and keeps what comes of them."""

    def __init__(self, reader: Reader) -> None:
        self.posted: list[Event] = []
        self.puzzled: list[tuple[str, str]] = []
        self.keyboard = Keyboard(
            io.StringIO(),
            reader,
            now=lambda: SessionTime(7.0),
            post=self.posted.append,
            puzzled=lambda text, nearest: self.puzzled.append((text, nearest)),
        )

    def types(self, text: str) -> Event:
        self.keyboard.typed(text)
        return self.posted[-1]


def test_what_is_typed_in_free_words_is_heard(reader: Reader) -> None:
    event = Typist(reader).types("could you give me another minute and a half please")
    assert isinstance(event, Heard)
    assert (event.at, event.intent, dict(event.slots)) == (7.0, "more_rest", {"seconds": 90})


@pytest.mark.parametrize(
    "text",
    [
        "my back is numb, next",
        "sharp pain in my back, stop",
        "ow my back",
        "i cannot feel my leg",
        "call an ambulance",
    ],
)
def test_a_typed_danger_is_never_let_pass(reader: Reader, text: str) -> None:
    event = Typist(reader).types(text)
    assert isinstance(event, Heard | HeardUnclear)
    assert (event.intent if isinstance(event, Heard) else event.guess) == "complaint"


def test_what_is_half_understood_is_asked_about_with_its_slots(reader: Reader) -> None:
    typist = Typist(reader)
    text = next(each for each in ("my knee", "my wrist", "not the knee again") if _asks(reader, each))
    event = typist.types(text)
    assert isinstance(event, HeardUnclear)
    assert event.guess == "complaint"
    assert "region" in event.slots


def test_what_is_nearly_a_command_comes_with_the_guess(reader: Reader) -> None:
    event = understood(reader, "time to turn in I think", STANDBY, SESSION_START)
    assert isinstance(event, HeardUnclear)
    assert event.guess == "good_night"


def test_a_command_in_text_speak_is_the_command(reader: Reader) -> None:
    event = understood(reader, "gud nite", STANDBY, SESSION_START)
    assert isinstance(event, Heard)
    assert event.intent == "good_night"


def _asks(reader: Reader, text: str) -> bool:
    return reader.read(text, addressed=True).action == "ask"


def test_what_means_nothing_is_answered_with_the_nearest_thing(reader: Reader) -> None:
    typist = Typist(reader)
    event = typist.types("the parcel comes on Tuesday")
    assert isinstance(event, NotUnderstood)
    assert event.text == "the parcel comes on Tuesday"
    assert typist.puzzled == [("the parcel comes on Tuesday", event.nearest)]


def test_only_what_makes_sense_now_is_taken(reader: Reader) -> None:
    typist = Typist(reader)
    typist.keyboard.listen_for(frozenset({"complaint", "stop", "yes", "no"}))
    assert not isinstance(typist.types("give me thirty more seconds"), Heard)
    yes = typist.types("yeah it does")
    assert isinstance(yes, Heard)
    assert yes.intent == "yes"


def test_an_input_is_at_its_end_only_when_it_was_closed_and_read() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as lines, os.fdopen(writing, "w") as typist:
        assert not ended(lines)
        typist.write("next\n")
        typist.close()
        assert not ended(lines)
        assert lines.read() == "next\n"
        assert ended(lines)


def test_an_input_that_is_nothing_is_at_its_end() -> None:
    with Path(os.devnull).open() as lines:
        assert ended(lines)


def test_of_an_input_that_is_no_file_nobody_knows_that_it_is_at_its_end() -> None:
    assert not ended(io.StringIO())
