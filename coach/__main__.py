"""`coach`, also as `python -m coach`: interrupted while its parts are imported it ends as at any other time."""

import sys
from typing import NoReturn

INTERRUPTED = 130


def program() -> NoReturn:
    """The command as a program of its own."""
    try:
        from coach.host.collecting import uncollected

        with uncollected():
            from coach.cli import program as begin
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    begin()


if __name__ == "__main__":
    program()
