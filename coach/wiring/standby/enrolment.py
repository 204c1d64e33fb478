"""Teaching the box by voice: what was said three times alike is kept, and the ear knows it from then on."""

from pathlib import Path

from coach.clocks import SessionTime
from coach.core.standby.lesson import JudgeTakes, Outcome, TakesJudged
from coach.ears.enrolment.takes import Attempts, DifferentError, TooShortError
from coach.ears.supervisor import WatchedEar
from coach.errors import CoachError
from coach.phrases.phones import keep_sounds, read_sounds, sounds_path, with_sounds
from coach.wiring.request import Tell
from coach.wiring.vocabulary import Vocabulary


class Teaching:
    """One lifter's phrases, and the ear that is to know them; without an ear for sounds nothing can be taught."""

    def __init__(self, vocabulary: Vocabulary, ear: WatchedEar | None, folder: Path, tell: Tell) -> None:
        self._vocabulary, self._ear, self._tell = vocabulary, ear, tell
        self._place = sounds_path(folder, vocabulary.phrases.language)

    @property
    def possible(self) -> bool:
        """Whether there is an ear that can tell sounds."""
        return self._ear is not None and self._ear.can_be_taught

    def judge(self, wish: JudgeTakes, at: SessionTime) -> TakesJudged:
        """Compare the takes; when three are alike keep them, and let the ear know them."""
        attempts = Attempts()
        try:
            for sounds in wish.takes:
                attempts = attempts.heard(sounds)
        except TooShortError:
            return TakesJudged(at, Outcome.TOO_SHORT)
        except DifferentError:
            return TakesJudged(at, Outcome.DIFFERENT)
        if attempts.learnt is None:
            return TakesJudged(at, Outcome.MORE)
        try:
            keep_sounds(self._place, self._vocabulary.phrases, wish.intent, attempts.learnt)
            phrases = self._vocabulary.phrases
            self._vocabulary.know(with_sounds(phrases, read_sounds(self._place, phrases)))
        except CoachError as error:
            self._tell(f"The phrase could not be kept: {error}")
            return TakesJudged(at, Outcome.FAILED)
        return TakesJudged(at, Outcome.LEARNT)
