"""The records of a table: cells between separators, quoted where they hold one, each with the line it began in.

A quote that is never closed spoils its own line and no more: the record is given up, and reading goes on below it.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEPARATORS = ";,\t|"

LONGEST = 100
"""Lines one record may run over, by notes with line ends in them."""


MANY = 3
"""Different letters with accents in a row that no language of the West has in its words."""

_FOREIGN = re.compile(r"[\udcc0-\udcff]{3,}")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it begins in, from one, its cells, and its text as it stands in the file.

    `spans` tells how many lines it takes, `below` the lines after its first, which are tried again if it is refused.
    """

    line: int
    cells: list[str]
    text: str
    below: tuple[str, ...] = ()


class Records:
    """Iterates over the records of these lines; `again` gives back the lines below a refused record's first."""

    def __init__(self, lines: Iterable[str], separator: str, line: int = 0) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._separator = separator
        self._line = line

    def __iter__(self) -> Iterator[Record]:
        while (first := self._next()) is not None:
            if first.strip():
                yield self._record(first)

    def again(self, record: Record) -> None:
        """Read what stands below the first line of this record, the last one given, as records of its own."""
        self._back.extendleft(reversed(record.below))
        self._line -= len(record.below)

    def _next(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._lines, None)
        self._line += line is not None
        return line if line is None else as_written(line)

    def _record(self, first: str) -> Record:
        began, lines = self._line, [first]
        inside = _ends_inside(first, self._separator, False)
        while inside and len(lines) < LONGEST and (line := self._next()) is not None:
            lines.append(line)
            inside = _ends_inside(line, self._separator, True)
        if inside:  # never closed: the line stands for itself, and those below it too
            self._back.extendleft(reversed(lines[1:]))
            self._line -= len(lines) - 1
            lines = lines[:1]
        text = "".join(lines)
        return Record(began, cells_of(text, self._separator), text, tuple(lines[1:]))


def as_written(line: str) -> str:
    """The line with the letters an older Windows program wrote, where it has such and no others beyond plain ones.

    What is no UTF-8 is in it as half characters. A line with letters of both kinds is damaged, and stays as it is; so
    does one with whole words of such letters, which was written in another alphabet.
    """
    if line.isascii() or any(len(set(word)) >= MANY for word in _FOREIGN.findall(line)):
        return line
    try:
        return line.encode("ascii", "surrogateescape").decode("cp1252")
    except UnicodeError:
        return line


def cells_of(text: str, separator: str) -> list[str]:
    """The cells of one record's text; a record no reader takes is one cell."""
    try:
        return next(csv.reader([*text.splitlines(keepends=True)], delimiter=separator), [])
    except csv.Error:
        return [text]


def _ends_inside(line: str, separator: str, inside: bool) -> bool:
    """Whether a quote is open at the end of the line, when one was (`inside`) or was not at its beginning."""
    if line.count('"') % 2 == 0:
        return inside
    at_start = not inside
    place, end = 0, len(line)
    while place < end:
        letter = line[place]
        if inside:
            if letter == '"' and line[place + 1 : place + 2] == '"':
                place += 1
            elif letter == '"':
                inside = False
        elif letter == '"' and at_start:
            inside = True
        at_start = not inside and letter == separator
        place += 1
    return inside


def separator_of(heading: str) -> str:
    """The separator of a table with this first line."""
    return max(SEPARATORS, key=heading.count)
