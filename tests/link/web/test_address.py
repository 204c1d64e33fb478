"""Where the page is, in words: by the name avahi tells the house, and by its address."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from coach.config import load_config
from coach.doctor import State, check_servers
from coach.link.attendant import spelled
from coach.link.web import bridge, server
from coach.link.web.guard import is_ours, own_names
from tests.link.boxes import until
from tests.link.web.pages import listening
from tests.speech_servers import free_port, listens
from tests.wiring.workshop import Workshop


@pytest.fixture
def garage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with this name."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Garage-Pi.fritz.box")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """A machine at 10.9.0.1 whose avahi answers with the first of these lines; the last of those it was asked by."""
    answers = ["+ 2 0 garage-pi.local\n"]
    place = tmp_path / "avahi"
    monkeypatch.setattr(server, "AVAHI", place)
    monkeypatch.setattr(server, "_own_address", lambda: ["10.9.0.1"])
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(place))
        line.listen()
        Thread(target=_answer, args=(line, answers), daemon=True).start()
        yield answers
        line.shutdown(socket.SHUT_RDWR)


def _answer(line: socket.socket, answers: list[str]) -> None:
    with suppress(OSError):
        while True:
            visitor, _ = line.accept()
            with visitor:
                assert visitor.recv(100) == b"RESOLVE-ADDRESS 10.9.0.1\n"
                visitor.sendall(answers[0].encode())


@pytest.mark.usefixtures("garage", "told")
def test_where_avahi_runs_the_name_comes_first() -> None:
    assert server.addresses(8765, local=False) == ["http://garage-pi.local:8765/", "http://10.9.0.1:8765/"]
    assert server.nameless() == ""


def test_the_name_is_the_one_that_avahi_told_the_house_and_none_where_it_has_told_none(told: list[str]) -> None:
    told[0] = "+ 3 0 garage-pi-2.local\n"
    assert server.spoken_place(8765, local=False) == "garage-pi-2.local:8765"
    for failed in ("-15 Timeout reached\n", "\n"):
        told[0] = failed
        assert server.spoken_place(8765, local=False) == "10.9.0.1:8765"


@pytest.mark.parametrize(
    "answer",
    [
        "+ 2 0 evil.example\n",
        "+ 2 0 garage.local.evil.example\n",
        "+ 2 0 local\n",
        "+ 2 0 .local\n",
        "+ 2 0 -x.local\n",
        "+ 2 0 a/b.local\n",
        "+ a b garage-pi.local\n",
        "+ 2 0 garage-pi.local more\n",
        "+ 2 0 garage-pi.local",
        f"+ 2 0 {'x' * 2000}.local\n",
    ],
)
def test_only_a_name_in_local_in_an_answer_of_avahis_form_is_taken(told: list[str], answer: str) -> None:
    told[0] = answer
    assert server.published("10.9.0.1") == ""
    assert server.addresses(8765, local=False) == ["http://10.9.0.1:8765/"]


def test_a_name_in_local_is_taken_in_capitals_too(told: list[str]) -> None:
    told[0] = "+ 2 0 Garage-2.LOCAL\n"
    assert server.published("10.9.0.1") == "garage-2.local"


@pytest.mark.usefixtures("garage")
@pytest.mark.parametrize("found", ["", "10.9.0.1:8765", "evil.example:8765"])
def test_no_place_without_a_name_in_local_adds_to_the_names_that_are_answered(tmp_path: Path, found: str) -> None:
    house = server.house_of(tmp_path, (), print, lambda: found)
    assert {*house.names} == {*own_names()}
    assert not is_ours("", house.names)


@pytest.mark.usefixtures("garage")
@pytest.mark.parametrize(("given", "old"), [((), False), (("Garage-Pi.local",), True)])
def test_a_name_is_answered_no_longer_when_avahi_tells_another_unless_it_was_given(
    tmp_path: Path, given: Sequence[str], old: bool
) -> None:
    places = ["garage-pi-2.local:8765"]
    house = server.house_of(tmp_path, given, print, lambda: places[0])
    assert ("garage-pi.local" in house.names, "garage-pi-2.local" in house.names) == (old, True)
    places[0] = "garage-pi-3.local:8765"
    house.bridge._page_at()
    assert ("garage-pi-2.local" in house.names, "garage-pi-3.local" in house.names) == (False, True)
    assert "garage-pi" in house.names


def test_a_name_that_changes_is_told_to_the_coach_and_answered_from_then_on(
    told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "PLACE_AGAIN", 0.01)
    house = server.house_of(tmp_path, (), print, partial(server.spoken_place, 8765, local=False))
    assert {"garage-pi.local"} <= {*house.names}

    lines: asyncio.Queue[bytes] = asyncio.Queue()

    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            lines.put_nowait(line)
        writer.close()
        await writer.wait_closed()
        lines.put_nowait(b"left")

    async def visited() -> list[bytes]:
        async with await asyncio.start_unix_server(door, house.bridge.places[0]):
            following = asyncio.ensure_future(house.bridge.follow())
            first = await asyncio.wait_for(lines.get(), 60)
            told[0] = "+ 2 0 garage-pi-2.local\n"
            second = await asyncio.wait_for(lines.get(), 60)
            following.cancel()
            assert await asyncio.wait_for(lines.get(), 60) == b"left"
            return [first, second]

    places = [json.loads(line)["page_at"] for line in asyncio.run(visited())]
    assert places == ["garage-pi.local:8765", "garage-pi-2.local:8765"]
    assert is_ours("garage-pi-2.local:8765", house.names)


@pytest.mark.usefixtures("garage")
def test_without_avahi_there_is_no_name_and_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "AVAHI", tmp_path / "none")
    assert not any(".local" in each for each in server.addresses(8765, local=False))
    assert "garage-pi.local" in server.nameless()
    assert "apt-get install avahi-daemon" in server.nameless()


@pytest.mark.usefixtures("garage")
def test_that_avahi_has_told_no_name_is_told_where_it_runs(told: list[str]) -> None:
    told[0] = "-15 Timeout reached\n"
    assert "no name such as garage-pi.local" in server.nameless()
    assert "systemctl status avahi-daemon" in server.nameless()


def test_for_this_machine_only_there_is_one_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "AVAHI", tmp_path)
    assert server.addresses(9000, local=True) == ["http://127.0.0.1:9000/"]


def test_a_name_is_said_as_it_is_typed() -> None:
    assert spelled("garage-pi.local:8765") == "garage dash pi dot local colon 8 7 6 5"


@pytest.mark.usefixtures("garage", "told")
def test_the_page_tells_the_box_the_easiest_of_its_addresses() -> None:
    assert server.spoken_place(8765, local=False) == "garage-pi.local:8765"
    assert server.spoken_place(9000, local=True) == "127.0.0.1:9000"


def test_a_page_at_the_port_of_the_settings_is_told_by_the_check_up_and_one_that_is_gone_with_its_command(
    tmp_path: Path,
) -> None:
    port = free_port()
    settings = tmp_path / "coach.yaml"
    settings.write_text(f"link: true\npage_port: {port}\n")
    with page_alone(("--local", "--config", str(settings)), port, tmp_path):
        (runs,) = check_servers(load_config(settings), (), 60.0)
    (gone,) = check_servers(load_config(settings), (), 60.0)
    assert (runs.about, runs.state, runs.found) == ("page", State.GOOD, f"127.0.0.1:{port} answers")
    assert (gone.state, gone.mend) == (State.WORTH_KNOWING, "coach link web")


@contextmanager
def page_alone(words: Sequence[str], port: int, folder: Path) -> Iterator[int]:
    """A page without a box behind it, once it listens; its process."""
    command = [sys.executable, "-m", "coach", "link", "web", *words]
    with subprocess.Popen(
        command, env=Workshop(folder).environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until(lambda: listens(port), 120)
            yield process.pid
        finally:
            process.kill()


@pytest.mark.parametrize(("words", "bound"), [(("--local",), "127.0.0.1"), ((), "0.0.0.0")])
def test_the_page_listens_for_the_house_where_its_command_is_given_and_for_this_machine_where_that_is_asked(
    tmp_path: Path, words: Sequence[str], bound: str
) -> None:
    port = free_port()
    with page_alone((*words, "--port", str(port)), port, tmp_path) as process:
        assert listening(process) == {(bound, port)}
