"""Where the page is, in words: by the name avahi tells the house, and by its address."""

import socket
from pathlib import Path

import pytest

from coach.link.attendant import spelled
from coach.link.web import server


@pytest.fixture
def garage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with this name."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Garage-Pi.fritz.box")


@pytest.mark.usefixtures("garage")
def test_where_avahi_runs_the_name_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "AVAHI", tmp_path)
    assert server.addresses(8765, local=False)[0] == "http://garage-pi.local:8765/"
    assert server.nameless() == ""


@pytest.mark.usefixtures("garage")
def test_without_avahi_there_is_no_name_and_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "AVAHI", tmp_path / "none")
    assert not any(".local" in each for each in server.addresses(8765, local=False))
    assert "garage-pi.local" in server.nameless()
    assert "apt-get install avahi-daemon" in server.nameless()


def test_for_this_machine_only_there_is_one_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "AVAHI", tmp_path)
    assert server.addresses(9000, local=True) == ["http://127.0.0.1:9000/"]


def test_a_name_is_said_as_it_is_typed() -> None:
    assert spelled("garage-pi.local:8765") == "garage dash pi dot local colon 8 7 6 5"
