"""A content file as it is written: its data, and where every part of it stands, so that a fault can be pointed at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.errors import ContentError, Problem
from coach.reading.yaml_places import Location, child, position
from coach.reading.yaml_text import parsed, read_tree


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
            key, value = child(node, part)
            if value is not None:
                node = value
                found = key.value if key is not None else found
        return found

    def position(self, location: Location, *, at_key: bool = False) -> tuple[int, int]:
        """Line and column, from one. Parts of the location that are not in the file are passed over."""
        return position(self.node, location, at_key=at_key)


def read_source(path: Path) -> Source:
    """Parse one YAML file; raises ContentError for bad YAML, doubled keys, or a file that cannot be read."""
    return _filled(path, found_source(path))


def found_source(path: Path) -> Source | None:
    """The same; None where nothing stands in the file but comments."""
    return _made(path, *read_tree(path))


def source_of(path: Path, text: str) -> Source:
    """The same of a text that is not in the file yet."""
    return _filled(path, _made(path, *parsed(path, text)))


def _made(path: Path, node: yaml.Node | None, data: Callable[[], Any]) -> Source | None:
    return None if node is None else Source(path, data(), node)


def _filled(path: Path, source: Source | None) -> Source:
    if source is None:
        raise ContentError([Problem(str(path), 1, 1, "the file is empty; write at least a title")])
    return source
