"""The door of a single session, `coach run --link`, beside the picture on its terminal."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.link.client import Client, LostError
from coach.link.places import door_place
from tests.link.boxes import let_in, seen, share
from tests.terminal import Terminal, terminal
from tests.wiring.workshop import SMALL, Workshop


def test_a_session_that_is_run_is_seen_and_told_through_its_door(tmp_path: Path, phrases: Path) -> None:
    workshop = Workshop(tmp_path)
    share(phrases, tmp_path)
    workshop.session.write_text(SMALL, encoding="utf-8")
    (tmp_path / "run").mkdir(mode=0o700)
    environment = {**workshop.environment, "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    place = door_place(tmp_path / "data" / "coach", environment)
    words = ("run", str(workshop.session), "--link", "--fresh", "--ear", "keyboard")
    config = tmp_path / "config" / "coach" / "coach.yaml"
    config.parent.mkdir(parents=True)
    config.write_text("lifter: sam\n")
    with terminal([sys.executable, "-m", "coach", *words], environment=environment, folder=tmp_path) as shown:
        shown.until("Psoas release")
        with looked_at(shown), let_in(place) as client:
            now = seen(client, lambda now: "ready" in now["buttons"])
            assert (now["title"], now["lifter"], now["mode"]) == ("Small day", "sam", "session")
            assert client.ask({"press": "pause"})["done"]
            seen(client, lambda now: now["situation"] == "pause")
            assert client.ask({"start": "rdl-day"})["why"] == "not_now"
            shown.type("resume\r")
            seen(client, lambda now: now["heard"]["text"] == "resume")
            assert client.ask({"press": "stop"})["done"]
            seen(client, lambda now: now["asked"] is not None)
            assert client.ask({"say": "yes"})["done"]
            assert _over(client)
    assert not place.exists()


@contextmanager
def looked_at(shown: Terminal) -> Iterator[None]:
    """Somebody reads the terminal, as one that nobody reads holds up whoever writes to it."""
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            shown._look(0.1)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        yield
    finally:
        over.set()
        reader.join()


def _over(client: Client) -> bool:
    """Whether the door is gone, all that it said before being read."""
    with pytest.raises(LostError):
        list(client.messages(30))
    return True
