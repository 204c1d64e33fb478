"""What the page's server refuses: foreign names and pages, too much, wrong numbers, and who was forgotten."""

import asyncio
import json
import socket
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from coach.link.web.bridge import AWAY, BEHIND, Bridge
from coach.link.web.devices import CODE_LASTS, Devices
from coach.link.web.guard import LARGEST, is_ours
from coach.link.web.pin import BETWEEN, FIRST_PAUSE, LASTS, TRIES, Pin
from tests.link.boxes import OpenBox, until
from tests.link.web.pages import Page, page


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


# ------------------------------------------------------------------------------------------------ the number


def test_the_right_number_pairs_once() -> None:
    pin = Pin(Hands())
    number = pin.new()
    assert (pin.right(number), pin.right(number)) == (True, False)


def test_a_number_is_good_for_two_minutes() -> None:
    clock = Hands()
    pin = Pin(clock)
    number = pin.new()
    clock.time += LASTS + 1
    assert not pin.right(number)


def test_too_many_wrong_ones_use_it_up_and_each_time_the_pause_is_longer() -> None:
    clock = Hands()
    pin = Pin(clock)
    for times in (1, 2, 4):
        number = pin.new()
        for _ in range(TRIES):
            assert not pin.right(number[::-1] + "x")
        assert not pin.right(number)
        assert pin.wait() == FIRST_PAUSE * times
        clock.time += pin.wait()


def test_a_new_number_begins_no_new_count_of_wrong_ones() -> None:
    clock = Hands()
    pin = Pin(clock)
    for _ in range(TRIES - 1):
        assert not pin.right(pin.new()[::-1] + "x")
        clock.time += pin.wait()
    assert not pin.right(pin.new()[::-1] + "x")
    assert pin.wait() == FIRST_PAUSE


def test_a_new_number_has_to_wait_so_that_nobody_makes_the_box_talk_without_end() -> None:
    pin = Pin(Hands())
    assert pin.wait() == 0
    pin.new()
    assert pin.wait() == BETWEEN


def test_what_could_not_be_spoken_pairs_nobody() -> None:
    pin = Pin(Hands())
    number = pin.new()
    pin.take_back()
    assert not pin.right(number)
    assert not pin.right("")


# ------------------------------------------------------------------------------------------------ the devices


def test_a_device_whose_mark_was_damaged_to_other_letters_is_nobody_s(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    token = Devices(path).pair("phone", looks=False)
    kept = json.loads(path.read_text())
    kept["devices"][0]["token"] = "\ud800é" + kept["devices"][0]["token"][2:]
    path.write_text(json.dumps(kept))
    assert Devices(path).known(token) is None


def test_a_token_is_known_until_its_device_is_forgotten_by_whomever(tmp_path: Path) -> None:
    devices, others = Devices(tmp_path / "devices.json"), Devices(tmp_path / "devices.json")
    token = devices.pair("phone", looks=False)
    assert others.known(token) is not None
    assert others.forget("phone")
    assert devices.known(token) is None


def test_no_token_and_no_code_stands_in_the_file_which_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    devices = Devices(path)
    secrets = (devices.pair("phone", looks=False), devices.new_code(looks=True))
    assert not any(secret in path.read_text() for secret in secrets)
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_devices_of_one_name_are_told_apart(tmp_path: Path) -> None:
    devices = Devices(tmp_path / "devices.json")
    for _ in range(2):
        devices.pair("phone", looks=False)
    assert [each.name for each in devices.all()] == ["phone", "phone 2"]


def test_a_code_is_good_once_and_for_ten_minutes(tmp_path: Path) -> None:
    clock = Hands()
    devices = Devices(tmp_path / "devices.json", clock)
    first, second = devices.new_code(looks=True), devices.new_code(looks=False)
    used = devices.use_code(first)
    assert used is not None
    assert used.looks
    assert devices.use_code(first) is None
    clock.time += CODE_LASTS + 1
    assert devices.use_code(second) is None


# ------------------------------------------------------------------------------------------------ names and streams


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("192.168.1.7:8765", True), ("[fe80::1]:8765", True), ("127.0.0.1", True), ("garage.local:8765", True),
        ("GARAGE.local", True), ("evil.example:8765", False), ("", False), ("garage.local.evil.example", False),
    ],
)  # fmt: skip
def test_only_addresses_and_own_names_are_answered(host: str, ours: bool) -> None:
    assert is_ours(host, {"garage.local", "localhost"}) is ours


def test_without_a_coach_the_picture_says_that_nobody_is_there(tmp_path: Path) -> None:
    bridge = Bridge(tmp_path / "nobody.sock")
    assert bridge.picture() == AWAY
    assert asyncio.run(bridge.wish({"say": "next"})) == {"done": False, "why": "nobody"}


def test_a_stream_that_lags_behind_is_ended() -> None:
    async def lag() -> list[Mapping[str, Any] | None]:
        bridge = Bridge(Path("nowhere"))
        async with bridge.stream() as stream:
            for number in range(BEHIND + 5):
                bridge._take({"is": "change", "number": number})
            return [stream.get_nowait() for _ in range(stream.qsize())]

    assert asyncio.run(lag())[-1] is None


# ------------------------------------------------------------------------------------------------ over the wire


@pytest.fixture(scope="module")
def served(open_box: OpenBox) -> Iterator[Page]:
    with page(open_box) as opened:
        yield opened


