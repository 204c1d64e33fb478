"""Single keys of the terminal as buttons: space to talk, a letter for a command, without Enter."""

import os
import re
import select
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NAMES = {" ": "space", "\n": "enter", "\r": "enter"}
WITHOUT_MEANING = re.compile(r"\x1b(\[[0-9;]*[A-Za-z~]|O.|.)?")
"""Arrows, function keys and Alt: several characters, which may be read together with the key pressed after them."""


@contextmanager
def keys_watched(terminal: int, press: Callable[[str], None]) -> Iterator[None]:
    """Watch the keys of the terminal with this file descriptor for the length of the `with`; Ctrl-C stays Ctrl-C.

    `press` is called from a thread with "space", "enter" or the key's letter. The terminal is left as it was found.
    """
    before = termios.tcgetattr(terminal)
    ended, end = os.pipe()
    thread = threading.Thread(target=_watch, args=(terminal, ended, press), name="keys", daemon=True)
    tty.setcbreak(terminal)
    thread.start()
    try:
        yield
    finally:
        os.close(end)
        thread.join(timeout=2.0)
        os.close(ended)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _watch(terminal: int, ended: int, press: Callable[[str], None]) -> None:
    while True:
        ready, _, _ = select.select([terminal, ended], [], [])
        if ended in ready:
            return
        typed = os.read(terminal, 64).decode(errors="replace")
        if not typed:
            return
        for key in WITHOUT_MEANING.sub("", typed):
            press(NAMES.get(key, key.lower()))
