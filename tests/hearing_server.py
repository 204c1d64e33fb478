"""A real Wyoming server that hears: `python -m tests.hearing_server PORT [SECONDS [FILE [TEXT]]]`.

It answers so many seconds late. What it was asked about goes into the file first, a line a remark.
Written with the wyoming package's own server, Moonshine behind it, as a bigger machine may have it. Given a text, it
hears that in every remark at once, which a machine that is busy with other tests cannot do by itself.
"""

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStop
from wyoming.event import Event
from wyoming.server import AsyncEventHandler, AsyncTcpServer

from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.recognisers.neural.moonshine import Moonshine
from tests.ears.conftest import ENGLISH


class Hearing(AsyncEventHandler):
    """Writes down what was sent, at its end."""

    def __init__(self, hears: Callable[[bytes], str], late: float, kept: Path | None, *given: Any) -> None:
        super().__init__(*given)
        self._hears, self._late, self._kept, self._sound = hears, late, kept, b""

    async def handle_event(self, event: Event) -> bool:
        """Gather sound, and answer to its end."""
        if AudioChunk.is_type(event.type):
            self._sound += AudioChunk.from_event(event).audio
        if AudioStop.is_type(event.type):
            text = self._hears(self._sound)
            self._sound = b""
            if self._kept is not None:
                with self._kept.open("a") as kept:
                    kept.write(text + "\n")
            await asyncio.sleep(self._late)
            await self.write_event(Transcript(text).event())
        return True


def moonshine() -> Callable[[bytes], str]:
    """What Moonshine writes down of a remark."""
    folder = find_moonshine()
    assert folder is not None
    recogniser = Moonshine(folder, ENGLISH.book.numerals, dict(ENGLISH.book.spellings))
    recogniser.arm(ENGLISH.audible(frozenset({"next"})))

    def hears(sound: bytes) -> str:
        found = recogniser.recognise(np.frombuffer(sound, np.int16))
        return found.transcript.text if found.transcript else ""

    return hears


def main() -> None:
    """Serve until it is killed."""
    late = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    kept = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    hears = moonshine() if len(sys.argv) < 5 else lambda _: sys.argv[4]
    server = AsyncTcpServer("127.0.0.1", int(sys.argv[1]))
    asyncio.run(server.run(partial(Hearing, hears, late, kept)))


if __name__ == "__main__":
    main()
