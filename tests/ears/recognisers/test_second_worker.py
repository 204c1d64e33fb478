"""The process that asks the other machine: it dies, hangs and is lied to, and the ear it belongs to never waits."""

import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from coach.ears.recognisers.second import HANGS, LEFT_ALONE
from coach.ears.recognisers.second_worker import LONGEST_TEXT
from tests.ears.other_ear import Asked, answered, served_answers, served_transcripts
from tests.ears.speech import silence
from tests.link.boxes import until
from tests.needed import needs
from tests.speech_servers import PATIENCE

pytestmark = needs(there=find_spec("wyoming") is not None, reason="a second ear needs the package wyoming")

STARTED_ANEW = "is started anew; the coach hears by itself meanwhile."


def gone(process: int) -> bool:
    """Whether there is no such process any more, not even a dead one that nobody has looked at."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_one_that_is_killed_while_nobody_speaks_is_started_anew_and_that_is_told_once_each_way() -> None:
    with served_transcripts("next") as port:
        asked = Asked(port)
        first = asked.begins()
        asked.at += LEFT_ALONE  # since its start, so that it is started anew at once
        os.kill(first, signal.SIGKILL)
        asked.tended_until(lambda: asked.told)
        assert asked.begins() != first
        assert asked.about(silence(0.5)) == "next"
        asked.ear.close()
    assert [each.endswith((STARTED_ANEW, "hears again.")) for each in asked.told] == [True, True]
    assert gone(first)


def test_one_that_is_killed_over_a_remark_owes_no_answer_and_is_asked_about_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = Asked(silent.getsockname()[1])
        assert asked.ear.ask(silence(0.5))
        os.kill(asked.begins(), signal.SIGKILL)
        assert answered(asked.ear.answer) == ""
        asked.at += LEFT_ALONE
        asked.begins()
        assert asked.ear.ask(silence(0.5))
        asked.ear.close()
    assert len(asked.told) == 1
    assert asked.told[0].endswith(STARTED_ANEW)


def test_one_that_dies_at_once_is_not_started_again_and_again() -> None:
    asked, starts = Asked(1), 1
    while asked.at < 3 * LEFT_ALONE:
        os.kill(asked.begins(), signal.SIGKILL)
        asked.tended_until(lambda: asked.ear._line is None)
        while asked.ear._line is None:
            asked.at += 1.0
            asked.ear.tend()
            time.sleep(0.001)
        starts += 1
    asked.ear.close()
    assert starts == 3
    assert len(asked.told) == 1


def test_one_that_hangs_is_ended_and_the_answer_it_owes_is_none() -> None:
    with served_transcripts("next") as port:
        asked = Asked(port)
        first = asked.begins()
        os.kill(first, signal.SIGSTOP)
        assert asked.ear.ask(silence(0.5))
        assert asked.ear.answer() is None
        asked.at += asked.within + HANGS + 1
        assert answered(asked.ear.answer) == ""
        asked.at += LEFT_ALONE
        assert asked.begins() != first
        assert asked.about(silence(0.5)) == "next"
        asked.ear.close()
    assert asked.told[0].endswith(STARTED_ANEW)
    assert asked.told[1].endswith("hears again.")


def test_one_that_takes_nothing_of_the_longest_remark_keeps_nobody_waiting() -> None:
    asked = Asked(1)
    process = asked.begins()
    os.kill(process, signal.SIGSTOP)
    begun = time.monotonic()
    assert asked.ear.ask(np.ones(12 * 16_000, np.int16))
    for _ in range(100):
        assert asked.ear.answer() is None
    took = time.monotonic() - begun
    assert asked.ear._unsent
    os.kill(process, signal.SIGCONT)
    assert answered(asked.ear.answer) == ""
    asked.ear.close()
    assert took < PATIENCE / 10


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\xff" * 5000,
        b'{"type": "transcript", "data": {"text": ["next"]}}\n',
        b'{"type": "transcript", "data": {"text": "\\ud800"}}\n',
        b'{"type": "transcript", "data_length": 99999999999}\n',
        b'{"type": "transcript", "data": {"text": "%s"}}\n' % (b"next " * LONGEST_TEXT),
        b"[" * 60_000 + b"\n",
        b'{"type": "error", "data": {"text": "%s"}}\n' % ("\N{PILE OF POO}".encode() * 5000),
        b"",
    ],
    ids=[
        "another protocol",
        "noise",
        "no text",
        "half a letter",
        "endless",
        "a novel",
        "nested",
        "an error",
        "nothing",
    ],
)
def test_rubbish_for_an_answer_is_none_and_the_next_remark_is_asked_about(answer: bytes) -> None:
    good = b'{"type": "transcript", "data": {"text": "next"}}\n'
    with served_answers(answer, good) as port:
        asked = Asked(port)
        first = asked.begins()
        assert asked.about(silence(0.5)) in ("", "?")
        assert asked.about(silence(0.5)) == "next"
        assert asked.begins() == first
        asked.ear.close()
    assert asked.told == []


def test_it_is_gone_when_the_ear_is_closed_and_when_the_coach_was_killed() -> None:
    asked = Asked(1)
    process = asked.begins()
    asked.ear.close()
    assert gone(process)
    code = (
        "import time; from coach.ears.recognisers.second import WyomingEar\n"
        "ear = WyomingEar('tcp://127.0.0.1:1', 'en', print)\n"
        "while not ear._ready: ear.tend(); time.sleep(0.01)\n"
        "print(ear._process.pid, flush=True); time.sleep(600)"
    )
    coach = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert coach.stdout is not None
    child = int(coach.stdout.readline())
    coach.kill()
    coach.wait(PATIENCE)
    coach.stdout.close()
    until(lambda: gone(child) or "Z" in state(child))


def state(process: int) -> str:
    """Its state, as the system tells it."""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
