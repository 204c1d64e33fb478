"""Write docs/source-to-spoken.md: what the hinge knowledge says, the place it is spoken from, and the words there."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.marked import ROOT

LIST, TABLE = ROOT / "docs" / "source-to-spoken.yaml", ROOT / "docs" / "source-to-spoken.md"

HEAD = """# From the source to what is said

Written by `python -m tools.list_spoken` from [source-to-spoken.yaml](source-to-spoken.yaml): a topic of the hinge
knowledge, the file and the place in it that carries it, and the words that are spoken from there. Which file carries a
fact that is no sentence (a tempo, an order, a rule) stands in [knowledge-map.md](knowledge-map.md).
"""

IN_LINES = ("say", "lines", "ask", "said")
"""The keys under which an entry has its words."""


def spoken(pointer: str, root: Path = ROOT) -> str:
    """The words at this place; raises LookupError, saying what is missing, when there are none."""
    name, _, place = pointer.partition("#")
    found: Any = _file(root / ("" if name.startswith("sessions/") else "scripts") / f"{name}.yaml", pointer)
    keys = place.split(".")
    while keys:
        found = _inside(found, keys, pointer)
    for key in IN_LINES:
        found = found[key] if isinstance(found, dict) and key in found else found
    words = found[0] if isinstance(found, list) else found
    if isinstance(words, dict):
        words = words.get("say")
    words = words[0] if isinstance(words, list) else words
    if not isinstance(words, str):
        raise LookupError(f"{pointer}: there are no words here")
    return words


@cache
def _file(path: Path, pointer: str) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LookupError(f"{pointer}: there is no file {path.name}") from error


def _inside(found: Any, keys: list[str], pointer: str) -> Any:
    """What stands under the next of these keys, which may have dots of their own; takes away those that were used."""
    if isinstance(found, list):
        key = keys.pop(0)
        if key.isdigit() and 0 < int(key) <= len(found):
            return found[int(key) - 1]
        entry = next(
            (each for each in found if isinstance(each, dict) and key in (each.get("name"), each.get("do"))), None
        )
        if entry is not None:
            return entry
        raise LookupError(f"{pointer}: there is no {key} in this list")
    for used in range(len(keys), 0, -1):
        key = ".".join(keys[:used])
        if isinstance(found, dict) and key in found:
            del keys[:used]
            return found[key]
    raise LookupError(f"{pointer}: there is no {'.'.join(keys)} here")


def rows(listed: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """The lines of the document's tables."""
    for title, topics in listed.items():
        yield from ("", f"## {title.capitalize()}", "", "| topic | where | what is said |", "|---|---|---|")
        for topic, places in topics.items():
            for number, pointer in enumerate(places):
                yield f"| {topic if number == 0 else ''} | `{pointer}` | {spoken(pointer)} |"


def document() -> str:
    """The whole document as it should be."""
    return HEAD + "\n".join(rows(yaml.safe_load(LIST.read_text(encoding="utf-8")))) + "\n"


def faults() -> list[str]:
    """What the list names and the content does not have."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [
        fault for topics in listed.values() for places in topics.values() for each in places if (fault := _fault(each))
    ]


def _fault(pointer: str) -> str:
    try:
        spoken(pointer)
    except LookupError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    if broken := faults():
        sys.exit("\n".join(broken))
    TABLE.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{TABLE.relative_to(ROOT)} written\n")
