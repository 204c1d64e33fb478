"""An ear on another machine as the tests ask it, and small servers that answer it what they are told to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from coach.ears.recognisers.second import WyomingEar
from coach.ports import Pcm16
from tests.link.boxes import until
from tests.speech_servers import PATIENCE


@dataclass
class Asked:
    """An ear at this port of this machine, its clock, and what was told of it."""

    port: int
    within: float = PATIENCE
    at: float = 0.0
    told: list[str] = field(default_factory=list)
    ear: WyomingEar = field(init=False)

    def __post_init__(self) -> None:
        uri = f"tcp://127.0.0.1:{self.port}"
        self.ear = WyomingEar(uri, "en", self.told.append, lambda: self.at, self.within)
        self.begins()

    def begins(self) -> int:
        """Wait until its process can be asked; its id."""
        self.tended_until(lambda: self.ear._ready)
        assert self.ear._process is not None
        return self.ear._process.pid

    def tended_until(self, holds: Callable[[], object]) -> None:
        """Look after it until this holds."""

        def look() -> object:
            self.ear.tend()
            return holds()

        until(look)

    def about(self, sound: Pcm16) -> str | None:
        """What it makes of it; None where it is not asked."""
        if not self.ear.ask(sound):
            return None
        return answered(self.ear.answer)


def answered(answer: Callable[[], str | None]) -> str:
    """What it answers in the end."""
    found: list[str] = []

    def is_there() -> bool:
        if (one := answer()) is not None:
            found.append(one)
        return bool(found)

    until(is_there, 2 * PATIENCE)
    return found[0]


@contextmanager
def served_transcripts(*texts: str, port: int = 0) -> Iterator[int]:
    """A server that answers one connection after the other with these words, once all of the sound is there."""

    lines = [b'{"type": "transcript", "data": {"text": "%s"}}\n' % text.encode() for text in texts]
    with served_answers(*lines, port=port) as chosen:
        yield chosen


@contextmanager
def served_answers(*answers: bytes, port: int = 0) -> Iterator[int]:
    """A server that answers one connection after the other with these bytes, once all of the sound is there."""

    def serve() -> None:
        for answer in answers:
            theirs, _ = listening.accept()
            with theirs, theirs.makefile("rb") as sent:
                while b"audio-stop" not in sent.readline():
                    pass
                theirs.sendall(answer)

    with socket.create_server(("127.0.0.1", port)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(PATIENCE)
