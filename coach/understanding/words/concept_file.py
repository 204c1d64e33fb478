"""The shape of a concept file (scripts/understanding/LANGUAGE.yaml): what may stand in it, checked by pydantic."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.errors import ContentError, Problem
from coach.reading.yaml_places import position
from coach.reading.yaml_text import read_tree

Templates = tuple[str, ...]


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
    asked: bool = False
    """What sounds like a danger and may well be none: asked about where its row is a red flag's, unless another danger
    is found beside it; the learner makes nothing graver of it."""
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
    """Before a number that is a part of what was done: "the LAST two were slow"."""
    aims: Templates = ()
    """Before a number that was to be, and is not the one reported: "I was GOING FOR eight"."""
    nots: frozenset[str] = frozenset()
    """Before an article they take it away: "NOT a second less"."""
    ranges: frozenset[str] = frozenset()
    """ "BETWEEN seven and nine"."""
    amounts_to: frozenset[str] = frozenset()
    """Before a sum that was worked out: "two plates a side, that IS two twenty-five"."""
    sums: frozenset[str] = frozenset()
    """Between numbers that are added up: the sum that is said behind them counts."""
    totals: Templates = ()
    """Beside the number that counts: "five a side, ten IN TOTAL"."""
    follows: frozenset[str] = frozenset()
    """Between what was missed and what was done: "failed the third BUT got two"."""
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
    bottom: frozenset[str] = frozenset()
    """Its bottom."""
    up_to: frozenset[str] = frozenset()
    """Between the ends of the scale: "one TO ten"."""
    scale_before: frozenset[str] = frozenset()
    scale_behind: frozenset[str] = frozenset()
    """Before and behind the top of the scale where that is no rating: "on a ten POINT scale"."""
    percent_phrase: frozenset[str] = frozenset()
    """Percent in more than one word."""
    asked_by: tuple[str, ...] = ()
    """Words of a question that a number answers."""
    written_for: dict[str, str] = Field(default_factory=dict)
    """What an ear writes down for a number that was asked for, and the number: "ATE" for eight."""
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
    missed_at: Templates = ()
    """Before the place of the one that was missed: "got STUCK ON five"."""
    others_missed: Templates = ()
    """Somebody else missed it: "YOU MISSED one"."""
    failing: Templates = ()
    """Behind a repetition that failed: "the fifth WOULD NOT go"."""
    ordinals: dict[str, int] = Field(default_factory=dict)
    """The repetitions by their place: "the FIFTH"."""
    not_behind_ordinal: frozenset[str] = frozenset()
    """Behind a place that is no repetition's: "the second SET"."""
    nexts: Templates = ()
    """The repetition behind those done: "the ONE AFTER"."""
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
    says_anew: Templates = ()
    """Before a number that takes the place of the one said last: "NO, I SAID fifteen"."""
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
    somebodys: str
    """The word for what is somebody else's: "Ravi's back" is read as "Ravi HIS back"."""
    own_nothing: frozenset[str]
    """Words that are nobody, before 's: "TODAY's back"."""
    past: Templates
    still: Templates
    answering: Templates
    """A denial with the word behind it that begins a sentence: it answers, and denies nothing."""
    figures: Templates
    strengths: dict[str, Templates] = Field(default_factory=dict)
    """How strong what is felt is, the strongest first: "unbearable", "strong", "slight"."""
    onsets: dict[str, Templates] = Field(default_factory=dict)
    """How it came: "sudden", "growing", "lasting"."""
    speaks_for: dict[str, Templates] = Field(default_factory=dict)
    """By label of the learner's ("stop", "pause:toilet"): words that speak for it wherever they stand."""
    sounds_like: dict[str, Templates] = Field(default_factory=dict)
    """By intent ("any" for all): talk that shares words with its commands and is none."""
    calls_others: frozenset[str] = frozenset()
    """What others are called: a command that calls one of them is not for the coach."""
    belongs: frozenset[str] = frozenset()
    """Before such a name these tell that it calls nobody: "it is MY mum"."""
    common_in_names: frozenset[str] = frozenset()
    """Words of sessions' names that tell them from no other."""
    called: dict[str, str] = Field(default_factory=dict)
    """What people say for words of sessions' names, without the s of the plural: "the STRETCHY one"."""
    questions: frozenset[str] = frozenset()
    """Words of a question."""
    unfinished: Templates = ()
    """Ends of a remark that was broken off: what it was to be is asked about."""
    yields: dict[str, frozenset[str]] = Field(default_factory=dict)
    """By sensation: intents that answer it. Said beside it, they are obeyed and not the complaint."""
    numbers: NumbersShape = NumbersShape()


def read_concepts(path: Path) -> ConceptsFile:
    """A concept file as it is written; raises ContentError with every fault and its place."""
    root, _ = read_tree(path)
    try:
        return ConceptsFile.model_validate(_plain(root))
    except ValidationError as error:
        raise ContentError([_problem(path, root, each["loc"], each["msg"]) for each in error.errors()]) from error


def _plain(node: yaml.Node | None) -> Any:
    """The tree as plain data; every scalar is the text that was written."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _problem(path: Path, root: yaml.Node | None, where: tuple[int | str, ...], message: str) -> Problem:
    """A fault with the place of the part it is about, as near as that exists."""
    return Problem(str(path), *position(root, where), f"{'.'.join(map(str, where))}: {message}")
