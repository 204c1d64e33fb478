"""YAML as trainers write it: its tree with the place of every part, read quickly, and refused before it can do harm.

Read by libyaml where PyYAML has it, which is far faster and gives the same marks. Words stay words: only true and false
are booleans, whole numbers are decimal also with a leading nought, and 1:30 is text for whoever expects a duration.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from coach.errors import ContentError, Problem
from coach.reading.files import YAML, UnreadableError, read_text
from coach.reading.yaml_slips import Fault, slip

DEEPEST = 100
"""Levels of lists and mappings within each other; nobody writes ten."""

MOST_PARTS = 50_000
"""Parts of a file: each word, list and mapping is one, and an alias brings in all the parts it stands for."""

MOST_ALIASES = 1000

MOST_FAULTS = 100
"""Faults of one file that are told; a file that is no YAML at all has thousands."""

LONGEST_NUMBER = 30
"""Digits of a number; Python itself refuses some thousands."""

LONGEST_TEXT = 10_000
"""Letters of one text: to say them takes a quarter of an hour."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_Base):  # type: ignore[misc]  # either of two classes, whichever PyYAML was built with
    """YAML in which `yes`, `no`, `on` and `3:30` are words; only true and false are booleans."""


_BOOL, _INT, _FLOAT, _NULL, _STR, _SEQ, _MAP = (
    f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null", "str", "seq", "map")
)
_PATTERNS = {
    _BOOL: (re.compile(r"^(?:true|false)$"), "tf"),
    _INT: (re.compile(r"^[-+]?[0-9]+$"), "-+0123456789"),
    _FLOAT: (re.compile(r"^[-+]?[0-9]*\.[0-9]+$"), "-+.0123456789"),
    _NULL: (re.compile(r"^(?:~|null|)$"), ["~", "n", ""]),
}
# YAML 1.1 reads "yes" as a boolean, "1:30" as ninety and "010" as eight; a trainer means none of that.
PlainLoader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _PATTERNS.items():
    yaml.add_implicit_resolver(_tag, _pattern, _first, PlainLoader)
PlainLoader.add_constructor(_INT, lambda loader, node: int(loader.construct_scalar(node), 10))

_TOO_DEEP = f"is nested deeper than {DEEPEST} levels; write it flatter"

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028-\u202e\u2066-\u2069]")
"""Control characters, which move a terminal's cursor or its letters about, and halves of characters."""


def read_tree(path: Path) -> tuple[yaml.Node | None, Callable[[], Any]]:
    """The file's tree, None when it is empty, and how to make plain values of it; raises ContentError with every fault.

    Refused are files that are none or too large, bad YAML, doubled keys, control characters, and what outgrows its
    budget: depth, parts, aliases.
    """
    try:
        text = read_text(path, YAML)
    except UnreadableError as error:
        raise ContentError([Problem(str(error.path), 1, 1, error.what)]) from error
    return parsed(path, text)


