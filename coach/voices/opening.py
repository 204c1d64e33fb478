"""Opening a voice by its name, its engine started; where that cannot speak here, the voice its file names instead."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from coach.errors import VoiceError, sentence
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, find_voice
from coach.voices.voice import SpokenVoice, ToneVoice

WORKERS = {
    "espeak": ("coach.voices.engines.espeak_worker", 4.0),
    "hibari": ("coach.voices.engines.hibari_worker", 4.0),
    "piper": ("coach.voices.engines.piper_worker", 20.0),
    "wyoming": ("coach.voices.engines.wyoming_worker", 10.0),
}
"""For each engine the module of its process, and the seconds it may take for one phrase."""


def load_voice(name: str, cache_folder: Path, folders: Iterable[Path] = ()) -> SpokenVoice | ToneVoice:
    """The voice of that name, ready to speak.

    Raises InputError for an unknown name, ContentError for a faulty file, VoiceError when its engine is missing; the
    caller then takes `ToneVoice()` and says so.
    """
    return _opened(find_voice(name, folders), cache_folder)


def load_voice_or_other(
    name: str, cache_folder: Path, folders: Iterable[Path], tell: Callable[[str], None]
) -> SpokenVoice | ToneVoice:
    """The same; where its engine cannot speak here, the voice its file names `instead`, and `tell` is told why."""
    folders, tried = tuple(folders), {name}
    definition = find_voice(name, folders)
    while True:
        other = definition.instead
        wanted = other if other not in tried else ""
        try:
            return _opened(definition, cache_folder, partial(_other, wanted, cache_folder, folders) if wanted else None)
        except VoiceError as error:
            if not wanted:
                raise
            tell(f"The voice '{definition.name}': {sentence(error)} '{other}' speaks instead.")
            tried.add(other)
            definition = find_voice(other, folders)


def _other(name: str, cache_folder: Path, folders: tuple[Path, ...]) -> SpokenVoice:
    voice = load_voice_or_other(name, cache_folder, folders, _nobody_listens)
    if not isinstance(voice, SpokenVoice):
        raise VoiceError(f"'{name}' has no words")
    return voice


def _nobody_listens(why: str) -> None:
    """That one voice stands in is told; not what stands in for that."""


def _opened(
    definition: VoiceDefinition, cache_folder: Path, instead: Callable[[], SpokenVoice] | None = None
) -> SpokenVoice | ToneVoice:
    from coach.voices.engines.worker import EngineWorker

    if definition.engine == "tones":
        return ToneVoice()
    module, deadline = WORKERS[definition.engine]
    voice = SpokenVoice(definition, EngineWorker(module, deadline=deadline), PhraseCache(cache_folder), instead)
    try:
        _ = voice.engine_version
    except VoiceError:
        voice.close()
        raise
    return voice
