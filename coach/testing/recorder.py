"""Recording what leaves the virtual sound card, with the time at which the recording began.

Here too is what the card and its recorders share: how their processes are started, served and ended.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Samples per second of the card, in both directions."""

PATIENCE = 30.0
"""Seconds in which the server, a recorder or an answer has to come, on a machine with much to do."""

LOOKS = 8
"""How often a recorder that has begun is looked at, to tell when: its sound comes in blocks, and a look may be late."""


class SoundCardMissingError(Exception):
    """This machine cannot have a virtual sound card; the message says what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What left the loudspeaker: mono float32 `samples` at `RATE`, the first of them at monotonic time `began`."""

    samples: NDArray[np.float32]
    began: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


class Recorder:
    """Writes down what leaves the loudspeaker from `__enter__` until `stop`."""

    def __init__(self, environment: dict[str, str], source: str = "spk.monitor", channels: int = 1) -> None:
        self._environment, self._source, self._channels = environment, source, channels
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__, it must outlive this line
        self._began = 0.0

    def __enter__(self) -> Self:
        shape = ["--format=s16le", f"--rate={RATE}", f"--channels={self._channels}"]
        command = ["parec", "-d", self._source, *shape, "--latency-msec=20"]
        self._process = subprocess.Popen(command, stdout=self._file, env=self._environment)
        like_hardware(self._process.pid)
        until(lambda: os.fstat(self._file.fileno()).st_size > 0, PATIENCE, "the recorder did not start")
        self._began = min(self._begun_by_now() for _ in range(LOOKS))
        return self

    def _begun_by_now(self) -> float:
        """The latest monotonic time at which the recording can have begun, from what is there.

        Whoever is kept from looking at the clock after the size sees too late a time, and never too early a one.
        """
        time.sleep(0.01)
        seconds = os.fstat(self._file.fileno()).st_size / 2 / self._channels / RATE
        return time.monotonic() - seconds

    def stop(self) -> Recording:
        """End the recording and return all of it; may be called once."""
        end(self._process, signal.SIGTERM)
        self._file.seek(0)
        pcm = np.frombuffer(self._file.read(), dtype="<i2")
        sound = (pcm / np.float32(32768)).astype(np.float32)
        if self._channels > 1:
            sound = sound[: len(sound) // self._channels * self._channels].reshape(-1, self._channels)
        return Recording(sound, self._began)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end(self._process, signal.SIGKILL)
        self._file.close()


def like_hardware(process_id: int) -> None:
    """Serve a process before busy programs, where that is allowed: no load delays a real card, or the air."""
    for task in Path(f"/proc/{process_id}/task").iterdir():
        with suppress(OSError):
            os.sched_setscheduler(int(task.name), os.SCHED_RR, os.sched_param(20))


def until(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait until this holds; raises SoundCardMissingError with `otherwise` where it does not within `seconds`."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            raise SoundCardMissingError(otherwise)
        time.sleep(0.02)


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a process of the card, by force where it does not listen; one that has ended is left alone."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
        return
    process.kill()
    process.wait(5)
