"""A program that has imported the coach and copies itself to perform a command: killed at a moment, or short of room.

A moment is one at which something changes on the disk: a file is begun, has a name, a statement is carried out.
One line of JSON on standard input for each command, one on standard output for how it ended.
"""

import builtins
import gc
import io
import json
import os
import resource
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import Any

CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


Reached = Callable[..., None]


def watched(moment: int | None, told: int) -> None:
    """Count the moments of this process, a byte each to the pipe, and kill it at this one."""
    seen = 0

    def reached(*_: object) -> None:
        nonlocal seen
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1
        os.write(told, b".")

    sys.addaudithook(lambda event, _: reached() if event in CHANGES else None)
    watch_files(reached)
    watch_databases(reached)


def watch_files(reached: Reached) -> None:
    """Have it told when a file is open and still empty, and before its text goes to the disk."""
    fsync, open_file, open_number = os.fsync, io.open, os.open

    def begun(*words: Any, **named: Any) -> Any:
        file = open_file(*words, **named)
        if file.writable():
            reached()
        return file

    def numbered(path: Any, flags: int, *words: Any, **named: Any) -> int:
        number = open_number(path, flags, *words, **named)
        if flags & WRITES:
            reached()
        return number

    def synced(number: int) -> None:
        reached()
        fsync(number)

    io.open = builtins.open = begun
    os.open, os.fsync = numbered, synced  # type: ignore[assignment]


def watch_databases(reached: Reached) -> None:
    """Have it told before every statement of a database."""
    connect = sqlite3.connect

    def connected(*words: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*words, **named)
        connection.set_trace_callback(reached)
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]


def perform(asked: dict[str, Any], told: int, said: int) -> None:
    """The entry point of `coach`, in this copy."""
    terminal, keyboard = os.openpty()
    os.write(terminal, asked["typed"].encode())
    os.setsid()
    os.dup2(keyboard, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(said, 2)
    os.environ.update(asked["environment"])
    sys.stdin = os.fdopen(0)
    sys.argv = ["coach", *asked["words"]]
    from coach.cli import main as entry

    if asked["limit"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["limit"], asked["limit"]))
    watched(asked["moment"], told)
    entry()


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """How it ended: its exit code (below zero: the signal), its moments, and what it said of trouble."""
    reading, writing = os.pipe()
    listening, saying = os.pipe()
    copy = os.fork()
    if copy == 0:
        code = 70
        try:
            perform(asked, writing, saying)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        except BaseException:  # noqa: BLE001 - it must not go on as this program
            traceback.print_exc()
        os._exit(code)
    os.close(writing)
    os.close(saying)
    with os.fdopen(reading, "rb") as moments, os.fdopen(listening) as said:
        count, words = len(moments.read()), said.read()
    return {"code": os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), "moments": count, "said": words}


def main() -> None:
    """Answer one line after the other."""
    import cattrs.preconf.json  # noqa: F401 - several of them read by it
    import tzlocal  # noqa: F401

    import coach.cli.authoring.setup
    import coach.cli.authoring.teach
    import coach.cli.records.transfer
    import coach.cli.training.plan
    import coach.cli.training.program  # noqa: F401

    gc.freeze()  # nothing of it is looked through, and so copied, in every copy
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
