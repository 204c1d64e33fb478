"""The shape of a concept file (scripts/understanding/LANGUAGE.yaml): what may stand in it, checked by pydantic."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from coach.errors import ContentError, Problem
from coach.reading.yaml_places import position
from coach.reading.yaml_text import read_tree
from coach.understanding.words.numbers_shape import NumbersShape, Shape, Templates

ShapeT = TypeVar("ShapeT", bound=Shape)


class BesideBody(Shape):
    """Words that are a sign beside a part of the body; `regions`: only beside these."""

    words: Templates
    regions: frozenset[str] = frozenset()


class SignShape(Shape):
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
    sure: bool = False
    """It is asked about at least, whatever the learner takes it for."""
    says: str = ""


class ConceptsFile(Shape):
    """scripts/understanding/LANGUAGE.yaml."""

    language: str
    contractions: dict[str, str]
    unshortened: dict[str, frozenset[str]] = Field(default_factory=dict)
    """Contractions that before these words are none ("" is the end): "I cannot WEE"."""
    said_of: frozenset[str]
    """Words before which 's is "is" whatever it stands behind."""
    fillers: Templates
    address: Templates
    friendly: Templates
    not_friendly_behind: frozenset[str] = frozenset()
    """Behind one of these a friendly name calls nobody: "give it A miss"."""
    no_slips: frozenset[str] = frozenset()
    """Words that are misspelt from no other."""
    politeness: Templates
    openers: Templates
    leads: Templates
    tails: Templates
    corrections: Templates
    says_anew: Templates = ()
    """Before a number that takes the place of the one said last: "NO, I SAID fifteen"."""
    surely: frozenset[str] = frozenset()
    """Before a correction they make it a denial: "one more, DEFINITELY no two" takes nothing back."""
    body: dict[str, Templates]
    sides: dict[str, Templates]
    rules: dict[str, str] = Field(default_factory=dict)
    regions_as: dict[str, str] = Field(default_factory=dict)
    """Parts of the body that stand for a region of the branches."""
    regions_for: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By part and sensation: the region instead."""
    signs: Annotated[dict[str, SignShape], Field(min_length=1)]
    negations: Templates
    listing: frozenset[str] = frozenset()
    """Words between those of a list that a negation denies: "no numbness OR tingling IN MY legs, no weakness"."""
    gone: Templates
    other_subjects: Templates = ()
    """Behind what is felt: from here on something else is spoken of, and nothing that is gone denies it."""
    not_pain: frozenset[str] = frozenset()
    """Sensations that are not over where `pain_subject` is: "I can't feel my leg, THE PAIN is better though"."""
    pain_subject: Templates = ()
    same_subject: Templates = ()
    """Begins of a clause, or of such words, that still speak of it: "BUT IT is gone"."""
    others: Templates
    somebodys: str
    """The word for what is somebody else's: "Ravi's back" is read as "Ravi HIS back"."""
    own_nothing: frozenset[str]
    """Words that are nobody, before 's: "TODAY's back"."""
    past: Templates
    compared: Templates = ()
    """What speaks of the past and tells of now: "worse THAN LAST WEEK"; a "." stands at the end of the remark."""
    still: Templates
    healed: Templates = ()
    """Behind what was: it is not so still, whatever word of now stands here: "never bothered me SINCE"."""
    supposed: Templates = ()
    """What is felt behind these is only supposed, and asked about: "IF I GOT chest pain"."""
    held_load: Templates = ()
    """Said by themselves they tell of a load that is held to the body, and of nothing felt there."""
    cries: Templates = ()
    """Said by themselves they call for help, with the courtesy that is left out elsewhere."""
    answering: Templates
    """A denial with the word behind it that begins a sentence: it answers, and denies nothing."""
    spent: Templates = ()
    """A negation with the word it denies, behind which it denies nothing more: "NOT READY dizzy"."""
    figures: Templates
    clause_figures: Templates = ()
    """Figures of speech that go over no break; a "." stands where their clause begins or ends."""
    loose_figures: Templates = ()
    """Figures of speech that are none beside a part of the speaker's own: "pop in MY HIP"."""
    own_part: str = ""
    """Before the name of a part of the body: it is the speaker's own."""
    strengths: dict[str, Templates] = Field(default_factory=dict)
    """How strong what is felt is, the strongest first: "unbearable", "strong", "slight"."""
    onsets: dict[str, Templates] = Field(default_factory=dict)
    """How it came: "sudden", "growing", "lasting"."""
    speaks_for: dict[str, Templates] = Field(default_factory=dict)
    """By label of the learner's ("stop", "pause:toilet"): words that speak for it wherever they stand."""
    alone: dict[str, Templates] = Field(default_factory=dict)
    """By label: words that mean this where they are all that was said, and may be of anything else beside others."""
    rather: dict[str, Templates] = Field(default_factory=dict)
    """By label, known to the learner or not: words that mean this, whichever command the learner takes them for."""
    rather_so_much: dict[str, Templates] = Field(default_factory=dict)
    """The same where the amount in the words is meant: "STRETCH THE REST by forty"."""
    rather_asked: dict[str, Templates] = Field(default_factory=dict)
    """The same where it is asked first: what was named may not be what is under way."""
    sounds_like: dict[str, Templates] = Field(default_factory=dict)
    """By intent ("any" for all): talk that shares words with its commands and is none."""
    calls_others: frozenset[str] = frozenset()
    """What others are called: a command that calls one of them is not for the coach."""
    tells: frozenset[str] = frozenset()
    """Behind such a name something is told: "a minute, mum, I am coming"."""
    belongs: frozenset[str] = frozenset()
    """Before such a name these tell that it calls nobody: "it is MY mum"."""
    common_in_names: frozenset[str] = frozenset()
    """Words of sessions' names that tell them from no other."""
    called: dict[str, str] = Field(default_factory=dict)
    """What people say for words of sessions' names, without the s of the plural: "the STRETCHY one"."""
    questions: frozenset[str] = frozenset()
    """Words of a question."""
    wondering: Templates = ()
    """Words that ask whether something would be good: "SHOULD I add five?"."""
    wondered: frozenset[str] = frozenset()
    """Intents that are asked about behind those, and not done."""
    unfinished: Templates = ()
    """Ends of a remark that was broken off: what it was to be is asked about."""
    unfinished_alone: Templates = ()
    """Such ends where hardly a word stands before."""
    yields: dict[str, frozenset[str]] = Field(default_factory=dict)
    """By sensation: intents that answer it. Said beside it, they are obeyed and not the complaint."""
    numbers: NumbersShape = NumbersShape()


def read_concepts(path: Path) -> ConceptsFile:
    """A concept file as it is written; raises ContentError with every fault and its place."""
    return read_as(ConceptsFile, path)


def read_as(shape: type[ShapeT], path: Path) -> ShapeT:
    """A file of this shape as it is written; raises ContentError with every fault and its place."""
    root, _ = read_tree(path)
    try:
        return shape.model_validate(_plain(root))
    except ValidationError as error:
        faults = error.errors()
        raise ContentError([each for fault in faults for each in _problems(shape, path, root, fault)]) from error


def _plain(node: yaml.Node | None) -> Any:
    """The tree as plain data; every scalar is the text that was written."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _problems(shape: type[Shape], path: Path, root: yaml.Node | None, fault: ErrorDetails) -> Iterator[Problem]:
    """A fault in words, with the place of the part it is about, as near as that exists."""
    from coach.script.files.load import messages  # only where something is wrong

    where = fault["loc"]
    name = ".".join(map(str, where)) or "the file"
    for message in messages(shape, fault, name):
        yield Problem(str(path), *position(root, where, at_key=fault["type"] == "extra_forbidden"), message)
