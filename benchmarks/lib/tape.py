"""What the recognisers made of each sound, kept on disk: a run that was broken off goes on, and judging can be tried
again on the same evidence in no time.

The file is a cache in `build/hearing`: it may be deleted, and is of no use to another version of a recogniser.
"""

import hashlib
import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from coach.ears.recognisers.base import Hypothesis, Recogniser
from coach.phrases.grammar import Grammar
from coach.ports import Pcm16

FOLDER = Path(__file__).parents[2] / "build" / "hearing"


class Tape:
    """Values by their keys, on disk. Several processes may use one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._file.execute("pragma journal_mode = wal")
        self._file.execute("pragma synchronous = off")
        self._file.execute("create table if not exists kept (key blob primary key, value blob) without rowid")

    def get(self, key: bytes, make: Callable[[], Any]) -> Any:
        """What is kept there; where nothing is, what this makes is kept from now on."""
        row = self._file.execute("select value from kept where key = ?", (key,)).fetchone()
        if row is not None:
            return pickle.loads(row[0])  # written by this very class
        made = make()
        self._file.execute("insert or ignore into kept values (?, ?)", (key, pickle.dumps(made)))
        return made


@cache
def tape() -> Tape:
    """The one of this process."""
    return Tape(FOLDER / "tape.sqlite")


def key_of(*parts: object) -> bytes:
    """A key for these; samples count by their values."""
    found = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        found.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
        found.update(b"\0")
    return found.digest()


class Taped:
    """A recogniser whose answers are kept; it is made when it is first asked for something that is not on the tape."""

    def __init__(self, name: str, make: Callable[[], Recogniser]) -> None:
        self.name = name
        self._make = make
        self._real: Recogniser | None = None
        self._grammar: Grammar | None = None
        self._armed_as = b""

    def arm(self, grammar: Grammar) -> None:
        """From now on these phrases are listened for."""
        self._grammar, self._armed_as = grammar, key_of(sorted(grammar.roots.items()), sorted(grammar.rules.items()))
        if self._real is not None:
            self._real.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What it makes, or made, of the segment."""
        kept: Hypothesis = tape().get(key_of(self.name, self._armed_as, segment), lambda: self._decoded(segment))
        return kept

    def close(self) -> None:
        """Let the real one go."""
        if self._real is not None:
            self._real.close()

    def _decoded(self, segment: Pcm16) -> Hypothesis:
        if self._real is None:
            self._real = self._make()
            if self._grammar is not None:
                self._real.arm(self._grammar)
        return self._real.recognise(segment)


class Beside:
    """Two recognisers of one remark in this process, as `coach.ears.recognisers.paired` has them in processes of their
    own."""

    def __init__(self, first: Recogniser, witness: Recogniser) -> None:
        self._first, self._witness = first, witness
        self.name = f"{first.name}, with {witness.name} as its witness"

    def arm(self, grammar: Grammar) -> None:
        """From now on these phrases are listened for by both."""
        self._first.arm(grammar)
        self._witness.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What the first makes of one whole segment, and the witness beside it."""
        found = self._first.recognise(segment)
        return replace(found, witness=self._witness.recognise(segment))

    def close(self) -> None:
        """Let both go."""
        self._first.close()
        self._witness.close()
