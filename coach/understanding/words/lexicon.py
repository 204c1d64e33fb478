"""The words of a concept file: those that what is misspelt is mended to, and those that are no slip of another."""

import re
from collections.abc import Iterable
from itertools import chain

from coach.understanding.words.concept_file import ConceptsFile

WORD = re.compile(r"([a-z']+)(?:\[([a-z|]+)\])?")
"""A whole word of a template, and the endings it may have; no rule's name."""


def words_to_mend(file: ConceptsFile) -> frozenset[str]:
    """The words of complaints and units, for mending what is misspelt."""
    templates = [*file.negations, *file.others, *file.past, *file.still, *file.gone, *chain(*file.body.values())]
    for sign in file.signs.values():
        templates += [*sign.alone, *(sign.with_body.words if sign.with_body else ())]
    return _words_in(templates) | set(file.numbers.seconds) | set(chain(*file.numbers.units.values()))


def known_words(file: ConceptsFile) -> frozenset[str]:
    """Words that are no slip of another, though none is mended to them: those that speak for commands or others."""
    kinds = (
        *file.speaks_for.values(),
        *file.alone.values(),
        *file.rather.values(),
        *file.rather_so_much.values(),
        *file.sounds_like.values(),
    )
    return _words_in([*chain(*kinds), *file.rules.values(), *file.friendly]) | file.no_slips


def _words_in(templates: Iterable[str]) -> frozenset[str]:
    """The words of templates, with every ending they may have."""
    found = (match.groups() for each in templates for match in WORD.finditer(each))
    return frozenset(stem + ending for stem, endings in found for ending in ("", *(endings or "").split("|")))
