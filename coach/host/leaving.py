"""The very end of the program: what is written is handed over, and the process is gone.

Python takes its own world apart before it ends, object by object. On a busy machine that is a second and more in which
whoever asked the coach to end still waits for it.
"""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import NoReturn

DONE, FAULT, INTERRUPTED = 0, 1, 130

PATIENCE = 5.0
"""Seconds for threads that must finish; one that waits for work nobody gives any more never does."""

HURRY = 0.5
"""The same where the program was asked to end."""


def leave(code: object) -> NoReturn:
    """End with this code, as `sys.exit` takes one; everything was closed before.

    Threads that must finish are waited for, a while. What a pipe or terminal that is gone takes no more is left out.
    """
    if threading.current_thread() is threading.main_thread() and callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever asks now ends it at once, and sees no traceback
    end = time.monotonic() + (HURRY if code == INTERRUPTED else PATIENCE)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
    if code is not None and not isinstance(code, int):
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{code}\n")
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there, as under pythonw or a daemon
            stream.flush()
    os._exit(code if isinstance(code, int) else DONE if code is None else FAULT)
