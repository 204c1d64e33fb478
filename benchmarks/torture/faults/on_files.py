"""Faults that are there before a session begins: disks, files, memory, processors. The session runs on sound files."""

import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import dropwhile, takewhile
from pathlib import Path

from benchmarks.lib.readiness import Readiness
from benchmarks.torture.faults.trials import COACH, LIMIT, Home, Outcome, rendered

OFF = 0.5
"""Seconds by which a rest may be longer or shorter than it should be, on the session clock."""

SEED = 1
"""Of the random bytes."""

Trial = Callable[[Path], Outcome]


def home_in(folder: Path) -> Home:
    """A home in which one session has run already, in good order."""
    home = Home(folder)
    home.prepare(trained=True)
    return home


def voiceless_in(folder: Path) -> Home:
    """The same, for faults that no voice could meet."""
    home = home_in(folder)
    home.without_a_voice()
    return home


def after(make: Callable[[Home], None], home_in: Callable[[Path], Home] = home_in) -> Trial:
    """The session after something was broken for good."""

    def trial(folder: Path) -> Outcome:
        home = home_in(folder)
        make(home)
        return home.on_files()

    return trial


def until_mended(make: Callable[[Home], None], mend: Callable[[Home], None]) -> Trial:
    """The session with something broken all the time; what is kept is what the journal has when it was mended."""

    def trial(folder: Path) -> Outcome:
        home = home_in(folder)
        make(home)
        outcome = home.on_files()
        mend(home)
        return home.taken_in(outcome, 0)

    return trial


def nothing(folder: Path) -> Outcome:
    """The session with nothing wrong."""
    return home_in(folder).on_files()


def configured(text: str | bytes) -> Trial:
    """The session with this configuration."""

    def trial(folder: Path) -> Outcome:
        home = Home(folder)
        home.prepare()
        (home.config / "coach.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
        return home.on_files()

    return trial


def random_bytes(folder: Path) -> Outcome:
    """The session with a configuration from a dying card."""
    return configured(random.Random(SEED).randbytes(300))(folder)


def _damaged(home: Home) -> None:
    """The journal is no database any more."""
    (home.data / "journal.sqlite").write_bytes(b"no database " * 400)


damaged_journal = after(_damaged, voiceless_in)


def _folder_for_journal(home: Home) -> None:
    """The journal cannot be written at all."""
    (home.data / "journal.sqlite").unlink()
    (home.data / "journal.sqlite").mkdir()


def _file_for_folder(home: Home) -> None:
    """Something lies where the data folder should be."""
    home.data.rename(home.data.with_name("old"))
    home.data.write_text("in the way")


journal_is_a_folder = until_mended(_folder_for_journal, lambda home: (home.data / "journal.sqlite").rmdir())
data_is_a_file = until_mended(_file_for_folder, lambda home: home.data.unlink())


@after
def damaged_phrases(home: Home) -> None:
    """Every rendered phrase is damaged."""
    for path in (home.data / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"not sound")


# ------------------------------------------------------------------------------------------------ disks


@contextmanager
def tiny_disk(home: Home, size: str) -> Iterator[None]:
    """The data folder on a disk of its own; needs root."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(home.data)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(home.data)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk the folder is on to its last byte; the file that does it."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


def full_disk(folder: Path) -> Outcome:
    """The disk is full from the beginning to the end."""
    home = home_in(folder)
    with tiny_disk(home, "1m"):
        ballast = fill(home.data)
        outcome = home.on_files()
        ballast.unlink()
        return home.taken_in(outcome, 0)


def read_only_folder(folder: Path) -> Outcome:
    """The data folder's disk was mounted read-only, its journal on it."""
    home = Home(folder)
    home.prepare()
    with tiny_disk(home, "40m"):
        shutil.copytree(rendered(), home.data, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(home.data)], check=True)
        before, outcome = home.kept(), home.on_files()
        subprocess.run(["mount", "-o", "remount,rw", str(home.data)], check=True)
        return home.taken_in(outcome, before)


def _read_only(home: Home, *more: str) -> list[str]:
    """What makes the whole disk read-only for the command behind it, and these folders; not the bench's own output."""
    also = "".join(f" && mount -t tmpfs -o ro tmpfs {place}" for place in more)
    mounts = f'mount --bind {home.out} {home.out} && mount -o remount,ro,bind /{also} && exec "$@"'
    return ["unshare", "-m", "sh", "-c", mounts, "sh"]


def read_only_root(folder: Path) -> Outcome:
    """The whole disk is read-only, /tmp too, as a worn card leaves it; what lives in memory only is not."""
    home = home_in(folder)
    before, outcome = home.kept(), home.on_files(_read_only(home))
    return home.taken_in(outcome, before)


