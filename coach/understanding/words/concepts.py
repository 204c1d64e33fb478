"""The concept file of a language, read and checked: body parts, what is felt, whose, when, denied, and sayings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.errors import ContentError, Problem
from coach.reading.yaml_text import read_tree
from coach.understanding.words.patterns import TemplateError, as_matched, compiled

Templates = tuple[str, ...]
WORD = re.compile(r"([a-z']+)(?:\[([a-z|]+)\])?")
"""A word of a template, and the endings it may have."""
"""A whole word in a template: no part of one with a suffix, no rule's name."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BesideBody(_Shape):
    """Words that are a sign beside a part of the body; `regions`: only beside these."""

    words: Templates
    regions: frozenset[str] = frozenset()


class SignShape(_Shape):
    """One sensation: what says it alone, and what says it beside a part of the body."""

    alone: Templates = ()
    with_body: BesideBody | None = None
    region: str = "general"
    fixed: bool = False
    anybody: bool = False
    """It counts for whomever it is."""
    says: str = ""


class NumbersShape(_Shape):
    """What is put around number words: units, halves, dozens, and what makes a word no number."""

    after_figures: dict[str, str] = Field(default_factory=dict)
    """Short forms of units behind a figure."""
    clock: str = "{minutes} {seconds}"
    """How "1:30" is read out to the learner."""
    fractions: dict[str, float] = Field(default_factory=dict)
    counts: dict[str, float] = Field(default_factory=dict)
    seconds: dict[str, float] = Field(default_factory=dict)
    """Seconds in each unit of time."""
    units: dict[str, frozenset[str]] = Field(default_factory=dict)
    between: frozenset[str] = frozenset()
    """Words that may stand between a number and its unit."""
    not_before_one: frozenset[str] = frozenset()
    not_behind_one: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    """Words before a number that is not the one reported."""
    only: frozenset[str] = frozenset()
    the: frozenset[str] = frozenset()
    """ "JUST THE one" is a number."""
    lasts: frozenset[str] = frozenset()
    aims: Templates = ()
    """Before a number that was to be, and is not the one reported: "I was GOING FOR eight"."""
    nots: frozenset[str] = frozenset()
    """Before an article they take it away: "NOT a second less"."""
    ranges: frozenset[str] = frozenset()
    """ "BETWEEN seven and nine"."""
    amounts_to: frozenset[str] = frozenset()
    """Before a sum that was worked out: "two plates a side, that IS two twenty-five"."""
    """Before a number that is a part of what was done: "the LAST two were slow"."""
    sums: frozenset[str] = frozenset()
    """Between numbers that are added up: the sum that is said behind them counts."""
    totals: Templates = ()
    """Beside the number that counts: "five a side, ten IN TOTAL"."""
    follows: frozenset[str] = frozenset()
    """Behind a number of reps, before what went wrong: "two, THEN I failed"."""
    a_plate: Templates = ()
    """One plate on each end, without a number."""
    sides: Templates = ()
    """A small number beside one of these is plates: "two ON EACH SIDE"."""
    by: frozenset[str] = frozenset()
    """Between sets and repetitions: "five BY five", "five SETS OF five"."""
    joints: frozenset[str] = frozenset()
    """Words that join a whole and a part: "two AND a half"."""
    articles: frozenset[str] = frozenset()
    """Words that mean one before a unit: "A minute", "ANOTHER rep"."""
    of: frozenset[str] = frozenset()
    """May stand behind a count or a part: "a couple OF", "half OF a minute"."""
    units_alone: frozenset[str] = frozenset()
    """Units of time that mean one of them without a number before: "minute and a half"."""
    halves: frozenset[str] = frozenset()
    """Means a half behind a load that ends in two or seven: "ninety-seven FIVE"."""
    out_of: frozenset[str] = frozenset()
    """Between a rating and its scale: "eight OUT OF ten"."""
    scale: frozenset[str] = frozenset()
    """The top of the scale of ratings."""
    takes_back: Templates = ()
    """Between two numbers: the second counts."""
    scale_before: frozenset[str] = frozenset()
    scale_behind: frozenset[str] = frozenset()
    """Before and behind the top of the scale where that is no rating: "on a ten POINT scale"."""
    percent_phrase: frozenset[str] = frozenset()
    """Percent in more than one word."""
    no_digit: frozenset[str] = frozenset()
    """Words for nought that alone are exclamations: "oh"."""
    no_unit: frozenset[str] = frozenset()
    """Names of a unit that mean something else behind an article: "three TIMES", but "a times"."""
    nothing_left: Templates = ()
    none_at_all: Templates = ()
    """No repetition, although a number word is in it: "not a SINGLE one"."""
    doubled: frozenset[str] = frozenset()
    nothing_done: Templates = ()
    missed: Templates = ()
    lifted: Templates = ()
    empty_bar: Templates = ()


