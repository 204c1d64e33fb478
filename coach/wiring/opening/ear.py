"""Opening the ear: the wished one, or the keyboard."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from coach.config import Config
from coach.errors import CoachError, EarError, sentence
from coach.wiring.request import Hands, Wishes
from coach.wiring.vocabulary import Vocabulary

if TYPE_CHECKING:
    from coach.ears.coming import ComingEar
    from coach.ears.supervisor import WatchedEar
    from coach.phrases.intents import Phrases
    from coach.understanding.reader import Reader


# long: it opens now or later, and is told in both
# many: the parts of a stage that an ear needs, now or when it opens behind the first words
def open_ear(
    wishes: Wishes, config: Config, hands: Hands, opened: ExitStack, vocabulary: Vocabulary, channels: Callable[[], str]
) -> "WatchedEar | ComingEar | None":
    """The ear, closed by `opened`; None where what is typed is heard instead, which is told, or nothing sounds.

    Where the vocabulary is yet to be made, and somebody could type instead, it opens behind the first words.
    `channels` tells what is wrong with the microphone's.
    """
    if wishes.ear == "keyboard":
        hands.tell("Listening to the keyboard: type what you would say.")
        return None

    if wishes.ear == "auto" and wishes.on_files and wishes.microphone is None:
        return None

    def open_now() -> "WatchedEar":
        ear = _wished(wishes, config, hands, vocabulary)
        vocabulary.hears = _learning(ear, wishes, config, vocabulary.reader)
        if ear.microphone is not None:
            ear.microphone.know_channels(channels)
        hands.tell(ear.name)
        return ear

    def failed(error: CoachError) -> None:
        hands.tell(f"No ears: {sentence(error)} Type what you would say.")

    if wishes.ear == "auto" and hands.terminal and not vocabulary.made:
        from coach.ears.coming import ComingEar

        ear: WatchedEar | ComingEar = ComingEar(open_now, failed)
    else:
        try:
            ear = open_now()
        except EarError as error:
            if wishes.ear != "auto":
                raise
            failed(error)
            return None
    opened.callback(ear.close)
    return ear


def _wished(wishes: Wishes, config: Config, hands: Hands, vocabulary: Vocabulary) -> "WatchedEar":
    from coach.ears.factory import open_watched_ear
    from coach.ears.recognisers.second import second_ear
    from coach.wiring.room.calibrating import calibrated

    return open_watched_ear(
        wishes.ear,
        vocabulary.phrases,
        model=config.vosk_model,
        folders=_models(config),
        wake=config.wake,
        calibration=calibrated(
            wishes.microphone or config.microphone, wishes.speaker or config.speaker, config, hands.tell
        ),
        reader=vocabulary.reader,
        second=second_ear(config.second_ear, config.language, hands.tell) if config.second_ear else None,
        tell=hands.tell,
    )


def _learning(ear: "WatchedEar", wishes: Wishes, config: Config, reader: "Reader") -> "Callable[[Phrases], None]":
    """What lets the ear know new phrases."""
    from coach.ears.factory import choose

    def known(phrases: "Phrases") -> None:
        chosen = choose(wishes.ear, phrases, config.vosk_model, _models(config), reader)
        # Only what hears by these phrases' sounds has to be made anew: the witness, where there is one.
        ear.know(phrases, chosen.witness if chosen.witness is not None and ear.can_be_taught else chosen.first)

    return known


def _models(config: Config) -> tuple[Path, ...]:
    return (config.data_folder / "models",)
