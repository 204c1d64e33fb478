"""Processes that help this one, and are never left behind: however this one ends, the kernel ends them with it.

A helper notices that nobody asks any more when it next reads; one that opens a model, or thinks, does not read for
seconds. So it holds the reading end of a pipe whose writing end only this process has: when that is closed, for
whatever reason, the kernel kills the helper's whole group, without a line of code of the helper's own.
"""

import fcntl
import os
import signal
import subprocess
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

Made = TypeVar("Made")


def helper(
    command: Sequence[str], *, pass_fds: Sequence[int] = (), env: Mapping[str, str] | None = None, **streams: Any
) -> "subprocess.Popen[Any]":
    """Begin it in a session of its own, where Ctrl-C and a closed terminal do not reach it; it lives as long as both
    this process and the object that is given. Raises OSError as Popen does."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    fcntl.fcntl(reading, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    try:
        process = subprocess.Popen(command, pass_fds=(*pass_fds, reading), start_new_session=True, env=env, **streams)
    except BaseException:
        os.close(writing)
        raise
    else:
        # All else is set before: a program killed just here leaves a helper that ends only when it next reads.
        fcntl.fcntl(reading, fcntl.F_SETOWN, -process.pid)
        weakref.finalize(process, os.close, writing)
        return process
    finally:
        os.close(reading)


@contextmanager
def beside(
    make: Callable[[], Made], name: str, patience: float | None = None, then: Callable[[Made], object] | None = None
) -> Iterator["Future[Made]"]:
    """Make it in a thread of this name meanwhile; what is given waits for it, and raises as it does.

    What is to be done with it `then`, once nobody waits for it any more, is done in that thread too.

    It is waited for at the end too, `patience` seconds at most where that is given, but not by a program that is being
    ended: it may take a minute, and the helpers it has begun end with the program.
    """
    made: Future[Made] = Future()
    thread = threading.Thread(target=_make, args=(make, made, then), name=name, daemon=True)
    thread.start()
    waits = True
    try:
        yield made
    except KeyboardInterrupt:
        waits = False
        raise
    finally:
        if waits:
            thread.join(patience)


def _make(make: Callable[[], Made], made: "Future[Made]", then: Callable[[Made], object] | None) -> None:
    try:
        result = make()
    except BaseException as error:  # noqa: BLE001 - raised where it is asked for
        made.set_exception(error)
        return
    made.set_result(result)
    if then is not None:
        then(result)
