"""A content file as it is written: its data, and where every part of it stands, so that a fault can be pointed at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.errors import ContentError, Problem

Location = Sequence[str | int]


class PlainLoader(yaml.SafeLoader):
    """YAML in which `yes`, `no`, `on` and `3:30` are words; only true and false are booleans."""


# YAML 1.1 reads "yes" as a boolean and "1:30" as ninety; a trainer writes both as words.
PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]*\.[0-9]+$", "-+.0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    yaml.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first, PlainLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file: `data` as plain Python values, `node` as PyYAML's tree with its marks."""

    path: Path
    data: Any
    node: yaml.Node

    def problem(self, location: Location, message: str, *, at_key: bool = False) -> Problem:
        """The fault at a location such as ("cues", 2, "say"); the nearest part that exists is pointed at."""
        line, column = self.position(location, at_key=at_key)
        return Problem(str(self.path), line, column, message)

    def written(self, location: Location) -> str:
        """The last key of the location that really stands in the file, "" for none."""
        node, found = self.node, ""
        for part in location:
            key, value = _child(node, part)
            if value is not None:
                node = value
                found = key.value if key is not None else found
        return found

    def position(self, location: Location, *, at_key: bool = False) -> tuple[int, int]:
        """Line and column, from one. Parts of the location that are not in the file are passed over."""
        node, mark = self.node, self.node.start_mark
        for part in location:
            key, value = _child(node, part)
            if value is None:
                continue
            node = value
            mark = key.start_mark if at_key and key is not None else value.start_mark
        return mark.line + 1, mark.column + 1


def read_source(path: Path) -> Source:
    """Parse one YAML file; raises ContentError for bad YAML, doubled keys, or a file that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([Problem(str(path), 1, 1, f"cannot be read ({error}); save it as UTF-8 text")]) from error
    try:
        return _parsed(path, PlainLoader(text))
    except yaml.MarkedYAMLError as error:
        raise ContentError([_syntax_problem(path, error)]) from error
    except RecursionError as error:
        raise ContentError([Problem(str(path), 1, 1, "is nested too deeply to be read; write it flatter")]) from error
    except yaml.YAMLError as error:
        message = f"is not readable as YAML: {error}; save it again as text"
        raise ContentError([Problem(str(path), 1, 1, message)]) from error


def _parsed(path: Path, loader: PlainLoader) -> Source:
    try:
        node = loader.get_single_node()
        if node is None:
            raise ContentError([Problem(str(path), 1, 1, "the file is empty; write at least a title")])
        doubled = [Problem(str(path), line, column, text) for line, column, text in _doubled_keys(node)]
        if doubled:
            raise ContentError(doubled)
        return Source(path, loader.construct_document(node), node)
    finally:
        loader.dispose()


def _syntax_problem(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = " ".join(part for part in (error.context, error.problem) if part)
    return Problem(
        str(path),
        line,
        column,
        f"is not YAML here ({what}); check indentation, and put quotes around text with : , or ?",
    )


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None, None


def _doubled_keys(node: yaml.Node) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled_keys(item)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):  # a list as a key is refused when it is made
            if key.value in seen:
                mark = key.start_mark
                yield mark.line + 1, mark.column + 1, f"{key.value!r} stands here twice; keep one of them"
            seen.add(key.value)
        yield from _doubled_keys(value)
