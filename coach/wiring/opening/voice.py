"""Opening the voice: the wished one, the usual one, or tones."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from coach.config import Config
from coach.core.plan import Plan
from coach.core.session.prefetch import texts_of
from coach.errors import CoachError, ContentError, VoiceError, sentence
from coach.host.helpers import beside
from coach.ports import Voice
from coach.reading.left_out import leave_out
from coach.reading.memory import addresses_limited
from coach.script.files.library import Library
from coach.voices.voice import SpokenVoice, ToneVoice, load_voice_or_other
from coach.wiring.request import Tell

USUAL_VOICE = "default"


@contextmanager
def open_voice(name: str, config: Config, library: Library, tell: Tell) -> Iterator[Voice]:
    """The wished voice, or what speaks instead; tones when no engine can speak, and that is told."""
    with voice_coming(name, config, library, tell) as voice:
        yield voice()


@contextmanager
def voice_coming(
    name: str, config: Config, library: Library, tell: Tell, plans: Iterable[Plan] = ()
) -> Iterator[Callable[[], Voice]]:
    """The same, while its engine starts in a process of its own: what is given waits for it, at the latest.

    As soon as it can, it renders what `plans` say, in their order.
    """

    def voice() -> SpokenVoice | ToneVoice:
        found = _voice(name, config, library, tell)
        prepare(found, *plans)
        return found

    if addresses_limited():  # no room for a thread that only saves a moment
        found = voice()
        with found:
            yield lambda: found
        return
    waiting = ExitStack()
    coming = waiting.enter_context(beside(voice, "voice-coming"))
    try:
        with waiting:
            yield coming.result
    finally:
        if coming.done():  # else the program is being ended, and with it the engine that is still to come
            with suppress(CoachError):  # then there is nothing to close, and whoever waited for it was told
                coming.result().close()


def _voice(name: str, config: Config, library: Library, tell: Tell) -> SpokenVoice | ToneVoice:
    try:
        return _load_or_default(name, config, library, tell)
    except VoiceError as error:
        tell(f"No voice: {sentence(error)} Going on with tones; 'coach doctor' says how to mend it.")
        return ToneVoice()


def _load_or_default(name: str, config: Config, library: Library, tell: Tell) -> SpokenVoice | ToneVoice:
    """The wished voice; the usual one when the wished one's own file is broken, and that is told."""
    cache = config.data_folder / "cache" / "phrases"
    try:
        return load_voice_or_other(name, cache, library.voices_dirs, tell)
    except ContentError as error:
        if name == USUAL_VOICE:
            raise
        leave_out(error)
    return load_voice_or_other(USUAL_VOICE, cache, library.voices_dirs, tell)


def prepare(voice: Voice, *plans: Plan) -> None:
    """Begin to render ahead whatever the sessions may say, in the order it is needed; nobody waits for it."""
    if isinstance(voice, SpokenVoice) and plans:
        voice.prepare_ahead(text for plan in plans for text in texts_of(plan))
