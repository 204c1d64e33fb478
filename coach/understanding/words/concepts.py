"""The concepts of a language, compiled: body parts, what is felt, whose, when, denied, and sayings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from coach.errors import ContentError, Problem
from coach.understanding.words.command_words import RATHER, CommandWords
from coach.understanding.words.concept_file import ConceptsFile, read_concepts
from coach.understanding.words.lexicon import words_to_mend
from coach.understanding.words.patterns import TemplateError, Templates, as_matched
from coach.understanding.words.respelling import RespellingsFile, read_respellings

BEFORE_UNFINISHED = 1
"""So many words may stand before what is broken off only where hardly anything was said."""


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
    sure: bool = False


class Concepts:
    """One language's concepts. Every template is read at once, and compiled where it is first looked for."""

    def __init__(self, file: ConceptsFile, respellings: RespellingsFile | None = None) -> None:
        self.file = file
        self.respellings = respellings or RespellingsFile(language=file.language)
        self._templates = Templates(file.rules)
        self.commands = CommandWords(file, self._templates)
        self._lists: dict[str, re.Pattern[str]] = {}
        self.language = file.language
        self.said_of = file.said_of
        self.contractions: Mapping[str, str] = file.contractions
        self.address = tuple(sorted((tuple(name.split()) for name in file.address), key=len, reverse=True))

    @classmethod
    def load(cls, path: Path, respellings: Path | None = None) -> "Concepts":
        """Read a concept file, and one of respellings; raises ContentError with every fault."""
        found = cls(read_concepts(path), read_respellings(respellings) if respellings is not None else None)
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
            *file.alone.values(), *(words for name in RATHER for words in getattr(file, name).values()),
            *(sign.alone for sign in signs), *(sign.with_body.words for sign in signs if sign.with_body),
            file.fillers, file.politeness, file.friendly, file.openers, file.leads, file.tails, file.corrections,
            file.wondering, file.unfinished, file.unfinished_alone, file.negations, file.gone, file.others,
            file.past, file.still,
            file.answering, file.spent, file.figures, file.clause_figures, file.loose_figures, file.compared,
            file.healed, file.pain_subject, file.supposed, file.cries, file.held_load,
            file.other_subjects, file.same_subject, *file.strengths.values(), *file.onsets.values(),
        )  # fmt: skip
        for template in chain.from_iterable(kinds):
            self._templates.expression(template)

    def prepare(self) -> None:
        """Compile now what every remark is looked through for; what only some need takes a few milliseconds then."""
        _ = self.body, self.signs, self.fillers, self.leads, self.tails, self.opening, self.closing, self.figures
        _ = self.negations, self.gone, self.others, self.past, self.still, self.answering, self.corrections, self.sides
        _ = self.loose_figures, *map(self.listed, ("spent", "compared", "healed", "supposed", "cries", "held_load"))
        _ = self.subjects, self.unfinished, self.unfinished_alone, self.strengths, self.onsets

    def region_of(self, part: str, sensation: str) -> str:
        """The region of the branches where this is felt in this part of the body."""
        return self.file.regions_for.get(part, {}).get(sensation) or self.file.regions_as.get(part, part)

    def is_body_word(self, word: str) -> bool:
        """Whether this word alone names a part of the body, or is "it", "that" and the like."""
        return any(pattern.fullmatch(as_matched([word])) for _, pattern in self.body)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of complaints and units, for mending what is misspelt."""
        return words_to_mend(self.file)

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
                sign.sure,
            )
            for name, sign in self.file.signs.items()
        )

    @cached_property
    def sides(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((side, self._compiled(names)) for side, names in self.file.sides.items())

    @cached_property
    def fillers(self) -> re.Pattern[str]:
        return self._compiled(self.file.fillers)

    def spare(self, text: str) -> list[str]:
        """The words of a text, as it is matched, without those that mean nothing."""
        return self.fillers.sub("", text).split()

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

    def calls_others(self, plain: Sequence[str]) -> bool:
        """Whether somebody else is called: a name by itself between breaks, at the end, or before what is told him.

        `plain`: with breaks. "give me a minute MUM I am coming" calls her, "my mum I think" does not.
        """
        names = self.file.calls_others
        parts = " ".join(plain).split(",")
        if len(parts) > 1 and any(part.strip() in names for part in parts):
            return True
        called = (
            behind in ("", ",", *self.file.tells) and word in names and before not in self.file.belongs
            for before, word, behind in zip(plain, plain[1:], [*plain[2:], ""], strict=False)
        )
        return any(called)

    def is_unfinished(self, text: str) -> bool:
        """Whether words, as they are matched, were broken off in the middle of a sentence."""
        begins = [0, *(at for at, letter in enumerate(text, 1) if letter == " " and at < len(text))]
        if any(self.unfinished.fullmatch(text, begin) for begin in begins):
            return True
        return any(self.unfinished_alone.fullmatch(text, begin) for begin in begins[: BEFORE_UNFINISHED + 1])

    @cached_property
    def unfinished(self) -> re.Pattern[str]:
        return self._compiled(self.file.unfinished)

    @cached_property
    def unfinished_alone(self) -> re.Pattern[str]:
        return self._compiled(self.file.unfinished_alone)

    @cached_property
    def negations(self) -> re.Pattern[str]:
        return self._compiled(self.file.negations)

    @cached_property
    def gone(self) -> re.Pattern[str]:
        return self._compiled(self.file.gone)

    @cached_property
    def subjects(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Where something else is spoken of, and where the same still is."""
        return self._compiled(self.file.other_subjects), self._compiled(self.file.same_subject)

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

    def listed(self, name: str) -> re.Pattern[str]:
        """The expression of the list of templates that has this name in the file."""
        if name not in self._lists:
            self._lists[name] = self._compiled(getattr(self.file, name))
        return self._lists[name]

    @cached_property
    def strengths(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """How strong, from the strongest to the slightest, as in the file."""
        return tuple((name, self._compiled(words)) for name, words in self.file.strengths.items())

    @cached_property
    def onsets(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """How it came, in the order of the file."""
        return tuple((name, self._compiled(words)) for name, words in self.file.onsets.items())

    @cached_property
    def figures(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Figures of speech: those of a whole remark, and those that go over no break."""
        return self._compiled(self.file.figures), self._compiled(self.file.clause_figures)

    @cached_property
    def loose_figures(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Those that a part of the body takes back, and such a part that is the speaker's own."""
        names = (name for names in self.file.body.values() for name in names)
        return self._compiled(self.file.loose_figures), self._compiled(
            [f"{self.file.own_part} ({name})" for name in names]
        )

    def _compiled(self, templates: Sequence[str]) -> re.Pattern[str]:
        return self._templates.compiled(templates)
