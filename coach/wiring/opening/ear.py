"""Opening the ear: the wished one, or the keyboard."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from coach.config import Config
from coach.ears.supervisor import WatchedEar
from coach.errors import EarError, sentence
from coach.phrases.intents import Phrases
from coach.wiring.request import Hands, Wishes
from coach.wiring.room.calibrating import calibrated
from coach.wiring.vocabulary import Vocabulary


def open_ear(
    wishes: Wishes, config: Config, hands: Hands, opened: ExitStack, vocabulary: Vocabulary
) -> WatchedEar | None:
    """The ear, closed by `opened`; None where what is typed is heard instead, which is told."""
    if wishes.ear == "keyboard":
        hands.tell("Listening to the keyboard: type what you would say.")
        return None
    try:
        ear = _wished(wishes, config, hands, vocabulary)
    except EarError as error:
        if wishes.ear != "auto":
            raise
        hands.tell(f"No ears: {sentence(error)} Type what you would say.")
        return None
    opened.callback(ear.close)
    vocabulary.hears = _learning(ear, wishes, config)
    hands.tell(ear.name)
    return ear


def _wished(wishes: Wishes, config: Config, hands: Hands, vocabulary: Vocabulary) -> WatchedEar:
    from coach.ears.factory import open_watched_ear
    from coach.ears.recognisers.second import second_ear

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


def _learning(ear: WatchedEar, wishes: Wishes, config: Config) -> Callable[[Phrases], None]:
    """What lets the ear know new phrases."""
    from coach.ears.factory import choose

    def known(phrases: Phrases) -> None:
        chosen = choose(wishes.ear, phrases, config.vosk_model, _models(config))
        # Only what hears by these phrases' sounds has to be made anew: the witness, where there is one.
        ear.know(phrases, chosen.witness if chosen.witness is not None and ear.can_be_taught else chosen.first)

    return known


def _models(config: Config) -> tuple[Path, ...]:
    return (config.data_folder / "models",)
