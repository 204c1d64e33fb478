"""The processor as another process has it: how much of it that has used, and whether it only waits for its turn."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def processor_time(process: "subprocess.Popen[bytes]") -> float:
    """Seconds of processor time it and its helpers have used so far; where nobody tells, seconds pass for work."""
    told = _told_of(process)
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in told)
    return ticks / os.sysconf("SC_CLK_TCK") if told else time.monotonic()


def waits_its_turn(process: "subprocess.Popen[bytes]") -> bool:
    """Whether it, or a helper of its, would work if it were let."""
    return any(fields[0] == "R" for fields in _told_of(process))


def _told_of(process: "subprocess.Popen[bytes]") -> list[list[str]]:
    """What the system tells of it and of its helpers, the state of each first; nothing where it tells nothing."""
    helpers = _read(f"/proc/{process.pid}/task/{process.pid}/children").split()
    told = [_read(f"/proc/{each}/stat").rpartition(")")[2].split() for each in (process.pid, *helpers)]
    return [fields for fields in told if fields]


def _read(place: str) -> str:
    """What stands there; nothing where there is no such place, or no more."""
    with suppress(OSError):
        return Path(place).read_text()
    return ""
