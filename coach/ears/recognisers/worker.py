"""What runs in the recogniser's own process, asked by `process`. It ends when nobody asks any more."""

import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from coach.ears.recognisers.base import Divisible
from coach.errors import EarError


def main() -> None:
    """Make the recogniser that is sent first, then call what is asked for; a fault ends the process, and is seen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coach, which then lets go of this process
    with suppress(EOFError, ConnectionError), Connection(int(sys.argv[1])) as line:
        try:
            recogniser = line.recv()()
        except EarError as error:
            line.send(("missing", str(error)))
            return
        if isinstance(recogniser, Divisible):
            recogniser.divide()
        line.send(("ready", recogniser.name, hasattr(recogniser, "sounds"), getattr(recogniser, "pace", 0.0)))
        while True:
            method, given = line.recv()
            line.send(getattr(recogniser, method)(given))


if __name__ == "__main__":
    main()
