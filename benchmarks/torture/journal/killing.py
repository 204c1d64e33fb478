"""The coach as a process to be killed: started as a new program, or as a copy of one that has imported it already.

A copy (a fork of the zygote: one thread, nothing of the coach opened) runs the very same entry point with the same
arguments; it only saves the seconds that importing the coach and parsing its content cost. Either way the process
leads a group and a session of its own, is typed to through a named pipe, and leaves its last words in `said.txt`.
"""

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

TYPED, SAID = "typed", "said.txt"

LONGEST = 80
"""Words of the longest sentence that is said."""


class Running(Protocol):
    """One process of the coach; `number` is that of its group."""

    number: int

    def left(self, seconds: float) -> int | None:
        """Its exit code (below zero: the signal), waited for at most that long; None while it runs."""


class Launch(Protocol):
    """A way to start the coach with these arguments, in this folder."""

    def __call__(self, arguments: Sequence[str], folder: Path) -> Running: ...


class NewProgram:
    """The coach as a user starts it: a new interpreter."""

    def __init__(self, arguments: Sequence[str], folder: Path) -> None:
        with (folder / SAID).open("w") as said, os.fdopen(os.open(folder / TYPED, os.O_RDWR)) as typed:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "coach", *arguments],
                stdin=typed,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )
        self.number = self._process.pid

    def left(self, seconds: float) -> int | None:
        """Its exit code, waited for at most that long."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None


class Zygote:
    """A program that has imported the coach and does nothing but copy itself on request."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        if self.answer(60.0) != "ready":
            raise SystemExit("the coach cannot be imported; run `coach doctor`")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:  # closes its pipes and awaits its end
            pass

    def __call__(self, arguments: Sequence[str], folder: Path) -> Running:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(folder), *arguments]).encode() + b"\n")
        number = self.answer(60.0)
        if number is None:
            raise SystemExit("no copy was made within a minute; is there memory left?")
        return _Copy(self, int(number))

    def answer(self, seconds: float) -> str | None:
        """The next line the zygote or its copy writes, waited for at most that long."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], max(0.0, seconds))[0]:
            return None
        return self._process.stdout.readline().decode().strip()


class _Copy:
    def __init__(self, zygote: Zygote, number: int) -> None:
        self._zygote, self.number = zygote, number
        self._code: int | None = None

    def left(self, seconds: float) -> int | None:
        """Its exit code, as the zygote tells it."""
        if self._code is None and (told := self._zygote.answer(seconds)) is not None:
            self._code = int(told)
        return self._code


def pull_the_plug(process: Running) -> int:
    """Kill the whole group at once, and whatever it left behind; returns the exit code."""
    with suppress(ProcessLookupError):
        os.killpg(process.number, signal.SIGKILL)
    code = process.left(60.0)
    if code is None:
        raise SystemExit(f"process {process.number} cannot be killed")
    return code


# ------------------------------------------------------------------------------------------------ in the zygote


def main() -> None:
    """Copy this process once for each line on standard input, tell the copy's number, and then its exit code."""
    _prepare()
    if threading.active_count() != 1:
        raise SystemExit("a thread runs already; copies would lack it")
    _tell("ready")
    asked = io.FileIO(sys.stdin.fileno(), closefd=False)  # nothing is read ahead, and so nothing copied
    while line := asked.readline():
        folder, *arguments = json.loads(line)
        copy = os.fork()
        if copy == 0:
            _be_the_coach(Path(folder), arguments)
        _, status = os.waitpid(copy, 0)
        _tell(str(os.waitstatus_to_exitcode(status)))


def _prepare() -> None:
    """Import whatever a performance imports, and read and compile the shipped content once for all copies.

    Free words are read without the learner there: it has threads of its own, which a copy lacks.
    """
    import cattrs.preconf.json  # noqa: F401
    import soundfile  # noqa: F401

    import coach.cli.training.run
    import coach.wiring.performing  # noqa: F401
    from coach.phrases import intents
    from coach.script.compiler.compile import compile_session
    from coach.script.files import load
    from coach.script.files.library import Library
    from coach.understanding.learner import Learner
    from coach.understanding.opening import open_reader
    from coach.understanding.words.concepts import Concepts
    from coach.voices.voice import ToneVoice
    from coach.wiring import stage

    load.read_source = cache(load.read_source)  # type: ignore[attr-defined]
    intents.read_phrasebook = cache(intents.read_phrasebook)  # type: ignore[attr-defined]
    Concepts.load = cache(Concepts.load)  # type: ignore[method-assign]
    Learner.found = lambda *_: None  # type: ignore[method-assign]
    tones = {words: ToneVoice().render("la " * words) for words in range(1, LONGEST)}
    ToneVoice.render = lambda _, text: tones[max(1, len(text.split()))]  # type: ignore[method-assign, assignment]
    library = Library.open()
    library.sessions()
    library.scripts()
    compile_session("first-hinge", library)
    phrases = intents.Phrases.load(library.phrases_path("en"))
    open_reader(library, "en", phrases).prepare()
    stage.phrases_of = lambda *_: phrases  # type: ignore[attr-defined]


def _tell(words: str) -> None:
    os.write(1, words.encode() + b"\n")


def _be_the_coach(folder: Path, arguments: Sequence[str]) -> None:
    """The program `coach`, in this copy, which leaves as it does: Python is not taken apart under its threads."""
    os.setsid()
    _tell(str(os.getpid()))
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, source in ((0, os.open(folder / TYPED, os.O_RDWR)), (1, os.open(os.devnull, os.O_WRONLY)), (2, said)):
        os.dup2(source, number)
        os.close(source)
    sys.stdin = os.fdopen(0)
    sys.argv = ["coach", *arguments]
    from coach.cli import program

    program()


if __name__ == "__main__":
    main()
