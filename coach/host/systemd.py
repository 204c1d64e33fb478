"""A word to systemd now and then: that the coach is ready, and that it is still alive.

Without systemd nothing is sent. The watchdog's word is given by the loop itself, so a loop that hangs falls silent and
is started again.
"""

import os
import socket
from collections.abc import Callable, Mapping

from coach.clocks import SessionTime
from coach.core.events import Event, Woke
from coach.ports import World


def notify(word: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send one word, such as READY=1, WATCHDOG=1 or STATUS=Resting; True when somebody was there to be told."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    # An address that begins with @ lies in Linux's abstract namespace, whose names begin with a zero byte.
    place = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.setblocking(False)
        try:
            line.sendto(word.encode(), place)
        except OSError:
            return False
    return True


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """How often WATCHDOG=1 should be sent, in seconds: a third of what systemd allows. None when it does not watch."""
    text = environment.get("WATCHDOG_USEC", "")
    meant_for = environment.get("WATCHDOG_PID", str(os.getpid()))
    if not text.isdigit() or int(text) == 0 or meant_for != str(os.getpid()):
        return None
    return int(text) / 3_000_000


class WatchedWorld:
    """A world that tells systemd, at every turn of the loop and every `seconds` of a wait, that it is alive."""

    def __init__(self, world: World, seconds: float, tell: Callable[[str], object] = notify) -> None:
        self._world, self._seconds, self._tell = world, seconds, tell

    def now(self) -> SessionTime:
        """Seconds on the session clock."""
        return self._world.now()

    def wait(self, deadline: SessionTime | None) -> Event:
        """As the world's own, with a sign of life in between."""
        while True:
            self._tell("WATCHDOG=1")
            pulse = self._world.now() + self._seconds
            event = self._world.wait(pulse if deadline is None else min(deadline, pulse))
            woken = isinstance(event, Woke) and event.at < pulse  # by somebody who has something to be looked at
            if woken or not isinstance(event, Woke) or (deadline is not None and event.at >= deadline):
                return event


def watched(world: World) -> World:
    """The world, with signs of life where systemd watches."""
    seconds = watchdog_seconds()
    return world if seconds is None else WatchedWorld(world, seconds)
