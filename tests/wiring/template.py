"""`coach` in a process of its own, forked from one in which its parts are imported and nothing is begun.

To import them, and to read the phrases that come with the coach, takes most of the processor time of a short command,
and the tests run hundreds. How the program starts by itself is tried wherever a test begins it with `python -m coach`.
"""

import atexit
import gc
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
LOADED_BY = ("PYTHON", "LD_")
"""Variables that begin so act when a program is loaded, which a forked one is not."""
LARGEST = 1 << 20
"""Bytes of one wish."""


def same_start(environment: Mapping[str, str]) -> bool:
    """Whether a program with this environment is loaded as the template was."""
    names = {name for name in (*environment, *os.environ) if name.startswith(LOADED_BY)}
    return all(environment.get(name) == os.environ.get(name) for name in names)


# ------------------------------------------------------------------------------------------- the tests' side


class Template:
    """The process that forks; one command at a time."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.wiring.template", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], start_new_session=True)
        atexit.register(self.close)

    def close(self) -> None:
        """End it."""
        self._socket.close()
        self._process.wait()

    def run(
        self, words: Sequence[str], typed: str, environment: Mapping[str, str], folder: Path, patience: float
    ) -> tuple[int, str, str]:
        """Run `coach` with these words to its end: its code, as `subprocess` tells it, what it wrote, its errors.

        Raises TimeoutExpired after so many seconds; then the template is gone too.
        """
        (stdin, typist), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
        with os.fdopen(typist, "w") as lines:
            lines.write(typed)
        wish = json.dumps([list(words), dict(environment), str(folder)]).encode()
        socket.send_fds(self._socket, [wish], [stdin, stdout, stderr])
        for theirs in (stdin, stdout, stderr):
            os.close(theirs)
        try:
            told = _read((out, err), time.monotonic() + patience)
        except TimeoutError:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(["coach", *words], patience) from None
        code = int(self._socket.recv(100))
        return code, told[0].decode(), told[1].decode()


def _read(pipes: tuple[int, int], end: float) -> tuple[bytes, bytes]:
    """What comes through both, to the end of each; raises TimeoutError."""
    told = dict.fromkeys(pipes, b"")
    with selectors.DefaultSelector() as waiting:
        for pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ)
        try:
            while waiting.get_map():
                ready = waiting.select(end - time.monotonic())
                if not ready:
                    raise TimeoutError
                for key, _ in ready:
                    given = os.read(key.fd, 65_536)
                    told[key.fd] += given
                    if not given:
                        waiting.unregister(key.fd)
        finally:
            for pipe in pipes:
                os.close(pipe)
    return told[pipes[0]], told[pipes[1]]


@cache
def template() -> Template:
    """The one of this process, begun when it is first asked for."""
    return Template()


# --------------------------------------------------------------------------------------------- its own side


def load() -> None:
    """Import what the commands do, and read and compile the phrases and concepts that come with the coach."""
    import coach.cli.records.history
    import coach.cli.training.rehearse
    import coach.cli.training.render
    import coach.cli.training.run
    import coach.ears.factory
    import coach.understanding.learner
    import coach.voices.engines.worker
    import coach.wiring.staying  # noqa: F401
    from coach.script.files.library import Library
    from coach.understanding.opening import open_reader

    concepts = open_reader(Library.open(), "en").concepts
    assert concepts is not None
    concepts.prepare()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "what has threads cannot be forked"


def serve(wishes: socket.socket) -> None:
    """Fork a child for each wish and tell how it ended, until nobody wishes."""
    gc.collect()
    gc.freeze()
    while True:
        wish, streams, _, _ = socket.recv_fds(wishes, LARGEST, 3)
        if not wish:
            return
        child = os.fork()
        if child == 0:
            wishes.close()
            words, environment, folder = json.loads(wish)
            _become(words, environment, folder, streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        wishes.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(words: list[str], environment: dict[str, str], folder: str, streams: Sequence[int]) -> NoReturn:
    """Go on as `python -m coach` does with these words."""
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        random.seed()
        import coach.__main__

        sys.argv = [str(coach.__main__.__file__), *words]
        sys.stdin = open(0)  # noqa: SIM115  # it is open as long as the program runs
        sys.stdout = open(1, "w")  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, errors="backslashreplace")  # noqa: SIM115
        coach.__main__.program()
    except BaseException:  # noqa: BLE001  # as the interpreter does with what nobody caught
        traceback.print_exc()
    os._exit(1)


if __name__ == "__main__":
    load()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        serve(asked)
