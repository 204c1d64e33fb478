"""Is that the coach's own voice out of the room? What was written down is compared with what the coach was saying."""

from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.7
"""From here on two words, or the letters of two rows of words, are the same but for a recogniser's errors."""
SHARE = 0.6
"""So much of a remark must be the coach's words, in their order."""
SKIPPED = 2
"""So many words of the coach's may be missing between two that came back."""
LATE_WORDS, LATE_SHARE = 3, 0.85
"""So many words, and so much of them, make an echo of what was said some seconds ago: somebody may well answer with a
word or two of a question."""
LENGTHS = 0.8
"""As long as this, as a part of the longer one, two rows of letters must be to be compared."""
ENDINGS = 2
"""Letters at the end of a word that may differ, as in "hurt" and "hurts"."""


def late_echo(heard: str, said: str) -> bool:
    """The same for what was said some seconds ago: at least three words, nearly all of them the coach's."""
    words, spoken = heard.split(), said.split()
    return len(words) >= LATE_WORDS and bool(spoken) and _in_order(words, spoken) >= LATE_SHARE * len(words)


def own_words(heard: str, said: str) -> bool:
    """True when what was heard is part of what was said: in its order, with a recogniser's errors, begun late or cut.

    Both are normalised. A single word must be one of those that were said, but for its ending.
    """
    words, spoken = heard.split(), said.split()
    if not words or not spoken:
        return False
    if len(words) == 1:
        return any(_same_but_for_its_end(words[0], each) for each in spoken)
    return _in_order(words, spoken) >= SHARE * len(words) or _letters_alike(words, spoken)


def _same_but_for_its_end(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 2 and long.startswith(short) and len(long) - len(short) <= ENDINGS)


def _in_order(words: Sequence[str], spoken: Sequence[str]) -> float:
    """How many of the words were said in this order; each counts as much as it is alike."""
    ends = [0.0] * len(spoken)  # the best that ends with this word of the coach's
    for word in words:
        before = list(ends)
        for place, each in enumerate(spoken):
            alike = _alike(word, each)
            if alike >= ALIKE:
                reach = before[max(0, place - 1 - SKIPPED) : place]
                ends[place] = max(ends[place], alike + max(reach, default=0.0))
    return max(ends)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _letters_alike(words: Sequence[str], spoken: Sequence[str]) -> bool:
    """Whether the letters fit somewhere, however they were cut into words: "red hand" for "ready and"."""
    letters = "".join(words)
    lengths = range(max(1, len(words) - 1), len(words) + 3)
    spans = ("".join(spoken[at : at + many]) for many in lengths for at in range(max(1, len(spoken) - many + 1)))
    near = (span for span in spans if min(len(span), len(letters)) >= LENGTHS * max(len(span), len(letters)))
    return any(_alike(letters, span) >= ALIKE for span in near)
