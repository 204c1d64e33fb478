"""Moonshine's word pieces: from bytes to text, and what each of them adds to a spoken phrase."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from coach.reading.files import JSON, read_bytes

BEGIN, END = 1, 2
SPACE = "\u2581"
CUTS = frozenset(' .,!?-;:\u2026"')
"""Characters between words."""


class Tokens:
    """`spoken[n]` is what piece n adds to a phrase: lower case letters, digits, apostrophes, dots, with spaces for all
    that stands between words; None for a piece that is part of no phrase."""

    def __init__(self, path: Path) -> None:
        self._bytes = list(_pieces(read_bytes(path, JSON)))
        self.spoken = [_spoken(number, piece) for number, piece in enumerate(self._bytes)]

    def __len__(self) -> int:
        return len(self._bytes)

    def text(self, pieces: Sequence[int]) -> str:
        """What these pieces write."""
        joined = b"".join(self._bytes[piece] for piece in pieces if piece > END)
        return joined.decode("utf-8", "replace").replace(SPACE, " ").strip()


def _pieces(data: bytes) -> Iterator[bytes]:
    """The pieces in the file, each behind its length of one or two bytes."""
    place = 0
    while place < len(data):
        length = data[place]
        place += 1
        if length >= 128:
            length = data[place] * 128 + length - 128
            place += 1
        yield data[place : place + length]
        place += length


def _spoken(number: int, piece: bytes) -> str | None:
    text = piece.decode("utf-8", "replace").replace(SPACE, " ").lower().replace("\u2019", "'")
    if number <= END or (text.startswith("<") and text.endswith(">")):
        return None
    if not all((char.isascii() and char.isalnum()) or char in "'%" or char in CUTS for char in text):
        return None
    return "".join(" " if char in CUTS and char != "." else char for char in text)