def asked(served: Page, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], Any]:
    """The answer to one request: its status, headers and body."""
    line = HTTPConnection("127.0.0.1", served.port, timeout=30)
    own = {"origin": served.address.rstrip("/"), "content-type": "application/json", **headers}
    text = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    line.request(method, path, text, {name.replace("_", "-"): value for name, value in own.items()})
    answer = line.getresponse()
    read = answer.read()
    line.close()
    found = {name.lower(): value for name, value in answer.getheaders()}
    try:
        return answer.status, found, json.loads(read)
    except ValueError:
        return answer.status, found, read.decode()


@pytest.fixture(scope="module")
def mine(served: Page) -> str:
    """The cookie of a paired device."""
    code = served.link().partition("#")[2]
    status, headers, _ = asked(served, "POST", "/pair", {"code": code, "name": "test"})
    assert status == 200
    assert "HttpOnly" in headers["set-cookie"]
    assert "samesite=strict" in headers["set-cookie"].lower()
    return headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize("path", ["/me", "/events", "/history", "/report", "/programs", "/everybody", "/plan.ics"])
def test_who_is_not_paired_sees_nothing(served: Page, path: str) -> None:
    assert asked(served, "GET", path)[0] == 401


def test_who_is_not_paired_wishes_nothing(served: Page) -> None:
    assert asked(served, "POST", "/wish", {"press": "stop"})[0] == 401


def test_a_foreign_name_is_refused_so_that_no_name_server_lets_another_page_in(served: Page) -> None:
    assert asked(served, "GET", "/me", host="evil.example")[0] == 421


def test_another_pages_wish_is_refused_though_the_browser_sends_the_cookie(served: Page, mine: str) -> None:
    assert asked(served, "POST", "/wish", {"press": "stop"}, cookie=mine, origin="http://evil.example")[0] == 403


def test_a_form_of_another_page_is_refused(served: Page, mine: str) -> None:
    assert asked(served, "POST", "/wish", b"press=stop", cookie=mine, content_type="text/plain")[0] == 415


def test_a_paired_device_is_answered_and_a_flood_is_not_but_stop_is(served: Page, mine: str) -> None:
    assert asked(served, "POST", "/wish", {"say": "what's on today"}, cookie=mine)[2]["meant"] == "whats_today"
    answers = [asked(served, "POST", "/wish", {"press": "done"}, cookie=mine)[0] for _ in range(20)]
    assert 429 in answers
    assert asked(served, "POST", "/wish", {"press": "stop"}, cookie=mine)[2]["done"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"speak_pin": "123456"}', b'{"ask": "report"}', b"[" * 1500, b"a" * (LARGEST + 1)]
)
def test_what_is_no_wish_of_a_page_is_refused(served: Page, mine: str, body: bytes) -> None:
    assert asked(served, "POST", "/wish", body, cookie=mine)[0] == 400


def test_every_answer_forbids_frames_foreign_scripts_and_keeping(served: Page) -> None:
    for path in ("/", "/page.js", "/me"):
        _, headers, _ = asked(served, "GET", path)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_a_part_of_the_film_can_be_asked_for_without_which_some_phones_play_none(served: Page) -> None:
    line = HTTPConnection("127.0.0.1", served.port, timeout=60)
    line.request("GET", "/awake.mp4", headers={"Range": "bytes=4-7"})
    answer = line.getresponse()
    assert (answer.status, answer.getheader("content-type"), answer.read()) == (206, "video/mp4", b"ftyp")
    line.close()


def test_a_sender_who_leaves_in_mid_request_leaves_no_trace(served: Page) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", served.port)) as line:
            own = f"127.0.0.1:{served.port}"
            head = f"POST /pair HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nContent-Type: application/json\r\n"
            line.sendall(head.encode() + b"Content-Length: 100\r\n\r\n{")
    assert asked(served, "GET", "/me")[0] == 401
    assert "Traceback" not in (served.folder / "page.out").read_text()


def test_the_terminal_tells_where_a_number_was_asked_for_and_where_a_wrong_one_came_from(served: Page) -> None:
    until(lambda: asked(served, "POST", "/pin", {})[0] == 200)  # not more often than every fifteen seconds
    assert asked(served, "POST", "/pair", {"pin": "none"})[0] == 403
    told = (served.folder / "page.out").read_text()
    assert "A number was asked for from 127.0.0.1" in told
    assert "A wrong number or code came from 127.0.0.1" in told


def test_a_screen_that_only_looks_may_read_what_the_house_may_and_nothing_of_everybody(served: Page) -> None:
    code = served.link(looks=True).partition("#")[2]
    cookie = asked(served, "POST", "/pair", {"code": code})[1]["set-cookie"].partition(";")[0]
    found = {path: asked(served, "GET", path, cookie=cookie)[0] for path in ("/history", "/programs", "/plan.ics")}
    assert set(found.values()) == {200}
    assert asked(served, "GET", "/everybody", cookie=cookie)[0] == 403
    assert asked(served, "POST", "/wish", {"press": "stop"}, cookie=cookie)[0] == 403


def test_guesses_without_end_are_slowed_down(served: Page) -> None:
    answers = [asked(served, "POST", "/pair", {"pin": "000000"})[0] for _ in range(40)]
    assert set(answers) == {403, 429}


def test_the_code_of_the_terminal_pairs_while_somebody_guesses_numbers_without_end(served: Page) -> None:
    code = served.link().partition("#")[2]
    while asked(served, "POST", "/pair", {"pin": "000000"})[0] != 429:
        pass
    assert asked(served, "POST", "/pair", {"code": code, "name": "owner"})[0] == 200
