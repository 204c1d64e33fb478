"""A session on the virtual sound card with a second ear in the house: it answers, its process dies, it hangs, it goes
and comes back, and the rest ends when it was to end."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import soundfile

from coach.link.client import Client
from coach.link.places import door_place
from coach.ports import EAR_RATE
from coach.testing.sound_card import SoundCard
from tests.ears.speech import MISSING, can_speak, said
from tests.link.boxes import LIFTS, children, kill, opens, seen, until
from tests.needed import lacking, needs
from tests.speech_servers import free_port, served
from tests.wiring.workshop import plain_voice

pytestmark = [
    pytest.mark.card,
    pytest.mark.exact,
    needs(there=find_spec("wyoming") is not None, reason="a second ear needs the package wyoming"),
]

ANSWER, ANOTHER = "how much time is left", "what is next"

TALK = "put the kettle on and bring the other chair over here"
"""What nobody takes for a command but a machine that says so."""

WORKER = b"coach.ears.recognisers.second_worker"

LONG = LIFTS.replace("rest: 90", "rest: 900")
"""A rest in which there is time to look, twice."""

PATIENCE = 300.0
"""Seconds in which a busy machine hears a sentence once."""


class Machine:
    """One that takes everything it is asked about for the same sentence at once; or says nothing, once it hangs."""

    def __init__(self) -> None:
        self.hangs, self.asked, self.says = False, 0, ANSWER
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._held: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                theirs, _ = self._listening.accept()
                self._held.append(theirs)
                with theirs.makefile("rb") as sent:
                    while b"audio-stop" not in (line := sent.readline()) and line:
                        pass
                self.asked += 1
                if not self.hangs:
                    theirs.sendall(b'{"type": "transcript", "data": {"text": "%s"}}\n' % self.says.encode())

    def close(self) -> None:
        """Hang up on everybody."""
        for each in (self._listening, *self._held):
            each.close()


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.close()


@dataclass(frozen=True, slots=True)
class Rest:
    """A session that rests, and somebody who says the sentence there. `ends` is when the rest ends, in session time."""

    card: SoundCard
    client: Client
    coach: "subprocess.Popen[bytes]"
    wav: Path
    ends: float

    def asked_until(self, asked: Callable[[], int], heard: Callable[[Any], object] = bool) -> None:
        """Say it until the machine was asked once more, and what was heard is this."""

        def once_more() -> bool:
            before = asked()
            self.card.speak(self.wav)
            list(self.client.messages(1.5))
            return asked() > before

        until(lambda: once_more() and heard(self.client.now["heard"] or {}), PATIENCE)

    def is_as_it_was(self) -> bool:
        """Whether it still rests, until the same moment."""
        now = self.client.now
        return bool(now["situation"] == "rest" and abs(now["ends"]["session"] - self.ends) < 0.05)


@contextmanager
def rest(card: SoundCard, port: int) -> Iterator[Rest]:
    """The lifting day on this card as far as its rest, heard by the small ear with this machine beside it."""
    if not can_speak():
        lacking(MISSING)
    wav = card.folder / "said.wav"
    soundfile.write(wav, said(TALK), EAR_RATE)
    plain_voice(card.folder / "content")
    (card.folder / "lifts.yaml").write_text(LONG, encoding="utf-8")
    settings = card.folder / "coach.yaml"
    settings.write_text(f"ear: pocketsphinx\nlink: true\nsecond_ear: tcp://127.0.0.1:{port}\n")
    environment = {**card.environment, "COACH_CONTENT": str(card.folder / "content"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "coach", "run", str(card.folder / "lifts.yaml"), "--config", str(settings)]
    command += ["--fresh", "--transcript", str(card.folder / "transcript.jsonl")]
    place = door_place(card.folder / "data" / "coach", environment)
    with (card.folder / "told").open("w") as out:
        coach = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=out, stderr=out)
        try:
            until(lambda: opens(place), PATIENCE)
            with Client(place) as client:
                seen(client, lambda now: now["situation"] == "get ready" and now["load"], PATIENCE)
                assert client.ask({"press": "ready"})["done"]
                seen(client, lambda now: now["situation"] == "set")
                assert client.ask({"press": "done"})["done"]
                now = seen(client, lambda now: now["situation"] == "rest" and now["ends"] is not None)
                yield Rest(card, client, coach, wav, now["ends"]["session"])
        except BaseException as error:
            error.add_note(told(card) + (card.folder / "transcript.jsonl").read_text())
            raise
        finally:
            coach.kill()
            coach.communicate(timeout=30)


def told(card: SoundCard) -> str:
    return (card.folder / "told").read_text()


def test_what_only_the_second_ear_understands_is_acted_on_and_no_fault_of_it_holds_anything_up(
    card: SoundCard, machine: Machine
) -> None:
    with rest(card, machine.port) as resting:
        resting.asked_until(lambda: machine.asked, lambda heard: heard.get("text") == ANSWER)
        assert resting.client.now["heard"]["meant"] == "time_left"
        (process,) = children(resting.coach.pid, WORKER)
        kill(process)
        machine.says = ANOTHER
        resting.asked_until(lambda: machine.asked, lambda heard: heard.get("text") == ANOTHER)
        assert children(resting.coach.pid, WORKER) != [process]
        assert resting.is_as_it_was()
        machine.hangs = True
        resting.asked_until(lambda: machine.asked)
        assert resting.is_as_it_was()
    assert "Traceback" not in told(card)


def test_a_real_server_that_goes_and_comes_back_costs_its_opinions_and_nothing_else(
    card: SoundCard, tmp_path: Path
) -> None:
    port, remarks = free_port(), tmp_path / "remarks"
    command = [sys.executable, "-m", "tests.hearing_server", str(port), "0", str(remarks), ANSWER]

    def asked() -> int:
        return len(remarks.read_text().splitlines()) if remarks.exists() else 0

    def answered(heard: Any) -> bool:
        return bool(heard.get("text") == ANSWER)

    with ExitStack() as opened:
        with served(command, port):
            resting = opened.enter_context(rest(card, port))
            resting.asked_until(asked, answered)
        times = asked()

        def unanswered() -> bool:
            resting.card.speak(resting.wav)
            return "cannot be reached" in told(card)

        until(unanswered, PATIENCE)
        assert asked() == times
        assert resting.client.ask({"say": "what's next"})["meant"] == "whats_next"
        seen(resting.client, lambda now: now["heard"]["meant"] == "whats_next")
        assert resting.is_as_it_was()
        with served(command, port):
            resting.asked_until(asked, answered)
        assert resting.is_as_it_was()
    assert "cannot be reached" in told(card)
    assert "hears again" in told(card)
    assert "Traceback" not in told(card)
