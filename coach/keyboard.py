"""Typed commands: the same words, understood by the same phrases, for a machine without a microphone."""

import threading
from collections.abc import Callable
from typing import TextIO

from coach.core.events import Event, Heard
from coach.phrases.intents import Phrases


class Keyboard:
    """Reads lines in a thread of its own and posts what they mean. `armed` is what makes sense now."""

    def __init__(
        self,
        lines: TextIO,
        phrases: Phrases,
        *,
        now: Callable[[], float],
        post: Callable[[Event], None],
        puzzled: Callable[[str], None],
    ) -> None:
        self._lines, self._phrases = lines, phrases
        self._now, self._post, self._puzzled = now, post, puzzled
        self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)

    def start(self) -> None:
        """Begin to read; the thread ends with the input and dies with the program."""
        self._thread.start()

    def _read(self) -> None:
        for line in self._lines:
            text = line.strip()
            if text:
                self.typed(text)

    def typed(self, text: str) -> None:
        """Understand one typed line: post it, or say that it was no command."""
        understood = self._phrases.match(text)
        if understood is None:
            self._puzzled(text)
            return
        self._post(Heard(self._now(), understood.intent, understood.slots, text))
