"""Opening the ear: the wished one, or the keyboard."""

from contextlib import ExitStack

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
    from coach.ears.factory import choose, open_watched_ear
    from coach.ears.recognisers.second import second_ear

    folders = (config.data_folder / "models",)

    def known(phrases: Phrases) -> None:
        chosen = choose(wishes.ear, phrases, config.vosk_model, folders)
        # Only what hears by these phrases' sounds has to be made anew: the witness, where there is one.
        ear.know(phrases, chosen.witness if chosen.witness is not None and ear.can_be_taught else chosen.first)

    try:
        ear = open_watched_ear(
            wishes.ear,
            vocabulary.phrases,
            model=config.vosk_model,
            folders=folders,
            wake=config.wake,
            calibration=calibrated(
                wishes.microphone or config.microphone, wishes.speaker or config.speaker, config, hands.tell
            ),
            reader=vocabulary.reader,
            second=second_ear(config.second_ear, config.language, hands.tell) if config.second_ear else None,
            tell=hands.tell,
        )
    except EarError as error:
        if wishes.ear != "auto":
            raise
        hands.tell(f"No ears: {sentence(error)} Type what you would say.")
        return None
    opened.callback(ear.close)
    vocabulary.hears = known
    hands.tell(ear.name)
    return ear
