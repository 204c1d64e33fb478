"""Rendering ahead: what a session will say, made in the order it is needed, while the coach speaks already."""

import threading
from collections.abc import Iterable
from typing import Protocol

from coach.errors import VoiceError

TOO_MANY = 3
"""So many phrases that cannot be rendered ahead mean that the engine has gone, not that a phrase is odd."""

BREATHER = 0.002
"""Seconds left to whoever asks for a phrase at once, between two that are not needed yet."""


class Renders(Protocol):
    """A voice as far as rendering ahead goes."""

    def missing(self, texts: Iterable[str]) -> list[str]: ...

    def render(self, text: str) -> object: ...


class RenderAhead:
    """One thread that renders texts in their order. A text that fails is left for when it is needed; see `TOO_MANY`.

    It may be begun and stopped from any thread.
    """

    def __init__(self, voice: Renders) -> None:
        self._voice = voice
        self._one_at_a_time = threading.Lock()
        self._enough = threading.Event()
        self._thread: threading.Thread | None = None
        self._wanted: list[str] = []

    def begin(self, texts: Iterable[str]) -> None:
        """From now on these; what was still to come of others is left. The same again goes on where it is."""
        wanted = list(dict.fromkeys(texts))
        with self._one_at_a_time:
            if wanted == self._wanted:
                return
            self._stop()
            self._enough, self._wanted = threading.Event(), wanted
            run = threading.Thread(target=self._run, args=(wanted, self._enough), name="voice-ahead", daemon=True)
            self._thread = run
            run.start()

    def enough(self) -> None:
        """Render no more than the phrase that is being made; does not wait for it."""
        self._enough.set()

    def stop(self) -> None:
        """The same, and wait for it."""
        with self._one_at_a_time:
            self._stop()

    def _stop(self) -> None:
        self.enough()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, texts: list[str], enough: threading.Event) -> None:
        failed = 0
        for text in texts:
            if enough.is_set() or failed == TOO_MANY:
                return
            try:
                if self._voice.missing([text]):
                    self._voice.render(text)
                    enough.wait(BREATHER)
            except VoiceError:
                failed += 1
