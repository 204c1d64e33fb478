"""Words that mean a command where they are all that was said: "that's me", "not on your life".

Beside others they may be of anything, and the learner, who knows them from people's chats, takes them for talk. None
stands in the phrase file: what listens for single wordings need not know them.
"""

from collections.abc import Iterator

from coach.understanding.amounts.said import Said
from coach.understanding.amounts.slots import slots_for
from coach.understanding.commands import CommandReader
from coach.understanding.learner import Guess
from coach.understanding.meaning import BY_TALK, Meaning
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import Remark
from coach.understanding.words.patterns import as_matched

SURE = 0.97
"""How sure such words are."""
LONGEST = 10
"""Words of a remark that is looked at."""


class AloneReader:
    """Reads them with one language's concepts."""

    def __init__(self, concepts: Concepts, commands: CommandReader) -> None:
        self._concepts, self._commands = concepts, commands

    def __call__(self, remark: Remark, guess: Guess | None, armed: frozenset[str] | None) -> list[Meaning]:
        """The first command armed that the words mean, for all that was said; none beside a danger."""
        if guess is None or not remark.words or len(remark.words) > LONGEST:
            return []
        sure = SURE * (1.0 - BY_TALK * guess.share("none.")) * (1.0 - guess.danger)
        for label in self._labels(remark):
            intent = label.partition(":")[0]
            slots = slots_for(label, Said((), (), self._concepts.file.numbers))
            if slots is not None and (armed is None or intent in armed):
                return [Meaning(intent, slots, sure, f"nothing but words for {label}")]
        return []

    def _labels(self, remark: Remark) -> Iterator[str]:
        """What the words mean, and what they do without what means nothing around them."""
        spare = self._concepts.spare(remark.matched)
        for form in dict.fromkeys(map(as_matched, (remark.words, spare, *self._commands.stripped(spare)))):
            yield from self._concepts.commands.means_alone(form)