class ConceptsFile(_Shape):
    """scripts/understanding/LANGUAGE.yaml."""

    language: str
    contractions: dict[str, str]
    said_of: frozenset[str]
    """Words before which 's is "is" whatever it stands behind."""
    fillers: Templates
    address: Templates
    friendly: Templates
    politeness: Templates
    openers: Templates
    leads: Templates
    tails: Templates
    corrections: Templates
    body: dict[str, Templates]
    sides: dict[str, Templates]
    rules: dict[str, str] = Field(default_factory=dict)
    regions_as: dict[str, str] = Field(default_factory=dict)
    """Parts of the body that stand for a region of the branches."""
    regions_for: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By part and sensation: the region instead."""
    signs: Annotated[dict[str, SignShape], Field(min_length=1)]
    negations: Templates
    gone: Templates
    others: Templates
    past: Templates
    still: Templates
    figures: Templates
    sounds_like: dict[str, Templates] = Field(default_factory=dict)
    """By intent ("any" for all): talk that shares words with its commands and is none."""
    calls_others: frozenset[str] = frozenset()
    """What others are called: a command that calls one of them is not for the coach."""
    belongs: frozenset[str] = frozenset()
    """Before such a name these tell that it calls nobody: "it is MY mum"."""
    common_in_names: frozenset[str] = frozenset()
    """Words of sessions' names that tell them from no other."""
    questions: frozenset[str] = frozenset()
    """Words of a question."""
    unfinished: Templates = ()
    """Ends of a remark that was broken off: what it was to be is asked about."""
    yields: dict[str, frozenset[str]] = Field(default_factory=dict)
    """By sensation: intents that answer it. Said beside it, they are obeyed and not the complaint."""
    numbers: NumbersShape = NumbersShape()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sensation, compiled."""

    sensation: str
    region: str
    alone: re.Pattern[str]
    beside: re.Pattern[str] | None
    regions: frozenset[str]
    fixed: bool
    anybody: bool


class Concepts:
    """One language's concepts, their templates compiled."""

    def __init__(self, file: ConceptsFile) -> None:
        self.file = file
        self.language = file.language
        self.said_of = file.said_of
        self.contractions: Mapping[str, str] = file.contractions
        self.address = tuple(sorted((tuple(name.split()) for name in file.address), key=len, reverse=True))

    @classmethod
    def load(cls, path: Path) -> "Concepts":
        """Read a concept file; raises ContentError with every fault."""
        root, _ = read_tree(path)
        try:
            found = cls(ConceptsFile.model_validate(_plain(root)))
            found.prepare()
        except ValidationError as error:
            raise ContentError([_problem(path, root, each["loc"], each["msg"]) for each in error.errors()]) from error
        except (TemplateError, re.error) as error:
            raise ContentError([Problem(str(path), 1, 1, f"has a template that cannot be used: {error}")]) from error
        except RecursionError as error:
            told = "has a rule that names itself, or brackets within too many brackets"
            raise ContentError([Problem(str(path), 1, 1, told)]) from error
        return found

    def prepare(self) -> None:
        """Compile everything now."""
        _ = self.body, self.signs, self.fillers, self.leads, self.tails, self.opening, self.closing, self.figures
        _ = self.sounding, self.negations, self.gone, self.others, self.past, self.still, self.corrections, self.sides
        _ = self.unfinished

    def region_of(self, part: str, sensation: str) -> str:
        """The region of the branches where this is felt in this part of the body."""
        return self.file.regions_for.get(part, {}).get(sensation) or self.file.regions_as.get(part, part)

    def is_body_word(self, word: str) -> bool:
        """Whether this word alone names a part of the body, or is "it", "that" and the like."""
        return any(pattern.fullmatch(as_matched([word])) for _, pattern in self.body)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all templates and units, for mending what is misspelt."""
        file = self.file
        templates = [*file.negations, *file.others, *file.past, *file.still, *file.gone]
        templates += [name for names in file.body.values() for name in names]
        for sign in file.signs.values():
            templates += [*sign.alone, *(sign.with_body.words if sign.with_body else ())]
        units = {*file.numbers.seconds, *(name for names in file.numbers.units.values() for name in names)}
        found = (match.groups() for each in templates for match in WORD.finditer(each))
        return (
            frozenset(stem + ending for stem, endings in found for ending in ("", *(endings or "").split("|"))) | units
        )

    @cached_property
    def body(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Region and the expression of its names, the longest name first, in the order of the file."""
        return tuple(
            (region, self._compiled(sorted(names, key=lambda name: -name.count(" "))))
            for region, names in self.file.body.items()
        )

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """From the gravest to the mildest, as in the file."""
        return tuple(
            Sign(
                sign.says or name,
                sign.region,
                self._compiled(sign.alone),
                self._compiled(sign.with_body.words) if sign.with_body else None,
                sign.with_body.regions if sign.with_body else frozenset(),
                sign.fixed,
                sign.anybody,
            )
            for name, sign in self.file.signs.items()
        )

    @cached_property
    def sides(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((side, self._compiled(names)) for side, names in self.file.sides.items())

    @cached_property
    def fillers(self) -> re.Pattern[str]:
        return self._compiled(self.file.fillers)

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """What stands at the beginning without meaning: politeness, names, openers."""
        return self._compiled((*self.file.politeness, *self.file.friendly, *self.file.openers))

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """What stands at the end without meaning: politeness and names."""
        return self._compiled((*self.file.politeness, *self.file.friendly))

    @cached_property
    def leads(self) -> re.Pattern[str]:
        return self._compiled((*self.file.leads, *self.file.politeness, *self.file.friendly))

    @cached_property
    def tails(self) -> re.Pattern[str]:
        return self._compiled((*self.file.tails, *self.file.politeness, *self.file.friendly))

    @cached_property
    def corrections(self) -> re.Pattern[str]:
        return self._compiled(self.file.corrections)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A number word, as it stands behind a correction."""
        return self._compiled(("<number>",))

    def only_sounds_like(self, intent: str, text: str) -> bool:
        """Whether words, as they are matched, share those of this intent's commands and are talk."""
        return any(self.sounding[name].search(text) for name in (intent, "any") if name in self.sounding)

    def calls_others(self, plain: Sequence[str]) -> bool:
        """Whether somebody else is called: a name by itself between breaks, or at the end. `plain`: with breaks."""
        names = self.file.calls_others
        parts = " ".join(plain).split(",")
        if len(parts) > 1 and any(part.strip() in names for part in parts):
            return True
        return len(plain) > 1 and plain[-1] in names and plain[-2] not in self.file.belongs

    def is_unfinished(self, text: str) -> bool:
        """Whether words, as they are matched, were broken off in the middle of a sentence."""
        return any(found.end() == len(text) for found in self.unfinished.finditer(text))

    @cached_property
    def unfinished(self) -> re.Pattern[str]:
        return self._compiled(self.file.unfinished)

    @cached_property
    def sounding(self) -> dict[str, re.Pattern[str]]:
        """The expressions of `sounds_like`, by intent."""
        return {intent: self._compiled(templates) for intent, templates in self.file.sounds_like.items()}

    @cached_property
    def negations(self) -> re.Pattern[str]:
        return self._compiled(self.file.negations)

    @cached_property
    def gone(self) -> re.Pattern[str]:
        return self._compiled(self.file.gone)

    @cached_property
    def others(self) -> re.Pattern[str]:
        return self._compiled(self.file.others)

    @cached_property
    def past(self) -> re.Pattern[str]:
        return self._compiled(self.file.past)

    @cached_property
    def still(self) -> re.Pattern[str]:
        return self._compiled(self.file.still)

    @cached_property
    def figures(self) -> re.Pattern[str]:
        return self._compiled(self.file.figures)

    def _compiled(self, templates: Sequence[str]) -> re.Pattern[str]:
        return compiled(templates, self.file.rules)


def _plain(node: yaml.Node | None) -> Any:
    """The tree as plain data; every scalar is the text that was written."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _problem(path: Path, root: yaml.Node | None, where: tuple[int | str, ...], message: str) -> Problem:
    """A fault with the place of the part it is about, as near as that exists."""
    node = root
    for step in where:
        if isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        else:
            inner = None
        if inner is None:
            break
        node = inner
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)
    return Problem(str(path), line, column, f"{'.'.join(map(str, where))}: {message}")
