"""How the program ends when it is asked to: in order, and for good when it is asked twice."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import soundfile

from coach.clocks import SessionTime
from coach.core.events import Interrupted
from coach.host.shutdown import Ends
from coach.journal.store import Journal
from tests.wiring.workshop import Workshop, of, wait_for

STUCK = """
import sys, time
from coach.host.shutdown import asked_to_end

class World:
    def now(self): return 1.0

with asked_to_end() as ends:
    if "reached" in sys.argv:
        ends.reach(World(), lambda event: None)
    try:
        print("ready", flush=True)
        {stuck}
    except KeyboardInterrupt:
        print("in order", flush=True)
"""
WAYS = {"sleeping": "time.sleep(60)", "busy": "while True: pass", "reading": "sys.stdin.buffer.read()"}


STARTED: "list[subprocess.Popen[str]]" = []


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """A program that did not end, for whatever reason, ends with its test."""
    yield
    while STARTED:
        STARTED.pop().kill()


def child(stuck: str, *words: str) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", STUCK.format(stuck=stuck), *words]
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    STARTED.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asking_twice_ends_a_program_that_hangs(way: str, first: signal.Signals) -> None:
    process = child(WAYS[way], "reached")
    process.send_signal(first)
    time.sleep(0.2)  # two signals at once would be one
    process.send_signal(signal.SIGTERM)
    assert (
        process.wait(timeout=30) == 130
    )  # 0.7 s and whatever else this machine does; it hangs for a minute or for ever
    process.communicate()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_before_there_is_a_world_everything_is_closed_in_order(way: str, number: signal.Signals) -> None:
    process = child(WAYS[way])
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "in order\n")


ORDERS = ("INT TERM", "TERM INT", "TERM TERM", "HUP HUP", "HUP INT", "INT INT INT", "STOP CONT TERM TERM",
          "STOP TERM HUP CONT", "STOP HUP CONT INT")  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", ORDERS)
def test_no_order_of_signals_leaves_a_program_hanging(order: str, way: str) -> None:
    process = child(WAYS[way], "reached")
    for name in order.split():
        process.send_signal(signal.Signals[f"SIG{name}"])
        time.sleep(0.1)  # two of a kind at once would be one
    assert process.wait(timeout=30) == 130
    process.communicate()


def with_this_library(folder: Path, library: str, code: str, command: str) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end where this library is that code."""
    (folder / f"{library}.py").write_text(code)
    return subprocess.run(
        [sys.executable, "-m", "coach", command],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_interrupted_while_its_parts_are_imported_it_says_nothing(tmp_path: Path) -> None:
    done = with_this_library(tmp_path, "typer", "raise KeyboardInterrupt", "hear")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_an_interrupt_that_a_library_makes_a_fault_of_is_no_traceback(tmp_path: Path) -> None:
    raises = (
        "import signal\n"
        "try: signal.raise_signal(signal.SIGINT)\n"
        "except KeyboardInterrupt: raise ValueError('no schema')\n"
    )
    done = with_this_library(tmp_path, "pydantic", raises, "plan")
    assert (done.returncode, done.stderr) == (130, "")


CLOSING = """
import time
from coach.cli import noted_interrupts

noted_interrupts()
try:
    print("ready", flush=True)
    time.sleep(3600)
finally:
    print("closing", flush=True)
    time.sleep(3600)
"""


def test_a_second_interrupt_ends_a_command_that_is_still_closing_without_a_traceback() -> None:
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", CLOSING], stdout=pipe, stderr=pipe, text=True)
    STARTED.append(process)
    assert process.stdout is not None
    for word in ("ready\n", "closing\n"):
        assert process.stdout.readline() == word
        process.send_signal(signal.SIGINT)
    _, shown = process.communicate(timeout=30)
    assert (process.returncode, shown) == (130, "")


def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    process = subprocess.Popen(
        ["nohup", sys.executable, "-c", STUCK.format(stuck="time.sleep(2)"), "reached"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=30)
    assert process.returncode == 0


class Still:
    """A world in which no time passes."""

    def now(self) -> float:
        return 7.0


def test_what_was_asked_before_the_world_opened_is_told_to_it() -> None:
    ends, posted = Ends(lambda _: None), list[Interrupted]()
    ends.ask(signal.SIGTERM)
    ends.reach(Still(), posted.append)  # type: ignore[arg-type]  # of a world only its clock is asked
    ends.close()
    assert posted == [Interrupted(SessionTime(7.0))]


# ------------------------------------------------------------------------------------------------ a session


def in_a_terminal(workshop: Workshop) -> tuple["subprocess.Popen[bytes]", "Onlooker", Path]:
    """A session in a terminal of its own, without a sound card: its sound goes to a recording."""
    ours, theirs = pty.openpty()
    told = workshop.folder / "told.jsonl"
    settings = workshop.folder / "coach.yaml"
    settings.write_text("speaker: none such\n")
    command = [sys.executable, "-m", "coach", "run", str(workshop.session), "--ear", "keyboard", "--plain", "--fresh"]
    command += ["--voice", "tones"]
    process = subprocess.Popen(
        [*command, "--config", str(settings), "--transcript", str(told)],
        env=workshop.environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=take_terminal,
    )  # fmt: skip
    os.close(theirs)
    return process, Onlooker(ours), told


class Onlooker:
    """Somebody who sees what is written into a terminal, else it would fill; and who closes it."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        with suppress(OSError):
            while not self._leaving.is_set():
                if select.select([self._terminal], [], [], 0.05)[0]:
                    os.read(self._terminal, 4096)

    def type(self, text: str) -> None:
        """Type a line into the terminal."""
        os.write(self._terminal, f"{text}\n".encode())

    def close(self) -> None:
        """Close the terminal: what runs in it is hung up."""
        self._leaving.set()
        self._thread.join()
        os.close(self._terminal)


def take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def recording(workshop: Workshop) -> Path:
    (found,) = (workshop.folder / "data" / "coach" / "recordings").glob("*.wav")
    return found


@pytest.mark.parametrize("way", ["closed", "SIGHUP", "SIGTERM", "SIGHUP and SIGTERM", "SIGTERM and SIGHUP"])
def test_a_session_whose_terminal_is_closed_ends_in_order(workshop: Workshop, way: str) -> None:
    process, terminal, told = in_a_terminal(workshop)
    wait_for(process, told, "Hello and welcome")
    time.sleep(1)
    if way == "closed":
        terminal.close()
    for name in way.split(" and ") if way != "closed" else ():
        process.send_signal(signal.Signals[name])
    assert process.wait(timeout=120) == 130  # after a second or two; its session would go on and end with 0
    if way != "closed":
        terminal.close()
    sound = recording(workshop)
    assert soundfile.info(sound).frames * 2 == pytest.approx(sound.stat().st_size, abs=100)
    assert soundfile.info(sound).duration > 1
    with Journal.open(workshop.folder / "data" / "coach" / "journal.sqlite") as journal:
        unfinished = journal.unfinished("me")
    assert unfinished is not None
    assert len(unfinished.events) > 1


def test_a_red_flag_is_known_to_a_fresh_session_after_a_kill_in_its_last_words(workshop: Workshop) -> None:
    process, terminal, told = in_a_terminal(workshop)
    wait_for(process, told, "Hello and welcome")
    terminal.type("i have chest pain")
    wait_for(process, told, "Sit down and stay still.")
    process.kill()
    process.wait()
    terminal.close()
    fresh = workshop.perform("--ear", "keyboard", "--voice", "tones", "--fresh")
    assert any("Has a professional cleared you" in each["text"] for each in of(fresh, "say")[:3])
    assert {each["load"] for each in of(fresh, "set")} == {None}


# ------------------------------------------------------------------------------------------- while it still opens


HANGS = """
import os, time
with open(os.environ["HANGING"], "a") as told:
    told.write(f"{os.getpid()}\\n")
while True:
    time.sleep(60)
"""
"""A recogniser's library that is never done with being loaded."""

OPENING = {
    "hear": ["hear", "in.wav"],
    "listen": ["listen", "--mic", "wav:in.wav"],
    "calibrate": ["calibrate", "--mic", "wav:in.wav", "--speaker", "wav:out.wav"],
    "run": ["run", "day.yaml", "--fresh", "--mic", "wav:in.wav", "--speaker", "wav:out.wav"],
    "serve": ["serve", "--mic", "wav:in.wav", "--speaker", "wav:out.wav"],
}


@pytest.mark.parametrize("command", OPENING)
def test_asked_twice_while_its_ears_open_it_is_gone_with_all_that_it_started(workshop: Workshop, command: str) -> None:
    """Without a limit that a busy machine could miss: what opens here is never done, so that whoever waits for it, or
    is left behind, is there after any time."""
    folder, told = workshop.folder, workshop.folder / "hanging"
    (folder / "library").mkdir()
    (folder / "library" / "pocketsphinx.py").write_text(HANGS)
    soundfile.write(folder / "in.wav", [0.001 * (number % 7) for number in range(160_000)], 16_000)
    (folder / "day.yaml").write_text(workshop.session.read_text())
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", *OPENING[command]], cwd=folder,
        env={**workshop.environment, "PYTHONPATH": str(folder / "library"), "HANGING": str(told)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    STARTED.append(process)
    end = time.monotonic() + 300
    while not (told.exists() and told.read_text().endswith("\n")):
        assert process.poll() is None
        assert time.monotonic() < end, "its ears were never opened"
        time.sleep(0.05)
    for _ in range(2):
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        time.sleep(0.2)  # two signals at once would be one
    _, shown = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGTERM)
    assert "Traceback" not in shown
    end = time.monotonic() + 30
    while any(Path(f"/proc/{each}").exists() for each in told.read_text().split()) and time.monotonic() < end:
        time.sleep(0.05)
    left = [each for each in told.read_text().split() if Path(f"/proc/{each}").exists()]
    for each in left:
        os.kill(int(each), signal.SIGKILL)
    assert left == []
