"""The program's very end: what was written is there, the code is right, and nobody waits for Python's own tidying."""

import os
import subprocess
import sys

import pytest

ASKED = """
import sys, threading, time
from coach.host.leaving import leave
{before}
leave({code})
"""


def left(before: str, code: object) -> "subprocess.CompletedProcess[str]":
    program = ASKED.format(before=before, code=repr(code))
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        check=False,
    )


@pytest.mark.parametrize(("code", "exits"), [(0, 0), (None, 0), (2, 2), (130, 130), ("no such thing", 1)])
def test_the_exit_code_is_what_sys_exit_would_give(code: object, exits: int) -> None:
    assert left("", code).returncode == exits


def test_words_in_place_of_a_code_are_told() -> None:
    assert left("", "no such thing").stderr == "no such thing\n"


def test_what_was_written_and_not_handed_over_yet_arrives() -> None:
    assert left("sys.stdout.write('the last line')", 0).stdout == "the last line"


def test_a_thread_that_must_finish_is_waited_for() -> None:
    slow = "threading.Thread(target=lambda: (time.sleep(0.3), print('written'))).start()"
    assert left(slow, 0).stdout == "written\n"


def test_a_thread_that_only_waits_is_not_waited_for() -> None:
    assert left("threading.Thread(target=time.sleep, args=(600,), daemon=True).start()", 2).returncode == 2


def test_a_thread_that_waits_for_work_nobody_gives_is_not_waited_for_for_ever() -> None:
    idle = "import coach.host.leaving as it; it.PATIENCE = 0.1; "
    idle += "from concurrent.futures import ThreadPoolExecutor; pool = ThreadPoolExecutor(); pool.submit(len, '')"
    assert left(idle, 0).returncode == 0


def test_a_program_that_was_asked_to_end_hardly_waits_for_threads() -> None:
    endless = "import coach.host.leaving as it; it.PATIENCE = 3600.0; "  # which no machine is too busy to wait for
    endless += "threading.Thread(target=time.sleep, args=(3600,)).start()"
    assert left(endless, 130).returncode == 130


def test_whoever_asks_while_it_leaves_sees_no_traceback() -> None:
    before = "import coach.host.leaving as it; it.PATIENCE = 3600.0; "
    before += "threading.Thread(target=time.sleep, args=(3600,)).start()"
    before += "; threading.Timer(0.1, lambda: os.kill(os.getpid(), 2)).start()"
    done = left(f"import os; {before}", 0)
    assert (done.returncode, done.stderr) == (-2, "")


@pytest.mark.parametrize("gone", ["sys.stdout.close()", "sys.stdout = None"])
def test_an_output_that_is_gone_changes_nothing(gone: str) -> None:
    done = left(gone, 130)
    assert (done.returncode, done.stderr) == (130, "")


def test_objects_are_not_taken_apart() -> None:
    apart = "class Kept:\n    def __del__(self): print('taken apart')\nkept = Kept()"
    assert left(apart, 0).stdout == ""


def test_a_reader_that_has_gone_away_is_no_fault() -> None:
    program = ASKED.format(before="sys.stdin.read(); print('x')", code="0")
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # so that it is written at the end
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdin.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
