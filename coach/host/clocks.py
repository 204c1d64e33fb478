"""This machine's clocks, read: each tells a time of its own type."""

import time

from coach.clocks import MachineTime, WallTime


def monotonic() -> MachineTime:
    """Seconds of a clock that only goes forward, and stands still while the machine sleeps."""
    return MachineTime(time.monotonic())


def wall() -> WallTime:
    """Unix seconds, right or wrong."""
    return WallTime(time.time())
