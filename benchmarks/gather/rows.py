"""What was measured of each size, as rows of one table; needs no server."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def joined(before: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """What was measured before, with what was measured now in its place; by boxes, then by events."""
    found = {(row["boxes"], row["events"]): row for row in (*before, *rows)}
    return [found[size] for size in sorted(found)]


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    lines += ["| " + " | ".join(str(cell) for cell in row.values()) + " |" for row in rows]
    return "\n".join(lines) + "\n"
