"""Which wordings a remark can be at all, by its words alone, before a matcher tries them one by one.

A wording fits where every word of the remark stands somewhere in it; most remarks fit none or two of many hundreds.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hassil.intents import Intent, Intents

from coach.phrases.grammar import Named, Tree, Word

NUMBER = re.compile(r"\d+(?:\.\d+)?")

Place = tuple[str, int, int]
"""A wording: its intent, and the indices of its block among the intent's and of its sentence in that block."""


class Fitting:
    """The wordings of some intents by the words in them. What it gives keeps the order of the intents."""

    def __init__(self, intents: Intents, trees: Mapping[Place, Tree], rules: Mapping[str, Tree]) -> None:
        """`trees`: every wording's tree, in the order of `intents`; `rules`: what the trees name."""
        self._intents, self._places = intents, tuple(trees)
        self._by_word: dict[str, int] = {}
        words = _Words(rules)
        for at, tree in enumerate(trees.values()):
            for word in words.of(tree):
                self._by_word[word] = self._by_word.get(word, 0) | 1 << at

    def __call__(self, words: Sequence[str]) -> Intents | None:
        """The intents with those wordings alone that these words fit; None where they fit none. Numbers fit all."""
        fitting = (1 << len(self._places)) - 1
        for word in words:
            if not NUMBER.fullmatch(word):
                fitting &= self._by_word.get(word, 0)
        if not fitting:
            return None
        return self._only([place for at, place in enumerate(self._places) if fitting >> at & 1])

    def _only(self, places: Sequence[Place]) -> Intents:
        sentences: dict[str, dict[int, list[int]]] = {}
        for name, block, sentence in places:
            sentences.setdefault(name, {}).setdefault(block, []).append(sentence)
        kept = {}
        for name, blocks in sentences.items():
            kept[name] = Intent(name)
            for block, wanted in blocks.items():
                whole = self._intents.intents[name].data[block]
                data = copy.copy(whole)
                vars(data)["sentences"] = [whole.sentences[each] for each in wanted]
                kept[name].data.append(data)
        return replace(self._intents, intents=kept)


class _Words:
    """The words of trees, each rule looked into once."""

    def __init__(self, rules: Mapping[str, Tree]) -> None:
        self._rules = rules
        self._known: dict[str, frozenset[str]] = {}

    def of(self, tree: Tree) -> frozenset[str]:
        """Every word in it, those of the rules it names included."""
        if isinstance(tree, Word):
            return frozenset((tree.text,))
        if isinstance(tree, Named):
            if tree.name not in self._known:
                self._known[tree.name] = self.of(self._rules[tree.name])
            return self._known[tree.name]
        return frozenset().union(*(self.of(item) for item in tree.items))
