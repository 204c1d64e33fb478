"""The sessions in a whole export, one after the other: a JSON text of any length is read in pieces."""

import json
from collections.abc import Iterator
from typing import IO, Any

from coach.errors import InputError
from coach.reading.unseen import without_unseen

FORMAT = 1
"""The version of the whole export; a newer one is refused."""

PIECE = 1 << 20
"""Characters that are read together."""

LONGEST = 64 << 20
"""Characters one session may have; a text without an end is given up there."""

_BLANKS = " \t\r\n"


class _Text:
    """A JSON text of which only what is being looked at is in memory. Every method raises ValueError at its end."""

    def __init__(self, source: IO[str]) -> None:
        self._source = source
        self._held, self._place = "", 0
        self._decoder = json.JSONDecoder()

    def sign(self) -> str:
        """The next character that is no blank, which stays."""
        while True:
            while self._place < len(self._held):
                if self._held[self._place] not in _BLANKS:
                    return self._held[self._place]
                self._place += 1
            if not self._more(PIECE):
                raise ValueError("it ends too early")

    def skip(self, expected: str) -> None:
        """Pass over this character, which must be next."""
        if self.sign() != expected:
            raise ValueError(f"{self.sign()!r} stands where {expected!r} should")
        self._place += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.sign()
        piece = PIECE
        while True:
            try:
                found, end = self._decoder.raw_decode(self._held, self._place)
            except json.JSONDecodeError:
                if len(self._held) - self._place > LONGEST or not self._more(piece):
                    raise
                piece *= 2  # a long value is not begun again for every piece of it
                continue
            # A number at the very end of what is held may go on.
            if end < len(self._held) or not self._more(piece):
                self._place = end
                return without_unseen(found)

    def _more(self, piece: int) -> bool:
        fresh = self._source.read(piece)
        self._held, self._place = self._held[self._place :] + fresh, 0
        return bool(fresh)


def exported_sessions(source: IO[str]) -> Iterator[Any]:
    """Every session of an export as plain data; raises InputError when it turns out to be none, or a newer one's."""
    try:
        yield from _sessions(_Text(source))
    except (ValueError, TypeError, RecursionError) as fault:
        raise InputError("the file is no export of the coach; make one with `coach export FILE.json`") from fault


def _sessions(text: _Text) -> Iterator[Any]:
    found: set[str] = set()
    text.skip("{")
    while text.sign() != "}":
        name = text.value()
        text.skip(":")
        found.add(name)
        if name == "sessions":
            yield from _items(text)
        elif (told := text.value()) != FORMAT and name == "coach":
            raise InputError(f"the export has version {told}, this coach reads {FORMAT}; update the coach")
        if text.sign() != "}":
            text.skip(",")
    if not {"coach", "sessions"} <= found:
        raise ValueError("it lacks its parts")


def _items(text: _Text) -> Iterator[Any]:
    text.skip("[")
    while text.sign() != "]":
        session = text.value()
        if not isinstance(session, dict) or not isinstance(session.get("key"), str):
            raise ValueError("a session has no key")
        yield session
        if text.sign() != "]":
            text.skip(",")
    text.skip("]")
