"""Compile what the coach imports anywhere in its sources, by importing it; set-up compiles nothing else."""

import ast
import importlib
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from tools.marked import ROOT


def named(path: Path) -> set[str]:
    """The modules that this source imports, within functions too."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def compiled(package: str) -> bool:
    """Whether this was imported before, so that there is nothing to do; so it is with what is not here at all."""
    spec = find_spec(package)
    return spec is None or spec.cached is None or Path(spec.cached).exists()


def main() -> None:
    """Import all that is not compiled yet; what finds no library of the system is left out."""
    sys.dont_write_bytecode = False
    names = set[str]().union(*map(named, (ROOT / "coach").rglob("*.py")))
    fresh = {package for package in {name.partition(".")[0] for name in names} if not compiled(package)}
    for name in sorted(name for name in names if name.partition(".")[0] in fresh):
        with suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    main()
