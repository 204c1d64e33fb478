"""The word to systemd."""

import os
import socket
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Heard, Woke
from coach.host.systemd import WatchedWorld, notify, watchdog_seconds


@pytest.mark.parametrize("abstract", [False, True])
def test_a_word_reaches_the_one_who_watches(tmp_path: Path, abstract: bool) -> None:
    address = f"@coach-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as watcher:
        watcher.bind("\0" + address[1:] if abstract else address)
        assert notify("READY=1", {"NOTIFY_SOCKET": address})
        assert watcher.recv(100) == b"READY=1"


def test_without_systemd_nothing_is_sent() -> None:
    assert not notify("READY=1", {})


def test_a_watcher_that_has_gone_is_no_trouble(tmp_path: Path) -> None:
    assert not notify("WATCHDOG=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 10.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 10.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_fed_three_times_as_often_as_it_asks(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert watchdog_seconds(environment) == seconds


class QuietWorld:
    """Time passes only in `wait`; one word is said at `spoken`."""

    def __init__(self, spoken: float) -> None:
        self.time, self.spoken = SESSION_START, SessionTime(spoken)

    def now(self) -> SessionTime:
        return self.time

    def wait(self, deadline: SessionTime | None) -> Event:
        if deadline is None or self.spoken <= deadline:
            self.time = self.spoken
            return Heard(self.spoken, "next")
        self.time = deadline
        return Woke(deadline)


def test_a_long_wait_tells_again_and_again_that_the_loop_is_alive() -> None:
    told: list[str] = []
    event = WatchedWorld(QuietWorld(spoken=95.0), 10.0, told.append).wait(None)
    assert event == Heard(SessionTime(95.0), "next")
    assert told == ["WATCHDOG=1"] * 10


def test_a_deadline_is_kept_between_the_signs_of_life() -> None:
    world = QuietWorld(spoken=1000.0)
    assert WatchedWorld(world, 10.0, lambda _: None).wait(SessionTime(25.0)) == Woke(SessionTime(25.0))
    assert world.now() == 25.0


def test_whoever_wakes_the_loop_between_two_signs_of_life_is_looked_at_at_once() -> None:
    class Posted(QuietWorld):
        def wait(self, deadline: SessionTime | None) -> Event:
            self.time = min(SessionTime(3.0), deadline or SessionTime(3.0))
            return Woke(self.time)

    assert WatchedWorld(Posted(spoken=1000.0), 10.0, lambda _: None).wait(SessionTime(25.0)) == Woke(SessionTime(3.0))
