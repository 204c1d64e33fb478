"""A voice whose engine starts behind the first words: what was said before in it is said meanwhile from the disk.

An engine takes a second to be ready, and nearly always the first words are kept. Which voice spoke last for a name,
and by which version of its engine, is remembered beside the phrases. Where it is not, or where one of the first words
is not kept, nothing is said until it is open: nobody could stop what sounds before anything is listened for.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coach.clip_cache import KeptClips
from coach.errors import CoachError, VoiceError, sentence
from coach.ports import Clip
from coach.reading.files import UnreadableError, read_json
from coach.reading.writing import replaced
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, find_voice
from coach.voices.opening import WORKERS
from coach.voices.voice import SpokenVoice, ToneVoice, kept_clip, settings_of

REMEMBERED = "spoke-last.json"
"""The file in the folder of the phrases: for each wished voice which one spoke, and the version of its engine."""

IN_MEMORY = 60.0
"""Seconds of phrases kept in memory until it is open."""

Opened = SpokenVoice | ToneVoice


@dataclass(frozen=True, slots=True)
class KeptPhrases:
    """The phrases of a voice that its engine said on another day, by the version it had then."""

    cache: PhraseCache
    definition: VoiceDefinition
    version: str

    def __call__(self, text: str) -> Clip | None:
        """The clip of a phrase that is kept on the disk; None for any other."""
        key = self.cache.key(self.definition.spoken(text), settings_of(self.definition), self.version)
        return kept_clip(self.cache, key)

    @property
    def deadline(self) -> float:
        """Seconds the engine may take for a phrase."""
        return WORKERS[self.definition.engine][1]


class ComingVoice:
    """Implements `ports.Voice` by the one that `coming` gives, until then by the phrases of `kept`, if any.

    `first` is what is said before anything is listened for: unless all of it is kept, nothing of `kept` is said. What
    is wrong with the voice once something of it was said is told, and tones stand for words.
    """

    def __init__(
        self,
        name: str,
        coming: "Future[Opened]",
        kept: KeptPhrases | None = None,
        first: Sequence[str] = (),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self._coming, self._kept, self._first, self._tell = coming, kept, first, tell
        self._patience = kept.deadline if kept is not None else None
        self._clips = KeptClips(IN_MEMORY)
        self._preparing = threading.Lock()
        self._wanted: Iterable[str] | None = None

    def ready(self) -> None:
        """Wait until the first words can be said: not at all where they are kept. Raises what is wrong with the voice.

        Takes as long as the engine does to start.
        """
        if not all(self._kept_clip(text) for text in self._first):
            self._kept = None
        if self._kept is None or self._coming.done():
            self._coming.result()
        else:
            self._coming.add_done_callback(self._told)

    def render(self, text: str) -> Clip:
        """The phrase as a clip; one that is not kept waits for the voice to be open, all of them together no longer
        than its engine may take for one. Raises VoiceError."""
        clip = None if self._coming.done() else self._kept_clip(text)
        return clip or self._opened().render(text)

    def _kept_clip(self, text: str) -> Clip | None:
        clip = self._clips.get(text)
        if clip is None and self._kept is not None:
            clip = self._kept(text)
            if clip is not None:
                self._clips.keep(text, clip)
        return clip

    def _opened(self) -> Opened:
        """The voice, waited for; the next phrase has what this one leaves of the time for that."""
        began = time.monotonic()
        try:
            return self._coming.result(self._patience)
        except Exception:  # noqa: BLE001 - it was told, and nobody is left without a session for it
            if self._coming.done():
                return ToneVoice()
            raise VoiceError("The voice is not ready yet; tones stand for what is not kept.") from None
        finally:
            if self._patience is not None:
                self._patience = max(0.0, self._patience - (time.monotonic() - began))

    def _told(self, coming: "Future[Opened]") -> None:
        error = coming.exception()
        if isinstance(error, Exception) and self._tell is not None:
            self._tell(without_voice(error))

    def prepare_ahead(self, texts: Iterable[str]) -> None:
        """Render these as soon as the voice is open, in this order, without waiting for it; nothing that was to be
        rendered before."""
        with self._preparing:
            self._wanted = texts
        self.when_open(self._prepare)

    def _prepare(self, opened: Opened) -> None:
        """Begin with the newest; whoever comes later, from this thread or that, finds it begun."""
        with self._preparing:
            wanted, self._wanted = self._wanted, None
            if wanted is not None and isinstance(opened, SpokenVoice):
                opened.prepare_ahead(wanted)

    def when_open(self, act: Callable[[Opened], object]) -> None:
        """Do this with the voice, now where it is open, else as soon as it is, from the thread that opens it."""

        def opened(coming: "Future[Opened]") -> None:
            if coming.exception() is None:
                act(coming.result())

        self._coming.add_done_callback(opened)


def without_voice(error: Exception) -> str:
    """What is told where no engine can speak."""
    return f"No voice: {sentence(error)} Going on with tones; 'coach doctor' says how to mend it."


def kept_phrases(name: str, cache_folder: Path, folders: Iterable[Path]) -> KeptPhrases | None:
    """The phrases kept in the voice that spoke last for this name; None where that is not known, or where `name`, or
    a voice that its file names to speak instead, is faulty.

    A phrase that was kept by other settings, or is damaged, is not among them.
    """
    folders = tuple(folders)
    try:
        spoke, version = _remembered(cache_folder)[name]
        _see_through(name, folders)
        definition = find_voice(spoke, folders)
    except (CoachError, OSError, KeyError):
        return None
    if definition.engine not in WORKERS:
        return None
    return KeptPhrases(PhraseCache(cache_folder), definition, version)


def _see_through(name: str, folders: tuple[Path, ...]) -> None:
    """Read this voice and all that may speak instead; raises what is wrong with one."""
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        name = find_voice(name, folders).instead


def remember(name: str, voice: SpokenVoice, cache_folder: Path) -> None:
    """From the next start on: this one spoke for that name. Where it cannot be written, the next start is slower."""
    known = _remembered(cache_folder)
    with suppress(OSError, UnreadableError, VoiceError):
        spoke = voice.name, voice.engine_version
        if known.get(name) != spoke:
            replaced(cache_folder / REMEMBERED, json.dumps(known | {name: spoke}))


def _remembered(cache_folder: Path) -> dict[str, tuple[str, str]]:
    """By wished voice, which one spoke and its engine's version; what nobody can read is forgotten."""
    try:
        found = read_json(cache_folder / REMEMBERED)
    except UnreadableError:
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: (spoke[0], spoke[1]) for name, spoke in entries
            if isinstance(spoke, list) and [*map(type, spoke)] == [str, str]}  # fmt: skip
