"""Write docs/source-to-spoken.md: what the sources say, the place that carries it, when it is said, and the words."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.marked import ROOT

LIST, TABLE = ROOT / "docs" / "source-to-spoken.yaml", ROOT / "docs" / "source-to-spoken.md"

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader written in C, where PyYAML has it."""

HEAD = """# From the source to what is said

Written by `python -m tools.list_spoken` from [source-to-spoken.yaml](source-to-spoken.yaml): every sentence of the
hinge knowledge and every row of its review by a coach's eyes, in a few words of our own; the place that carries it;
when it is said; the words, or the rule as it is written. Which file carries which fact stands in
[knowledge-map.md](knowledge-map.md), what was checked of what came without a source in [checked.md](checked.md).
"""

RULE = "a rule"
"""When it is said of what is not said but done."""

LEFT_OUT = "left out: "
"""What stands before the reason, where nothing carries it."""

WHEN = {
    "say": "in the session",
    "why": "when why is asked",
    "ask": "as a question",
    "setup": "before the first set",
    "brace": "before the first set, last",
    "cues": "before a later set",
    "between_sets": "in the rest",
    "faults": "when that went wrong, or is asked about",
    "safe_end": "when a set is broken off",
    "welcome": "at the beginning",
    "close": "at the end",
    "answers": "when it is asked",
    "branches": "when that is complained of",
    "progress sentences": "at the beginning, looking back",
    "lines reply": "in answer",
    "lines find": "at the first load of a lift",
    "lines feedback": "after a set",
    "lines race": "before a race",
    "lines health": "to whom it concerns",
    "lines rest": "as a rest begins",
    "lines ask": "as a question",
    "lines close": "at the end",
    "lines pause": "in a pause",
    "lines idle": "between sessions",
}
"""When something is said, by the part of the file it stands in, or by the kind of file."""

IN_LINES = ("say", "lines", "ask", "said")
"""The keys under which an entry has its words."""


def spoken(pointer: str, root: Path = ROOT) -> str:
    """The words at this place; raises LookupError, saying what is missing, when there are none."""
    found = _found(pointer, root)
    for key in IN_LINES:
        found = found[key] if isinstance(found, dict) and key in found else found
    words = found[0] if isinstance(found, list) else found
    if isinstance(words, dict):
        words = words.get("say")
    words = words[0] if isinstance(words, list) else words
    if not isinstance(words, str):
        raise LookupError(f"{pointer}: there are no words here")
    return words


def _found(pointer: str, root: Path) -> Any:
    """What stands at this place; raises LookupError."""
    name, _, place = pointer.partition("#")
    path = root / ("" if name.startswith("sessions/") else "scripts") / f"{name}.yaml"
    try:
        found = _file(path)
    except OSError as error:
        raise LookupError(f"{pointer}: there is no file {path.name}") from error
    keys = place.split(".")
    while keys:
        found = _inside(found, keys, pointer)
    return found


@cache
def _file(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


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


def held(pointer: str, root: Path = ROOT) -> str:
    """What is at this place: its words, a rule as it is written, the test that shows it, or why it is left out."""
    if pointer.startswith(LEFT_OUT):
        if not (reason := pointer.removeprefix(LEFT_OUT).strip()):
            raise LookupError(f"{pointer}: there is no reason here")
        return reason
    if pointer.startswith("tests/"):
        return _shown(pointer, root)
    if when(pointer) == RULE:
        return f"(`{_written(_found(pointer, root))}`)"
    return spoken(pointer, root)


def _shown(pointer: str, root: Path) -> str:
    name, _, test = pointer.partition("::")
    try:
        text = (root / name).read_text(encoding="utf-8")
    except OSError as error:
        raise LookupError(f"{pointer}: there is no file {name}") from error
    if f"def {test}(" not in text:
        raise LookupError(f"{pointer}: there is no test {test}")
    return test.removeprefix("test_").replace("_", " ")


def _written(found: Any) -> str:
    return str(yaml.safe_dump(found, default_flow_style=True, width=1000)).strip().removesuffix("...").strip()


def when(pointer: str) -> str:
    """When it is said, by where it stands."""
    if pointer.startswith(LEFT_OUT):
        return "never"
    name, _, place = pointer.partition("#")
    if name.startswith("tests/"):
        return "a rule, shown by a test"
    keys = place.split(".")
    part = keys[-1] if keys[-1] in ("why", "ask", "say") else keys[1] if name == "lines" else keys[0]
    kind = name.partition("/")[0]
    return WHEN.get(f"{kind} {part}") or WHEN.get(part) or WHEN.get(kind) or RULE


def rows(listed: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """The lines of the document's tables."""
    for title, topics in listed.items():
        yield from (
            "",
            f"## {title[:1].upper()}{title[1:]}",
            "",
            "| it says | where | when | words |",
            "|---|---|---|---|",
        )
        for topic, places in topics.items():
            for number, pointer in enumerate(places):
                words = held(pointer).replace("|", "\\|")
                where = "left out" if pointer.startswith(LEFT_OUT) else f"`{pointer}`"
                yield f"| {topic if number == 0 else ''} | {where} | {when(pointer)} | {words} |"


def document() -> str:
    """The whole document as it should be."""
    return HEAD + "\n".join(rows(_file(LIST))) + "\n"


def faults() -> list[str]:
    """What the list names and the content does not have."""
    return [
        fault
        for topics in _file(LIST).values()
        for places in topics.values()
        for each in places
        if (fault := _fault(each))
    ]


def _fault(pointer: str) -> str:
    try:
        held(pointer)
    except LookupError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    if broken := faults():
        sys.exit("\n".join(broken))
    TABLE.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{TABLE.relative_to(ROOT)} written\n")
