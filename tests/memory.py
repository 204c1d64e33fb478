"""A group of processes that gets no more memory: the kernel really kills who asks for some."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

KINDS = ((Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"), (Path("/sys/fs/cgroup"), "memory.max"))
"""Where groups are made, and the file of a group that takes its limit: in the kernel's older way, and in the newer."""

LEAST = 100_000
"""Bytes: less than the next thing that any program does."""


@contextmanager
def starved() -> Iterator[Callable[[int], None]]:
    """What puts a process into such a group; where nobody may make one, the test is skipped."""
    for place, limit in KINDS:
        group = place / f"coach-test-{os.getpid()}"
        with suppress(OSError):
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(LEAST))
            break
    else:
        pytest.skip("only root may make a group of processes with a limit of its own")

    def starve(process: int) -> None:
        (group / "cgroup.procs").write_text(str(process))

    try:
        yield starve
    finally:
        with suppress(OSError):
            group.rmdir()
