"""What training adds to the corpus: sentences put together, lead-ins and tails, and what recognisers do to words."""

import random
from collections.abc import Callable
from dataclasses import replace

from training.labels import Labelled

LEADS = (
    "okay", "um", "uh", "so", "right", "hey", "hey coach", "coach", "oh", "listen", "well", "please", "sorry",
    "could you", "can you please", "hang on", "ow", "oh god", "wait", "look", "i think", "yeah", "no", "alright then",
    "excuse me", "hold on",
)  # fmt: skip
TAILS = (
    "please", "mate", "now", "thanks", "again", "i think", "you know", "today", "if that's okay", "coach", "yeah",
    "right now", "thank you", "for me", "already", "a bit", "just so you know", "will you", "okay",
)  # fmt: skip
ANSWERED = frozenset({"tired", "heavy", "light", "breathless", "scared"})
"""What people say as the reason of a command: beside one it is not the complaint that counts."""
REHEARSED = 3
"""Sentences a model knows beside each that is new to it, where training goes on from it."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Mixer:
    """Makes one epoch after the other out of the same sentences."""

    def __init__(
        self,
        rows: list[Labelled],
        chance: random.Random,
        background: list[Labelled] | None = None,
        rehearsed: list[Labelled] | None = None,
    ) -> None:
        """`background`: talk for nobody, of which every epoch gets another part, half as much as there are rows.
        `rehearsed`: sentences the model knows, of which every epoch gets others, REHEARSED times as many as rows."""
        self._rows, self._chance, self._background = rows, chance, background or []
        self._rehearsed = rehearsed or []
        self._by_kind: dict[str, list[Labelled]] = {}
        for each in rows + self._rehearsed:
            self._by_kind.setdefault(_kind(each), []).append(each)

    def epoch(self) -> list[Labelled]:
        """Every sentence once, some of them changed, in a new order."""
        known = self._chance.sample(self._rehearsed, min(len(self._rehearsed), REHEARSED * len(self._rows)))
        chosen = self._rows + known
        talk = self._chance.sample(self._background, min(len(self._background), len(chosen) // 2))
        rows = [self._changed(each) for each in chosen] + talk
        self._chance.shuffle(rows)
        return rows

    def _changed(self, each: Labelled) -> Labelled:
        ways: tuple[tuple[float, Callable[[Labelled], Labelled]], ...] = (
            (0.24, self._joined), (0.12, self._led), (0.12, self._tailed), (0.06, self._misheard),
        )  # fmt: skip
        for share, way in ways:
            if self._chance.random() < share:
                each = way(each)
        return each

    def _joined(self, each: Labelled) -> Labelled:
        """Two remarks in one breath: the graver one counts."""
        kind = _kind(each)
        partners = {
            "red": ("none", "none", "command", "complaint"),
            "complaint": ("none", "command"),
            "none": ("none",),
        }
        if kind not in partners or each.kind in ("none.negated", "none.past"):
            return each
        wanted = self._chance.choice(partners[kind])
        if wanted == "command" and each.kind == "complaint" and each.slots.get("sensation") in ANSWERED:
            return each
        other = self._chance.choice(self._by_kind[wanted])
        parts = [each.text.rstrip(".!?"), other.text.rstrip(".!?")]
        self._chance.shuffle(parts)
        return replace(each, text=self._chance.choice((", ", " and ", ". ", " ")).join(parts))

    def _led(self, each: Labelled) -> Labelled:
        return replace(each, text=f"{self._chance.choice(LEADS)} {each.text}")

    def _tailed(self, each: Labelled) -> Labelled:
        return replace(each, text=f"{each.text.rstrip('.!?')} {self._chance.choice(TAILS)}")

    def _misheard(self, each: Labelled) -> Labelled:
        """A word lost, or a letter wrong."""
        words = each.text.split()
        at = self._chance.randrange(len(words))
        if len(words) > 4 and self._chance.random() < 0.5:
            small = [index for index, word in enumerate(words) if len(word) <= 3 and word.lower() not in ("no", "not")]
            if small:
                del words[self._chance.choice(small)]
        elif len(words[at]) > 3:
            place = self._chance.randrange(len(words[at]))
            words[at] = words[at][:place] + self._chance.choice(LETTERS) + words[at][place + 1 :]
        return replace(each, text=" ".join(words))


def _kind(each: Labelled) -> str:
    if each.kind in ("red", "complaint"):
        return each.kind
    return "none" if each.kind.startswith("none") else "command"
