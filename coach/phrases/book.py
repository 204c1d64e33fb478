"""One language's phrases, as they are used: which wordings mean what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.core.events import Slot
from coach.phrases.numerals import Numerals


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers a slot may take: whole, or with halves; what is said is multiplied by `times`."""

    least: int
    most: int
    halves: bool = False
    times: float = 1


@dataclass(frozen=True, slots=True)
class Free:
    """Words nobody can list: at most `words` of them `behind` one of these wordings fill the `slot` of an intent.

    No remark in which the first of them is one of `unlike`. `alone`: also by themselves, where no wording of any other
    intent is what was said; such words mean something only where the intent is armed.
    """

    slot: str
    behind: tuple[str, ...]
    words: int = 1
    unlike: frozenset[str] = frozenset()
    alone: bool = False

    def holds(self, said: Sequence[str]) -> bool:
        """Whether these words may fill the slot: few enough, no numbers, and none that leads on to something else."""
        if not 0 < len(said) <= self.words or said[0] in self.unlike:
            return False
        return not (self.alone and any(character.isdigit() for word in said for character in word))


@dataclass(frozen=True, slots=True)
class Block:
    """Wordings that mean the same: templates, and the slots they always carry.

    `typed` ones are understood when typed, but nobody listens for them: too like other things people say.
    """

    intent: str
    templates: tuple[str, ...]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    typed: bool = False


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """One language's phrases.

    `care`: how sure the ear must be of an intent (easy, normal, strict). `likelihood`: words that are said less often
    (below one) or more often than the words that could stand in their place. `spaces_matter` is False where words are
    spaced at will. `wake`: the word that addresses the coach where others are about. `samples`: phrases a lifter is
    asked to say when the room is measured. `others`: what is said near the bar and means nothing to the coach, like
    counting aloud; heard as what it is, it is bent into no command.
    """

    language: str
    blocks: tuple[Block, ...]
    care: Mapping[str, str]
    lists: Mapping[str, Mapping[str, tuple[str, ...]]]
    ranges: Mapping[str, Range]
    rules: Mapping[str, str]
    numerals: Numerals
    spellings: Mapping[str, str]
    pronunciations: Mapping[str, str]
    likelihood: Mapping[str, float] = field(default_factory=dict)
    spaces_matter: bool = True
    wake: str = ""
    samples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    free: Mapping[str, Free] = field(default_factory=dict)
