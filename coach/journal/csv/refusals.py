"""The records of a table that were not taken: counted, the first told, all of them written where that is wished."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from coach.errors import InputError
from coach.journal.csv.importing import WHY, Heading, Refused
from coach.reading.files import stands
from coach.reading.writing import written

SHOWN = 20
"""Records that are told one by one."""


class Refusals:
    """Takes what is refused; `file` is where all of it is written, None for nowhere, and `opened` finishes it."""

    def __init__(self, file: Path | None, opened: ExitStack) -> None:
        self._path, self._opened = file, opened
        self._file: IO[str] | None = None
        self._separator = ","
        self._shown: list[str] = []
        self.count = 0

    @property
    def first(self) -> str:
        """The first of them, in words."""
        return self._shown[0]

    def begin(self, heading: Heading) -> None:
        """This is the table they come from. Raises InputError when something stands where they are to be written."""
        if self._path is None:
            return
        if stands(self._path) and not self._path.is_char_device():
            raise InputError(f"{self._path} is there already; choose another name for what is not taken")
        out = self._opened.enter_context(written(self._path, private=True))
        self._file = io.TextIOWrapper(out, encoding="utf-8", newline="")
        self._opened.callback(self._file.detach)
        self._separator = heading.separator
        self._write((*heading.written, WHY))

    def __call__(self, refused: Refused) -> None:
        """One more."""
        self.count += 1
        if len(self._shown) < SHOWN:
            self._shown.append(str(refused))
        self._write((*refused.cells, str(refused)))

    def _write(self, cells: tuple[str, ...]) -> None:
        if self._file is not None:
            csv.writer(self._file, delimiter=self._separator, lineterminator="\n").writerow(cells)

    def told(self) -> Iterator[str]:
        """What was not taken, in lines; none for nothing."""
        if not self.count:
            return
        records = "1 record was" if self.count == 1 else f"{self.count} records were"
        yield f"{records} not taken; everything else was:"
        yield from (f"  {line}" for line in self._shown)
        if self.count > len(self._shown):
            yield f"  and {self.count - len(self._shown)} more"
        yield "They are in " + str(self._path) if self._path else "--rejected FILE writes them to a file."


@contextmanager
def refusals(file: Path | None) -> Iterator[Refusals]:
    """Takes what is refused; the file is finished at the end of the `with`."""
    with ExitStack() as opened:
        yield Refusals(file, opened)
