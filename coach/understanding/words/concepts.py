"""The concepts of a language, compiled: body parts, what is felt, whose, when, denied, and sayings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from coach.errors import ContentError, Problem
from coach.reading.yaml_text import read_tree
from coach.understanding.words.concept_file import ConceptsFile
from coach.understanding.words.patterns import TemplateError, as_matched, compiled

WORD = re.compile(r"([a-z']+)(?:\[([a-z|]+)\])?")
"""A whole word of a template, and the endings it may have; no rule's name."""


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
    asked: bool = False


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
        _ = (
            self.sounding,
            self.negations,
            self.gone,
            self.others,
            self.past,
            self.still,
            self.answering,
            self.corrections,
            self.sides,
        )
        _ = self.unfinished, self._speaking

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
                sign.asked,
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

    def speaks_for(self, label: str, text: str) -> bool:
        """Whether words, as they are matched, speak for this label of the learner's."""
        return label in self._speaking and self._speaking[label].search(text) is not None

    @cached_property
    def _speaking(self) -> dict[str, re.Pattern[str]]:
        """The expressions of `speaks_for`, by label."""
        return {label: self._compiled(templates) for label, templates in self.file.speaks_for.items()}

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
    def answering(self) -> re.Pattern[str]:
        return self._compiled(self.file.answering)

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
