"""The concepts of a language, compiled: body parts, what is felt, whose, when, denied, and sayings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from coach.errors import ContentError, Problem
from coach.understanding.words.concept_file import ConceptsFile, read_concepts
from coach.understanding.words.patterns import TemplateError, Templates, as_matched

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
    """One language's concepts. Every template is read at once, and compiled where it is first looked for."""

    def __init__(self, file: ConceptsFile) -> None:
        self.file = file
        self._templates = Templates(file.rules)
        self._sounding: dict[str, re.Pattern[str]] = {}
        self._speaking: dict[str, re.Pattern[str]] = {}
        self.language = file.language
        self.said_of = file.said_of
        self.contractions: Mapping[str, str] = file.contractions
        self.address = tuple(sorted((tuple(name.split()) for name in file.address), key=len, reverse=True))

    @classmethod
    def load(cls, path: Path) -> "Concepts":
        """Read a concept file; raises ContentError with every fault."""
        found = cls(read_concepts(path))
        try:
            found.check()
        except TemplateError as error:
            raise ContentError([Problem(str(path), 1, 1, f"has a template that cannot be used: {error}")]) from error
        return found

    def check(self) -> None:
        """Read every template without compiling it; raises TemplateError."""
        file, signs = self.file, self.file.signs.values()
        kinds = (
            *file.body.values(), *file.sides.values(), *file.sounds_like.values(), *file.speaks_for.values(),
            *(sign.alone for sign in signs), *(sign.with_body.words for sign in signs if sign.with_body),
            file.fillers, file.politeness, file.friendly, file.openers, file.leads, file.tails, file.corrections,
            file.unfinished, file.negations, file.gone, file.others, file.past, file.still, file.answering,
            file.figures, *file.strengths.values(), *file.onsets.values(),
        )  # fmt: skip
        for template in chain.from_iterable(kinds):
            self._templates.expression(template)

    def prepare(self) -> None:
        """Compile now what every remark is looked through for; what only some need takes a few milliseconds then."""
        _ = self.body, self.signs, self.fillers, self.leads, self.tails, self.opening, self.closing, self.figures
        _ = self.negations, self.gone, self.others, self.past, self.still, self.answering, self.corrections, self.sides
        _ = self.unfinished, self.strengths, self.onsets

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
    def says_anew(self) -> re.Pattern[str]:
        return self._compiled(self.file.says_anew)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A number word, as it stands behind a correction."""
        return self._compiled(("<number>",))

    def only_sounds_like(self, intent: str, text: str) -> bool:
        """Whether words, as they are matched, share those of this intent's commands and are talk."""
        kinds = (_found(self._sounding, name, self.file.sounds_like, self._templates) for name in (intent, "any"))
        return any(pattern.search(text) for pattern in kinds if pattern is not None)

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

    def speaks_for(self, label: str, text: str) -> bool:
        """Whether words, as they are matched, speak for this label of the learner's."""
        pattern = _found(self._speaking, label, self.file.speaks_for, self._templates)
        return pattern is not None and pattern.search(text) is not None

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
    def strengths(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """How strong, from the strongest to the slightest, as in the file."""
        return tuple((name, self._compiled(words)) for name, words in self.file.strengths.items())

    @cached_property
    def onsets(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """How it came, in the order of the file."""
        return tuple((name, self._compiled(words)) for name, words in self.file.onsets.items())

    @cached_property
    def figures(self) -> re.Pattern[str]:
        return self._compiled(self.file.figures)

    def _compiled(self, templates: Sequence[str]) -> re.Pattern[str]:
        return self._templates.compiled(templates)


def _found(
    kept: dict[str, re.Pattern[str]], name: str, all_: Mapping[str, Sequence[str]], templates: Templates
) -> re.Pattern[str] | None:
    """The expression of this name, compiled where it is first asked for; None where the file has none."""
    if name not in kept and name in all_:
        kept[name] = templates.compiled(all_[name])
    return kept.get(name)
