"""The microphone or a recording, block by block, for the commands that listen without coaching."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.audio.capture.microphone import BLOCK, EarBlocks, FileMicrophone
from coach.audio.clock import session_clock
from coach.audio.hardware.devices import Direction
from coach.audio.hardware.portaudio import find_device
from coach.audio.hardware.streams import Captured, CardMicrophone
from coach.cli.machine.hear import sound_of
from coach.clocks import SESSION_START, SessionTime
from coach.ports import EAR_RATE, Pcm16

Block = tuple[Pcm16, SessionTime]
"""20 ms of sound and the time at which they end, in seconds of a clock that only goes forward."""


@contextmanager
def blocks_of(microphone: str | None) -> Iterator[Iterator[Block | None]]:
    """The blocks of a device from `coach devices`, or of a file after "wav:" and the silence behind it.

    None after each second in which nothing came. Raises DeviceError or InputError.
    """
    if microphone is not None and microphone.startswith("wav:"):
        yield _of_file(Path(microphone.removeprefix("wav:")))
        return
    device = find_device(microphone, Direction.MICROPHONE)
    captured: queue.SimpleQueue[Captured] = queue.SimpleQueue()
    with CardMicrophone(device, captured.put, session_clock()):
        yield _of_queue(captured, device.rate)


def refuse_unreadable(microphone: str | None) -> None:
    """Raise DeviceError for no such microphone, InputError for what stands after "wav:" and is no recording.

    Before an ear is opened, which takes seconds.
    """
    if microphone is not None and microphone.startswith("wav:"):
        FileMicrophone(Path(microphone.removeprefix("wav:"))).close()
    else:
        find_device(microphone, Direction.MICROPHONE)


def _of_file(path: Path) -> Iterator[Block | None]:
    for number, block in enumerate(sound_of(path)):
        yield block, SESSION_START + (number + 1) * BLOCK / EAR_RATE


def _of_queue(captured: "queue.SimpleQueue[Captured]", rate: int) -> Iterator[Block | None]:
    maker = EarBlocks(rate)
    while True:
        try:
            samples, until = captured.get(timeout=1.0)
        except queue.Empty:
            yield None
            continue
        for block in maker.push(samples):
            yield block, until
