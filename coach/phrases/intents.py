"""What was meant: a sentence, heard or typed, as an intent with its slots.

The phrase file is the only source: matching, both recognisers' grammars and the tests are made from it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from hassil.expression import Sentence
from hassil.intents import Intent, Intents
from hassil.recognize import RecognizeResult, recognize_all

from coach.core.events import Slot
from coach.phrases import templates
from coach.phrases.book import Block, PhraseBook
from coach.phrases.fitting import Fitting
from coach.phrases.grammar import Grammar, Tree, choice, number_rule, number_rules, sayings, spoken
from coach.phrases.numerals import readings
from coach.phrases.phrase_file import read_phrasebook, slot_value

QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
NOT_SPOKEN = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w\s.'%]|_|(?<!\w)'|'(?!\w)")
EXAMPLES_TRIED = 40
"""So many wordings of an intent are looked at for the shortest."""
GRAMMARS_KEPT = 24
"""Grammars made for what is armed that are kept: each is a quarter of a megabyte, eight sessions of one kind ask for
14, and a box that stays on meets new ones for weeks."""
DIGITS_AND_LETTERS = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A remark that is a command: `text` in plain lower case, `intent` and its `slots`."""

    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    text: str = ""


class Phrases:
    """The phrases of one language."""

    def __init__(self, book: PhraseBook) -> None:
        self.book = book
        self.language = book.language
        self.care = book.care
        self._grammars: dict[frozenset[str], Grammar] = {}
        self._trees: dict[str, Tree] = {}

    @classmethod
    def load(cls, path: Path) -> "Phrases":
        """Read a phrase file; raises ContentError with every fault in it."""
        return cls(read_phrasebook(path))

    def with_values(self, lists: Mapping[str, Mapping[str, Iterable[str]]]) -> "Phrases":
        """The same phrases with more values for some lists (names of sessions): list -> value -> wordings."""
        merged = {name: dict(values) for name, values in self.book.lists.items()}
        for name, values in lists.items():
            merged.setdefault(name, {}).update({value: tuple(wordings) for value, wordings in values.items()})
        return Phrases(replace(self.book, lists=merged))

    def with_phrases(self, own: Mapping[str, Iterable[str]]) -> "Phrases":
        """The same phrases with the lifter's own wordings: sentence templates by intent."""
        blocks = [Block(intent, tuple(wordings)) for intent, wordings in own.items()]
        return Phrases(replace(self.book, blocks=(*blocks, *self.book.blocks)))

    @property
    def intents(self) -> frozenset[str]:
        """Every intent there is."""
        return frozenset(block.intent for block in self.book.blocks)

    def normalise(self, text: str) -> str:
        """The words as they are spoken: lower case, no punctuation, units and short forms spelled out."""
        plain = NOT_SPOKEN.sub(" ", text.casefold().translate(QUOTES))
        words = DIGITS_AND_LETTERS.sub(" ", plain.replace("%", " % ")).split()
        return " ".join(self.book.spellings.get(word, word) for word in words)

    def prepare(self) -> None:
        """Make what the first match makes; on a small machine it takes half a second, in which nothing should sound."""
        self.match("ready")

    def match(self, text: str, armed: frozenset[str] | None = None, *, spoken: bool = False) -> Understood | None:
        """The command in a whole remark, None when it is none. `armed`: only these intents count; None means all.

        `spoken`: without the wordings that are understood only when typed.
        """
        words = self.normalise(text)
        other = False
        for reading in dict.fromkeys(readings(words.split(), self.book.numerals)):
            intents = self._intents_for(reading.split(), spoken=spoken)
            if intents is None:
                continue  # most of what is said; the matcher would take milliseconds to find that out
            for result in recognize_all(self._spaced(reading), intents, language=self.language):
                if armed is None or result.intent.name in armed:
                    return Understood(result.intent.name, _slots(result), words)
                other = True
        return self._free(words, armed, other=other)

    def _free(self, words: str, armed: frozenset[str] | None, *, other: bool = False) -> Understood | None:
        """A remark that ends in words nobody can list, such as a name; `other`: a wording of what is not armed."""
        for intent, free in self.book.free.items():
            if free.alone if armed is None else intent not in armed:
                continue
            for wording in free.behind:
                said = words.removeprefix(f"{wording} ").split()
                if words.startswith(f"{wording} ") and free.holds(said):
                    return Understood(intent, {free.slot: " ".join(said)}, words)
            if free.alone and not other and free.holds(words.split()):
                return Understood(intent, {free.slot: words}, words)
        return None

    def _intents_for(self, words: Sequence[str], *, spoken: bool) -> Intents | None:
        """The intents with the wordings that may be these words; None where there are none."""
        if self.book.spaces_matter:
            return (self._fitting_spoken if spoken else self._fitting)(words)
        return self._hassil_spoken if spoken else self._hassil

    def example(self, intent: str) -> str:
        """A short way to say this intent, empty for one that has none."""
        for block in reversed(self.book.blocks):  # the plain wordings of an intent stand behind its special ones
            if block.intent == intent and not block.typed and block.templates:
                said = islice(sayings(self._tree(block.templates[0]), self._rules), EXAMPLES_TRIED)
                return min((text for text in said if text), key=len, default="")
        return ""

    def jsgf(self, armed: frozenset[str] | None = None) -> str:
        """The armed phrases in the Java speech grammar format."""
        return self.grammar(armed).jsgf()

    def words(self, armed: frozenset[str] | None = None) -> frozenset[str]:
        """Every word of the armed phrases."""
        return self.grammar(armed).words()

    def grammar(self, armed: frozenset[str] | None = None) -> Grammar:
        """The armed phrases as a tree of words."""
        wanted = self.intents if armed is None else armed & self.intents
        kept = self._grammars.pop(wanted, None)
        if kept is None:
            roots = {
                f"{block.intent}_{index}": choice(*(self._tree(text) for text in block.templates))
                for index, block in enumerate(self.book.blocks)
                if block.intent in wanted and not block.typed
            }
            # Leaving nothing out still prunes lists that are empty until the user's own names fill them.
            kept = Grammar(roots, self._rules).without(frozenset())
        self._grammars[wanted] = kept
        while len(self._grammars) > GRAMMARS_KEPT:
            self._grammars.pop(next(iter(self._grammars)), None)  # for longest not asked for
        return kept

    def audible(self, armed: frozenset[str]) -> Grammar:
        """What an ear is to tell apart: the armed phrases, and what others say."""
        grammar = self.grammar(armed)
        if not self.book.others:
            return grammar
        others = choice(*(spoken(text) for text in self.book.others))
        return Grammar({**grammar.roots, "others": others}, grammar.rules)

    def _tree(self, template: str) -> Tree:
        if template not in self._trees:
            try:
                self._trees[template] = templates.tree(template)
            except KeyError:
                self._trees[template] = templates.tree_of(templates.parse(template), self._rules)
        return self._trees[template]

    @cached_property
    def _fitting(self) -> Fitting:
        return self._fitting_of(self._hassil, self.book.blocks)

    @cached_property
    def _fitting_spoken(self) -> Fitting:
        return self._fitting_of(self._hassil_spoken, [block for block in self.book.blocks if not block.typed])

    def _fitting_of(self, intents: Intents, blocks: Iterable[Block]) -> Fitting:
        """Of wordings by their words, in the order in which they are matched."""
        of: dict[str, list[Block]] = {name: [] for name in intents.intents}
        for block in blocks:
            of[block.intent].append(block)
        trees = {
            (name, at, index): self._tree(text)
            for name, mine in of.items()
            for at, block in enumerate(mine)
            for index, text in enumerate(block.templates)
        }
        return Fitting(intents, trees, self._rules)

    @cached_property
    def _rules(self) -> dict[str, Tree]:
        rules = number_rules(self.book.numerals)
        for name, span in self.book.ranges.items():
            rules[f"list_{name}"] = number_rule(span.most, halves=span.halves)
        for name, values in self.book.lists.items():
            wordings = [templates.parse(text) for texts in values.values() for text in texts]
            rules[f"list_{name}"] = choice(*(templates.tree_of(text, rules, valued=True) for text in wordings))
        for name, template in self.book.rules.items():
            rules[f"rule_{name}"] = templates.tree_of(templates.parse(template), rules)
        return rules

    @cached_property
    def _hassil(self) -> Intents:
        intents: dict[str, Any] = {}
        for block in self.book.blocks:
            data = intents.setdefault(block.intent, {"data": []})["data"]
            data.append({"sentences": [self._spaced(text) for text in block.templates], "slots": dict(block.slots)})
        rules = {name: self._spaced(template) for name, template in self.book.rules.items()}
        lists = self._hassil_lists()
        made = Intents.from_dict(
            {"language": self.language, "intents": intents, "expansion_rules": rules, "lists": lists}
        )
        for intent in made.intents.values():
            for each in intent.data:  # it would parse each template anew, which takes longer than all the rest
                vars(each)["sentences"] = [Sentence(templates.parse(text), text) for text in each.sentence_texts]
        return made

    @cached_property
    def _hassil_spoken(self) -> Intents:
        """The same without the wordings that are for typing only, and nothing of it made twice."""
        left = {name: iter(intent.data) for name, intent in self._hassil.intents.items()}
        spoken: dict[str, Intent] = {}
        for block in self.book.blocks:
            data = next(left[block.intent])
            if not block.typed:
                spoken.setdefault(block.intent, Intent(block.intent)).data.append(data)
        return replace(self._hassil, intents=spoken)

    def _hassil_lists(self) -> dict[str, Any]:
        lists: dict[str, Any] = {}
        for name, values in self.book.lists.items():
            pairs = [(self._spaced(text), value) for value, texts in values.items() for text in texts]
            lists[name] = {"values": [{"in": text, "out": slot_value(value)} for text, value in pairs]}
        for name, span in self.book.ranges.items():
            lists[name] = {"range": {"from": span.least, "to": span.most, "multiplier": span.times, "words": False}}
            if span.halves:
                lists[name]["range"]["fractions"] = "halves"
        return lists

    def _spaced(self, text: str) -> str:
        """Templates and remarks lose their spaces in a language where spacing is up to the writer."""
        return text if self.book.spaces_matter else text.replace(" ", "")


def _slots(result: RecognizeResult) -> dict[str, Slot]:
    """The slots by name. A number said in two parts ("two minutes thirty") fills one slot twice and is added up."""
    slots: dict[str, Slot] = {}
    for entity in result.entities_list:
        value, before = entity.value, slots.get(entity.name)
        if isinstance(value, float | int) and isinstance(before, float | int):
            value = before + value
        slots[entity.name] = slot_value(str(value))
    return slots
