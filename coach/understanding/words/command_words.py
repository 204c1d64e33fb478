"""Words of a language that tell commands, or only sound like them: its lists by the learner's labels, compiled."""

import re
from collections.abc import Iterator, Sequence

from coach.understanding.words.concept_file import ConceptsFile
from coach.understanding.words.patterns import Templates

RATHER_SO_MUCH, RATHER_ASKED = "rather_so_much", "rather_asked"
RATHER = (RATHER_SO_MUCH, "rather", RATHER_ASKED)
"""Lists of the concept file that tell which command words mean, whichever the learner takes them for."""


class CommandWords:
    """One language's lists by label, compiled where they are first looked for."""

    def __init__(self, file: ConceptsFile, templates: Templates) -> None:
        self._file, self._templates = file, templates
        self._by_label: dict[tuple[str, str], re.Pattern[str]] = {}

    def only_sounds_like(self, intent: str, text: str) -> bool:
        """Whether words, as they are matched, share those of this intent's commands and are talk."""
        kinds = (self._labelled("sounds_like", name) for name in (intent, "any"))
        return any(pattern.search(text) for pattern in kinds if pattern is not None)

    def speaks_for(self, label: str, text: str) -> bool:
        """Whether words, as they are matched, speak for this label of the learner's."""
        pattern = self._labelled("speaks_for", label)
        return pattern is not None and pattern.search(text) is not None

    def means_alone(self, text: str) -> Iterator[str]:
        """The labels that words, as they are matched, mean where they are all that was said."""
        for label in self._file.alone:
            pattern = self._labelled("alone", label)
            if pattern is not None and pattern.fullmatch(text):
                yield label

    def rather(self, text: str) -> tuple[str, str, bool]:
        """The label that these words, as they are matched, mean whichever the learner takes them for, the list of the
        file that says so, both empty where they mean none, and whether they are all that was said. In the file a "." is
        where the remark begins or ends."""
        text = f". {text}. "
        for name in RATHER:
            for label in getattr(self._file, name):
                pattern = self._labelled(name, label)
                if pattern is not None and (found := pattern.search(text)) is not None:
                    return label, name, len(found[0].split()) == len(text.split())
        return "", "", False

    def _labelled(self, kind: str, label: str) -> re.Pattern[str] | None:
        """A label's words in a list of the file by label, compiled where first asked for; None where it has none."""
        words: Sequence[str] | None = getattr(self._file, kind).get(label)
        if words is not None and (kind, label) not in self._by_label:
            self._by_label[kind, label] = self._templates.compiled(words)
        return self._by_label.get((kind, label))