def parsed(path: Path, text: str) -> tuple[yaml.Node | None, Callable[[], Any]]:
    """As `read_tree`, of a text that is at hand; `path` is what faults are told of."""
    refused = partial(_refused, path)
    if hidden := _UNSEEN.search(text):
        line, column = _place(text, hidden.start())
        raise refused([(line, column, _control(hidden.group()))])
    try:
        if over := _over_budget(text):
            raise refused([over])
        loader = PlainLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, lambda: None
            # Without a star there is no alias, and what stands in the file was counted as it was read.
            if faults := _faults(node) or (_over_budget_with_aliases(node) if "*" in text else []):
                raise refused(faults)
            data = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise refused([_syntax(error, text)]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise refused([(1, 1, f"is not readable as YAML ({error}); save it again as text")]) from error
    return node, lambda: data


def _refused(path: Path, faults: list[Fault]) -> ContentError:
    return ContentError([Problem(str(path), line, column, message) for line, column, message in faults[:MOST_FAULTS]])


def read_texts(path: Path, next_step: str) -> Any:
    """The file as lists and mappings of its words, as they were written; `next_step` ends what is said of a fault."""
    try:
        return texts(read_tree(path)[0])
    except ContentError as error:
        raise ContentError(
            [replace(each, message=f"{each.message}; {next_step}") for each in error.problems]
        ) from error


def texts(node: yaml.Node | None) -> Any:
    """The tree as lists and mappings of the text as it was written: "no" and 08 stay what they are."""
    if isinstance(node, yaml.MappingNode):
        return {key.value if isinstance(key, yaml.ScalarNode) else str(texts(key)): texts(v) for key, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [texts(item) for item in node.value]
    return None if node is None else str(node.value)


def _over_budget(text: str) -> Fault | None:
    """Where the text goes too deep or on for too long; looked at part by part, before anything is built of it."""
    depth = parts = aliases = 0
    for event in yaml.parse(text, Loader=PlainLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            continue
        aliases += isinstance(event, yaml.AliasEvent)
        parts += 1
        if depth > DEEPEST:
            return _at(event.start_mark, _TOO_DEEP)
        if parts > MOST_PARTS:
            return _at(event.start_mark, f"has more than {MOST_PARTS} parts; split the file")
        if aliases > MOST_ALIASES:
            return _at(event.start_mark, f"has more than {MOST_ALIASES} aliases (*name); write out what they stand for")
    return None


def _over_budget_with_aliases(root: yaml.Node) -> list[Fault]:
    """Whether aliases make a small file endless: each part is counted once, however often it is meant."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = 1 + sum(size(child) for child in _children(node))
        return sizes[id(node)]

    if size(root) <= MOST_PARTS:
        return []
    large = next(node for node in _in_order(root) if sizes[id(node)] > MOST_PARTS // 10)
    message = f"aliases (*name) make more than {MOST_PARTS} parts of this file; write out what is meant"
    return [_at(large.start_mark, message)]


def _in_order(root: yaml.Node) -> Iterator[yaml.Node]:
    """Every part once, the small ones first: the first that is too large is where it begins."""
    seen: set[int] = set()

    def below(node: yaml.Node) -> Iterator[yaml.Node]:
        if id(node) not in seen:
            seen.add(id(node))
            for child in _children(node):
                yield from below(child)
            yield node

    yield from below(root)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value


def _faults(root: yaml.Node) -> list[Fault]:
    """What YAML lets pass and nobody means: doubled keys, hidden characters, circles, tags of its own."""
    faults: list[Fault] = []
    seen: set[int] = set()
    above: set[int] = set()

    def walk(node: yaml.Node) -> None:
        if id(node) in above:
            faults.append(_at(node.start_mark, "holds itself by an alias (*name); write out what is meant"))
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            faults.extend(_scalar_faults(node))
            return
        above.add(id(node))
        if node.tag not in (_SEQ, _MAP):
            faults.append(_at(node.start_mark, f"{node.tag!r} is no kind of value here; take the ! away"))
        if isinstance(node, yaml.MappingNode):
            faults.extend(_doubled(node))
        for child in _children(node):
            walk(child)
        above.discard(id(node))

    walk(root)
    return faults


def _scalar_faults(node: yaml.ScalarNode) -> Iterator[Fault]:
    if hidden := _UNSEEN.search(node.value):
        yield _at(node.start_mark, _control(hidden.group()))
    if len(node.value) > LONGEST_TEXT:
        yield _at(node.start_mark, f"a text of {len(node.value)} letters is too long; {LONGEST_TEXT} are the most")
    if node.tag == _STR:
        return
    if node.tag not in _PATTERNS:
        yield _at(node.start_mark, f"{node.tag!r} is no kind of value here; take the ! away")
    elif not _PATTERNS[node.tag][0].match(node.value):
        yield _at(node.start_mark, f"{node.value!r} is not what its ! says it is; take the ! away")
    elif node.tag in (_INT, _FLOAT) and len(node.value) > LONGEST_NUMBER:
        yield _at(node.start_mark, f"a number of {len(node.value)} digits is too long; write a shorter one")


def _doubled(node: yaml.MappingNode) -> Iterator[Fault]:
    keys: set[str | float] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):  # a list as a key is refused when it is made
            name = _meant(key)
            if name in keys:
                yield _at(key.start_mark, f"{key.value!r} stands here twice; keep one of them")
            keys.add(name)


def _meant(key: yaml.ScalarNode) -> str | float:
    """The key as it counts: 20 and 20.0 are one."""
    number = key.tag in (_INT, _FLOAT) and _PATTERNS[key.tag][0].match(key.value) and len(key.value) <= LONGEST_NUMBER
    return float(key.value) if number else str(key.value)


def _control(letter: str) -> str:
    return f"holds the control character U+{ord(letter):04X}, which cannot be seen; take it out"


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Fault:
    return _at(error.problem_mark, _TOO_DEEP) if "nesting depth" in (error.problem or "") else slip(error, text)


def _at(mark: Any, message: str) -> Fault:
    return mark.line + 1, mark.column + 1, message


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from one, of this character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
