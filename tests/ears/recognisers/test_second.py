"""The ear on another machine: a real Wyoming server in a process of its own, there, gone, late and back."""

import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Heard
from coach.ears.decision.second import SecondOpinions
from coach.ears.factory import choose
from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.pipeline import Listener
from coach.ears.recognisers.second import LEFT_ALONE, TOO_SLOW, WITHIN, second_ear
from coach.ports import Pcm16
from tests import shipped
from tests.ears.conftest import ENGLISH
from tests.ears.other_ear import Asked, answered, served_answers, served_transcripts
from tests.ears.speech import in_a_row, in_blocks, said, silence
from tests.needed import needs
from tests.speech_servers import PATIENCE, free_port, served

pytestmark = needs(
    there=find_spec("wyoming") is not None and find_moonshine() is not None,
    reason="a second ear needs the package wyoming, and its test Moonshine",
)

SESSION = frozenset({"next", "stop", "complaint", "time_left"})


@pytest.fixture(scope="module")
def remarks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the machine writes what it was asked about, a line a remark."""
    return tmp_path_factory.mktemp("hearing") / "remarks"


@pytest.fixture(scope="module")
def hearing_port(remarks: Path) -> Iterator[int]:
    port = free_port()
    with served(serving(port, remarks), port):
        yield port


def serving(port: int, remarks: Path) -> list[str]:
    return [sys.executable, "-m", "tests.hearing_server", str(port), "0", str(remarks)]


@pytest.mark.usefixtures("lifter")
def test_it_writes_down_what_was_said(hearing_port: int) -> None:
    asked = Asked(hearing_port)
    heard = asked.about(in_a_row(silence(0.2), said("how many minutes do we still have to go"), silence(0.2)))
    asked.ear.close()
    assert heard is not None
    assert "minutes" in heard.lower()
    assert asked.told == []


@pytest.mark.usefixtures("lifter")
def test_a_sentence_the_small_ear_cannot_hear_is_acted_on(hearing_port: int) -> None:
    second = Asked(hearing_port).ear
    reader = shipped.reader()
    small = choose("pocketsphinx", ENGLISH, None, ()).first()
    ear = Listener(small, ENGLISH, reader=reader, second=SecondOpinions(second))
    ear.listen_for(SESSION)
    events: list[Event] = []
    sound = in_a_row(silence(0.5), said("how many minutes do we still have to go"), silence(1.0))
    end = SESSION_START
    for block, at in in_blocks(sound):
        end = SessionTime(at)
        events += ear.hear(block, end)
    waiting = time.monotonic() + PATIENCE
    while not events and time.monotonic() < waiting:
        events += ear.hear(np.zeros(1, np.int16), end)  # the ear's own clock stands still meanwhile
        time.sleep(0.01)
    ear.close()
    assert [event.intent for event in events if isinstance(event, Heard)] == ["time_left"]


class Silent:
    """Another ear that is asked and never says anything; `asked` counts."""

    def __init__(self) -> None:
        self.asked = 0

    def tend(self) -> None: ...

    def ask(self, segment: Pcm16) -> bool:
        self.asked += 1
        return bool(len(segment))

    def answer(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.usefixtures("lifter")
def test_a_machine_that_is_silent_holds_a_remark_open_until_its_deadline_and_no_longer() -> None:
    silent = Silent()
    opinions = SecondOpinions(silent)
    small = choose("pocketsphinx", ENGLISH, None, ()).first()
    ear = Listener(small, ENGLISH, reader=shipped.reader(), second=opinions)
    ear.listen_for(SESSION)
    waited = []
    for block, at in in_blocks(in_a_row(silence(0.5), said("how many minutes do we still have to go"), silence(4.0))):
        ear.hear(block, SessionTime(at))
        if opinions._open is not None:
            waited.append(at - opinions._open.ended)
    ear.close()
    assert silent.asked == 1
    assert WITHIN - 0.05 <= waited[-1] < WITHIN


@dataclass
class Garage:
    """This ear, as it hears in a session, with the other one to ask."""

    asked: Asked
    at: float = 0.0

    def __post_init__(self) -> None:
        small = choose("pocketsphinx", ENGLISH, None, ()).first()
        reader = shipped.reader()
        self.listener = Listener(small, ENGLISH, reader=reader, second=SecondOpinions(self.asked.ear))
        self.listener.listen_for(SESSION)

    def hears(self, sentence: str) -> list[Event]:
        """What comes of a sentence that is said now, once nobody is asked about it any more."""
        events: list[Event] = []
        for block, at in in_blocks(in_a_row(silence(0.5), said(sentence), silence(1.0))):
            events += self.listener.hear(block, SessionTime(self.at + at))
        end = SessionTime(self.at + at)
        waiting = time.monotonic() + PATIENCE
        while self.asked.ear._asked_at is not None and time.monotonic() < waiting:
            events += self.listener.hear(np.zeros(1, np.int16), end)  # the ear's own clock stands still meanwhile
            time.sleep(0.01)
        self.at = end + 5.0
        return events


def intents(events: list[Event]) -> list[str]:
    return [event.intent for event in events if isinstance(event, Heard)]


@pytest.mark.usefixtures("lifter")
def test_an_ear_that_goes_and_comes_back_in_mid_session_is_told_of_once_each_way(tmp_path: Path) -> None:
    long, port, remarks = "how many minutes do we still have to go", free_port(), tmp_path / "remarks"
    command = serving(port, remarks)
    garage = Garage(Asked(port))
    with served(command, port):
        assert intents(garage.hears(long)) == ["time_left"]
    for _ in range(2):
        assert intents(garage.hears(long)) == []
    assert intents(garage.hears("stop")) == ["stop"]
    assert len(garage.asked.told) == 1
    garage.asked.at += LEFT_ALONE
    with served(command, port):
        for _ in range(4):  # this ear may be sure enough by itself once, and then it does not ask
            assert intents(garage.hears(long)) == ["time_left"]
            if len(garage.asked.told) > 1:
                break
    garage.listener.close()
    assert [each.partition("; ")[2] or each.partition(" hears")[1] for each in garage.asked.told] == [
        "the coach hears by itself.", " hears",
    ]  # fmt: skip
    assert len(remarks.read_text().splitlines()) == 2


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize(
    ("sentence", "intent"),
    [("stop", "stop"), ("my back feels tight", "complaint"), ("sharp pain in my back", "complaint")],
)
def test_stop_and_complaints_are_never_sent_to_the_other_machine(
    hearing_port: int, remarks: Path, sentence: str, intent: str
) -> None:
    before = remarks.read_text() if remarks.exists() else ""
    garage = Garage(Asked(hearing_port))
    found = garage.hears(sentence)
    garage.listener.close()
    assert [event.intent if isinstance(event, Heard) else getattr(event, "guess", "") for event in found] == [intent]
    assert (remarks.read_text() if remarks.exists() else "") == before


def test_a_machine_that_is_not_there_is_told_once_and_left_alone_for_a_while() -> None:
    asked = Asked(free_port())
    assert asked.about(silence(1.0)) == ""
    assert asked.about(silence(1.0)) is None
    asked.at += LEFT_ALONE
    assert asked.about(silence(1.0)) == ""
    asked.ear.close()
    assert len(asked.told) == 1
    assert "cannot be reached; the coach hears by itself" in asked.told[0]


def test_a_machine_that_is_back_is_asked_again_and_that_is_told() -> None:
    asked = Asked(free_port())
    asked.about(silence(1.0))
    asked.at += LEFT_ALONE
    with served_transcripts("next", port=asked.port):
        assert asked.about(silence(1.0)) == "next"
    asked.ear.close()
    assert asked.told[-1].endswith("hears again.")


def test_a_machine_that_never_answers_in_time_is_told_of_once_and_holds_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = Asked(silent.getsockname()[1], within=0.02)
        for _ in range(TOO_SLOW + 2):
            assert asked.about(silence(0.5)) == ""
        asked.ear.close()
    assert len(asked.told) == 1
    assert "is of no use" in asked.told[0]


def test_one_remark_is_asked_about_at_a_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = Asked(silent.getsockname()[1], within=0.2)
        assert asked.ear.ask(silence(0.5))
        assert not asked.ear.ask(silence(0.5))
        assert answered(asked.ear.answer) == ""
        asked.ear.close()


def test_what_comes_too_late_is_no_answer_to_the_next_remark() -> None:
    with served_transcripts("too late", "in time") as port:
        asked = Asked(port)
        assert asked.ear.ask(silence(0.5))
        end = time.monotonic() + PATIENCE
        while not asked.ear.ask(silence(0.5)):  # the first answer was never taken
            assert time.monotonic() < end
            time.sleep(0.01)
        assert answered(asked.ear.answer) == "in time"
        asked.ear.close()


def test_an_answer_so_long_that_reading_it_would_hold_the_session_up_is_none() -> None:
    data = b'{"text": "next", "more": [%s0]}' % (b"0," * 100_000)
    with served_answers(b'{"type": "transcript", "data_length": %d}\n%s' % (len(data), data)) as port:
        asked = Asked(port)
        assert asked.about(silence(0.5)) == ""
        asked.ear.close()


def test_without_the_package_there_is_no_second_ear_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wyoming", None)
    told: list[str] = []
    assert second_ear("tcp://127.0.0.1:1", "en", told.append) is None
    assert "pip install 'wyoming" in told[0]
