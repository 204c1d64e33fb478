"""The lifter's own wordings: "call it" may mean "done" to one person and nothing to everybody else.

They live in one small file in the user's data folder: an intent's name, and under it what this lifter says for it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml

from coach.errors import ContentError, InputError, Problem
from coach.phrases.intents import Phrases
from coach.phrases.phones import read_sounds, sounds_path, with_sounds
from coach.phrases.phrase_file import did_you_mean
from coach.reading.files import stands
from coach.reading.left_out import leave_out
from coach.reading.writing import replaced
from coach.reading.yaml_text import read_texts
from coach.script.files.library import Library

WordingT = TypeVar("WordingT")

TEACHABLE_WORDS = 2
"""A phrase of one short word is said too often by chance."""
SHORT = 5


def own_phrases_path(folder: Path, language: str) -> Path:
    """The file of the lifter's own wordings."""
    return folder / f"phrases-{language}.yaml"


def load_phrases(library: Library, language: str, folder: Path) -> Phrases:
    """The phrases of a language with the lifter's own wordings added.

    Raises ContentError for faults in the phrases, InputError for a language there are none for. A file of the lifter's
    own that is broken is left out, and that is told.
    """
    known = sorted({path.stem for root in library.roots for path in (root / "scripts" / "phrases").glob("*.yaml")})
    if language not in known:
        near = did_you_mean(language, tuple(known))
        raise InputError(f"there are no phrases for the language {language!r}{near}; use one of {', '.join(known)}")
    phrases = library.phrases(language, Phrases.load)
    own = _unless_broken(read_own_phrases, own_phrases_path(folder, language), phrases)
    learnt = _unless_broken(read_sounds, sounds_path(folder, language), phrases)
    phrases = phrases.with_phrases(own) if own else phrases
    return with_sounds(phrases, learnt) if learnt else phrases


def _unless_broken(
    read: Callable[[Path, Phrases], dict[str, list[WordingT]]], path: Path, phrases: Phrases
) -> dict[str, list[WordingT]]:
    try:
        return read(path, phrases)
    except ContentError as error:
        leave_out(error)
        return {}


def read_own_phrases(path: Path, phrases: Phrases) -> dict[str, list[str]]:
    """Wordings by intent; empty without a file. Raises ContentError when it cannot be used."""
    if not stands(path):
        return {}
    data = read_texts(path, "mend or delete it")
    if not isinstance(data, dict) or not all(isinstance(lines, list) for lines in data.values()):
        raise ContentError(
            [Problem(str(path), 1, 1, "should be intents with a list of wordings each; mend or delete it")]
        )
    for intent in data:
        if intent not in phrases.intents:
            raise ContentError([Problem(str(path), 1, 1, _no_intent(intent, phrases))])
    return {intent: [phrases.normalise(str(line)) for line in lines] for intent, lines in data.items()}


def teach(path: Path, phrases: Phrases, intent: str, phrase: str) -> str:
    """Add a wording for an intent and keep it; returns it as it will be recognised.

    Raises InputError when it cannot be learnt: it already means something else, or is too short to be told apart.
    """
    if intent not in phrases.intents:
        raise InputError(_no_intent(intent, phrases))
    wording = phrases.normalise(phrase)
    known = phrases.match(wording)
    if known is not None:
        already = "already means that" if known.intent == intent else f"already means {known.intent}"
        raise InputError(f"{phrase!r} {already}; choose another phrase")
    if len(wording.split()) < TEACHABLE_WORDS and len(wording) < SHORT:
        raise InputError(f"{phrase!r} is too short to be told from other talk; teach two words or a longer one")
    own: Mapping[str, list[str]] = read_own_phrases(path, phrases)
    write_own_phrases(path, {**own, intent: [*own.get(intent, []), wording]})
    return wording


def write_own_phrases(path: Path, own: Mapping[str, list[str]]) -> None:
    """Written beside the file and moved into place, so that a power cut leaves the old or the new one whole."""
    replaced(path, yaml.safe_dump(dict(own), allow_unicode=True, sort_keys=True))


def _no_intent(intent: str, phrases: Phrases) -> str:
    names = tuple(sorted(phrases.intents))
    return f"there is no intent {intent!r}{did_you_mean(intent, names)}; use one of {', '.join(names)}"
