"""What happened, for reading afterwards: one JSON object a line, `{"at": seconds, "kind": ...}`."""

import json
import os
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.clocks import SessionTime
from coach.reading.files import unreadable, what_mends
from coach.reading.writing import refuse_other

WAITING = 20_000
"""Lines kept while the disk does not take them: hours of a session, some megabytes."""


class NoTranscript:
    """Nobody wants to read it."""

    def write(self, at: SessionTime, kind: str, fields: Mapping[str, object]) -> None:
        """Forget it."""

    def close(self) -> None: ...


class JsonTranscript:
    """Writes the transcript to a file, line by line, so that a session that is cut off leaves a readable one.

    Times are seconds on the session clock, to a tenth of a millisecond. What a full disk does not take waits, and is
    written as soon as there is room; `tell` hears of both, once. Raises UnreadableError for a place where there can be
    no file.
    """

    def __init__(self, path: Path, tell: Callable[[str], object] = lambda _: None) -> None:
        refuse_other(path, "transcript", b"{")
        self._path, self._tell = path, tell
        try:
            self._file: int | None = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise unreadable(path, error) from error
        self._waiting: deque[bytes] = deque(maxlen=WAITING)
        self._whole = self._lost = 0
        self._failing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, at: SessionTime, kind: str, fields: Mapping[str, object]) -> None:
        """Append one record; never raises for the disk's sake."""
        record = {name: _short(value) for name, value in {"at": at, "kind": kind, **fields}.items()}
        self._lost += len(self._waiting) == WAITING
        self._waiting.append((json.dumps(record, ensure_ascii=False) + "\n").encode())
        self._catch_up()

    def close(self) -> None:
        """Finish the file; may be called more than once."""
        self._catch_up()
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # what could not be written was told already
                os.close(file)

    def _catch_up(self) -> None:
        """Write what waits, as far as it goes."""
        if self._file is None:
            return
        try:
            while self._waiting:
                self._append(self._file, self._waiting[0])
                self._waiting.popleft()
        except OSError as error:
            if not self._failing:
                self._failing = True
                self._tell(f"The transcript waits: {self._path} {what_mends(self._path, error)}. The session goes on.")
            return
        if self._failing:
            self._failing = False
            missing = f"{self._lost} lines are missing in it" if self._lost else "nothing is missing in it"
            self._tell(f"The transcript {self._path} is written again; {missing}.")

    def _append(self, file: int, line: bytes) -> None:
        """The whole line, or what there is of it is taken back."""
        written = 0
        try:
            while written < len(line):
                written += os.write(file, line[written:])
        except OSError:
            with suppress(OSError):  # no file but a device
                os.ftruncate(file, self._whole)
                os.lseek(file, self._whole, os.SEEK_SET)
            raise
        self._whole += written


def _short(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [_short(entry) for entry in value]
    return value
