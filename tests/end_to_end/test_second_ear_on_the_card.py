"""A session on the virtual sound card with a second ear in the house: it answers, and then it hangs."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
import soundfile

from coach.link.client import Client
from coach.link.places import door_place
from coach.ports import EAR_RATE
from coach.testing.sound_card import SoundCard
from tests.ears.speech import MISSING, can_speak, said
from tests.link.boxes import LIFTS, let_in, seen, until
from tests.needed import lacking, needs
from tests.wiring.workshop import plain_voice

pytestmark = [
    pytest.mark.card,
    needs(there=find_spec("wyoming") is not None, reason="a second ear needs the package wyoming"),
]

ANSWER = "how much time is left"


class Machine:
    """One that takes everything it is asked about for the same sentence at once; or says nothing, once it hangs."""

    def __init__(self) -> None:
        self.hangs, self.asked = False, 0
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
                    theirs.sendall(b'{"type": "transcript", "data": {"text": "%s"}}\n' % ANSWER.encode())

    def close(self) -> None:
        """Hang up on everybody."""
        for each in (self._listening, *self._held):
            each.close()


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.close()


@contextmanager
def session(card: SoundCard, machine: Machine) -> Iterator[Client]:
    """The lifting day on this card, heard by the small ear with this machine beside it; a visitor at its door."""
    plain_voice(card.folder / "content")
    (card.folder / "lifts.yaml").write_text(LIFTS, encoding="utf-8")
    settings = card.folder / "coach.yaml"
    settings.write_text(f"ear: pocketsphinx\nlink: true\nsecond_ear: tcp://127.0.0.1:{machine.port}\n")
    environment = {**card.environment, "COACH_CONTENT": str(card.folder / "content"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "coach", "run", str(card.folder / "lifts.yaml"), "--config", str(settings)]
    with (card.folder / "told").open("w") as told:
        process = subprocess.Popen(
            [*command, "--fresh"], env=environment, stdin=subprocess.PIPE, stdout=told, stderr=told
        )
        try:
            with let_in(door_place(card.folder / "data" / "coach", environment)) as client:
                yield client
        finally:
            process.kill()
            process.communicate(timeout=30)


def test_what_only_the_second_ear_understands_is_acted_on_and_a_hanging_one_holds_nothing_up(
    card: SoundCard, machine: Machine, tmp_path: Path
) -> None:
    if not can_speak():
        lacking(MISSING)
    wav = tmp_path / "said.wav"
    soundfile.write(wav, said("how many minutes do we still have to go"), EAR_RATE)
    with session(card, machine) as client:
        seen(client, lambda now: "ready" in now["buttons"] and now["load"], 120)
        assert client.ask({"press": "ready"})["done"]
        seen(client, lambda now: now["situation"] == "set")
        assert client.ask({"press": "done"})["done"]
        rest = seen(client, lambda now: now["situation"] == "rest" and now["ends"] is not None)

        def asked_once_more() -> bool:
            before = machine.asked
            card.speak(wav)
            list(client.messages(1.5))
            return machine.asked > before

        until(lambda: asked_once_more() and (client.now["heard"] or {}).get("text") == ANSWER, 70)
        assert client.now["heard"]["meant"] == "time_left"
        machine.hangs = True
        until(asked_once_more, 70)
        assert client.now["situation"] == "rest"
        assert client.now["ends"]["session"] == pytest.approx(rest["ends"]["session"], abs=0.05)
    assert "Traceback" not in (card.folder / "told").read_text()
