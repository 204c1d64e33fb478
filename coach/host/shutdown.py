"""How the program is asked to end: Ctrl-C, a shutdown, a terminal that is closed; and that asking twice always works.

A signal is noticed by a thread of its own, so that neither a file that will not open nor a library that will not return
can keep it back. The first becomes an event, and everything is closed in order; the second ends the program for good.
"""

import os
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

from coach.core.events import Interrupted

if TYPE_CHECKING:
    from coach.ports import World

ASKED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

GRACE = 0.5
"""Seconds that are left after the second signal; whoever sends it does not wait for a clean end."""

PATIENCE = 8.0
"""Seconds a clean end may take at most after the first."""

INTERRUPTED = 130


class Ends:
    """Whether the program was asked to end. Until there is a world to tell, asking is a KeyboardInterrupt."""

    def __init__(self, leave: Callable[[int], object] = os._exit) -> None:
        self.asked = 0
        self._leave = leave
        self._post: Callable[[], object] | None = None
        self._timers: list[threading.Timer] = []

    def reach(self, world: "World", post: Callable[[Interrupted], object]) -> None:
        """From now on asking is an event in this world."""
        self._post = lambda: post(Interrupted(world.now()))
        if self.asked:
            self._post()

    def ask(self, number: int) -> None:
        """One signal has come; called by the thread that notices them."""
        self.asked += 1
        if number == signal.SIGHUP:
            let_go_of_the_terminal()
        self._leave_in(PATIENCE if self.asked == 1 else GRACE)
        if self._post is not None:
            with suppress(RuntimeError, ValueError):  # a world that is closing takes no more events
                self._post()

    def in_main(self, *_: FrameType | int | None) -> None:
        """What the main thread does for a signal, when it comes to it."""
        if self._post is None:
            raise KeyboardInterrupt

    def close(self) -> None:
        """The program ended as it should."""
        for timer in self._timers:
            timer.cancel()

    def _leave_in(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._leave, (INTERRUPTED,))
        timer.daemon = True
        timer.start()
        self._timers.append(timer)


@contextmanager
def asked_to_end(give_back: Callable[[], object] = lambda: None) -> Iterator[Ends]:
    """Take Ctrl-C, shutdowns and closed terminals from here on; what was ignored before, as by nohup, stays ignored.

    `give_back` puts the terminal in order before the program ends in a hurry.
    """

    def leave(code: int) -> None:
        give_back()
        os._exit(code)

    ends = Ends(leave)
    if threading.current_thread() is not threading.main_thread():
        yield ends  # only the main thread may take signals
        return
    reading, writing = os.pipe2(os.O_CLOEXEC)
    os.set_blocking(writing, False)
    taken = [number for number in ASKED_BY if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, ends.in_main) for number in taken}
    waking = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(reading, ends, frozenset(taken)), name="signals", daemon=True)
    watch.start()
    try:
        yield ends
    finally:
        signal.set_wakeup_fd(waking)
        for number, handler in before.items():
            signal.signal(number, handler)
        ends.close()
        os.close(writing)
        watch.join()
        os.close(reading)


def _watch(reading: int, ends: Ends, taken: frozenset[int]) -> None:
    while numbers := os.read(reading, 64):
        for number in numbers:
            if number in taken:
                ends.ask(number)


TERMINALS = frozenset({4, 5, *range(136, 144)})
"""The kinds of device that terminals are. Asked itself, one that has been closed denies being one."""


def let_go_of_the_terminal() -> None:
    """Input and output lead nowhere from now on: writing to a terminal that is gone would be a fault of its own."""
    nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in (0, 1, 2):
        with suppress(OSError):
            found = os.fstat(number)
            if stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) in TERMINALS:
                os.dup2(nowhere, number)
    os.close(nowhere)
