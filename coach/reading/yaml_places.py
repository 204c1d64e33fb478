"""Where the parts of a YAML file stand, so that a fault can be pointed at."""

from collections.abc import Sequence

import yaml

Location = Sequence[str | int]
"""The keys and the places in lists that lead to a part, such as ("cues", 2, "say")."""


def position(root: yaml.Node | None, location: Location, *, at_key: bool = False) -> tuple[int, int]:
    """Line and column, from one, of the nearest part that exists: what is not in the file is passed over.

    `at_key` points at the key, not at its value. The first place where there is no file to point into.
    """
    if root is None:
        return 1, 1
    node, mark = root, root.start_mark
    for part in location:
        key, value = child(node, part)
        if value is None:
            continue
        node = value
        mark = key.start_mark if at_key and key is not None else value.start_mark
    return mark.line + 1, mark.column + 1


def child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key and the value at this part, both None where there is none; in a list there is no key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None, None
