"""Who is served first on a busy machine, asked of the system itself."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from coach.host.realtime import OTHERS, never_kept_waiting, serve_threads


def allowed() -> bool:
    """Whether this process may be served first at all."""
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        return True
    return False


pytestmark = pytest.mark.skipif(not allowed(), reason="the system does not allow real-time priority here")


@pytest.fixture
def waiting_thread() -> Iterator[int]:
    """The system's id of a thread of ours that waits."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert thread.native_id is not None
    yield thread.native_id
    end.set()
    thread.join()
    serve_threads(first=False)


def test_every_thread_is_served_first(waiting_thread: int) -> None:
    serve_threads(first=True)
    for thread in (0, waiting_thread):
        assert os.sched_getscheduler(thread) & os.SCHED_RR
        assert os.sched_getparam(thread).sched_priority == OTHERS


def test_and_afterwards_as_everybody_else(waiting_thread: int) -> None:
    serve_threads(first=True)
    serve_threads(first=False)
    for thread in (0, waiting_thread):
        assert os.sched_getscheduler(thread) & ~os.SCHED_RESET_ON_FORK == os.SCHED_OTHER


def test_and_first_once_more_when_the_sound_is_opened_again(waiting_thread: int) -> None:
    for first in (True, False, True):
        serve_threads(first=first)
    assert os.sched_getparam(waiting_thread).sched_priority == OTHERS


def test_a_program_started_meanwhile_is_served_as_everybody_else(waiting_thread: int) -> None:
    _ = waiting_thread
    serve_threads(first=True)
    told = subprocess.check_output([sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"], text=True)
    assert int(told) == os.SCHED_OTHER


def test_the_cards_own_threads_keep_their_higher_place() -> None:
    with never_kept_waiting() as served:
        assert served
        place = os.sched_getparam(0).sched_priority
        serve_threads(first=True)
        assert os.sched_getparam(0).sched_priority == place > OTHERS
    assert os.sched_getparam(0).sched_priority == 0


def test_who_asks_to_be_served_first_is_told_when_the_system_will_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.sched_setscheduler", refused)
    with never_kept_waiting() as served:
        assert not served


def test_where_the_system_has_no_such_thing_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coach.host.realtime.TASKS", tmp_path / "nowhere")
    serve_threads(first=True)
    assert os.sched_getparam(0).sched_priority == 0
