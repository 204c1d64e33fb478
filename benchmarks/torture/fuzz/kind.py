"""What one kind of input is, for the fuzzer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input: sound examples, the file it lies in, what reads it, and how many shares of the inputs it gets.

    `keeps` is False for what the coach may write into or set aside while it reads: its journal, a fetched archive.
    """

    name: str
    examples: tuple[bytes, ...]
    file: str
    read: Callable[[Path], object]
    text: bool = True
    shares: int = 1
    keeps: bool = True
