"""Who is served first on a busy machine: the sound card's threads, then everything else in this process.

The others too, because they share the interpreter's lock with the card's callback: one that is made to wait while it
holds the lock lets the sound run dry. All of it holds where the system allows it, and is forgotten by child processes.
For the same reason nothing that is old is looked through for garbage while there is sound.
"""

import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path

CARD, OTHERS = 10, 5
"""Real-time priorities: of the card's threads, and of the rest of the process."""

TASKS = Path("/proc/self/task")


@contextlib.contextmanager
def never_kept_waiting() -> Iterator[bool]:
    """Threads begun within are served before busy programs, where the system allows it; gives whether it does."""
    try:
        before = os.sched_getscheduler(0), os.sched_getparam(0)  # 0 is the calling thread
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(CARD))
    except (AttributeError, OSError):
        yield False
        return
    try:
        yield True
    finally:
        os.sched_setscheduler(0, *before)


def serve_threads(*, first: bool) -> None:
    """Serve every thread of this process before busy programs, or again as everybody else; not the card's own."""
    with contextlib.suppress(OSError, AttributeError):
        ours = os.SCHED_RR | os.SCHED_RESET_ON_FORK  # what is started from here is served as everybody else
        everybodys = os.SCHED_OTHER | os.SCHED_RESET_ON_FORK  # without the right to it, that flag cannot be taken back
        before, after = ((os.SCHED_OTHER, everybodys), ours) if first else ((ours,), everybodys)
        for task in TASKS.iterdir():
            with contextlib.suppress(OSError):  # it has ended, or it is not allowed
                if os.sched_getscheduler(int(task.name)) in before:
                    os.sched_setscheduler(int(task.name), after, os.sched_param(OTHERS if first else 0))


def spare_what_is_old(*, spare: bool) -> None:
    """Look for garbage only in what is made from now on, or again in everything.

    To look through all that a session is made of takes 50 ms, on a small machine several times that, with the
    interpreter's lock held throughout.
    """
    if spare and not gc.isenabled():  # while all is loaded that stays (`host.collecting`): none of it is garbage
        gc.freeze()
        return
    gc.unfreeze()
    if spare:
        gc.collect()
        gc.freeze()
