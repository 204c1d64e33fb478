"""Writing a file for its owner's eyes, whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

from coach.errors import InputError
from coach.reading.files import refuse_place, stands
from coach.reading.writing import written


def write_out(file: Path, text: Iterable[str | bytes], *, over: bool = False) -> None:
    """Write this, piece by piece, readable by its owner only; what stands there goes when all of it is written.

    Raises InputError when something stands there and `over` is false, UnreadableError when it cannot be written.
    """
    refuse_place(file)
    if not over and stands(file) and not file.is_char_device():
        raise InputError(f"{file} is there already; choose another name, or add --force to write over it")
    with written(file, private=True) as out:
        for piece in text:
            out.write(piece if isinstance(piece, bytes) else piece.encode())
