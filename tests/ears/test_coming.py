"""An ear that opens behind the first words: nothing that is spoken meanwhile is lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.coming import ComingEar
from coach.ears.factory import open_watched_ear
from coach.ears.supervisor import WatchedEar
from coach.errors import CoachError, EarError
from coach.ports import EAR_RATE, Pcm16
from tests import shipped
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, in_blocks, said, silence

SOUND = np.full(160, 9, np.int16)
SOON = 60.0


class Attentive(WatchedEar):
    """Hears "my back hurts" in every block, as a complaint where that is armed; tells what is called of it."""

    def __init__(self) -> None:
        self.name, self.closed, self.armed = "attentive", False, frozenset[str]()

    def listen_for(self, intents: frozenset[str]) -> None:
        self.armed = intents

    def hear(self, block: Pcm16, at: SessionTime, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:  # noqa: ARG002
        return [Heard(at, intent, {}, saying) for intent in self.armed]

    def close(self) -> None:
        self.closed = True


@contextmanager
def opening(make: Callable[[], WatchedEar]) -> Iterator[tuple[ComingEar, threading.Event, list[CoachError]]]:
    """An ear that opens when the event is set, and what it failed of."""
    may, failed = threading.Event(), list[CoachError]()

    def made() -> WatchedEar:
        may.wait(SOON)
        return make()

    ear = ComingEar(made, failed.append)
    try:
        yield ear, may, failed
    finally:
        may.set()
        ear.close()


def test_what_is_spoken_before_it_is_open_is_heard_when_it_is_and_at_its_time() -> None:
    with opening(Attentive) as (ear, may, _):
        assert ear.hear(SOUND, SessionTime(0.1), saying="welcome") == []
        ear.listen_for(frozenset({"complaint"}))
        assert ear.hear(SOUND, SessionTime(0.2)) == []
        may.set()
        assert ear.wait(SOON)
        heard = ear.hear(SOUND, SessionTime(9.0))
    assert [(each.at, each.text) for each in heard if isinstance(each, Heard)] == [
        (0.1, "welcome"),
        (0.2, ""),
        (9.0, ""),
    ]


def test_a_command_of_long_before_it_was_open_is_not_obeyed() -> None:
    with opening(Attentive) as (ear, may, _):
        ear.hear(SOUND, SessionTime(0.1))
        ear.listen_for(frozenset({"start"}))
        may.set()
        assert ear.wait(SOON)
        assert [each.at for each in ear.hear(SOUND, SessionTime(9.0))] == [9.0]


def test_what_was_kept_is_heard_a_part_with_each_block() -> None:
    second = np.full(EAR_RATE, 9, np.int16)
    with opening(Attentive) as (ear, may, _):
        for at in range(6):
            ear.hear(second, SessionTime(float(at)))
        ear.listen_for(frozenset({"complaint"}))
        may.set()
        assert ear.wait(SOON)
        parts = [[each.at for each in ear.hear(SOUND, SessionTime(6.0 + part / 100))] for part in range(4)]
    assert parts == [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 6.01, 6.02, 6.03]]


def test_it_is_armed_with_what_was_wanted_last() -> None:
    with opening(Attentive) as (ear, may, _):
        ear.listen_for(frozenset({"complaint"}))
        ear.listen_for(frozenset({"stop"}))
        may.set()
        assert ear.wait(SOON)
        assert [each.intent for each in ear.hear(SOUND, SessionTime(1.0)) if isinstance(each, Heard)] == ["stop"]
        ear.listen_for(frozenset({"next"}))
        assert [each.intent for each in ear.hear(SOUND, SessionTime(1.1)) if isinstance(each, Heard)] == ["next"]


def test_nothing_is_opened_before_the_first_words_are_on_their_way() -> None:
    with opening(Attentive) as (ear, may, _):
        may.set()
        ear.hear(SOUND, SessionTime(0.1))
        assert not ear.wait(0.0)


@pytest.mark.parametrize("fault", [EarError("it would not start"), OSError("no memory"), RuntimeError("no threads")])
def test_one_that_cannot_be_opened_is_told_once_whatever_it_failed_of(fault: Exception) -> None:
    def never() -> WatchedEar:
        raise fault

    with opening(never) as (ear, may, failed):
        ear.listen_for(frozenset({"complaint"}))
        may.set()
        assert not ear.wait(SOON)
        assert ear.hear(SOUND, SessionTime(1.0)) == []
    assert [str(fault) in str(each) for each in failed] == [True]


def test_one_that_opens_after_it_was_closed_is_closed_too() -> None:
    inner = Attentive()
    with opening(lambda: inner) as (ear, may, _):
        ear.listen_for(frozenset({"complaint"}))
        ear.close()
        may.set()
        ear.wait(SOON)
    assert inner.closed


def test_a_complaint_in_the_first_second_is_caught_by_a_real_ear_that_opens_later(lifter: None) -> None:  # noqa: ARG001
    reader = shipped.reader()
    with opening(lambda: open_watched_ear("pocketsphinx", ENGLISH, reader=reader)) as (ear, may, failed):
        ear.listen_for(frozenset({"complaint", "next", "stop"}))
        for block, at in in_blocks(in_a_row(said("my low back hurts"), silence(1.5)), begin=0.2):
            assert ear.hear(block, SessionTime(at)) == []
        may.set()
        assert ear.wait(SOON), failed
        events = [each for _ in range(8) for each in ear.hear(silence(0.1), SessionTime(8.0))]
    complaint = next(each for each in events if isinstance(each, Heard | HeardUnclear))
    assert (complaint.intent if isinstance(complaint, Heard) else complaint.guess) == "complaint"
    assert complaint.at < 4.0
