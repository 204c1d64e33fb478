"""The lifter's own wordings: "call it" may mean "done" to one person and nothing to everybody else.

They live in one small file in the user's data folder: an intent's name, and under it what this lifter says for it.
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from coach.errors import ContentError, InputError, Problem
from coach.phrases.book import did_you_mean
from coach.phrases.intents import Phrases
from coach.phrases.sounds import read_sounds, sounds_path, with_sounds
from coach.script.library import Library

TEACHABLE_WORDS = 2
"""A phrase of one short word is said too often by chance."""
SHORT = 5


def own_phrases_path(folder: Path, language: str) -> Path:
    """The file of the lifter's own wordings."""
    return folder / f"phrases-{language}.yaml"


def load_phrases(library: Library, language: str, folder: Path) -> Phrases:
    """The phrases of a language with the lifter's own wordings added.

    Raises ContentError for faults in either, InputError for a language there are no phrases for.
    """
    known = sorted({path.stem for root in library.roots for path in (root / "scripts" / "phrases").glob("*.yaml")})
    if language not in known:
        near = did_you_mean(language, tuple(known))
        raise InputError(f"there are no phrases for the language {language!r}{near}; use one of {', '.join(known)}")
    phrases = Phrases.load(library.phrases_path(language))
    own = read_own_phrases(own_phrases_path(folder, language), phrases)
    learnt = read_sounds(sounds_path(folder, language), phrases)
    phrases = phrases.with_phrases(own) if own else phrases
    return with_sounds(phrases, learnt) if learnt else phrases


def read_own_phrases(path: Path, phrases: Phrases) -> dict[str, list[str]]:
    """Wordings by intent; empty without a file. Raises ContentError when it cannot be used."""
    if not path.exists():
        return {}
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ContentError([Problem(str(path), 1, 1, f"cannot be read ({error}); mend or delete it")]) from error
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
    words = wording.split()
    if len(words) < TEACHABLE_WORDS and len(wording) < SHORT:
        raise InputError(f"{phrase!r} is too short to be told from other talk; teach two words or a longer one")
    known = phrases.match(wording)
    if known is not None:
        already = "already means that" if known.intent == intent else f"already means {known.intent}"
        raise InputError(f"{phrase!r} {already}; choose another phrase")
    own: Mapping[str, list[str]] = read_own_phrases(path, phrases)
    _keep(path, {**own, intent: [*own.get(intent, []), wording]})
    return wording


def _keep(path: Path, own: Mapping[str, list[str]]) -> None:
    """Written beside the file and moved into place, so that a power cut leaves the old or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(yaml.safe_dump(dict(own), allow_unicode=True, sort_keys=True), encoding="utf-8")
    fresh.replace(path)


def _no_intent(intent: str, phrases: Phrases) -> str:
    names = tuple(sorted(phrases.intents))
    return f"there is no intent {intent!r}{did_you_mean(intent, names)}; use one of {', '.join(names)}"
