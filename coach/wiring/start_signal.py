"""The start of a race by the wall clock: told to the session as minutes, and again when the clock was put right."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.host.clocks import monotonic
from coach.planning.waiting import RECHECK, STEP, Look, after_step, next_time, open_zone


def race_event(gun: datetime, wall: datetime, at: SessionTime) -> Heard:
    """The gun goes in so many minutes, as the session hears it at session time `at`."""
    minutes = max(0.0, (gun - wall).total_seconds() / 60)
    return Heard(at, "race_in", {"minutes": round(minutes, 2)}, "")


# many: tests put in a clock of their own; the rest is where the time comes from and who is told
@contextmanager
def gun_watched(
    text: str,
    zone: str | None,
    now: Callable[[], SessionTime],
    post: Callable[[Event], None],
    *,
    look: Callable[[], Look] | None = None,
    recheck: float = RECHECK,
) -> Iterator[None]:
    """Tell the session when the gun goes (a time of day such as 09:00), and tell it anew when the wall clock steps."""
    here = open_zone(zone)
    looking = look or (lambda: Look(datetime.now(here), monotonic()))
    first = looking()
    gun = next_time(text, first.wall)
    post(race_event(gun, first.wall, now()))
    closing = threading.Event()

    def watch() -> None:
        before, target = first, gun
        while not closing.wait(recheck):
            seen = looking()
            if abs(seen.stepped(before)) > STEP:
                target = after_step(text, target, seen.wall)
                post(race_event(target, seen.wall, now()))
            before = seen

    watcher = threading.Thread(target=watch, name="gun-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        closing.set()
        watcher.join()