def read_only_everywhere(folder: Path) -> Outcome:
    """Nothing at all can be written; the lifter puts what was shown into a file and takes that in.

    Two sessions of the same minute are one to `coach import`, so that the one before is forgotten.
    """
    home = home_in(folder)
    home.forgets()
    before, outcome = home.kept(), home.on_files(_read_only(home, "/dev/shm"))
    sets = home.folder / "sets.csv"
    lines = dropwhile(lambda line: not line.startswith("Date;"), outcome.shown.split("\n"))
    sets.write_text("\n".join(takewhile(lambda line: ";" in line, lines)))  # not what is shown after it
    home.import_(sets)
    return home.taken_in(outcome, before)


# ------------------------------------------------------------------------------------------------ the machine


def little_memory(megabytes: int) -> Trial:
    """No process may have more addresses than this, which is more than memory: it holds some 110 MB.

    onnxruntime, which reads free words, and the C library reserve addresses for each thread: with 640 MB allowed the
    reader alone comes to 577, with 400 to 384, which leaves too few for the rest.
    """
    return lambda folder: home_in(folder).on_files(memory=megabytes * 1_000_000)


@contextmanager
def hogs(number: int) -> Iterator[None]:
    """So many programs that do nothing but take time, politely niced."""
    busy = [sys.executable, "-c", "import os\nos.setpriority(os.PRIO_PROCESS, 0, 5)\nwhile True: pass"]
    running = [subprocess.Popen(busy) for _ in range(number)]
    try:
        yield
    finally:
        for hog in running:
            hog.kill()
            hog.wait()


def busy_cores(folder: Path) -> Outcome:
    """Two busy programs on every core."""
    home = Home(folder)
    home.prepare()
    with hogs(2 * (os.cpu_count() or 1)):
        return home.on_files()


def frozen_in_a_rest(folder: Path) -> Outcome:
    """The program is stopped for six seconds in a rest, without a sound card; the rest is no longer for it.

    How long it is stopped on a busy machine, and how far the rest had come, is told by the transcript, not by a clock
    here.
    """
    home = Home(folder)
    home.prepare()
    home.without_a_card()
    ours, theirs = pty.openpty()
    begun, before = time.monotonic(), home.kept()
    process = subprocess.Popen(
        [*COACH, "run", str(home.session), "--fresh", "--plain", "--ear", "keyboard", "--voice", "tones",
         "--verbosity", "quiet", "--transcript", str(home.transcript)],
        env=home.environment, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown: list[bytes] = []
    reader = threading.Thread(target=_read, args=(ours, shown), daemon=True)
    reader.start()
    with Readiness(home.transcript, lambda: os.write(ours, b"ready\n")):
        wait_for(home, '"state": "resting"')
        process.send_signal(signal.SIGSTOP)
        time.sleep(6.0)
        process.send_signal(signal.SIGCONT)
        code = process.wait(LIMIT)
    reader.join()
    os.close(ours)
    late = home.first_rest_late()
    assert abs(late) < OFF, f"the rest ended {late:+.2f} seconds late"
    return home.outcome(code, b"".join(shown).decode(errors="replace"), begun, before)


def _read(terminal: int, shown: list[bytes]) -> None:
    with suppress(OSError):  # a terminal nobody writes into any more
        while True:
            shown.append(os.read(terminal, 4096))


# ------------------------------------------------------------------------------------------------ the box


@contextmanager
def box(home: Home, typed: str) -> Iterator["subprocess.Popen[str]"]:
    """`coach serve` on sound files, with the session among its own, and this line typed."""
    sessions = home.data / "content" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "tiny-day.yaml").write_text(home.session.read_text())
    files = ["--speaker", f"wav:{home.out / 'out.wav'}", "--transcript", str(home.transcript)]
    process = subprocess.Popen(
        [*COACH, "serve", "--ear", "keyboard", *files],
        env=home.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(f"{typed}\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(home: Home, words: str) -> None:
    """Until these words stand in the transcript."""
    end = time.monotonic() + LIMIT
    while not (home.transcript.exists() and words in home.transcript.read_text()):
        assert time.monotonic() < end, f"never {words}"
        time.sleep(0.05)


def damaged_calendar(folder: Path) -> Outcome:
    """The box with a calendar nobody can read; the session is asked for by its name."""
    home = voiceless_in(folder)
    (home.config / "calendar.yaml").write_bytes(random.Random(SEED + 1).randbytes(200))
    begun, before = time.monotonic(), home.kept()
    with box(home, "start a tiny session") as process:
        wait_for(home, '"outcome": "done"')
        process.send_signal(signal.SIGINT)
        _, shown = process.communicate(timeout=60)
        return home.outcome(process.returncode, shown, begun, before)


def two_at_once(folder: Path) -> Outcome:
    """A session is begun while the box runs with the same data."""
    home = voiceless_in(folder)
    with box(home, "what's on today"):
        wait_for(home, "whats_today")
        return home.on_files()
