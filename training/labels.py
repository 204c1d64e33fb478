"""The corpus: one sentence a line, `LABEL | sentence`, by author; and the classes that the learner tells apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence of the corpus."""

    text: str
    kind: str
    """The intent, `red`, or `none.` and a kind."""
    slots: dict[str, str]
    author: str

    @property
    def label(self) -> str:
        """The class the learner is to find: the intent, and what of its slots is no number."""
        match self.kind:
            case "red":
                return f"red:{self.slots.get('family', 'severe')}"
            case "pause" if self.slots.get("reason"):
                return "pause:toilet"
            case "verbosity":
                return f"verbosity:{self.slots.get('level', 'quiet')}"
            case "ask" if self.slots.get("topic"):
                return f"ask:{self.slots['topic']}"
            case "change_load":
                amount = self.slots.get("delta") or self.slots.get("percent") or ""
                down = amount.startswith("-") or self.slots.get("direction") == "down"
                return f"change_load:{'down' if down else 'up'}"
            case "log_effort":
                return f"log_effort:{'reps_left' if 'reps_left' in self.slots else 'rpe'}"
            case _:
                return self.kind


def read(path: Path) -> Iterator[Labelled]:
    """The sentences of one author; raises ValueError with file and line for one that is no `LABEL | sentence`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        label, found, text = line.partition(SEPARATOR)
        words = label.split()
        if not found or not words or not text.strip():
            raise ValueError(f"{path}:{number}: should be LABEL | sentence")
        slots: dict[str, str] = {}
        name = ""
        for word in words[1:]:
            key, sign, value = word.partition("=")
            if sign:
                name, slots[key] = key, value
            elif name:
                slots[name] += f" {word}"
        yield Labelled(text.strip(), words[0], slots, path.stem)


def read_all(folder: Path) -> list[Labelled]:
    """Every author's sentences, in the order of the files' names."""
    return [each for path in sorted(folder.glob("*.txt")) for each in read(path)]
