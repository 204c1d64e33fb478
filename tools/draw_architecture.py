"""Draw which room of `coach/` imports which into docs/architecture.md, read from the sources with `ast`.

A room is a package or module right under `coach/`. An arrow that two or more others make up for is left out.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.marked import ROOT, draw

DOCUMENT = ROOT / "docs" / "architecture.md"
NAME = "rooms"

Rooms = Mapping[str, frozenset[str]]
"""Each room, and the rooms it imports."""


def rooms(package: Path = ROOT / "coach") -> dict[str, frozenset[str]]:
    """Every package and module right under the package's folder, and which of the others each imports."""
    names = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    names -= {"__init__", "__main__"}
    found: dict[str, set[str]] = {name: set() for name in names}
    for path in package.rglob("*.py"):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        if room in found:
            found[room] |= set(_imported(path, package.name)) & names - {room}
    return {name: frozenset(found[name]) for name in sorted(found)}


def _imported(path: Path, root: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (parts[1] for name in names if (parts := name.split("."))[0] == root and len(parts) > 1)


def reached(graph: Rooms, start: str) -> frozenset[str]:
    """Every room that can be reached from here; `start` itself only where there is a circle."""
    seen: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        room = ahead.pop()
        if room not in seen:
            seen.add(room)
            ahead += graph[room]
    return frozenset(seen)


def shortest(graph: Rooms) -> dict[str, frozenset[str]]:
    """The graph without the arrows that a longer way makes up for; raises ValueError for a circle."""
    beyond = {room: reached(graph, room) for room in graph}
    if circle := [room for room in graph if room in beyond[room]]:
        raise ValueError(f"these import each other in a circle: {', '.join(circle)}")
    return {
        room: frozenset(to for to in graph[room] if not any(to in beyond[by] for by in graph[room])) for room in graph
    }


def mermaid(graph: Rooms) -> str:
    """The graph as a mermaid drawing, packages as boxes and modules as rounded ones."""
    lines = ["```mermaid", "flowchart TD"]
    for room in graph:
        lines.append(f"    {room}[{room}/]" if (ROOT / "coach" / room).is_dir() else f"    {room}({room}.py)")
    lines += [f"    {room} --> {to}" for room, others in shortest(graph).items() for to in sorted(others)]
    return "\n".join([*lines, "```"])


if __name__ == "__main__":
    draw(DOCUMENT, NAME, mermaid(rooms()))
