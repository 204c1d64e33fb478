"""What happened, for reading afterwards: one JSON object a line, `{"at": seconds, "kind": ...}`."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from coach.errors import InputError


class NoTranscript:
    """Nobody wants to read it."""

    def write(self, at: float, kind: str, fields: Mapping[str, object]) -> None:
        """Forget it."""

    def close(self) -> None: ...


class JsonTranscript:
    """Writes the transcript to a file, line by line, so that a session that is cut off leaves a readable one.

    Times are seconds on the session clock, to a tenth of a millisecond.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file: IO[str] = path.open("w", encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path} cannot be written ({error.strerror}); choose another place.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, at: float, kind: str, fields: Mapping[str, object]) -> None:
        """Append one record."""
        record = {"at": at, "kind": kind, **fields}
        self._file.write(json.dumps({name: _short(value) for name, value in record.items()}, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Finish the file; may be called more than once."""
        self._file.close()


def _short(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [_short(entry) for entry in value]
    return value
