"""A voice that speaks: its definition, its engine and the phrases it has already rendered."""

import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np

from coach.clip_cache import KeptClips
from coach.errors import VoiceError
from coach.ports import Clip, Samples
from coach.voices.ahead import TOO_MANY, RenderAhead
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, pieces
from coach.voices.instead import Change, Instead
from coach.voices.levels import faded, finished, trim

IN_MEMORY = 180.0
"""Seconds of phrases kept in memory, 16 MB at 22 kHz; the others are read from the disk again."""

COMES_BACK = frozenset({"wyoming"})
"""Engines on another machine: tried again when they were given up."""

UNHEARD = {"title", "lexicon", "instead"}
"""What a voice file says that no clip depends on, once the lexicon's words stand in the text."""

Progress = Callable[[int, int], None]
"""Called with how many phrases are done and how many there are."""


class Engine(Protocol):
    """What turns text into raw sound, in a process of its own or not."""

    @property
    def version(self) -> str: ...

    def render(self, text: str, settings: dict[str, Any]) -> tuple[Samples, int]: ...

    def when_restarted(self, tell: Callable[[str], None]) -> None: ...

    def close(self) -> None: ...


class SpokenVoice:
    """A voice of the `ports.Voice` kind: renders through its engine, keeps what it rendered on disk and in memory.

    What its engine cannot say, the voice that `instead` opens says; after `TOO_MANY` such phrases, that one says all,
    but for what an engine that comes back has said before. `now` is a monotonic clock in seconds.
    """

    def __init__(
        self,
        definition: VoiceDefinition,
        engine: Engine,
        cache: PhraseCache,
        instead: "Callable[[], SpokenVoice] | None" = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = definition.name
        self.definition = definition
        self.cache = cache
        self._engine = engine
        self._comes_back = definition.engine in COMES_BACK
        self._settings = settings_of(definition)
        self._clips = KeptClips(IN_MEMORY)
        self._lock = threading.Lock()
        self._ahead = RenderAhead(self)
        self._instead = Instead(self.name, instead, comes_back=self._comes_back, now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the engine's process; may be called more than once."""
        self._instead.stays_closed()
        self._ahead.enough()
        self._engine.close()
        self._ahead.stop()
        self._instead.close()

    def when_restarted(self, tell: Callable[[str], None]) -> None:
        """From now on, tell what the engine died of whenever it was started anew; from any thread."""
        self._engine.when_restarted(tell)

    def when_replaced(self, tell: Callable[[Change, str], None]) -> None:
        """From now on, tell when another voice speaks in its place, and when it speaks again; from any thread."""
        self._instead.told(tell)

    @property
    def engine_version(self) -> str:
        """What speaks, with its version; raises VoiceError when it is missing."""
        return self._engine.version

    def render(self, text: str) -> Clip:
        """The phrase as a clip: trimmed, levelled, its onset measured. Raises VoiceError after the engine's retries."""
        with self._lock:
            return self._clips.get(text) or self._clips.keep(text, self._said(text))

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of the texts that would have to be rendered, each once, in their order."""
        return [
            text for text in dict.fromkeys(texts) if text not in self._clips and not self.cache.has(self._key(text))
        ]

    def prepare(self, texts: Iterable[str], progress: Progress | None = None) -> int:
        """Render every text not yet kept; returns how many were new.

        A text that fails is left for later, when a tone will stand for it; raises VoiceError at the third.
        """
        new, failed = self.missing(texts), 0
        for done, text in enumerate(new):
            if progress is not None:
                progress(done, len(new))
            try:
                self.render(text)
            except VoiceError:
                failed += 1
                if failed == TOO_MANY:
                    raise
        if progress is not None and new:
            progress(len(new), len(new))
        return len(new)

    def prepare_ahead(self, texts: Iterable[str]) -> None:
        """Render every text not yet kept, in this order, without waiting for it."""
        self._ahead.begin(texts)

    def _key(self, text: str) -> str:
        return self.cache.key(self.definition.spoken(text), self._settings, self._engine.version)

    def _said(self, text: str) -> Clip:
        if self._instead.speaks and not (self._comes_back and self.cache.has(self._key(text))):
            return self._instead.render(text)
        try:
            return self._fetch(text)
        except VoiceError as error:
            return self._instead.said(text, error)

    def _fetch(self, text: str) -> Clip:
        key = self._key(text)
        kept = kept_clip(self.cache, key)
        if kept is not None:
            return kept
        raw, rate = self._speak(self.definition.spoken(text))
        self._instead.not_needed()
        clip = finished(raw, rate, self.definition.loudness)
        self.cache.put(key, clip.samples, clip.rate)
        return _measured(_as_kept(clip.samples), clip.rate)  # the same bytes whether from disk or from the engine

    def _speak(self, text: str) -> tuple[Samples, int]:
        """Breath groups one by one, with this voice's own pauses between them."""
        groups = pieces(text, self.definition.pauses)
        if not groups:
            raise VoiceError(f"There is nothing to say in {text!r}; give it at least one word.")
        sound: list[Samples] = []
        rate = 0
        for group, pause in groups:
            raw, rate = self._engine.render(group, self._settings)
            sound += [faded(trim(raw, rate), rate), np.zeros(round(pause * rate), dtype=np.float32)]
        return np.concatenate(sound), rate


def settings_of(definition: VoiceDefinition) -> dict[str, Any]:
    """All of a voice that its clips depend on, but the version of its engine."""
    return definition.model_dump(mode="json", exclude=UNHEARD if definition.uri else UNHEARD | {"uri"})


def kept_clip(cache: PhraseCache, key: str) -> Clip | None:
    """The phrase of this key as it was kept, its onset measured; None where it is not, or is damaged."""
    kept = cache.get(key)
    return None if kept is None else _measured(*kept)


def _as_kept(samples: Samples) -> Samples:
    """As 16-bit FLAC gives it back."""
    import io

    import soundfile

    buffer = io.BytesIO()
    soundfile.write(buffer, samples, 16_000, format="FLAC", subtype="PCM_16")
    buffer.seek(0)
    back, _ = soundfile.read(buffer, dtype="float32")
    return np.asarray(back, dtype=np.float32)


def _measured(samples: Samples, rate: int) -> Clip:
    from coach.voices.levels import onset

    return Clip(samples, rate, onset(samples, rate))


class ToneVoice:
    """No words at all: a soft tone as long as the words would take. What is left when no engine can be found."""

    name = "tones"
    _rate = 24_000

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to end."""

    def render(self, text: str) -> Clip:
        """One soft tone per word, a fifth of a second each."""
        count = round(0.2 * self._rate)
        time = np.arange(count) / self._rate
        word = np.sin(2 * np.pi * 392 * time) * np.minimum(1, 60 * time) * np.exp(-12 * time) * 0.4
        return finished(np.tile(word.astype(np.float32), max(1, len(text.split()))), self._rate, -20.0)

    def missing(self, texts: Iterable[str]) -> list[str]:  # noqa: ARG002  the voice port's shape
        """Nothing is ever missing."""
        return []

    def prepare(self, texts: Iterable[str], progress: Progress | None = None) -> int:  # noqa: ARG002
        """Nothing to prepare."""
        return 0
