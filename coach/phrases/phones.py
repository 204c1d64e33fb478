"""Phrases learnt by ear: the lifter said them, and what is kept are their speech sounds, no recording and no spelling.

They live beside the lifter's typed wordings: an intent's name, and under it phrases of a few takes each.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import yaml

from coach.errors import ContentError, Problem
from coach.phrases.book import Block
from coach.phrases.intents import Phrases
from coach.reading.files import stands
from coach.reading.writing import replaced
from coach.reading.yaml_text import read_texts

Takes = tuple[str, ...]
"""One phrase as it was said a few times, each a row of the model's phones with spaces between."""


def sounds_path(folder: Path, language: str) -> Path:
    """The file of the phrases learnt by ear."""
    return folder / f"sounds-{language}.yaml"


def read_sounds(path: Path, phrases: Phrases) -> dict[str, list[Takes]]:
    """Learnt phrases by intent; empty without a file. Raises ContentError when it cannot be used."""
    if not stands(path):
        return {}
    data = read_texts(path, "mend or delete it")
    if not isinstance(data, dict) or not all(_learnt(entry) for entry in data.values()):
        raise _fault(path, "should be intents with a list of phrases each, a phrase being a list of takes")
    for intent in data:
        if intent not in phrases.intents:
            raise _fault(path, f"there is no intent {intent!r}")
    return {intent: [tuple(takes) for takes in learnt] for intent, learnt in data.items()}


def keep_sounds(path: Path, phrases: Phrases, intent: str, takes: Takes) -> None:
    """Add a phrase. Raises ContentError or InputError, and then the file stays as it was."""
    learnt = read_sounds(path, phrases)
    learnt[intent] = [*learnt.get(intent, []), takes]
    write_sounds(path, learnt)


def write_sounds(path: Path, learnt: Mapping[str, list[Takes]]) -> None:
    """Keep these phrases and no others. Raises InputError when that cannot be."""
    data = {name: [list(each) for each in phrases_of] for name, phrases_of in sorted(learnt.items())}
    replaced(path, yaml.safe_dump(data, sort_keys=True))


def with_sounds(phrases: Phrases, learnt: Mapping[str, list[Takes]]) -> Phrases:
    """The same phrases and the learnt ones, each as a word of its own with a pronunciation for every take.

    Those that are in there already stay as they are.
    """
    blocks: list[Block] = []
    pronunciations = dict(phrases.book.pronunciations)
    for intent, rows in learnt.items():
        for number, takes in enumerate(rows):
            word = learnt_word(intent, number)
            if word in pronunciations:
                continue
            blocks.append(Block(intent, (word,)))
            # The dictionary's way of writing a second pronunciation of a word.
            names = [word, *(f"{word}({other + 2})" for other in range(len(takes) - 1))]
            pronunciations.update(zip(names, takes, strict=True))
    return Phrases(replace(phrases.book, blocks=(*blocks, *phrases.book.blocks), pronunciations=pronunciations))


def learnt_word(intent: str, number: int) -> str:
    """The word that stands for a learnt phrase: letters only, as every word of a remark is."""
    letters = ascii_lowercase[number // 26 % 26] + ascii_lowercase[number % 26]
    return f"{_stem(intent)}{letters}"


def learnt_by_ear(text: str, intent: str) -> bool:
    """Whether the text is such a word, which nobody could read out."""
    stem = _stem(intent)
    return text.startswith(stem) and len(text) == len(stem) + 2 and text.isalpha()


def _stem(intent: str) -> str:
    return f"my{intent.replace('_', '')}"


def _learnt(entry: object) -> bool:
    return isinstance(entry, list) and all(
        isinstance(takes, list) and takes and all(isinstance(take, str) and take.strip() for take in takes)
        for takes in entry
    )


def _fault(path: Path, what: str) -> ContentError:
    return ContentError([Problem(str(path), 1, 1, f"{what}; mend or delete it")])
