"""A file of the user's own that cannot be used is left out: it is told once, by name, and everything else goes on."""

import sys

from coach.errors import ContentError

_TOLD: set[str] = set()


def leave_out(error: ContentError) -> None:
    """Tell on standard error which file is left out and why, unless this program has said so already."""
    first, more = error.problems[0], len(error.problems) - 1
    others = f" And {more} more; 'coach check' lists them." if more else ""
    line = f"Left out, and everything else goes on: {first}.{others}"
    if line not in _TOLD:
        _TOLD.add(line)
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
