"""Opening the reader of a language: its wordings, concepts, branches and learner, from one library of content."""

from pathlib import Path

from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from coach.understanding.learner import Learner
from coach.understanding.reader import Reader
from coach.understanding.words.concepts import Concepts


def open_reader(
    library: Library, language: str, phrases: Phrases | None = None, *, learner: Learner | None = None
) -> Reader:
    """The reader; without `phrases` with the language's own. Raises ContentError for faults in the content."""
    try:
        concepts = Concepts.load(
            library.file("scripts", "understanding", f"{language}.yaml"), _respellings(library, language)
        )
    except InputError:
        concepts = None
    known = phrases or Phrases.load(library.phrases_path(language))
    return Reader(known, concepts, library.is_red_flag, learner or (Learner.found() if concepts else None))


def _respellings(library: Library, language: str) -> Path | None:
    try:
        return library.file("scripts", "respellings", f"{language}.yaml")
    except InputError:
        return None
