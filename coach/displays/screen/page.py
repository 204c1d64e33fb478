"""A page of text: rows from its top and its foot, each centred, folded and shortened to its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.displays.screen.figures import drawn

IN_ASCII = str.maketrans({"…": ".", "“": '"', "”": '"', "●": "#", "○": ".", "×": "x", "–": "-", "’": "'"})
"""What stands for the signs that a terminal without Unicode has not."""


@dataclass(slots=True)
class Page:
    """A page under way: `width` columns inside the frame, and what is on it from top and bottom."""

    width: int
    height: int
    ascii_only: bool
    above: list[Text] = field(default_factory=list)
    below: list[Text] = field(default_factory=list)
    band: int = 0

    @property
    def left(self) -> int:
        """Rows still free."""
        return self.height - len(self.above) - len(self.below)

    def put(self, text: str, style: str = "", most: int = 1) -> None:
        """Add a text in at most so many centred rows, where there is room."""
        rows = folded(text, self.width, min(most, max(0, self.left)))
        self.above.extend(Text(centred(self._plain(row), self.width), style=style) for row in rows)

    def _plain(self, text: str) -> str:
        return text.translate(IN_ASCII).encode("ascii", "replace").decode() if self.ascii_only else text

    def blocks(self, text: str, style: str, rows: int) -> bool:
        """Add a text in blocks of at most so many rows; whether it fitted."""
        lines = drawn(text, self.width, min(rows, self.left), ascii_only=self.ascii_only)
        across = max(map(len, lines), default=0)
        self.above.extend(Text(line.ljust(across).center(self.width), style=style) for line in lines)
        return bool(lines)

    def spread(self) -> Iterator[Text]:
        """Exactly as many rows as the page has: what is above in its middle, what is below at its foot."""
        blank = Text(" " * self.width)
        rows, band = self.above[: self.height], self.band
        below = self.below[: max(0, self.height - len(rows))]
        empty = self.height - len(rows) - len(below)
        yield from rows[:band]
        yield from (blank for _ in range(empty // 2))
        yield from rows[band:]
        yield from (blank for _ in range(empty - empty // 2))
        yield from below


def folded(text: str, width: int, most: int) -> Sequence[str]:
    """The text in at most so many rows, the last one ending in an ellipsis where more is left."""
    if not text or most < 1:
        return []
    rows = wrap(text, width) or [""]
    if len(rows) <= most:
        return rows
    return [*rows[: most - 1], shortened(" ".join(rows[most - 1 :]), width)]


def shortened(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is longer than so many columns."""
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)) + "…"


def centred(text: str, width: int) -> str:
    """The text in the middle of so many columns; some scripts take two a letter."""
    spare = width - cell_len(text)
    return set_cell_size(text, width) if spare < 0 else " " * (spare // 2) + text + " " * (spare - spare // 2)
