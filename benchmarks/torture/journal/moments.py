"""When a process dies: while it starts, at any instant of its session, in the middle of a write, in its last words."""

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.torture.journal.killing import Running

REMARKS = ("I got one", "undo", "that was an eight", "drop ten percent", "pause", "resume", "next", "back", "done",
           "ready", "slower", "my back feels tight", "better", "yes", "no", "give me thirty more seconds")  # fmt: skip
"""What the lifter says between being killed; "yes" comes first, to carry on."""

END = b'"kind": "end"'
"""What the transcript says of a session that is over, after which everything is closed."""

PATIENCE = 120.0
"""Seconds after which a process that neither performs nor leaves is killed wherever it is."""

LOOK = 0.0005
"""Seconds between two looks at what a process has written; a write takes about as long."""


class Moment(StrEnum):
    """When it dies."""

    STARTING = "while it starts"
    ANY = "at any instant of the session"
    WRITING = "within milliseconds of a write"
    CLOSING = "while it closes"


SHARES = {Moment.STARTING: 0.1, Moment.ANY: 0.55, Moment.WRITING: 0.25, Moment.CLOSING: 0.1}

MOST_WRITES = 60
"""The so-manieth write at most, since the session began, in which one dies."""

IN_A_WRITE = 0.004
"""Seconds after the first sign of a write in which it is under way."""


@dataclass(slots=True)
class Spans:
    """Seconds a process takes to start, to perform and to close; `performing` follows the machine's load."""

    starting: float = 0.0
    performing: float = 0.0
    closing: float = 0.0

    def followed(self, *, too_late: bool) -> None:
        """A process that had left already was given too long."""
        self.performing = max(0.05, self.performing * (0.85 if too_late else 1.02))


@dataclass(frozen=True, slots=True)
class Life:
    """A process that lives until its moment: `keyboard` is what it reads, `log` and `transcript` what it writes."""

    process: Running
    keyboard: int
    transcript: Path
    log: Path

    def until(self, moment: Moment, spans: Spans, chance: random.Random) -> None:
        """Carry on, say something now and then, and return when the moment has come or the process has left."""
        os.write(self.keyboard, b"yes\n")
        if moment is Moment.STARTING:
            time.sleep(chance.uniform(0.0, spans.starting))
        elif self.performing():
            self._lived(moment, spans, chance)

    def performing(self) -> bool:
        """Wait until the session is performed; False when the process left before."""
        return self._seen(self.transcript.exists, 8 * LOOK)

    def _lived(self, moment: Moment, spans: Spans, chance: random.Random) -> None:
        if moment is Moment.WRITING:
            for _ in range(chance.randint(1, MOST_WRITES)):
                before = self._written()
                if not self._seen(lambda old=before: self._written() != old):  # type: ignore[misc]
                    return
            time.sleep(chance.uniform(0.0, IN_A_WRITE))
        elif moment is Moment.CLOSING:
            if self.over():
                time.sleep(chance.uniform(0.0, spans.closing))
        else:
            self._talk(spans, chance)

    def over(self) -> bool:
        """Wait until the transcript tells of the end; False when the process left before it could be seen."""
        read = 0

        def ended() -> bool:
            nonlocal read
            with suppress(OSError), self.transcript.open("rb") as file:
                file.seek(max(0, read - len(END)))
                found = file.read()
                read = file.tell()
                return END in found
            return False

        return self._seen(ended, 2 * LOOK)

    def _talk(self, spans: Spans, chance: random.Random) -> None:
        """Say up to three things in the time until it dies."""
        remarks = chance.sample(REMARKS, chance.randrange(4))
        moments = sorted(chance.uniform(0.0, spans.performing) for _ in range(len(remarks) + 1))
        passed = 0.0
        for moment, remark in zip(moments, [*remarks, None], strict=True):
            time.sleep(moment - passed)
            passed = moment
            if remark is not None:
                os.write(self.keyboard, f"{remark}\n".encode())

    def _written(self) -> tuple[int, int]:
        """What changes with every write into the journal's log."""
        with suppress(OSError):
            found = self.log.stat()
            return found.st_size, found.st_mtime_ns
        return 0, 0

    def _seen(self, sign: Callable[[], bool], pause: float = LOOK) -> bool:
        """Wait for a sign; False when the process has left, or patience with it."""
        patience = time.monotonic() + PATIENCE
        while not sign():
            if self.process.left(pause) is not None or time.monotonic() > patience:
                return False
        return True


def drawn(chance: random.Random) -> Moment:
    """One of them, by their shares."""
    return chance.choices(list(SHARES), list(SHARES.values()))[0]
