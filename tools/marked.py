"""A part of a document that a program writes: what stands between two markers is replaced, the rest is a person's."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def between(name: str) -> tuple[str, str]:
    """The lines that begin and end the drawing of this name."""
    return f"<!-- drawn: {name}; make drawings -->", f"<!-- end of {name} -->"


def redrawn(text: str, name: str, drawing: str) -> str:
    """The document with the drawing put between its markers; raises ValueError when it has none."""
    begin, end = between(name)
    before, begun, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"there is no place for {name}; it needs the lines {begin} and {end}")
    return f"{before}{begin}\n\n{drawing}\n\n{end}{after}"


def draw(path: Path, name: str, drawing: str) -> None:
    """Write the drawing into its document and tell whether that changed anything."""
    old = path.read_text(encoding="utf-8")
    new = redrawn(old, name, drawing)
    path.write_text(new, encoding="utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}: {name} {'drawn' if old != new else 'unchanged'}\n")
