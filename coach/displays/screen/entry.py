"""The line that is being typed: keys in, whole lines out; drawn by whoever shows the screen."""

from collections.abc import Callable

KEPT = 200
"""Characters of a line; nobody says more at once."""

ENTER = frozenset("\r\n")
ERASE = frozenset("\x7f\x08")
ERASE_WORD, ERASE_LINE = "\x17", "\x15"
UP, DOWN = "up", "down"


class Entry:
    """Built key by key from a thread of its own; `changed` is called after every key. `open` while keys come."""

    def __init__(self) -> None:
        self.text = ""
        self.open = False
        self.changed: Callable[[], object] = lambda: None
        self._lines: list[str] = []
        self._at = 0

    def press(self, key: str) -> str | None:
        """Take one character, "up" or "down"; the whole line when it ends one."""
        line = None
        if key in ENTER:
            line, self.text = self.text, ""
            self._remember(line)
        elif key in ERASE:
            self.text = self.text[:-1]
        elif key == ERASE_WORD:
            self.text = self.text.rstrip().rpartition(" ")[0]
        elif key == ERASE_LINE:
            self.text = ""
        elif key in (UP, DOWN):
            self._recall(-1 if key == UP else 1)
        elif key.isprintable():
            self.text = (self.text + key)[:KEPT]
        self.changed()
        return line

    def _remember(self, line: str) -> None:
        if line.strip():
            self._lines.append(line)
        self._at = len(self._lines)

    def _recall(self, step: int) -> None:
        """An earlier line once more, as shells do."""
        self._at = min(max(0, self._at + step), len(self._lines))
        self.text = self._lines[self._at] if self._at < len(self._lines) else ""
