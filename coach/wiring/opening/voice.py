"""Opening the voice: the wished one, the usual one, or tones."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path

from coach.config import Config
from coach.core.plan import Plan
from coach.core.session.prefetch import texts_of, undisturbed
from coach.errors import ContentError, VoiceError
from coach.host.helpers import beside
from coach.ports import Voice
from coach.reading.left_out import leave_out
from coach.reading.memory import addresses_limited
from coach.script.files.library import Library
from coach.voices.coming import ComingVoice, kept_phrases, remember, without_voice
from coach.voices.opening import load_voice_or_other
from coach.voices.voice import SpokenVoice, ToneVoice
from coach.wiring.request import Tell

USUAL_VOICE = "default"

ENDS = 1.0
"""Seconds a voice that is still to come is waited for at the end, so that it leaves nothing behind."""


@contextmanager
def open_voice(name: str, config: Config, library: Library, tell: Tell) -> Iterator[Voice]:
    """The wished voice, or what speaks instead; tones when no engine can speak, and that is told."""
    with _voice_coming(name, config, library, tell) as coming:
        yield coming.result()


# many: as `open_voice`, and when it may begin with what
@contextmanager
def voice_coming(
    name: str,
    config: Config,
    library: Library,
    tell: Tell,
    plans: Iterable[Plan] = (),
    meanwhile: Sequence[str] | None = None,
    *,
    disturbed: bool = True,
) -> Iterator[ComingVoice]:
    """The same, while its engine starts in a process of its own.

    Where all that is said first, `meanwhile`, is kept from earlier days, what is kept is said until then; None is
    waiting for it. As soon as it can, it renders what `plans` say, in their order, see `prepare`.
    """
    with _voice_coming(name, config, library, tell) as coming:
        kept = None if meanwhile is None else kept_phrases(name, _cache(config), library.voices_dirs)
        voice = ComingVoice(name, coming, kept, meanwhile or (), tell)
        prepare(voice, *plans, disturbed=disturbed)
        yield voice


@contextmanager
def _voice_coming(name: str, config: Config, library: Library, tell: Tell) -> Iterator[Future[SpokenVoice | ToneVoice]]:
    def voice() -> SpokenVoice | ToneVoice:
        return _voice(name, config, library, tell)

    def remembered(found: SpokenVoice | ToneVoice) -> None:
        if isinstance(found, SpokenVoice):
            remember(name, found, _cache(config))

    coming: Future[SpokenVoice | ToneVoice] = Future()
    if addresses_limited():  # no room for a thread that only saves a moment
        coming.set_result(voice())
        with coming.result():
            remembered(coming.result())
            yield coming
        return
    waiting = ExitStack()
    coming = waiting.enter_context(beside(voice, "voice-coming", ENDS, remembered))
    try:
        with waiting:
            yield coming
    finally:
        # One that is not open now is closed as soon as it is; with a program that is being ended its engine ends too.
        coming.add_done_callback(_closed)


def _closed(coming: Future[SpokenVoice | ToneVoice]) -> None:
    if coming.exception() is None:  # else there is nothing to close, and whoever waited for it was told
        coming.result().close()


def _voice(name: str, config: Config, library: Library, tell: Tell) -> SpokenVoice | ToneVoice:
    try:
        return _load_or_default(name, config, library, tell)
    except VoiceError as error:
        tell(without_voice(error))
        return ToneVoice()


def _load_or_default(name: str, config: Config, library: Library, tell: Tell) -> SpokenVoice | ToneVoice:
    """The wished voice; the usual one when the wished one's own file is broken, and that is told."""
    cache = _cache(config)
    try:
        return load_voice_or_other(name, cache, library.voices_dirs, tell)
    except ContentError as error:
        if name == USUAL_VOICE:
            raise
        leave_out(error)
    return load_voice_or_other(USUAL_VOICE, cache, library.voices_dirs, tell)


def _cache(config: Config) -> Path:
    return config.data_folder / "cache" / "phrases"


def prepare(voice: ComingVoice, *plans: Plan, disturbed: bool = True) -> None:
    """Begin to render ahead whatever the sessions may say, in the order it is needed; nobody waits for it.

    What only an answer or a complaint brings about is left out of those that nobody disturbs: on sound files, where
    time waits for a phrase, it would hardly ever be said, and is ten times as much.
    """
    if plans:
        texts = texts_of if disturbed else undisturbed
        voice.prepare_ahead(text for plan in plans for text in texts(plan))
