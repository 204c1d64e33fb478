"""Things that go wrong on a shelf, one at a time: what the coach says, how it ends, and that the session is not lost.

Each fault is made for real in a home folder of its own; then a tiny session runs on sound files. `make faults`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SESSION = """\
title: A tiny session
minutes: 1
for: the bench of faults
equipment: []
welcome: [{say: Hello there.}]
steps:
  - {do: dead-bug, breaths: 1, breathe_in: 1, breathe_out: 1, get_ready: 1}
close: [{say: That was it.}]
"""


@dataclass(frozen=True, slots=True)
class Home:
    """The places of one trial: configuration, data and the session's file."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config" / "coach"

    @property
    def data(self) -> Path:
        return self.folder / "data" / "coach"


@dataclass(frozen=True, slots=True)
class Fault:
    """`make` breaks something in a home where one session has run already; `code` is how the next should end."""

    name: str
    make: Callable[[Home], None]
    code: int = 0
    says: str = ""
    hogs: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the session after the fault ended: exit code, words on standard error, seconds, and whether it was done."""

    code: int
    words: str
    seconds: float
    finished: bool


def _config(text: str) -> Callable[[Home], None]:
    def make(home: Home) -> None:
        (home.config / "coach.yaml").write_text(text)

    return make


def _random_config(home: Home) -> None:
    (home.config / "coach.yaml").write_bytes(os.urandom(300))


def _damage_journal(home: Home) -> None:
    (home.data / "journal.sqlite").write_bytes(b"no database " * 400)


def _journal_is_a_folder(home: Home) -> None:
    (home.data / "journal.sqlite").unlink()
    (home.data / "journal.sqlite").mkdir()


def _damage_phrases(home: Home) -> None:
    for path in (home.data / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"not sound")


def _data_is_a_file(home: Home) -> None:
    home.data.rename(home.data.with_name("old"))
    home.data.write_text("in the way")


def _nothing(home: Home) -> None:
    _ = home


FAULTS = (
    Fault("nothing is wrong", _nothing),
    Fault("the configuration is misspelt", _config("ear: voks\nspeeker: usb\n"), 2, "did you mean 'vosk'"),
    Fault("the configuration is no YAML", _config("ear: [\n"), 2, "coach.yaml:"),
    Fault(
        "the configuration is random bytes",
        _random_config,
        2,
    ),
    Fault("a voice that does not exist", _config("voice: nobody\n"), 2, "no voice 'nobody'"),
    Fault("the journal is damaged", _damage_journal, says="damaged"),
    Fault("the journal cannot be written", _journal_is_a_folder, says="keep this session in memory"),
    Fault("the data folder is a file", _data_is_a_file, says="keep this session in memory"),
    Fault("every cached phrase is damaged", _damage_phrases),
    Fault("busy programs on every core", _nothing, hogs=4),
)


def main() -> int:
    """Make every fault and print the table; 1 when one ended otherwise than it should."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    wrong = 0
    sys.stdout.write(f"{'fault':36}{'exit':>5}{'seconds':>9}  what was said\n")
    for fault in FAULTS:
        with tempfile.TemporaryDirectory(prefix="coach-fault-") as folder:
            outcome = trial(fault, Path(folder))
        verdict = "" if as_it_should(fault, outcome) else "  << not as it should be"
        wrong += bool(verdict)
        words = " ".join(outcome.words.split())[:150]
        sys.stdout.write(f"{fault.name:36}{outcome.code:5}{outcome.seconds:9.1f}  {words}{verdict}\n")
    return 1 if wrong else 0


def as_it_should(fault: Fault, outcome: Outcome) -> bool:
    """Ended with the right code, with clear words rather than a traceback, and its session done where it can be."""
    plain = "Traceback" not in outcome.words and fault.says.lower() in " ".join(outcome.words.lower().split())
    return plain and outcome.code == fault.code and outcome.finished == (fault.code == 0)


def trial(fault: Fault, folder: Path) -> Outcome:
    """A session in good order, then the fault, then the session again."""
    home = Home(folder)
    home.config.mkdir(parents=True)
    (folder / "tiny.yaml").write_text(SESSION)
    first = _run(home)
    assert first.code == 0, first.words
    fault.make(home)
    with _hogs(fault.hogs):
        return _run(home)


def _run(home: Home) -> Outcome:
    sound, transcript = home.folder / "out.wav", home.folder / "out.jsonl"
    transcript.unlink(missing_ok=True)
    folders = {f"XDG_{name.upper()}_HOME": str(home.folder / name) for name in ("config", "data", "cache", "state")}
    coach = str(Path(sys.executable).with_name("coach"))
    options = ["--ear", "keyboard", "--fresh", "--plain", "--speaker", f"wav:{sound}", "--transcript", str(transcript)]
    begun = time.monotonic()
    done = subprocess.run(
        [coach, "run", str(home.folder / "tiny.yaml"), *options],
        env={**os.environ, "HOME": str(home.folder), **folders},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
    )
    finished = transcript.exists() and '"outcome": "done"' in transcript.read_text()
    return Outcome(done.returncode, done.stderr, time.monotonic() - begun, finished)


@contextmanager
def _hogs(number: int) -> Iterator[None]:
    """So many programs that do nothing but take time, politely niced."""
    busy = [sys.executable, "-c", "import os\nos.nice(5)\nwhile True: pass"]
    hogs = [subprocess.Popen(busy) for _ in range(number)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


if __name__ == "__main__":
    sys.exit(main())
