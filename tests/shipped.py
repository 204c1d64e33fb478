"""What came with the program, read once in a process: wordings, concepts and the reader. Nobody changes them.

To read the wordings takes a tenth of a second, to open a reader half of one and to use it first another second.
"""

from functools import cache

from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.understanding.opening import open_reader
from coach.understanding.reader import Reader
from coach.understanding.words.concepts import Concepts

LIBRARY = Library((shipped_root(),))


@cache
def phrases(language: str = "en") -> Phrases:
    """The wordings of a language."""
    return Phrases.load(LIBRARY.phrases_path(language))


@cache
def reader() -> Reader:
    """The reader of what is typed or said in English, with the learner."""
    return open_reader(LIBRARY, "en", phrases())


def concepts() -> Concepts:
    """What that reader knows of bodies, sensations and amounts."""
    found = reader().concepts
    assert found is not None
    return found
