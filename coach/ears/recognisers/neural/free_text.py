"""The free transcript: several ways to write what was said, followed side by side; the likeliest whole one is written.

One way alone is led astray by its first piece: in a kitchen's noise "waist is a bit heavy" became "wasters of it have
been", which is far less likely as a whole.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coach.ears.recognisers.neural.expected import ELSEWHERE, NO_WORD, Begun, Expected
from coach.ears.recognisers.neural.tokens import END, Tokens

Floats = np.ndarray[Any, np.dtype[np.float32]]
PIECES = 8
"""So many pieces that may come next are looked at for each way."""


@dataclass(frozen=True, slots=True)
class Written:
    """Some text, its pieces, and the log probability of all of it with its end."""

    text: str
    pieces: tuple[int, ...]
    logp: float

    @property
    def likely(self) -> float:
        """The mean log probability of a piece."""
        return self.logp / (len(self.pieces) + 1)


@dataclass(frozen=True, slots=True)
class TextWay:
    """A text that has begun: what its pieces are (`logp`), what they count with what they were charged with, and the
    row it comes from."""

    logp: float = 0.0
    counts: float = 0.0
    pieces: tuple[int, ...] = ()
    begun: Begun = NO_WORD
    row: int = 0


class FreeText:
    """At most `many` ways to write a remark, in which `expected` words are favoured."""

    def __init__(self, tokens: Tokens, expected: Expected, many: int) -> None:
        self._tokens, self._expected, self._many = tokens, expected, many
        self._ways = [TextWay()]
        self._whole: TextWay | None = None

    @property
    def logp(self) -> float:
        """That of the best text so far."""
        return self._best.logp

    @property
    def written(self) -> Written:
        """The best whole text; where none came to its end, or one still going counts more, the best that has begun."""
        best = self._best
        return Written(self._tokens.text(best.pieces), best.pieces, best.logp)

    def go_on(self, chances: Floats) -> list[TextWay]:
        """The best ways one piece on, none once a whole text counts more than each; `row` is the row it comes from."""
        found = sorted((on for way in self._ways for on in self._following(way, chances[way.row])), key=_counts)
        going: list[TextWay] = []
        for way in found:
            if len(going) == self._many:
                break
            if way.pieces[-1] == END:
                self._end(replace(way, pieces=way.pieces[:-1]))
            else:
                going.append(way)
        ended = self._whole is not None and self._whole.counts >= going[0].counts
        self._ways = [] if ended else going
        return self._ways

    def moved(self) -> None:
        """They are the first rows now."""
        self._ways = [replace(way, row=row) for row, way in enumerate(self._ways)]

    @property
    def _best(self) -> TextWay:
        going = self._ways[:1]
        if self._whole is not None and not any(way.counts > self._whole.counts for way in going):
            return self._whole
        return going[0]

    def _following(self, way: TextWay, row: Floats) -> list[TextWay]:
        following = []
        for piece in np.argpartition(-row, PIECES)[:PIECES].tolist():
            begun, out = self._expected.on(way.begun, " " if piece == END else self._tokens.spoken[piece])
            chance = float(row[piece])
            counts = way.counts + chance - ELSEWHERE * out
            following.append(TextWay(way.logp + chance, counts, (*way.pieces, piece), begun, way.row))
        return following

    def _end(self, way: TextWay) -> None:
        if self._whole is None or self._whole.counts < way.counts:
            self._whole = way


def _counts(way: TextWay) -> float:
    return -way.counts
