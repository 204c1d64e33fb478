"""The servers that the owner's settings name: whether each answers, asked for at most two seconds, all at once.

Nothing is asked where none is named. A line that is opened here is closed at once, and nothing is sent on it but what
its server answers strangers: what it is.
"""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coach.config import BrokerAddress, Config, broker_at
from coach.doctor.finding import Finding, State
from coach.errors import CoachError
from coach.speech_server import ServerError, SpeechServer
from coach.voices.definition import find_voice

WITHIN = 2.0
"""Seconds that all of them have together, whatever their names or networks do."""

GREETING = 4096
"""Bytes that are read of what a server says first."""


@dataclass(frozen=True, slots=True)
class Server:
    """One that is named: what for, where, how it is asked, and what to do when it does not answer.

    `ask` returns what it said in a few words; it raises OSError or ServerError for no answer.
    """

    about: str
    place: str
    ask: Callable[[], str]
    means: str
    mend: str


def check_servers(config: Config, voices: Iterable[Path], within: float = WITHIN) -> list[Finding]:
    """A finding for each server that is named, after at most so many seconds; none where none is.

    `voices` are the folders of the voices' files, one of which may name a server.
    """
    servers = named_servers(config, voices)
    answers: dict[int, str | Exception] = {}

    def ask(number: int, server: Server) -> None:
        try:
            answers[number] = server.ask()
        except (OSError, ServerError, ValueError, ImportError) as fault:
            answers[number] = fault

    threads = [threading.Thread(target=ask, args=each, daemon=True) for each in enumerate(servers)]
    end = time.monotonic() + within
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = TimeoutError(f"nothing within {within:g} s")
    return [_finding(server, answers.get(number, late)) for number, server in enumerate(servers)]


def _finding(server: Server, answer: str | Exception) -> Finding:
    if isinstance(answer, str):
        return Finding(server.about, State.GOOD, f"{server.place} answers", answer)
    if isinstance(answer, ImportError):
        why = f"{answer.name} is not installed"
    else:
        why = getattr(answer, "strerror", None) or str(answer)
    return Finding(
        server.about, State.WORTH_KNOWING, f"{server.place} does not answer ({why})", server.means, server.mend
    )


def named_servers(config: Config, voices: Iterable[Path]) -> list[Server]:
    """Every server that the settings name, in the order of docs/network.md."""
    return [*_page(config), *_broker(config), *_voice(config, voices), *_second_ear(config), *_gathering(config)]


def _page(config: Config) -> list[Server]:
    if not config.link:
        return []
    means, ask = "no screen of the house can look", partial(_asks_page, config.page_port)
    return [Server("page", f"127.0.0.1:{config.page_port}", ask, means, "coach link web")]


def _broker(config: Config) -> list[Server]:
    if config.mqtt is None:
        return []
    broker = broker_at(config.mqtt)
    mend = f"on that machine: sudo systemctl status mosquitto; then here: nc -z {broker.host} {broker.port}"
    ask = partial(_asks_broker, broker)
    return [Server("broker", f"{broker.host}:{broker.port}", ask, "home automation sees nothing of the box", mend)]


def _voice(config: Config, folders: Iterable[Path]) -> list[Server]:
    try:
        voice = find_voice(config.voice, folders)
    except CoachError:
        return []  # `coach run` says what is the matter with it
    if voice.engine != "wyoming":
        return []
    means = f"the voice '{voice.instead}' speaks instead"
    return [Server("voice", voice.uri, partial(_asks_speech, voice.uri, "tts"), means, _speech_mend(voice.uri))]


def _second_ear(config: Config) -> list[Server]:
    uri = config.second_ear
    if uri is None:
        return []
    means = "the coach hears by itself"
    return [Server("second ear", uri, partial(_asks_speech, uri, "asr"), means, _speech_mend(uri))]


def _gathering(config: Config) -> list[Server]:
    told: Mapping[str, Any] = config.gather or {}
    means = "nothing is lost; what is not sent is sent later"
    mend = "on that machine: sudo systemctl status nats-server; then here: coach gather once"
    return [Server("gathering", place, partial(_asks_nats, place), means, mend) for place in told.get("servers", ())]


def _speech_mend(uri: str) -> str:
    return f"start the speech server at {uri}, or take it out of coach.yaml"


# ------------------------------------------------------------------------------------------------ asking


def _asks_page(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), WITHIN) as line:
        line.settimeout(WITHIN)
        line.sendall(b"GET /me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        said = line.recv(GREETING)
    if not said.startswith(b"HTTP/1.1 401"):  # what the page says to whoever is not paired
        raise ValueError("another program listens there; give the page another port: 'page_port: 9000' in coach.yaml")
    return "paired screens can look; coach link devices lists them"


def _asks_broker(broker: BrokerAddress) -> str:
    """Whether a broker of MQTT 3.1.1 answers at all: a nameless stranger is let in, or refused in its own words."""
    with socket.create_connection((broker.host, broker.port), WITHIN) as plain:
        plain.settimeout(WITHIN)
        line: socket.socket = _context().wrap_socket(plain, server_hostname=broker.host) if broker.tls else plain
        with line:
            line.sendall(b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x0a\x00\x00")
            said = line.recv(4)
            with suppress(OSError):
                line.sendall(b"\xe0\x00")
    if said[:2] != b"\x20\x02":
        raise ValueError("what answers is no MQTT broker")
    return "coach link mqtt carries the box to it" + ("" if said[3] == 0 else "; it wants a name and a password")


def _context() -> ssl.SSLContext:
    """Encrypted to whoever it is: nothing is told it, and `coach link mqtt` looks at its certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _asks_speech(uri: str, what: str) -> str:
    with SpeechServer(uri, reached_within=WITHIN, within=WITHIN) as server:
        server.send("describe")
        while (event := server.take()).type != "info":
            pass
    if not event.data.get(what):
        raise ValueError(f"it {'speaks' if what == 'tts' else 'hears'} nothing; it has {_kinds(event.data)}")
    return "it speaks" if what == "tts" else "it hears"


def _kinds(info: Mapping[str, Any]) -> str:
    return ", ".join(str(name)[:20] for name, has in info.items() if has) or "nothing"


def _asks_nats(place: str) -> str:
    parts = urlsplit(place)
    with socket.create_connection((str(parts.hostname), parts.port or 4222), WITHIN) as line:
        line.settimeout(WITHIN)
        said = line.recv(GREETING)
    if not said.startswith(b"INFO "):
        raise ValueError("what answers is no NATS server")
    with suppress(ValueError):
        if not json.loads(said[5:].partition(b"\r\n")[0]).get("jetstream", False):
            raise OSError("it keeps nothing: its settings need a line 'jetstream'")
    return "boxes gather there; coach gather status says how far"
