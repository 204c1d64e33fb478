"""Which content counts: what is shipped, the folder of the configuration laid over it, and the lifter's own wordings.

Every command asks here, so that what `coach run` performs is what the others list, check, plan and understand.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.config import Config
from coach.script.files.library import Library
from coach.script.files.overlay import own_root

if TYPE_CHECKING:
    from coach.phrases.intents import Phrases


def library_of(config: Config) -> Library:
    """All content: `content_folder`, or the user's usual folder without it, laid over what is shipped."""
    library = Library.open(config.content_folder) if config.content_folder else Library.open()
    return replace(library, unit=config.unit)


def own_folder(config: Config) -> Path:
    """Where the user's own content is; it need not exist."""
    return config.content_folder or own_root()


def without_words(phrases: "Phrases", library: Library) -> tuple[str, ...]:
    """The commands this language has no wording for, by name, in order; English has them all."""
    if phrases.language == "en":
        return ()
    from coach.phrases.intents import Phrases

    return tuple(sorted(Phrases.load(library.phrases_path("en")).intents - phrases.intents))


def phrases_of(config: Config, library: Library | None = None) -> "Phrases":
    """The phrases of the configuration's language, with the wordings and sounds the lifter taught.

    `library` spares opening the content again. Raises ContentError for faults in them, InputError for a language
    there are no phrases for.
    """
    from coach.phrases.own_wordings import load_phrases

    return load_phrases(library or library_of(config), config.language, config.data_folder)
